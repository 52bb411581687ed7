// The door of the module: one part, one frame, one line to Python.

const PARTS = { play: startPlay, check: startCheck, sort: startCheck, spot: startCheck, rate: startRate, reflect: startReflect, "hand-in": startHandIn };
const NAMES = { ...CHECK_TITLES, rate: WORDS.rateTitle, reflect: WORDS.reflectTitle, "hand-in": WORDS.handInTitle };

// A print has no folds to open, so what is folded is opened for it and closed again after.
function unfoldForPrint(root) {
  let opened = [];
  const before = () => {
    opened = [...root.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  };
  const after = () => {
    for (const each of opened) each.open = false;
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}

function render({ model, el }) {
  const part = JSON.parse(model.get("part"));
  const start = PARTS[part.kind];
  if (!start) {
    el.textContent = `The player has no part called "${part.kind}".`;
    return undefined;
  }
  const name = part.title || (part.case && part.case.title) || NAMES[part.kind];
  const frame = buildFrame(el, name);
  const line = openLine(model);
  tellStep(frame, WORDS.opening);
  const stop = start({ part, line, frame });
  const fold = unfoldForPrint(el);
  return () => {
    stop();
    fold();
    line.close();
  };
}

export default { render };
