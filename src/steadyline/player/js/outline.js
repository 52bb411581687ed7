// "Where you are": the scenes visited so far as a list in words. It is also the map for those who see no picture.

function buildFoot(game) {
  const list = make("ol", { class: "sl-outline" });
  const folded = make(
    "details",
    { class: "sl-details" },
    make("summary", {}, WORDS.whereYouAre),
    make("details", { class: "sl-details sl-inner" }, make("summary", {}, WORDS.opens), story(game.level, game.table.opening)),
    list,
  );
  game.frame.foot.replaceChildren(folded, button(WORDS.pause, () => game.pause(), "quiet"));
  game.outline = list;
}

// `visited`: [{node, choice}]; the last one is where the learner is.
function paintOutline(game) {
  const rows = game.visited.map((stop, place) => {
    const isHere = place === game.visited.length - 1;
    const row = make("li", isHere ? { "aria-current": "step" } : {}, sceneAt(game.table, stop.node).title);
    if (stop.choice) {
      row.append(make("span", { class: "sl-taken", html: choiceTaken(game.table, stop.node, stop.choice).html }));
    }
    if (isHere) row.append(make("span", { class: "sl-taken" }, isEnding(game.table, stop.node) ? WORDS.ended : WORDS.hereNow));
    return row;
  });
  game.outline.replaceChildren(...rows);
}
