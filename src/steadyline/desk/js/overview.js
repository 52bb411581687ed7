// Who marks, and what there is to do.

function sitScreen(desk, why) {
  const id = freshId("code");
  const rule = make("p", { class: "sl-hint", id: freshId("rule") }, DESK_WORDS.codeRule);
  const error = errorLine();
  const field = make("input", {
    id, class: "sl-text sl-short", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: "32",
    "aria-describedby": rule.id,
  });
  const sit = () => desk.sit(field.value.trim(), (said) => error.tell(said, field));
  field.addEventListener("keydown", (event) => (event.key === "Enter" && !event.isComposing ? sit() : undefined));
  if (why) error.tell(why);
  return [
    heading(desk.level, DESK_WORDS.sitTitle),
    make("div", { class: "sl-field" }, labelFor(id, DESK_WORDS.code, false), rule, error.element, field),
    make("div", { class: "sl-row" }, button(DESK_WORDS.sit, sit, "main")),
  ];
}

function overviewScreen(desk, view) {
  const level = desk.level + 1;
  const left = view.standards.filter((each) => each.left);
  return [
    heading(desk.level, DESK_WORDS.overviewTitle),
    view.units.length ? "" : paragraph(DESK_WORDS.noUnits),
    desk.part.missing ? paragraph(desk.part.missing, "sl-note") : "",
    left.length ? heading(level, DESK_WORDS.standardsTitle, { tabindex: undefined }) : "",
    left.length ? paragraph(DESK_WORDS.standardsWhy) : "",
    left.length ? make("ul", { class: "sl-todo" }, ...left.map((each) => standardsRow(desk, each))) : "",
    view.units.length ? heading(level, DESK_WORDS.unitsTitle, { tabindex: undefined }) : "",
    view.units.length ? make("ul", { class: "sl-todo" }, ...view.units.map((each) => unitRow(desk, each, view.standards))) : "",
  ];
}

function standardsRow(desk, each) {
  const open = button(DESK_WORDS.standardsOpen, () => desk.standards(each.rubric), "main");
  open.setAttribute("aria-label", `${DESK_WORDS.standardsOpen}: ${each.title}`);
  return make("li", {}, todoWords(each.title, DESK_WORDS.standardsLeft(each.left, each.scripts), each.scripts - each.left, each.scripts), open);
}

function unitRow(desk, unit, standards) {
  const own = standards.filter((each) => unit.rubrics.includes(each.rubric));
  const waits = own.some((each) => each.left);
  const open = button(DESK_WORDS.openPile, () => desk.pile(unit.unit), waits ? "plain" : "main");
  open.setAttribute("aria-label", `${DESK_WORDS.openPile}: ${unit.title}`);
  const again = own.filter((each) => !each.left && each.scripts).map((each) => {
    const look = button(DESK_WORDS.standardsAgain, () => desk.standards(each.rubric), "quiet");
    look.setAttribute("aria-label", `${DESK_WORDS.standardsAgain}: ${each.title}`);
    return look;
  });
  const words = unit.all ? unit.progress : DESK_WORDS.emptyPile;
  return make("li", {}, todoWords(unit.title, waits && unit.all ? `${words} ${DESK_WORDS.firstStandards}` : words, unit.settled, unit.all), make("div", { class: "sl-row" }, open, ...again));
}

function todoWords(title, words, done, all) {
  const bar = all ? make("progress", { class: "sl-progress", max: String(all), value: String(done), "aria-label": WORDS.progressName }) : "";
  return make("div", { class: "sl-todo-words" }, title ? make("p", { class: "sl-strong" }, title) : "", paragraph(words), bar);
}
