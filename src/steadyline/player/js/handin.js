// The part "hand-in": what is done, the learner's code, and the one file to send.

function startHandIn({ part, line, frame }) {
  const desk = { part, line, frame, level: part.heading_level || 2, painted: false, timer: 0 };
  const greeting = greet(line, {
    onState: (state) => {
      tellStep(frame, "");
      if (state.trouble) return paint(frame, ...troubledStart(desk.level, state.trouble, greeting.again));
      if (!desk.painted) paintHandIn(desk, state.learner);
      return paintProgress(desk, state.progress || []);
    },
    onSlow: () => (desk.painted ? undefined : tellStep(frame, WORDS.stillOpening)),
    onRefused: (why) => {
      desk.painted = false;
      paint(frame, ...troubledStart(desk.level, why, greeting.again));
    },
  });
  // The other parts of the page say when something was saved; what is done is then asked for again.
  const refresh = later(400, greeting.again);
  window.addEventListener("steadyline-saved", refresh);
  line.on("handed-in", (message) => showHandedIn(desk, message));
  line.on("hand-in-refused", (message) => refuseHandIn(desk, message.why));
  return () => {
    greeting.stop();
    refresh.stop();
    clearTimeout(desk.timer);
    window.removeEventListener("steadyline-saved", refresh);
  };
}

function paintHandIn(desk, learner) {
  const id = freshId("code");
  const rule = make("p", { class: "sl-hint", id: freshId("rule") }, WORDS.codeRule);
  desk.error = make("p", { class: "sl-error", id: freshId("error"), hidden: true });
  desk.code = make("input", {
    id, class: "sl-text sl-short", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
    maxlength: "32", "aria-describedby": `${rule.id} ${desk.error.id}`,
  });
  desk.code.value = learner || "";
  desk.progress = make("div");
  desk.result = make("div", { class: "sl-result" });
  desk.painted = true;
  paint(
    desk.frame,
    heading(desk.level, desk.part.title || WORDS.handInTitle),
    paragraph(WORDS.handInIntro),
    desk.progress,
    make("div", { class: "sl-field" }, labelFor(id, WORDS.code, false), rule, desk.error, desk.code),
    make("div", { class: "sl-row" }, button(WORDS.make, () => askForFile(desk), "main")),
    desk.result,
  );
}

function paintProgress(desk, progress) {
  const rows = progress.map((item) =>
    make("li", {}, make("span", { class: "sl-strong" }, `${item.label}: `), `${item.done ? WORDS.done : WORDS.notDone}${item.words ? ` – ${item.words}` : ""}`));
  desk.progress.replaceChildren(rows.length ? make("ul", { class: "sl-tasks" }, ...rows) : "");
  shield(desk.frame.root);
}

function askForFile(desk) {
  desk.error.hidden = true;
  desk.error.removeAttribute("role");
  desk.code.removeAttribute("aria-invalid");
  tellStep(desk.frame, WORDS.making);
  clearTimeout(desk.timer);
  desk.timer = setTimeout(() => refuseHandIn(desk, WORDS.notReached), 3 * ANSWER_WITHIN);
  desk.line.send({ type: "hand-in", learner: desk.code.value.trim() });
}

// What Python says is wrong is tied to the field, where it can be mended.
function refuseHandIn(desk, why) {
  clearTimeout(desk.timer);
  tellStep(desk.frame, "");
  desk.error.hidden = false;
  desk.error.setAttribute("role", "alert");
  desk.error.textContent = why;
  desk.code.setAttribute("aria-invalid", "true");
  desk.code.focus();
}

function showHandedIn(desk, message) {
  clearTimeout(desk.timer);
  tellStep(desk.frame, WORDS.made);
  const title = heading(desk.level + 1, WORDS.made);
  const missing = message.missing || [];
  const unsaved = anyUnsaved(storeKey(desk.part.store || "here", ""));
  desk.result.replaceChildren(
    ...[
      title,
      make("dl", { class: "sl-pairs" }, fact(WORDS.fileName, message.name), message.folder ? fact(WORDS.fileLies, message.folder) : ""),
      make("div", { class: "sl-row" }, fileLink(desk, message)),
      unsaved ? paragraph(WORDS.unsavedNote, "sl-note") : "",
      missing.length ? missingNote(desk, missing) : "",
    ].filter(Boolean),
  );
  shield(desk.frame.root);
  focusOn(title);
}

// A plain link, so that it can be saved, copied or opened in whatever way the browser offers.
function fileLink(desk, { name, data }) {
  if (desk.address) URL.revokeObjectURL(desk.address);
  desk.address = URL.createObjectURL(new Blob([bytesOf(data)], { type: "application/zip" }));
  return make("a", { class: "sl-button sl-main", href: desk.address, download: name }, WORDS.downloadFile);
}

function missingNote(desk, missing) {
  return make(
    "div",
    { class: "sl-note" },
    heading(desk.level + 2, WORDS.missingTitle, { tabindex: undefined }),
    make("ul", {}, ...missing.map((line) => make("li", {}, line))),
    paragraph(WORDS.missingNote),
  );
}
