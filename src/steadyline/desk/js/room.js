// Around the screens: who sits here, what went wrong, and where one was before the page was loaded again.

function whereKey(desk) {
  return storeKey("desk", desk.part.store, "where");
}

function whereWas(desk) {
  try {
    return JSON.parse(sessionStorage.getItem(whereKey(desk)) || "{}");
  } catch {
    return {};
  }
}

function rememberWhere(desk, { unit, learner, cell, rubric, script }) {
  try {
    sessionStorage.setItem(whereKey(desk), JSON.stringify({ who: desk.who, unit, learner, cell, rubric, script }));
  } catch {
    // A browser that keeps nothing begins at the overview.
  }
}

function paintFoot(desk) {
  const { foot } = desk.frame;
  foot.hidden = false;
  const change = desk.part.who ? "" : button(DESK_WORDS.change, () => ((desk.who = ""), showSit(desk)), "quiet");
  foot.replaceChildren(paragraph(DESK_WORDS.signedAs(desk.who)), make("div", { class: "sl-row" }, change, button(DESK_WORDS.keysOpen, desk.keys.show, "quiet")));
  shield(desk.frame.root);
}

function tellTroubles(desk) {
  const { asking, frame } = desk;
  const waiting = asking.queue?.waiting || [];
  if (asking.patient || (!asking.silent && !asking.queue?.late)) return tellTrouble(frame, null);
  const store = asking.queue?.store;
  const lost = waiting.length ? DESK_WORDS.lost : DESK_WORDS.lostNothing;
  const lines = [asking.queue?.why, asking.silent ? lost : DESK_WORDS.late, store && !store.durable ? WORDS.noBrowserCopy : ""].filter(Boolean);
  const copy = () => downloadText("steadyline-desk.jsonl", waiting.map((entry) => `${JSON.stringify(entry.message)}\n`).join(""));
  const buttons = [button(DESK_WORDS.reload, () => location.reload(), "main"), waiting.length ? button(DESK_WORDS.download, copy) : "",
    button(WORDS.tryAgain, () => (asking.queue?.tryAgain(), asking.pulse.ask()))].filter(Boolean);
  if (waiting.length) tellSave(frame, WORDS.notSaved);
  return tellTrouble(frame, { title: asking.silent ? WORDS.lostTitle : WORDS.troubleTitle, lines, buttons });
}

// What was kept from before the page was loaded again and is not wanted any more: its words are not thrown away.
function tellLeftOver(desk, { message }, why) {
  if (message.type === "give") {
    const { unit, learner, cell, levels, direction, comment, note, reason } = message;
    desk.asking.change("keep", { unit, learner, cell, draft: { levels, direction, comment, note, reason } }, `${unit}/${learner}/${cell}`)
      .catch(() => undefined);
  }
  const said = make("div", { class: "sl-note", role: "alert" }, paragraph(`${DESK_WORDS.refusedLater} ${message.learner || ""} ${why}`));
  desk.frame.stage.before(said);
  shield(desk.frame.root);
}

function render({ model, el }) {
  const part = JSON.parse(model.get("part"));
  const frame = buildFrame(el, DESK_WORDS.name);
  el.classList.add("sl-desk");
  const line = openLine(model);
  const desk = openDesk({ part, line, frame });
  const who = part.who || whereWas(desk).who;
  tellStep(frame, DESK_WORDS.asking);
  if (who) desk.sit(who, (why) => showSit(desk, why));
  else showSit(desk);
  return () => {
    desk.screen.leave();
    desk.asking.stop();
    desk.keys.stop();
    line.close();
  };
}

export default { render };
