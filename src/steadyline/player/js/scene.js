// One scene: its prose, and what the learner can do there.

function sceneBlocks(game, node) {
  const shown = [];
  let earlier = null;
  for (const block of blocksAt(game.table, node)) {
    // Said in words and not by colour alone: this comes from something decided earlier.
    if (block.later && !earlier) shown.push(make("div", { class: "sl-later" }, paragraph(WORDS.earlier, "sl-strong")));
    earlier = block.later ? shown.at(-1) : null;
    if (earlier) earlier.append(story(game.level, block.html));
    else shown.push(story(game.level, block.html));
  }
  return shown;
}

function decisionScreen(game) {
  const { node } = game;
  const rows = shuffled(game.table, node, game.seed, game.step + 1);
  const order = rows.map((row) => row.choice.id);
  const { draft } = game;
  const choices = choiceGroup({
    legend: make("legend", {}, WORDS.whatDo),
    options: rows.map((row) => row.choice),
    kind: "radio",
    picked: [draft.choice],
    onPick: (_input, id) => {
      draft.choice = id;
      quieten(choices);
    },
  });
  const decide = () => (draft.choice ? game.decide(order) : complain(choices, WORDS.chooseFirst));
  return [
    heading(game.level, sceneAt(game.table, node).title),
    ...sceneBlocks(game, node),
    choices.group,
    thinkingFields(draft),
    make("div", { class: "sl-row" }, button(WORDS.decide, decide, "main")),
  ];
}

function thinkingFields(draft) {
  const note = make("p", { class: "sl-hint", id: freshId("hint") }, WORDS.thinkingNote);
  return make(
    "fieldset",
    { class: "sl-thinking", "aria-describedby": note.id },
    make("legend", {}, WORDS.thinking),
    note,
    confidenceField(draft),
    textField(draft, "tell", WORDS.tell, { hint: WORDS.tellHint, long: false }),
    textField(draft, "reason", WORDS.reason, { hint: "", long: true }),
  );
}

function consequenceScreen(game, node, choiceId) {
  const choice = choiceTaken(game.table, node, choiceId);
  return [
    heading(game.level, sceneAt(game.table, node).title),
    make("div", { class: "sl-chosen" }, paragraph(WORDS.youChose, "sl-label"), make("p", { html: choice.html })),
    heading(game.level + 1, WORDS.whatHappens, { tabindex: undefined }),
    story(game.level, choice.now_html),
    make("div", { class: "sl-row" }, button(WORDS.goOn, () => game.arrive(), "main")),
  ];
}

function passageScreen(game) {
  const scene = sceneAt(game.table, game.node);
  return [
    heading(game.level, scene.title),
    ...sceneBlocks(game, game.node),
    make("div", { class: "sl-row" }, button(scene.go_on || WORDS.goOn, () => game.goOn(), "main")),
  ];
}
