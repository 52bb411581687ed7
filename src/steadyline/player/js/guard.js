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
  const note = make("div", { class: "sl-guard", role: "status" });
  const look = () => {
    const found = guardFindings(field.value);
    const told = found.length ? `${WORDS.guardTitle} ${found.join(" ")} ${WORDS.guardEnd}` : "";
    if (note.textContent !== told) note.textContent = told;
  };
  field.addEventListener("input", later(900, look));
  field.addEventListener("blur", look);
  look();
  return note;
}
