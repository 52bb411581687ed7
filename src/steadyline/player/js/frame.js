// What stays on the page while the scenes change: the status line, the progress bar, the trouble notice, the stage.

function buildFrame(root, name) {
  const step = make("span", { class: "sl-step" });
  const save = make("span", { class: "sl-save" });
  // One live region for the whole life of the player: a region that is made anew is not read out.
  const status = make("p", { class: "sl-status", role: "status" }, step, " ", save);
  const progress = make("progress", { class: "sl-progress", "aria-label": WORDS.progressName, max: "1", value: "0", hidden: true });
  const trouble = make("div", { class: "sl-trouble", hidden: true });
  const stage = make("div", { class: "sl-stage" });
  const foot = make("div", { class: "sl-foot", hidden: true });
  const card = make("section", { class: "sl-card", "aria-label": name }, make("div", { class: "sl-bar" }, status, progress), trouble, stage, foot);
  root.classList.add("steadyline");
  root.replaceChildren(card);
  shield(root);
  return { root, step, save, progress, trouble, stage, foot };
}

// The one place where a screen is painted: shield first, then focus.
function paint(frame, ...children) {
  frame.stage.replaceChildren(...children.filter(Boolean));
  shield(frame.root);
}

function paintAndFocus(frame, ...children) {
  paint(frame, ...children);
  const target = frame.stage.querySelector("h1, h2, h3, h4, h5, h6");
  if (target) focusOn(target);
}

function tellStep(frame, words) {
  if (frame.step.textContent !== words) frame.step.textContent = words;
}

function tellSave(frame, words) {
  if (frame.save.textContent !== words) frame.save.textContent = words;
}

function tellProgress(frame, taken, most) {
  frame.progress.hidden = false;
  frame.progress.max = Math.max(most, 1);
  frame.progress.value = taken;
}

// Repainted only when its words change, so that a screen reader does not hear it again and again.
function tellTrouble(frame, notice) {
  const words = notice ? [notice.title, ...notice.lines].join("\n") : "";
  if (frame.troubleWords === words) return;
  frame.troubleWords = words;
  frame.trouble.hidden = !notice;
  if (!notice) {
    frame.trouble.replaceChildren();
    return;
  }
  const text = make("div", { role: "alert" });
  frame.trouble.replaceChildren(text, make("div", { class: "sl-row" }, ...notice.buttons));
  text.append(make("p", { class: "sl-strong" }, notice.title), ...notice.lines.map((line) => paragraph(line)));
  shield(frame.root);
}

function saveWords(queue, silent) {
  if (queue.waiting.length === 0) return queue.savedAny ? WORDS.saved : "";
  return queue.late || silent ? WORDS.notSaved : WORDS.saving;
}
