// One piece of work, open: what was written, what was decided before, what is given for it.

function pieceScreen(desk, piece) {
  const level = desk.level + 1;
  const { form, marking } = markingPart(desk, piece, level);
  const parts = [
    make("div", { class: "sl-piece-head" }, heading(desk.level, piece.learner), stateLine(desk, piece), pieceNavigation(desk, piece)),
    ...notesOn(desk, piece, level),
    make(
      "div",
      { class: "sl-piece" },
      make("section", { class: "sl-piece-work" }, ...workOf(piece, level)),
      transcriptPart(desk, piece),
      make("section", { class: "sl-piece-mark" }, marksSideBySide(piece, desk.who, level), marking, asidePart(desk, piece, () => desk.open(piece))),
    ),
  ];
  return { parts, form };
}

function stateLine(desk, piece) {
  const kind = piece.kind === "refused" ? DESK_WORDS.kind.refused : "";
  const state = DESK_WORDS.state[piece.state];
  const { at, all } = desk.placeOf(piece);
  const place = at ? DESK_WORDS.place(at, all) : "";
  return paragraph([piece.title, kind, place, state].filter(Boolean).join(" · "), "sl-hint");
}

function pieceNavigation(desk, piece) {
  const { before, after } = desk.placeOf(piece);
  const go = (row, words, look) => (row ? button(words, () => desk.open({ ...row, unit: piece.unit }), look) : "");
  return make(
    "nav",
    { class: "sl-row sl-piece-nav", "aria-label": DESK_WORDS.toPile },
    button(DESK_WORDS.toPile, () => desk.pile(piece.unit), "quiet"),
    go(before, DESK_WORDS.previous, "quiet"),
    go(after, DESK_WORDS.next, "quiet"),
  );
}

function notesOn(desk, piece, level) {
  const note = (...words) => make("div", { class: "sl-note" }, ...words);
  const notes = [];
  if (piece.set_aside) notes.push(note(paragraph(DESK_WORDS.asideSaid(piece.set_aside.who, dayOf(piece.set_aside.at), piece.set_aside.why))));
  if (piece.released) notes.push(note(paragraph(DESK_WORDS.standsFrom(dayOf(piece.released)))));
  if (piece.standards_left) {
    const rubric = piece.rubric.name;
    notes.push(note(paragraph(DESK_WORDS.standardsGate(piece.standards_left)), make("div", { class: "sl-row" }, button(DESK_WORDS.standardsOpen, () => desk.standards(rubric), "main"))));
  }
  if (piece.state === "waits for somebody else") notes.push(note(paragraph(piece.seen.length ? DESK_WORDS.waits : DESK_WORDS.waitsOther)));
  if (piece.state === "marked in Formgrader") notes.push(note(paragraph(DESK_WORDS.outside(piece.given, piece.points))));
  if (wasGivenBack(desk, piece)) notes.push(note(paragraph(DESK_WORDS.draftGivenBack)));
  if (piece.flags.length) notes.push(noticedPart(piece.flags, level));
  return notes;
}

function noticedPart(flags) {
  return make(
    "details",
    { class: "sl-details sl-noticed" },
    make("summary", {}, DESK_WORDS.noticed(flags.length)),
    make("ul", {}, ...flags.map((flag) => make("li", {}, flag.words))),
    paragraph(DESK_WORDS.noticedNote, "sl-hint"),
  );
}

function workOf(piece, level) {
  if (piece.kind === "refused") return [heading(level, DESK_WORDS.refusedTitle, { tabindex: undefined }), make("p", { class: "sl-written" }, piece.reason || DESK_WORDS.refusedSilently)];
  const [few, many] = piece.range;
  const task = make("details", { class: "sl-details sl-task" }, make("summary", {}, DESK_WORDS.task), story(level - 1, piece.asked));
  return [
    heading(level, DESK_WORDS.answer, { tabindex: undefined }),
    paragraph(DESK_WORDS.range(few, many, piece.count), "sl-hint"),
    answerBox(DESK_WORDS.answer, make("p", { class: "sl-written" }, piece.text || DESK_WORDS.nothing)),
    task,
  ];
}

// Open beside the answer where there is room; folded below it on a small screen, where it is long.
function transcriptPart(desk, piece) {
  const fold = make("details", { class: "sl-details sl-piece-transcript" }, make("summary", {}, DESK_WORDS.transcript), transcriptBox(piece));
  fold.open = desk.frame.root.clientWidth >= 850;
  return fold;
}

function transcriptBox(piece) {
  return scrolling(transcriptOf(piece.transcript), DESK_WORDS.transcript);
}

function answerBox(name, ...written) {
  return scrolling(make("div", { class: "sl-answer" }, ...written), name);
}

// It scrolls by itself where it stays in sight beside the marking, so the keyboard must be able to get into it.
function scrolling(box, name) {
  for (const [attribute, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": name })) box.setAttribute(attribute, value);
  return box;
}

function markingPart(desk, piece, level) {
  if (piece.set_aside || (piece.standards_left && piece.kind === "written")) return { form: null, marking: "" };
  const isOpen = piece.state === "to mark" || piece.state === "to agree";
  if (!isOpen && !piece.may_change && piece.state !== "marked in Formgrader") return { form: null, marking: "" };
  const form = markForm(desk, piece);
  const about = piece.rubric ? make("details", { class: "sl-details" }, make("summary", {}, DESK_WORDS.about), story(level - 1, piece.rubric.intro)) : "";
  const name = piece.state === "to agree" ? DESK_WORDS.agreeing : DESK_WORDS.marking;
  const title = heading(level, piece.rubric ? `${name}: ${piece.rubric.title}` : name, { tabindex: undefined });
  if (isOpen || piece.draft) return { form, marking: make("div", {}, title, about, form.element) };
  return { form, marking: make("details", { class: "sl-details" }, make("summary", {}, DESK_WORDS.changeOpen), title, about, form.element) };
}
