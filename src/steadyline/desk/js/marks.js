// Marks that were given, side by side, criterion by criterion. What differs is said in words.

function marksSideBySide(piece, who, level) {
  const marks = piece.seen;
  if (!marks.length || !piece.rubric) return "";
  const isAgreeing = piece.state === "to agree";
  const title = marks.length > 1 ? DESK_WORDS.side : marks[0].who === who ? DESK_WORDS.ownMark : DESK_WORDS.oneMark;
  const why = piece.why && (isAgreeing ? DESK_WORDS.sideWhy(piece.why) : piece.state === "settled" ? DESK_WORDS.sideStands(piece.why) : "");
  return make(
    "section",
    { class: "sl-side" },
    heading(level, title, { tabindex: undefined }),
    why ? paragraph(why) : "",
    ...piece.rubric.criteria.map((criterion) => criterionCompared(criterion, marks, who)),
    directionsCompared(marks, who),
    ...marks.map((mark) => commentOf(mark, who)),
  );
}

function named(mark, who) {
  if (mark.stage === "agreed") return DESK_WORDS.agreedBy(mark.who);
  return mark.who === who ? DESK_WORDS.you(who) : mark.who;
}

function comparedRow(title, pairs, words) {
  const cells = pairs.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)));
  return make("div", { class: "sl-compared-row" }, make("p", { class: "sl-strong" }, title), make("dl", {}, ...cells), words ? paragraph(words, "sl-apart") : "");
}

function criterionCompared(criterion, marks, who) {
  const levels = marks.filter((mark) => mark.stage !== "agreed").map((mark) => mark.levels[criterion.slug]);
  const apart = Math.max(...levels) - Math.min(...levels);
  const pairs = marks.map((mark) => [named(mark, who), DESK_WORDS.levelOf(mark.levels[criterion.slug])]);
  return comparedRow(criterion.title || DESK_WORDS.level, pairs, levels.length > 1 ? DESK_WORDS.apart(apart) : "");
}

function directionsCompared(marks, who) {
  const given = marks.filter((mark) => mark.stage !== "agreed");
  const isSame = new Set(given.map((mark) => mark.direction)).size === 1;
  const pairs = marks.map((mark) => [named(mark, who), DESK_WORDS.directions[mark.direction]]);
  return comparedRow(DESK_WORDS.directionName, pairs, given.length > 1 ? (isSame ? DESK_WORDS.directionSame : DESK_WORDS.directionApart) : "");
}

function commentOf(mark, who) {
  return make(
    "div",
    { class: "sl-said" },
    make("p", { class: "sl-strong" }, named(mark, who)),
    make("p", { class: "sl-written" }, mark.comment || DESK_WORDS.noComment),
    mark.note ? make("p", { class: "sl-written" }, `${DESK_WORDS.noteOf}${mark.note}`) : "",
  );
}
