// The pile of one unit, in the assessor's own order, with what it is sifted by.

const SIFTS = {
  mine: (row) => row.mine,
  all: () => true,
  settled: (row) => row.state === "settled" || row.state === "marked in Formgrader",
  aside: (row) => row.state === "set aside",
  flagged: (row) => row.flags > 0,
};

function sifted(rows, sift) {
  const code = sift.code.trim().toLowerCase();
  return rows.filter((row) => SIFTS[sift.show](row) && row.learner.toLowerCase().includes(code));
}

function pileScreen(desk, view, sift) {
  const list = make("ol", { class: "sl-pile" });
  const count = make("p", { class: "sl-hint", role: "status" });
  const paintRows = () => {
    const rows = sifted(view.rows, sift);
    count.textContent = DESK_WORDS.shown(rows.length, view.rows.length);
    list.replaceChildren(...rows.map((row) => pileRow(desk, view.unit, row)));
    list.hidden = !rows.length;
    empty.hidden = rows.length > 0;
    shield(desk.frame.root);
  };
  const empty = paragraph(view.rows.length ? DESK_WORDS.noneMatch : DESK_WORDS.emptyPile);
  const parts = [
    heading(desk.level, view.title),
    todoWords("", view.progress, view.rows.filter(SIFTS.settled).length, view.rows.length),
    make("nav", { class: "sl-row sl-piece-nav", "aria-label": DESK_WORDS.back },
      button(DESK_WORDS.back, () => desk.overview(), "quiet"),
      view.rows.some((row) => row.mine) ? button(DESK_WORDS.begin, () => desk.next(view.unit), "main") : ""),
    view.rows.length ? siftFields(view, sift, paintRows) : "",
    count,
    list,
    empty,
    view.rows.length ? paragraph(DESK_WORDS.orderNote, "sl-hint") : "",
    view.rows.length ? releasePart(desk, view) : "",
  ];
  return { parts, paintRows };
}

function siftFields(view, sift, changed) {
  const [showId, codeId] = [freshId("show"), freshId("code")];
  const select = make("select", { id: showId, class: "sl-select", onchange: () => ((sift.show = select.value), changed()) });
  for (const [name, words] of Object.entries(DESK_WORDS.filters)) {
    select.append(make("option", { value: name }, `${words} (${view.rows.filter(SIFTS[name]).length})`));
  }
  select.value = sift.show;
  const code = make("input", { id: codeId, class: "sl-text", type: "search", autocomplete: "off", spellcheck: "false", oninput: () => ((sift.code = code.value), changed()) });
  code.value = sift.code;
  return make("div", { class: "sl-sift" },
    make("div", { class: "sl-field" }, labelFor(showId, DESK_WORDS.filter, false), select),
    make("div", { class: "sl-field" }, labelFor(codeId, DESK_WORDS.search, false), code));
}

function pileRow(desk, unit, row) {
  const marks = [row.draft ? DESK_WORDS.draft : "", row.flags ? DESK_WORDS.flagged(row.flags) : "", row.released ? DESK_WORDS.released : ""].filter(Boolean);
  const what = row.kind === "written" ? DESK_WORDS.words(row.count) : DESK_WORDS.kind.refused;
  const open = button(row.learner, () => desk.open({ ...row, unit }), "code");
  // A learner may stand in the pile twice, with written work and with a mark that was refused.
  if (row.kind !== "written") open.setAttribute("aria-label", `${row.learner}: ${what}`);
  return make(
    "li",
    { class: row.mine ? "sl-mine" : "" },
    open,
    make("span", { class: "sl-pile-state" }, DESK_WORDS.state[row.state]),
    make("span", { class: "sl-pile-what" }, what),
    make("span", { class: "sl-pile-marks" }, ...marks.map((words) => make("span", { class: "sl-tag" }, words))),
  );
}
