// The part "reflect": a prompt, a text, its word count; saved by itself when typing stops.

function startReflect(context) {
  const { part, frame } = context;
  const desk = answerDesk(context);
  let stop = () => undefined;
  desk.onState((answers) => {
    stop = paintReflect(part, frame, desk, answers[part.block] || "");
  });
  return () => (stop(), desk.stop());
}

function paintReflect(part, frame, desk, text) {
  const level = part.heading_level || 2;
  const id = freshId("reflection");
  const count = make("p", { class: "sl-hint", id: freshId("count") });
  const rule = make("p", { class: "sl-hint", id: freshId("rule") }, WORDS.noRealCases);
  const field = make("textarea", { id, class: "sl-text", rows: "9", maxlength: "20000", "aria-describedby": `${rule.id} ${count.id}` });
  field.value = text;
  let kept = text;
  const save = () => {
    if (field.value === kept) return;
    kept = field.value;
    desk.save(part.block, field.value);
  };
  const soon = later(1000, save);
  // The count is part of the field's description, not a live region: it must not speak at each key.
  const tellCount = () => (count.textContent = `${WORDS.wordsNow(wordsIn(field.value))}. ${wordsRange(part.words)}`.trim());
  field.addEventListener("input", () => (tellCount(), soon()));
  field.addEventListener("blur", save);
  window.addEventListener("pagehide", save);
  tellCount();
  paint(
    frame,
    heading(level, part.title || WORDS.reflectTitle),
    prose(part.html),
    make("div", { class: "sl-field" }, labelFor(id, WORDS.reflectLabel, false), rule, field, count, guardedBy(field)),
  );
  return () => (save(), soon.stop(), window.removeEventListener("pagehide", save));
}

function wordsIn(text) {
  return (text.match(/\S+/g) || []).length;
}

function wordsRange(words) {
  return words && words.length === 2 ? WORDS.wordsRange(words[0], words[1]) : "";
}
