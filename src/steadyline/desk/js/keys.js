// Single keys. They act inside the desk alone, never in a field, and can be switched off (WCAG 2.1.4).

const KEYS_KEPT = "steadyline/desk/single-keys";

function singleKeysWanted() {
  try {
    return localStorage.getItem(KEYS_KEPT) !== "off";
  } catch {
    return true;
  }
}

function keepSingleKeys(wanted) {
  try {
    localStorage.setItem(KEYS_KEPT, wanted ? "on" : "off");
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

function isWritingIn(target) {
  return target.matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");
}

// `acts`: what the screen at hand does with a key, by the key; `screen.acts` changes with the screen.
function hearKeys(root, screen) {
  let wanted = singleKeysWanted();
  const dialog = keysDialog(() => wanted, (now) => keepSingleKeys((wanted = now)));
  root.append(dialog);
  const heard = (event) => {
    if (dialog.open || event.altKey || event.isComposing) return;
    const withControl = event.ctrlKey || event.metaKey;
    const name = withControl ? (event.key === "Enter" ? "send" : "") : event.key;
    if (!withControl && (!wanted || isWritingIn(event.target))) return;
    const act = name === "?" ? () => dialog.showModal() : screen.acts[name];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  root.addEventListener("keydown", heard);
  return { show: () => dialog.showModal(), stop: () => root.removeEventListener("keydown", heard) };
}

function keysDialog(isWanted, want) {
  const id = freshId("keys");
  const rows = DESK_WORDS.keys.map(([key, does]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, does)));
  const box = make("input", { type: "checkbox", onchange: () => want(box.checked) });
  box.checked = isWanted();
  const dialog = make("dialog", { class: "sl-keys", "aria-labelledby": id });
  dialog.append(
    make("h2", { id }, DESK_WORDS.keysTitle),
    make("dl", { class: "sl-key-list" }, ...rows),
    paragraph(DESK_WORDS.keysNote, "sl-hint"),
    make("label", { class: "sl-option" }, box, make("span", {}, DESK_WORDS.keysUse)),
    make("div", { class: "sl-row" }, button(DESK_WORDS.keysClose, () => dialog.close(), "main")),
  );
  return dialog;
}
