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
  const options = rows.map((row) => row.choice);
  const order = options.map((choice) => choice.id);
  const { draft } = game;
  const asksWhatToAvoid = Boolean(sceneAt(game.table, node).avoid);
  const choices = choiceGroup({
    legend: make("legend", {}, WORDS.whatDo),
    options: asksWhatToAvoid ? lettered(options) : options,
    kind: "radio",
    picked: [draft.choice],
    onPick: (_input, id) => {
      draft.choice = id;
      quieten(choices);
    },
  });
  const avoid = asksWhatToAvoid ? avoidGroup(options, draft) : null;
  const decide = () => {
    if (!draft.choice) return complain(choices, WORDS.chooseFirst);
    if (avoid && !draft.avoid) return complain(avoid, WORDS.avoidFirst);
    if (avoid && draft.avoid === draft.choice) return complain(avoid, WORDS.avoidOther);
    return game.decide(order);
  };
  return [
    heading(game.level, sceneAt(game.table, node).title),
    seatLine(game),
    ...sceneBlocks(game, node),
    papersAtHand(game),
    choices.group,
    avoid ? avoid.group : "",
    thinkingFields(draft),
    make("div", { class: "sl-row" }, button(WORDS.decide, decide, "main")),
  ].filter(Boolean);
}

const LETTERS = "ABCDEFGH";

function lettered(options) {
  return options.map((option, place) => ({
    ...option, html: `<span class="sl-letter">${LETTERS[place]}</span> ${option.html}`,
  }));
}

// The letters stand before the options above; whoever hears the page hears the option's words with them.
function avoidGroup(options, draft) {
  const rows = options.map((option, place) => ({
    id: option.id,
    html: `<span class="sl-letter">${LETTERS[place]}</span><span class="sl-unseen"> ${option.html}</span>`,
  }));
  const avoid = choiceGroup({
    legend: make("legend", {}, WORDS.avoid),
    options: rows,
    kind: "radio",
    look: "sl-row-of-letters",
    picked: [draft.avoid],
    hint: WORDS.avoidHint,
    onPick: (_input, id) => {
      draft.avoid = id;
      quieten(avoid);
    },
  });
  return avoid;
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
    seatLine(game),
    ...sceneBlocks(game, game.node),
    make("div", { class: "sl-row" }, button(scene.go_on || WORDS.goOn, () => game.goOn(), "main")),
  ].filter(Boolean);
}
