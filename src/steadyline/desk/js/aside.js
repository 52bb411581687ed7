// Setting a piece aside, and taking it up again: always with a reason.

function asidePart(desk, piece, act) {
  const again = Boolean(piece.set_aside);
  const error = errorLine();
  const words = { why: "" };
  const { element, field } = draftField({
    draft: words, name: "why", rows: 2, changed: () => undefined,
    label: again ? DESK_WORDS.asideAgainWhy : DESK_WORDS.asideWhy, hint: again ? "" : DESK_WORDS.asideHint,
  });
  const send = () => {
    const said = { unit: piece.unit, learner: piece.learner, cell: piece.cell, why: words.why, again };
    desk.asking.change("aside", said).then((view) => act(view), ({ why }) => error.tell(why, field));
  };
  return make(
    "details",
    { class: "sl-details sl-aside" },
    make("summary", {}, again ? DESK_WORDS.asideAgain : DESK_WORDS.aside),
    again ? "" : paragraph(DESK_WORDS.asideRisk, "sl-note"),
    element,
    error.element,
    make("div", { class: "sl-row" }, button(again ? DESK_WORDS.asideAgain : DESK_WORDS.asideGive, send)),
  );
}

// A line for what was refused, beside what can be mended.
function errorLine() {
  const element = make("p", { class: "sl-error", hidden: true });
  return {
    element,
    tell(words, field) {
      element.hidden = !words;
      element.textContent = words;
      if (words) element.setAttribute("role", "alert");
      else element.removeAttribute("role");
      if (words && field) field.focus();
    },
  };
}
