// One learner in one case: where they stand, and the few moves there are. Each move ends in one painted screen.

const NO_DRAFT = { choice: "", avoid: "", confidence: -1, tell: "", reason: "" };

function newGame({ part, line, frame }) {
  const table = part.case;
  const copiesBeginning = storeKey(part.store || "here", table.case, "");
  const game = {
    part, table, line, frame,
    level: part.heading_level || 2,
    copiesBeginning,
    copiesKey: `${copiesBeginning}${table.digest}`,
    attempts: new Map(), saved: [], refusedRecords: [],
    attempt: 0, seed: 0, step: 0, node: "", visited: [], draft: { ...NO_DRAFT }, openPapers: new Set(),
    clock: newClock(), wanted: 0, silent: false,
  };
  addLookups(game);
  addMoves(game);
  addPlaces(game);
  addDraft(game);
  return game;
}

// Seconds since a scene stood; time in which the page is hidden or paused does not count.
function newClock() {
  let gathered = 0;
  let since = 0;
  const runs = () => since > 0;
  const clock = {
    restart: () => ((gathered = 0), (since = performance.now())),
    hold: () => {
      if (runs()) gathered += performance.now() - since;
      since = 0;
    },
    go: () => {
      if (!runs()) since = performance.now();
    },
    seconds: () => Math.round((gathered + (runs() ? performance.now() - since : 0)) / 100) / 10,
  };
  return clock;
}

function addLookups(game) {
  const { table } = game;
  game.replayOf = (attempt) => replay(table, game.attempts.get(attempt));
  game.canReplay = (attempt) => game.replayOf(attempt).misfit === "";
  game.latest = () => [...game.attempts.keys()].pop() || 0;
  game.endingOf = (attempt) => {
    const walk = game.replayOf(attempt);
    if (walk.misfit) return null;
    const at = restingNode(table, walk.node, walk.seed, walk.step);
    return isEnding(table, at) ? sceneAt(table, at) : null;
  };
  game.records = () => [...game.attempts.values()].flat();
  game.download = () => downloadText(`${table.case}-decisions.jsonl`, jsonLines([...game.records(), ...game.refusedRecords]));
}

function addMoves(game) {
  const { table } = game;
  game.begin = () => {
    const seed = newSeed();
    Object.assign(game, { attempt: game.latest() + 1, seed, step: 0, visited: [], node: pastChance(table, table.start, seed, 0) });
    game.arrive();
  };
  game.load = (attempt) => {
    const walk = game.replayOf(attempt);
    Object.assign(game, { attempt, seed: walk.seed, step: walk.step, node: walk.node, visited: [...walk.visited] });
    game.draft = { ...NO_DRAFT };
    return game.attempts.get(attempt);
  };
  // Someone who comes back reads first what their last decision led to.
  game.carryOn = (attempt) => {
    const last = game.load(attempt).at(-1);
    game.showConsequence(last.node, last.choice);
  };
  game.decide = (order) => {
    const { node, draft } = game;
    const record = recordOf(game, order);
    game.attempts.set(game.attempt, [...(game.attempts.get(game.attempt) || []), record]);
    const { next } = optionTaken(table, node, draft.choice);
    game.step += 1;
    game.visited[game.visited.length - 1] = { node, choice: draft.choice };
    game.node = pastChance(table, next, game.seed, game.step);
    game.draft = { ...NO_DRAFT };
    game.keepDraft();
    game.clock.hold();
    game.showConsequence(node, record.choice);
    game.queue.add({ id: `${record.attempt}/${record.step}`, message: { type: "decide", record } });
  };
  game.goOn = () => {
    game.node = stepOn(table, game.node, game.seed, game.step);
    game.arrive();
  };
}

// What was typed at a decision and not yet decided outlives a page that is closed by mistake.
function addDraft(game) {
  const place = () => `${game.attempt}/${game.step}/${game.node}`;
  const isBlank = () => JSON.stringify(game.draft) === JSON.stringify(NO_DRAFT);
  game.keepDraft = () => {
    if (!game.node || isBlank()) game.draftStore.remove("draft");
    else game.draftStore.add({ id: "draft", place: place(), draft: game.draft });
  };
  game.keptDraft = () => {
    const [kept] = game.draftStore.read();
    return { ...NO_DRAFT, ...(kept && kept.place === place() ? kept.draft : {}) };
  };
}

function recordOf(game, order) {
  const { draft } = game;
  return {
    format: 1, attempt: game.attempt, seed: game.seed, case: game.table.case, digest: game.table.digest,
    step: game.step + 1, node: game.node, choice: draft.choice, order, confidence: draft.confidence,
    tell: draft.tell.trim(), reason: draft.reason.trim(), at: nowInUtc(), seconds: game.clock.seconds(), avoid: draft.avoid,
  };
}

function addPlaces(game) {
  const { frame, table } = game;
  const show = (screen, children) => {
    game.screen = screen;
    frame.foot.hidden = !["scene", "consequence"].includes(screen);
    paintAndFocus(frame, ...children);
  };
  game.show = show;
  game.toStart = () => {
    game.wanted = 0;
    tellStep(frame, "");
    frame.progress.hidden = true;
    show("start", startScreen(game));
  };
  game.arrive = () => {
    game.visited.push({ node: game.node });
    if (isDecision(table, game.node)) game.draft = game.keptDraft();
    game.clock.restart();
    game.stand();
  };
  game.stand = () => {
    paintOutline(game);
    tellWhere(game);
    game.resume = () => (game.clock.go(), game.stand());
    show("scene", screenHere(game));
  };
  game.showConsequence = (node, choice) => {
    paintOutline(game);
    tellWhere(game, node);
    game.resume = () => game.showConsequence(node, choice);
    show("consequence", consequenceScreen(game, node, choice));
  };
  game.pause = () => {
    game.clock.hold();
    game.unsavedTold = game.queue.waiting.length;
    show("pause", pauseScreen(game));
  };
}

function screenHere(game) {
  if (isDecision(game.table, game.node)) return decisionScreen(game);
  return isEnding(game.table, game.node) ? endingScreen(game) : passageScreen(game);
}

// `decidedAt`: the node of a decision just taken, which still counts as the one the learner is at.
function tellWhere(game, decidedAt) {
  const [fewest, most] = game.table.nodes[game.node].ahead || [0, 0];
  const { step, frame } = game;
  tellProgress(frame, step, step + most);
  if (decidedAt) tellStep(frame, WORDS.decisionOf(step, step + fewest, step + most));
  else if (isEnding(game.table, game.node)) tellStep(frame, WORDS.finished(step));
  else if (isDecision(game.table, game.node)) tellStep(frame, WORDS.decisionOf(step + 1, step + fewest, step + most));
  else tellStep(frame, WORDS.between(step));
}
