// The rubric as it is marked by: for each criterion five levels, then the direction. One click or one key each.

// `chosen`: {levels, direction}, changed in place; `changed` is called after every choice.
function levelForm({ rubric, chosen, changed }) {
  const form = { rubric, chosen, at: 0, groups: [] };
  form.groups = rubric.criteria.map((criterion, number) => levelGroup(form, criterion, number, changed));
  form.direction = directionGroup(form, changed);
  form.element = make("div", { class: "sl-levels" }, ...form.groups.map((each) => each.group), form.direction.group);
  form.choose = (level) => chooseByKey(form, level);
  form.lean = (direction) => pick(form.direction, direction);
  form.complains = () => firstMissing(form);
  pointAt(form, Math.max(0, rubric.criteria.findIndex((each) => chosen.levels[each.slug] === undefined)));
  return form;
}

function levelGroup(form, criterion, number, changed) {
  const group = choiceGroup({
    legend: make("legend", {}, criterion.title || DESK_WORDS.level),
    options: criterion.levels.map(({ level, html }) => ({ id: String(level), html: `<b class="sl-letter">${level}</b>${html}` })),
    kind: "radio",
    picked: [String(form.chosen.levels[criterion.slug])],
    look: "sl-criterion",
    onPick: (_input, id) => {
      form.chosen.levels[criterion.slug] = Number(id);
      quieten(group);
      pointAt(form, number);
      changed();
    },
  });
  group.group.addEventListener("focusin", () => pointAt(form, number));
  return group;
}

function directionGroup(form, changed) {
  const group = choiceGroup({
    legend: make("legend", {}, DESK_WORDS.direction),
    options: form.rubric.directions.map((each) => ({ id: each, html: DESK_WORDS.directions[each] })),
    kind: "radio",
    picked: [form.chosen.direction],
    look: "sl-direction",
    onPick: (_input, id) => {
      form.chosen.direction = id;
      changed();
    },
  });
  return group;
}

function pick(group, value) {
  const input = group.inputs.find((each) => each.value === value);
  input.checked = true;
  input.focus({ preventScroll: true });
  input.dispatchEvent(new Event("change"));
}

// The digit goes to the criterion at hand; then the next one is at hand, or the direction after the last.
function chooseByKey(form, level) {
  const number = form.at;
  pick(form.groups[number], String(level));
  const next = form.groups[number + 1] || form.direction;
  (next.inputs.find((each) => each.checked) || next.inputs[0]).focus({ preventScroll: true });
  bringUp(next.group);
}

function levelActs(levels) {
  const digits = [0, 1, 2, 3, 4].map((level) => [String(level), () => levels.choose(level)]);
  const leans = Object.entries({ u: "under", o: "over", m: "mixed", "-": "none" }).map(([key, side]) => [key, () => levels.lean(side)]);
  return Object.fromEntries([...digits, ...leans]);
}

function pointAt(form, number) {
  form.at = number;
  for (const [each, group] of form.groups.entries()) group.group.toggleAttribute("data-at-hand", each === number && form.groups.length > 1);
}

function bringUp(element) {
  const { top, bottom } = element.getBoundingClientRect();
  if (top < 0 || bottom > window.innerHeight) element.scrollIntoView({ block: "nearest" });
}

// Returns whether a level is missing, and says so where it is.
function firstMissing(form) {
  const number = form.rubric.criteria.findIndex((each) => form.chosen.levels[each.slug] === undefined);
  if (number < 0) return false;
  complain(form.groups[number], DESK_WORDS.chooseLevel(form.rubric.criteria[number].title));
  shield(form.groups[number].group);
  return true;
}
