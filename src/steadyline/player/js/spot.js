// The part "spot": a paper, or two side by side, and a box to tick at each line.

function spotGroup(check, desk, question) {
  const { part } = check;
  const hintId = freshId("hint");
  const message = make("p", { class: "sl-error", id: freshId("error"), hidden: true });
  const rows = part.lines.map((line, place) => spotLine(part, line, place, check.picked[question.id].includes(line.id)));
  const paper = part.columns.length ? comparedPapers(part.columns, rows) : make("div", { class: "sl-document sl-lines" }, ...rows);
  const group = make(
    "fieldset",
    { class: "sl-choices sl-question sl-spot", "aria-describedby": hintId },
    make("legend", {}, part.columns.length ? WORDS.spotPapers : WORDS.spotPaper),
    make("p", { class: "sl-hint", id: hintId }, WORDS.spotHint(question.choose)),
    message,
    paper,
  );
  const inputs = rows.map((row) => row.querySelector("input"));
  const choices = { group, message, hintId, inputs };
  for (const input of inputs) input.addEventListener("change", () => pickedIn(check, desk, question, choices));
  return choices;
}

function spotLine(part, line, place, isPicked) {
  const input = make("input", { type: "checkbox", value: line.id });
  input.checked = isPicked;
  if (!part.columns.length) {
    return make("label", { class: "sl-option sl-line" }, input, make("span", { html: line.html[0] }));
  }
  const cells = line.html.map((html) => make("td", { id: freshId("cell"), html }));
  const number = make("span", { class: "sl-unseen", id: freshId("line") }, WORDS.spotLine(place + 1));
  input.setAttribute("aria-labelledby", [number.id, ...cells.map((cell) => cell.id)].join(" "));
  return make("tr", {}, make("td", { class: "sl-tick" }, make("label", {}, input, number)), ...cells);
}

function comparedPapers(columns, rows) {
  const head = make("tr", {}, ...[WORDS.spotColumn, ...columns].map((name) => make("th", { scope: "col" }, name)));
  return make("table", { class: "sl-compared" }, make("thead", {}, head), make("tbody", {}, ...rows));
}

function spottedRow(check, question, result) {
  const given = check.picked[question.id];
  const found = given.filter((id) => result.answer.includes(id)).length;
  const lines = check.part.lines.filter((line) => result.answer.includes(line.id));
  return make(
    "div",
    {},
    paragraph(WORDS.spotted(found, result.answer.length, given.length - found), "sl-strong"),
    make("ul", {}, ...lines.map((line) => make("li", {}, make("p", { class: "sl-quoted", html: line.html.join(" | ") }),
      paragraph((result.lines || {})[line.id] || "")))),
    paragraph(result.reason),
  );
}
