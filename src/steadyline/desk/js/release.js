// Releasing feedback: an act with a date, at the foot of the pile that it releases.

function releasePart(desk, view) {
  const words = { why: "" };
  const box = make("input", { type: "checkbox" });
  const { element } = draftField({ draft: words, name: "why", rows: 2, changed: () => undefined, label: DESK_WORDS.releaseWhy, hint: DESK_WORDS.releaseWhyHint });
  const result = make("div", { role: "status" });
  const release = () => {
    result.replaceChildren(paragraph(DESK_WORDS.releasing));
    // Python answers nothing else meanwhile; that is no sign that it is gone.
    desk.asking.patient = true;
    desk.asking.ask("release", { unit: view.unit, why: words.why, despite: box.checked }).then(
      (told) => paintReleased(result, told),
      ({ why }) => result.replaceChildren(paragraph(why, "sl-error")),
    ).finally(() => ((desk.asking.patient = false), shield(result)));
  };
  return make(
    "details",
    { class: "sl-details sl-aside" },
    make("summary", {}, DESK_WORDS.release),
    paragraph(DESK_WORDS.releaseNote),
    make("label", { class: "sl-option" }, box, make("span", {}, DESK_WORDS.releaseDespite)),
    element,
    make("div", { class: "sl-row" }, button(DESK_WORDS.releaseNow, release)),
    result,
  );
}

function paintReleased(result, { said, waiting }) {
  const rows = waiting.map(({ learner, why }) => make("li", {}, `${learner}: ${why}`));
  result.replaceChildren(paragraph(said, "sl-note"), rows.length ? paragraph(DESK_WORDS.releaseNot) : "", rows.length ? make("ul", {}, ...rows) : "");
}
