// The start screen: what this is, what may be hard, the promise, and how to begin or carry on.

function startScreen(game) {
  const { part, table } = game;
  const begun = game.attempts.size > 0;
  return [
    heading(game.level, part.title || table.title),
    make("dl", { class: "sl-facts" }, fact(WORDS.role, table.role), fact(WORDS.time, WORDS.minutes(table.minutes))),
    make(
      "div",
      { class: "sl-note" },
      heading(game.level + 1, WORDS.contentNote, { tabindex: undefined }),
      paragraph(table.content_note),
      make("p", { class: "sl-strong" }, WORDS.stopNow),
    ),
    begun ? openingFolded(game) : story(game.level, table.opening),
    strayNote(game),
    begun ? attemptList(game) : "",
    startButtons(game),
    disclosures(game),
  ].filter(Boolean);
}

function fact(name, value) {
  return make("div", {}, make("dt", {}, name), make("dd", {}, value));
}

function openingFolded(game) {
  return make("details", { class: "sl-details" }, make("summary", {}, WORDS.opens), story(game.level, game.table.opening));
}

function disclosures(game) {
  const lines = game.part.disclosures || [];
  if (!lines.length) return "";
  return make(
    "div",
    { class: "sl-small" },
    heading(game.level + 1, WORDS.aboutMarks, { tabindex: undefined }),
    make("ul", {}, ...lines.map((line) => make("li", {}, line))),
  );
}

function attemptList(game) {
  const rows = [...game.attempts.keys()].map((attempt) => make("li", {}, attemptWords(game, attempt)));
  return make(
    "div",
    { class: "sl-attempts" },
    heading(game.level + 1, WORDS.attempts, { tabindex: undefined }),
    make("ul", {}, ...rows),
    game.canReplay(game.latest()) ? "" : paragraph(WORDS.misfit[game.replayOf(game.latest()).misfit], "sl-note"),
    paragraph(WORDS.marked[game.part.assessed || "first"], "sl-hint"),
  );
}

function attemptWords(game, attempt) {
  if (!game.canReplay(attempt)) return WORDS.attemptMisfit(attempt);
  const ending = game.endingOf(attempt);
  if (ending) return WORDS.attemptEnded(attempt, ending.name);
  return WORDS.attemptOpen(attempt, WORDS.decisions(game.attempts.get(attempt).length));
}

// The newest attempt that can go on is offered first; every other one keeps its own button.
function startButtons(game) {
  if (game.attempts.size === 0) return make("div", { class: "sl-row" }, button(WORDS.begin, () => game.begin(), "main"));
  const fitting = [...game.attempts.keys()].filter((attempt) => game.canReplay(attempt)).reverse();
  const open = fitting.filter((attempt) => !game.endingOf(attempt));
  const ended = fitting.filter((attempt) => game.endingOf(attempt));
  const carry = open.map((attempt, place) => {
    const words = place === 0 && open.length === 1 ? WORDS.carryOn : WORDS.carryOnAttempt(attempt);
    return button(words, () => game.carryOn(attempt), place === 0 ? "main" : "plain");
  });
  const reviews = ended.map((attempt, place) =>
    button(WORDS.seeReview(attempt), () => game.showReview(attempt), place === 0 && !open.length ? "main" : "plain"));
  const fresh = button(WORDS.beginNew, () => game.begin(), fitting.length ? "plain" : "main");
  return make("div", { class: "sl-row" }, ...carry, ...reviews, fresh);
}

function strayNote(game) {
  const strays = strayCopies(game.copiesBeginning, game.copiesKey);
  if (!strays.length) return "";
  const save = () => downloadText("decisions-of-an-earlier-version.jsonl", jsonLines(strays));
  return make("div", { class: "sl-note" }, paragraph(WORDS.strays), button(WORDS.download, save));
}

function jsonLines(records) {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}
