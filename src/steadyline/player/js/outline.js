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
function outlineRows(game, visited) {
  return visited.map((stop, place) => {
    const isHere = place === visited.length - 1;
    const row = make("li", isHere ? { "aria-current": "step" } : {}, sceneAt(game.table, stop.node).title);
    if (stop.choice) {
      row.append(make("span", { class: "sl-taken", html: choiceTaken(game.table, stop.node, stop.choice).html }));
    }
    if (isHere) row.append(make("span", { class: "sl-taken" }, isEnding(game.table, stop.node) ? WORDS.ended : WORDS.hereNow));
    return row;
  });
}

function paintOutline(game) {
  game.outline.replaceChildren(...outlineRows(game, game.visited));
}

// The way through a finished attempt: a picture that Python drew, and beneath it the same in words.
function wayThrough(game, debrief) {
  if (!debrief.map) return [];
  const stops = wholeWay(game.table, game.attempts.get(game.attempt));
  return [
    heading(game.level + 1, WORDS.yourWay, { tabindex: undefined }),
    make("div", { class: "sl-map", role: "region", tabindex: "0", "aria-label": WORDS.yourWayPicture, html: debrief.map.svg }),
    make(
      "details",
      { class: "sl-details" },
      make("summary", {}, WORDS.yourWayWords),
      make("ol", { class: "sl-outline" }, ...outlineRows(game, stops)),
    ),
  ];
}
