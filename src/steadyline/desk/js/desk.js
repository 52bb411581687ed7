// Which screen is shown, and what comes after it.

function openDesk({ part, line, frame }) {
  const desk = { part, line, frame, level: part.heading_level || 2, who: "", snippets: [], screen: { acts: {}, leave: () => undefined }, turn: 0, rows: [], unit: "", sifts: {} };
  desk.asking = openAsking(line, () => tellTroubles(desk));
  desk.keys = hearKeys(frame.root, desk.screen);
  desk.sit = (who, refused) => sitDown(desk, who, refused);
  desk.overview = () => go(desk, {}, () => desk.asking.ask("overview"), (view) => ({ parts: overviewScreen(desk, view) }));
  desk.pile = (unit, words) => showPile(desk, unit, words);
  desk.open = (piece) => showPiece(desk, piece);
  desk.next = (unit, after = {}, words = "") => showNext(desk, unit, after, words);
  desk.standards = (rubric, script) => showStandards(desk, rubric, script);
  desk.placeOf = (piece) => placeIn(desk, piece);
  desk.given = (piece, view) => goOn(desk, piece, view);
  return desk;
}

// Leaves the screen at hand, asks for the next one, and shows it with the focus on its heading.
async function go(desk, where, ask, show, words = "") {
  desk.screen.leave();
  Object.assign(desk.screen, { acts: {}, leave: () => undefined });
  desk.turn += 1;
  const turn = desk.turn;
  tellSave(desk.frame, "");
  tellStep(desk.frame, words);
  const slow = setTimeout(() => tellStep(desk.frame, DESK_WORDS.slow), ANSWER_WITHIN);
  try {
    const view = await ask();
    if (turn !== desk.turn) return;
    const { parts, acts, leave, after, at } = await show(view);
    Object.assign(desk.screen, { acts: acts || {}, leave: leave || (() => undefined) });
    rememberWhere(desk, at || where);
    paintAndFocus(desk.frame, ...parts);
    after?.();
  } catch (refusal) {
    if (turn === desk.turn) showRefusal(desk, refusal);
  } finally {
    clearTimeout(slow);
    if (turn === desk.turn) tellStep(desk.frame, words);
  }
}

function showRefusal(desk, refusal) {
  const why = refusal.why || String(refusal);
  paintAndFocus(desk.frame, heading(desk.level, WORDS.cannotRead), paragraph(why, "sl-error"),
    make("div", { class: "sl-row" }, button(DESK_WORDS.back, desk.overview, "main")));
}

function sitDown(desk, who, refused) {
  const where = whereWas(desk);
  desk.asking.insist("sit", { who }, () => tellStep(desk.frame, DESK_WORDS.slow)).then((view) => {
    Object.assign(desk, { who, snippets: view.snippets });
    desk.asking.begin(openStore(storeKey("desk", desk.part.store, who)), (entry, why) => tellLeftOver(desk, entry, why));
    paintFoot(desk);
    if (where.who === who && where.learner) return desk.open(where);
    if (where.who === who && where.rubric) return desk.standards(where.rubric, where.script);
    if (where.who === who && where.unit) return desk.pile(where.unit);
    return go(desk, {}, async () => view, (overview) => ({ parts: overviewScreen(desk, overview) }));
  }, ({ why }) => refused(why));
}

function showSit(desk, why) {
  desk.screen.leave();
  Object.assign(desk.screen, { acts: {}, leave: () => undefined });
  rememberWhere(desk, {});
  desk.frame.foot.hidden = true;
  tellSave(desk.frame, "");
  tellStep(desk.frame, "");
  paintAndFocus(desk.frame, ...sitScreen(desk, why));
}

async function loadRows(desk, unit) {
  const view = await desk.asking.ask("queue", { unit });
  Object.assign(desk, { unit, rows: view.rows });
  return view;
}

function siftOf(desk, unit) {
  desk.sifts[unit] ||= { show: "all", code: "" };
  return desk.sifts[unit];
}

function showPile(desk, unit, words) {
  return go(desk, { unit }, () => loadRows(desk, unit), (view) => {
    const { parts, paintRows } = pileScreen(desk, view, siftOf(desk, unit));
    const forward = () => desk.next(unit);
    return { parts, acts: { n: forward, j: forward }, after: paintRows };
  }, words);
}

// Where a piece stands among those that are shown, and which stand beside it.
function placeIn(desk, piece) {
  const shown = sifted(desk.rows, siftOf(desk, piece.unit));
  const is = (row) => row.learner === piece.learner && row.cell === piece.cell;
  const rows = shown.some(is) ? shown : desk.rows;
  const at = rows.findIndex(is);
  return { at: at + 1, all: rows.length, before: rows[at - 1], after: rows[at + 1] };
}

function showPiece(desk, { unit, learner, cell }) {
  return go(desk, { unit, learner, cell }, () => desk.asking.ask("open", { unit, learner, cell }), (piece) => pieceShown(desk, piece));
}

function showNext(desk, unit, after, words) {
  return go(desk, { unit }, () => desk.asking.ask("next", { unit, learner: after.learner || "", cell: after.cell || "" }), (view) => {
    if (!view.none) return pieceShown(desk, view);
    setTimeout(() => desk.pile(unit, words || DESK_WORDS.pileDone));
    return { parts: [] };
  }, words);
}

async function pieceShown(desk, piece) {
  if (desk.unit !== piece.unit) await loadRows(desk, piece.unit);
  const { parts, form } = pieceScreen(desk, piece);
  const { before, after } = placeIn(desk, piece);
  const step = (row) => () => (row ? desk.open({ ...row, unit: piece.unit }) : undefined);
  const moves = { n: step(after), j: step(after), p: step(before), k: step(before) };
  const kept = piece.draft?.at && form ? () => tellSave(desk.frame, DESK_WORDS.draftSaved(clockTime(piece.draft.at))) : undefined;
  return { parts, acts: { ...moves, ...form?.acts }, leave: () => form?.keeper.stop(), after: kept, at: piece };
}

// After a mark: back to the same work where it is now to be agreed, else on to the next.
async function goOn(desk, piece, view) {
  const words = `${piece.learner}: ${view.said}`;
  await loadRows(desk, piece.unit).catch(() => undefined);
  const now = desk.rows.find((row) => row.learner === piece.learner && row.cell === piece.cell);
  if (now?.state === "to agree") {
    await desk.open(piece);
    return tellStep(desk.frame, words);
  }
  return desk.next(piece.unit, piece, words);
}

function showStandards(desk, rubric, script) {
  return go(desk, { rubric, script }, () => desk.asking.ask("standards", { rubric }), (view) => {
    const { parts, form, script: shown } = standardsScreen(desk, view, script);
    const at = view.scripts.indexOf(shown);
    const step = (to) => () => (to ? desk.standards(rubric, to.name) : undefined);
    const [after, before] = [step(view.scripts[at + 1]), step(view.scripts[at - 1])];
    return { parts, acts: { n: after, j: after, p: before, k: before, ...form?.acts } };
  });
}
