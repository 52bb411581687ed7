// The gentle guard: words that look like a real case. GUARD is guard.json; Python reads the same table.

function guardFindings(text) {
  const found = GUARD.patterns.filter((row) => {
    const matches = text.match(new RegExp(row.pattern, row.ignore_case ? "gi" : "g")) || [];
    return matches.some((match) => !match.split(/[^A-Za-zÀ-ÖØ-öø-ÿ]+/).some((word) => row.allow.includes(word)));
  });
  return found.map((row) => row.words);
}

// A note under a field that speaks up in words, never blocks, and waits until typing has stopped.
function guardedBy(field) {
  const note = make("div", { class: "sl-guard", "aria-live": "polite" });
  let told = "";
  const look = () => {
    const found = guardFindings(field.value);
    if (found.join() === told) return;
    told = found.join();
    const lines = found.map((words) => make("li", {}, words));
    note.replaceChildren(...(told ? [paragraph(WORDS.guardTitle), make("ul", {}, ...lines), paragraph(WORDS.guardEnd)] : []));
    shield(note);
  };
  field.addEventListener("input", later(900, look));
  field.addEventListener("blur", look);
  look();
  return note;
}
