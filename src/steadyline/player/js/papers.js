// In whose seat the learner is, and the papers of the story: laid out where they come, and at hand from then on.

function seatAt(game, node) {
  return sceneAt(game.table, node).seat || game.table.role;
}

function hasSeats(table) {
  return Object.values(table.scenes).some((scene) => scene.seat);
}

// A change of seat is told in a box of its own; where nothing changed, one quiet line says whose seat it is.
function seatLine(game) {
  if (!hasSeats(game.table)) return "";
  const seat = seatAt(game, game.node);
  const before = game.visited.at(-2);
  const isNew = !before || seatAt(game, before.node) !== seat;
  return make(
    "p",
    { class: isNew ? "sl-seat sl-new-seat" : "sl-seat" },
    isNew && before ? WORDS.nowYouAre : WORDS.youAre,
    " ",
    make("strong", {}, seat),
  );
}

function papersIn(game, node) {
  return blocksAt(game.table, node).filter((block) => block.document);
}

// Papers that were laid out earlier on this walk; each stays open or shut as the learner left it.
function papersAtHand(game) {
  const here = new Set(papersIn(game, game.node).map((block) => block.document.name));
  const found = new Map();
  for (const { node } of game.visited.slice(0, -1)) {
    for (const block of papersIn(game, node)) if (!here.has(block.document.name)) found.set(block.document.name, block);
  }
  if (!found.size) return "";
  const rows = [...found.values()].map((block) => paperAtHand(game, block));
  return make("section", { class: "sl-papers" }, heading(game.level + 1, WORDS.papers, { tabindex: undefined }), ...rows);
}

function paperAtHand(game, block) {
  const { name, title } = block.document;
  const folded = make("details", { class: "sl-details" }, make("summary", {}, title), story(game.level, block.html));
  folded.open = game.openPapers.has(name);
  folded.addEventListener("toggle", () => (folded.open ? game.openPapers.add(name) : game.openPapers.delete(name)));
  return folded;
}
