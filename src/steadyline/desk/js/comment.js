// Fields for words, and the comments that can be used again.

// A field that keeps itself in `draft[name]`; the gentle guard speaks up under it.
function draftField({ draft, name, label, hint, rows, changed }) {
  const id = freshId(name);
  const hintId = freshId("hint");
  const field = make("textarea", {
    id, class: "sl-text", rows: String(rows), maxlength: "8000", "aria-describedby": hint ? hintId : undefined, autocomplete: "off",
    oninput: () => {
      draft[name] = field.value;
      changed();
    },
  });
  field.value = draft[name] || "";
  const hintLine = hint ? make("p", { class: "sl-hint", id: hintId }, hint) : "";
  const element = make("div", { class: "sl-field" }, labelFor(id, label, false), hintLine, field, guardedBy(field));
  return { element, field };
}

function snippetShelf(desk, field) {
  const shelf = make("details", { class: "sl-details sl-snippets" });
  const said = make("p", { class: "sl-hint", role: "status" });
  const paintShelf = (snippets) => {
    desk.snippets = snippets;
    const rows = snippets.map((text) => snippetRow(desk, field, text, paintShelf));
    shelf.replaceChildren(
      make("summary", {}, DESK_WORDS.snippets(snippets.length)),
      rows.length ? make("ul", {}, ...rows) : paragraph(DESK_WORDS.noSnippets, "sl-hint"),
    );
    shield(shelf);
  };
  const keep = () => {
    if (!field.value.trim()) return field.focus();
    return desk.asking.change("snippet", { words: field.value }).then(
      (snippets) => (paintShelf(snippets), (said.textContent = DESK_WORDS.snippetKept)),
      ({ why }) => (said.textContent = why),
    );
  };
  paintShelf(desk.snippets);
  return make("div", { class: "sl-shelf" }, shelf, button(DESK_WORDS.keepSnippet, keep, "quiet"), said);
}

function snippetRow(desk, field, text, paintShelf) {
  const insert = () => {
    const gap = field.value && !/\s$/.test(field.value) ? " " : "";
    field.value += gap + text;
    field.dispatchEvent(new Event("input"));
    field.focus();
  };
  const drop = () => desk.asking.change("snippet", { words: text, drop: true }).then(paintShelf, () => undefined);
  const row = make("li", {}, make("p", { class: "sl-written" }, text), make("div", { class: "sl-row" },
    button(DESK_WORDS.insert, insert, "quiet"), button(DESK_WORDS.drop, drop, "quiet")));
  for (const each of row.querySelectorAll("button")) each.setAttribute("aria-label", `${each.textContent}: ${text.slice(0, 60)}`);
  return row;
}
