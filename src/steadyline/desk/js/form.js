// The assessor's own part of a piece: levels, direction, comment, note, reason; and the button that gives the mark.

const EMPTY_DRAFT = { levels: {}, direction: "none", comment: "", note: "", reason: "", points: "" };

// Where a mark is agreed or changed, one begins from what is there; where it is blind, from nothing.
function beginningOf(desk, piece) {
  const kept = keptDraft(desk, piece);
  if (kept) return { ...structuredClone(EMPTY_DRAFT), ...structuredClone(kept) };
  const begun = structuredClone(EMPTY_DRAFT);
  const own = piece.seen.filter((mark) => mark.who === desk.who).pop() || piece.seen[piece.seen.length - 1];
  if (!own) return begun;
  if (piece.state !== "to agree") return { ...begun, levels: { ...own.levels }, direction: own.direction, comment: own.comment };
  const isShared = (slug) => new Set(piece.seen.map((mark) => mark.levels[slug])).size === 1;
  const shared = Object.entries(own.levels).filter(([slug]) => isShared(slug));
  const leans = new Set(piece.seen.map((mark) => mark.direction)).size === 1 ? own.direction : "none";
  return { ...begun, levels: Object.fromEntries(shared), direction: leans, comment: own.comment };
}

function needsReason(piece) {
  return Boolean(piece.released) || (piece.state === "settled" && piece.kind === "written") || (piece.kind === "refused" && piece.given !== null);
}

function markForm(desk, piece) {
  const draft = beginningOf(desk, piece);
  const keeper = draftKeeper(desk, piece, draft);
  const form = { desk, piece, draft, keeper, error: errorLine(), sending: false };
  form.body = piece.kind === "written" ? writtenFields(form) : pointsFields(form);
  const words = piece.state === "to agree" ? DESK_WORDS.giveAgreed : needsReason(piece) ? DESK_WORDS.giveChange : DESK_WORDS.give;
  form.button = button(words, () => giveMark(form), "main");
  form.element = make("div", {}, ...form.body, form.error.element, make("div", { class: "sl-row" }, form.button));
  form.acts = actsOf(form);
  return form;
}

function writtenFields(form) {
  const { desk, piece, draft, keeper } = form;
  form.levels = levelForm({ rubric: piece.rubric, chosen: draft, changed: keeper.changed });
  const common = { draft, changed: keeper.changed };
  form.comment = draftField({ ...common, name: "comment", label: DESK_WORDS.comment, hint: DESK_WORDS.commentHint, rows: 5 });
  const shelf = snippetShelf(desk, form.comment.field);
  const note = piece.state === "to agree" || piece.state === "settled" && !isAlone(desk, piece)
    ? draftField({ ...common, name: "note", label: DESK_WORDS.note, hint: DESK_WORDS.noteHint, rows: 3 }).element : "";
  return [form.levels.element, form.comment.element, shelf, note, reasonField(form)];
}

// Whether this assessor alone has marked it: their change is then a first mark again, and no agreement.
function isAlone(desk, piece) {
  return piece.seen.every((mark) => mark.who === desk.who);
}

function reasonField({ piece, draft, keeper }) {
  if (!needsReason(piece)) return "";
  return draftField({ draft, changed: keeper.changed, name: "reason", label: DESK_WORDS.reason, hint: DESK_WORDS.reasonHint, rows: 2 }).element;
}

function pointsFields(form) {
  const { piece, draft, keeper } = form;
  const id = freshId("points");
  const field = make("input", {
    id, class: "sl-text sl-short", type: "text", inputmode: "decimal", autocomplete: "off",
    oninput: () => ((draft.points = field.value), keeper.changed()),
  });
  field.value = draft.points || (piece.given ?? "");
  draft.points = field.value;
  form.number = field;
  form.comment = draftField({ draft, changed: keeper.changed, name: "comment", label: DESK_WORDS.pointsReason, hint: DESK_WORDS.pointsHint, rows: 3 });
  return [make("div", { class: "sl-field" }, labelFor(id, DESK_WORDS.points(piece.points), false), field), form.comment.element, reasonField(form)];
}

// What the keys do to a form. A form that is folded away hears none of them.
function actsOf(form) {
  const acts = allActsOf(form);
  const seen = (act) => () => (form.element.checkVisibility() ? act() : undefined);
  return Object.fromEntries(Object.entries(acts).map(([key, act]) => [key, seen(act)]));
}

function allActsOf(form) {
  const acts = { send: () => giveMark(form), c: () => form.comment.field.focus() };
  return form.levels ? { ...acts, ...levelActs(form.levels) } : acts;
}

function giveMark(form) {
  const { desk, piece, draft, keeper, error } = form;
  if (form.sending || (form.levels && form.levels.complains())) return;
  const points = Number(String(draft.points).trim().replace(",", "."));
  if (form.number && (!String(draft.points).trim() || !Number.isFinite(points))) return error.tell(DESK_WORDS.pointsUnfit(piece.points), form.number);
  error.tell("");
  keeper.given();
  form.sending = true;
  tellSave(desk.frame, DESK_WORDS.giving);
  const { unit, learner, cell, words, blind, last } = piece;
  const given = { unit, learner, cell, words, blind, last, ...draft, points };
  desk.asking.change(form.number ? "points" : "give", given, `${unit}/${learner}/${cell}`).then(
    (view) => desk.given(piece, view),
    (refusal) => refuseMark(form, refusal),
  );
}

function refuseMark(form, { why, name }) {
  form.sending = false;
  tellSave(form.desk.frame, "");
  form.error.tell(why);
  if (name === "ChangedMeanwhile") form.error.element.append(" ", button(DESK_WORDS.reload, () => form.desk.open(form.piece), "quiet"));
  else form.keeper.changed();
  shield(form.element);
  form.error.element.scrollIntoView({ block: "nearest" });
}
