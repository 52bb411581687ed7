// The part "play": joins the game to Python and to the browser's own copies.

function startPlay({ part, line, frame }) {
  const game = newGame({ part, line, frame });
  const store = openStore(game.copiesKey);
  const refusedStore = openStore(`${game.copiesKey}/refused`);
  game.queue = openQueue(line, store, {
    told: () => tellSaving(game, store),
    refused: (entry, why) => setAside(game, entry, why, refusedStore),
  });
  game.draftStore = openStore(`${game.copiesKey}/draft`);
  game.refusedRecords = refusedStore.read().map((entry) => entry.message.record);
  buildFoot(game);
  tellStep(frame, WORDS.opening);
  line.on("saved", ({ attempt, step }) => game.queue.saved(`${attempt}/${step}`));
  line.on("refused", (message) => game.queue.refused(`${message.attempt}/${message.step}`, message));
  listenForReviews(game);
  const greeting = greet(line, {
    onState: (state) => takeState(game, state, greeting),
    onSlow: () => tellStep(frame, WORDS.stillOpening),
    onRefused: (why) => game.show("trouble", troubledStart(game.level, why, greeting.again)),
  });
  game.reload = () => {
    game.fresh = true;
    greeting.again();
  };
  const pulse = watchPulse(line, (answers) => {
    game.silent = !answers;
    tellSaving(game, store);
  });
  game.tryAgain = () => (pulse.ask(), game.queue.tryAgain());
  return stopWith(game, greeting, pulse);
}

function stopWith(game, greeting, pulse) {
  const seen = () => {
    if (document.hidden) game.clock.hold();
    else if (game.screen === "scene") game.clock.go();
  };
  const keep = () => game.keepDraft();
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("pagehide", keep);
  return () => {
    keep();
    window.removeEventListener("pagehide", keep);
    greeting.stop();
    pulse.stop();
    game.queue.stop();
    clearTimeout(game.reviewTimer);
    document.removeEventListener("visibilitychange", seen);
  };
}

// A second state in mid-play (another view said hello) must not throw the learner back to the start.
function takeState(game, state, greeting) {
  if (game.screen && !game.fresh && game.screen !== "trouble") return;
  game.fresh = false;
  if (state.trouble) {
    game.show("trouble", troubledStart(game.level, state.trouble, greeting.again));
    return;
  }
  const copies = game.queue.waiting.map((entry) => entry.message.record);
  game.attempts = byAttempt(state.decisions, copies);
  const mayTakeFocus = Boolean(game.screen);
  tellStep(game.frame, "");
  game.screen = "start";
  if (mayTakeFocus) game.toStart();
  else paint(game.frame, ...startScreen(game));
  game.queue.start();
}

// What Python will never take leaves the queue, so that it does not stand in the way of the rest; it is not lost.
function setAside(game, entry, why, refusedStore) {
  const { attempt } = entry.message.record;
  for (const other of game.queue.waiting.filter((each) => each.message.record.attempt === attempt)) {
    refusedStore.add(other);
    game.refusedRecords.push(other.message.record);
    game.queue.drop(other.id);
  }
  game.queue.late = false;
  game.queue.tryAgain();
  tellStep(game.frame, "");
  game.show("conflict", conflictScreen(game, why));
}

function tellSaving(game, store) {
  const { queue, frame, silent } = game;
  tellSave(frame, saveWords(queue, silent));
  tellTrouble(frame, queue.late || (silent && game.screen) ? savingNotice(game, store) : null);
  if (game.wanted && !queue.waiting.length) askForReview(game);
  if (game.screen === "pause" && game.unsavedTold !== queue.waiting.length) game.pause();
  if (!queue.waiting.length && queue.savedAny) window.dispatchEvent(new CustomEvent("steadyline-saved"));
}

function savingNotice(game, store) {
  const unsaved = game.queue.waiting.length;
  const lines = [unsaved ? WORDS.troubleDecisions(unsaved) : WORDS.troubleNone];
  if (game.queue.why) lines.unshift(game.queue.why);
  if (!store.durable) lines.push(WORDS.noBrowserCopy);
  return {
    title: unsaved ? WORDS.troubleTitle : WORDS.lostTitle,
    lines,
    buttons: [button(WORDS.download, () => game.download()), button(WORDS.tryAgain, () => game.tryAgain())],
  };
}

function listenForReviews(game) {
  const { line, frame } = game;
  const waitingScreen = (words, retry) => [
    heading(game.level, WORDS.reviewTitle),
    paragraph(words),
    retry ? make("div", { class: "sl-row" }, button(WORDS.tryAgain, () => game.showReview(game.attempt), "main"),
      button(WORDS.back, () => game.toStart())) : "",
  ];
  game.showReview = (attempt) => {
    if (attempt !== game.attempt || game.screen === "start") game.load(attempt);
    game.wanted = attempt;
    const unsaved = game.queue.waiting.length;
    game.show("review", waitingScreen(unsaved ? WORDS.reviewWaits : WORDS.reviewing, false));
    if (!unsaved) askForReview(game);
  };
  game.reviewLate = () => game.show("review", waitingScreen(WORDS.notReached, true));
  line.on("debrief", (message) => {
    if (message.attempt !== game.wanted) return;
    clearTimeout(game.reviewTimer);
    game.wanted = 0;
    tellStep(frame, "");
    frame.progress.hidden = true;
    game.show("review", debriefScreen(game, message.debrief));
  });
  line.on("review-refused", (message) => {
    if (message.attempt !== game.wanted) return;
    clearTimeout(game.reviewTimer);
    game.wanted = 0;
    game.show("review", waitingScreen(message.why, true));
  });
}

function askForReview(game) {
  clearTimeout(game.reviewTimer);
  game.reviewTimer = setTimeout(game.reviewLate, 2 * ANSWER_WITHIN);
  game.line.send({ type: "review", attempt: game.wanted });
}
