// Standard scripts: each is marked before the agreed mark and the reasons are seen.

function standardsScreen(desk, view, name) {
  const level = desk.level + 1;
  const at = Math.max(0, view.scripts.findIndex((each) => (name ? each.name === name : !each.mine)));
  const script = view.scripts[at];
  const isDone = Boolean(script.mine);
  const form = isDone ? null : standardForm(desk, view, script);
  const parts = [
    heading(desk.level, DESK_WORDS.scriptsTitle(view.rubric.title)),
    paragraph(view.agreement),
    scriptNavigation(desk, view, at),
    make(
      "div",
      { class: "sl-piece sl-two" },
      make("section", { class: "sl-piece-work" }, heading(level, DESK_WORDS.script(at + 1, view.scripts.length), { tabindex: undefined }),
        paragraph(DESK_WORDS.words(script.words), "sl-hint"), answerBox(DESK_WORDS.script(at + 1, view.scripts.length), story(level, script.html))),
      make("section", { class: "sl-piece-mark" }, isDone ? scriptCompared(desk, view, script, level) : form.element),
    ),
  ];
  return { parts, form, script };
}

function scriptNavigation(desk, view, at) {
  const go = (script, words) => (script ? button(words, () => desk.standards(view.rubric.name, script.name), "quiet") : "");
  return make(
    "nav",
    { class: "sl-row sl-piece-nav", "aria-label": DESK_WORDS.standardsTitle },
    button(DESK_WORDS.back, () => desk.overview(), "quiet"),
    go(view.scripts[at - 1], DESK_WORDS.previous),
    go(view.scripts[at + 1], DESK_WORDS.next),
  );
}

function standardForm(desk, view, script) {
  const chosen = { levels: {}, direction: "none" };
  const error = errorLine();
  const levels = levelForm({ rubric: view.rubric, chosen, changed: () => error.tell("") });
  const form = { levels, sending: false };
  form.give = () => {
    if (form.sending || levels.complains()) return;
    form.sending = true;
    desk.asking.change("standard", { rubric: view.rubric.name, script: script.name, ...chosen }).then(
      () => desk.standards(view.rubric.name, script.name),
      ({ why }) => ((form.sending = false), error.tell(why)),
    );
  };
  const about = make("details", { class: "sl-details" }, make("summary", {}, DESK_WORDS.about), story(desk.level, view.rubric.intro));
  const title = heading(desk.level + 1, `${DESK_WORDS.marking}: ${view.rubric.title}`, { tabindex: undefined });
  form.element = make("div", {}, title, about, levels.element, error.element, make("div", { class: "sl-row" }, button(DESK_WORDS.give, form.give, "main")));
  form.acts = { ...levelActs(levels), send: form.give };
  return form;
}

function scriptCompared(desk, view, script, level) {
  const agreed = script.agreed;
  const rows = view.rubric.criteria.map((criterion) => {
    const [own, theirs] = [script.mine.levels[criterion.slug], agreed.levels[criterion.slug]];
    const words = own === theirs ? DESK_WORDS.apart(0) : own > theirs ? DESK_WORDS.kinder(own - theirs) : DESK_WORDS.stricter(theirs - own);
    return comparedRow(criterion.title || DESK_WORDS.level, [[DESK_WORDS.scriptYours, DESK_WORDS.levelOf(own)], [DESK_WORDS.scriptAgreed, DESK_WORDS.levelOf(theirs)]], words);
  });
  const leaning = comparedRow(DESK_WORDS.directionName,
    [[DESK_WORDS.scriptYours, DESK_WORDS.directions[script.mine.direction]], [DESK_WORDS.scriptAgreed, DESK_WORDS.directions[agreed.direction]]],
    script.mine.direction === agreed.direction ? DESK_WORDS.apart(0) : DESK_WORDS.directionApart);
  const next = view.scripts.find((each) => !each.mine);
  return make(
    "div",
    {},
    heading(level, DESK_WORDS.scriptMine, { tabindex: undefined }),
    ...rows,
    leaning,
    heading(level, DESK_WORDS.scriptWhy, { tabindex: undefined }),
    story(level, script.why),
    next ? "" : paragraph(DESK_WORDS.scriptsDone, "sl-note"),
    make("div", { class: "sl-row" }, next
      ? button(DESK_WORDS.scriptNext, () => desk.standards(view.rubric.name, next.name), "main")
      : button(DESK_WORDS.back, () => desk.overview(), "main")),
  );
}
