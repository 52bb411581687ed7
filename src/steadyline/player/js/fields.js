// Form fields. None of them stands in a form: in a notebook page Enter would then send it off by surprise.

const LONGEST_REMARK = 2000;

// A group of native radios or checkboxes under its question. `options`: [{id, html}].
function choiceGroup({ legend, options, kind, picked, onPick, look, hint }) {
  const name = freshId("group");
  const message = make("p", { class: "sl-error", id: freshId("error"), hidden: true });
  const hintId = hint ? freshId("hint") : "";
  const rows = options.map((option) => {
    const input = make("input", { type: kind, name, value: option.id, onchange: () => onPick(input, option.id) });
    input.checked = picked.includes(option.id);
    return make("label", { class: "sl-option" }, input, make("span", { html: option.html }));
  });
  const group = make("fieldset", { class: `sl-choices ${look || ""}`.trim() }, legend);
  if (hint) {
    group.append(make("p", { class: "sl-hint", id: hintId }, hint));
    group.setAttribute("aria-describedby", hintId);
  }
  group.append(message, make("div", { class: "sl-options" }, ...rows));
  return { group, message, hintId, inputs: rows.map((row) => row.querySelector("input")) };
}

// Ties a message to the whole group and puts the focus where it can be mended.
function complain(choices, words) {
  choices.message.hidden = false;
  choices.message.setAttribute("role", "alert");
  choices.message.textContent = words;
  choices.group.setAttribute("aria-describedby", [choices.hintId, choices.message.id].join(" ").trim());
  choices.inputs[0].focus();
}

function quieten(choices) {
  choices.message.hidden = true;
  choices.message.textContent = "";
  choices.message.removeAttribute("role");
  if (choices.hintId) choices.group.setAttribute("aria-describedby", choices.hintId);
  else choices.group.removeAttribute("aria-describedby");
}

// A list, not a slider: it can be left unanswered, is one stop of the Tab key, and needs no fine hand on a phone.
function confidenceField(draft) {
  const id = freshId("sure");
  const select = make("select", { id, class: "sl-select", onchange: () => (draft.confidence = Number(select.value)) });
  select.append(make("option", { value: "-1" }, WORDS.notSay));
  for (let value = 0; value <= 100; value += 10) {
    select.append(make("option", { value: String(value) }, WORDS.sureSteps[value] || String(value)));
  }
  select.value = String(draft.confidence);
  return make("div", { class: "sl-field" }, labelFor(id, WORDS.sure, true), select);
}

function textField(draft, part, words, { hint, long }) {
  const id = freshId(part);
  const hintId = hint ? freshId("hint") : "";
  const tag = long ? "textarea" : "input";
  const kind = long ? { rows: "3" } : { type: "text" };
  const field = make(tag, {
    id, class: "sl-text", maxlength: String(LONGEST_REMARK), autocomplete: "off",
    "aria-describedby": hintId || undefined, ...kind, oninput: () => (draft[part] = field.value),
  });
  field.value = draft[part];
  const hintLine = hint ? make("p", { class: "sl-hint", id: hintId }, hint) : "";
  return make("div", { class: "sl-field" }, labelFor(id, words, true), hintLine, field, guardedBy(field));
}

function labelFor(id, words, isOptional) {
  const label = make("label", { for: id }, words);
  if (isOptional) label.append(" ", make("span", { class: "sl-optional" }, `(${WORDS.optional})`));
  return label;
}
