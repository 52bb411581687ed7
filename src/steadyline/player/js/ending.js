// The end of an attempt, and the pause. How the work was done and what life added are told apart.

function endingScreen(game) {
  const scene = sceneAt(game.table, game.node);
  return [
    heading(game.level, scene.name || scene.title),
    seatLine(game),
    ...sceneBlocks(game, game.node),
    game.table.use === "summative" ? "" : twoThings(game),
    make(
      "div",
      { class: "sl-row" },
      button(WORDS.review, () => game.showReview(game.attempt), "main"),
      button(WORDS.back, () => game.toStart()),
    ),
  ].filter(Boolean);
}

function twoThings(game) {
  const { process, circumstance } = game.table.nodes[game.node];
  return make(
    "div",
    { class: "sl-note" },
    heading(game.level + 1, WORDS.endWhat, { tabindex: undefined }),
    make(
      "dl",
      { class: "sl-pairs" },
      fact(WORDS.endProcess, WORDS.process[process] || process),
      fact(WORDS.endCircumstance, WORDS.circumstance[circumstance] || circumstance),
    ),
    paragraph(WORDS.endNote),
  );
}

function pauseScreen(game) {
  const unsaved = game.queue.waiting.length;
  return [
    heading(game.level, WORDS.pausedTitle),
    paragraph(unsaved ? WORDS.canCloseNot(unsaved) : WORDS.canClose),
    unsaved ? make("div", { class: "sl-row" }, button(WORDS.download, () => game.download())) : "",
    supportLines(game),
    make("div", { class: "sl-row" }, button(WORDS.resume, () => game.resume(), "main")),
  ];
}

function supportLines(game) {
  const lines = game.part.support || [];
  if (!lines.length) return "";
  return make(
    "div",
    { class: "sl-note" },
    heading(game.level + 1, WORDS.supportTitle, { tabindex: undefined }),
    make("dl", { class: "sl-pairs" }, ...lines.map((line) => fact(line.label, line.text))),
  );
}

function conflictScreen(game, why) {
  return [
    heading(game.level, WORDS.conflictTitle),
    paragraph(why),
    paragraph(WORDS.conflict),
    make(
      "div",
      { class: "sl-row" },
      button(WORDS.showSaved, () => game.reload(), "main"),
      button(WORDS.download, () => game.download()),
    ),
  ];
}

function troubledStart(level, why, again) {
  return [
    heading(level, WORDS.cannotRead),
    make("div", { role: "alert" }, paragraph(why), paragraph(WORDS.notLost)),
    make("div", { class: "sl-row" }, button(WORDS.tryAgain, again, "main")),
  ];
}
