// The transcript, laid out from its plain lines. All of it is the learner's or the case's, and is only ever text.

function transcriptOf(text) {
  const parts = text.split(/\n\n+/).map((block) => make("div", { class: "sl-told-block" }, ...linesOf(block)));
  return make("div", { class: "sl-transcript-text" }, ...parts);
}

function linesOf(block) {
  const lines = [];
  for (const line of block.split("\n")) {
    // A line that is set in deeper than its label goes on with the sentence before it.
    if (/^\s{4,}\S/.test(line) && lines.length) lines[lines.length - 1] += ` ${line.trim()}`;
    else if (line.trim()) lines.push(line.trim());
  }
  return lines.map((line) => transcriptLine(line));
}

function transcriptLine(line) {
  if (/^\d+\. /.test(line)) return make("p", { class: "sl-strong" }, line);
  const labelled = /^(Chose|How sure|Would tell|Reason|Time taken|Ended): (.*)$/s.exec(line);
  if (!labelled) return make("p", {}, line);
  return make("p", {}, make("span", { class: "sl-transcript-label" }, `${labelled[1]}: `), labelled[2]);
}
