// The big screen. It only listens: nothing that is pressed here changes anything.

import { connect } from "./line.js";
import { byId, el, story } from "./parts.js";

const SMALLEST = 28 / 30;
let told = null, ends = 0;

connect("ws/screen", (message) => {
  if (message.over) { over(); return; }
  told = message;
  ends = told.timer ? Date.now() + told.timer * 1000 : 0;
  show();
}, (up) => {
  document.querySelector(".lost")?.remove();
  if (!up) document.body.append(el("p", { class: "lost", role: "status" }, "Not connected. It comes back by itself."));
});

const KINDS = {
  lobby, pause: () => [el("p", { class: "calm" }, "Paused")],
  note: (show) => [story(show.html, "div", { class: "note" }), el("p", {}, "You may pass on anything, and step out at any time. Nobody asks why.")],
  rules: (show) => [story(show.html, "ol", { start: show.from })],
  text: (show) => [show.seat && el("p", { class: "seat" }, `You are now: ${show.seat}`), ...story(show.html).childNodes],
  options: (show) => [options(show), show.open && el("p", { class: "voted" }, voted(show))],
  rate: (show) => [...story(show.html).childNodes, el("p", { class: "voted" }, asksToRate(show))],
  rated: (show) => [show.rows.length > 0 && means(show), ...show.words.map((each) => el("p", { class: "voted" }, each))],
  result, reasons: (show) => show.reasons.map((each) => el("blockquote", {}, `${each.letter}: ${each.text}`)),
  decided: (show) => [el("h2", {}, show.chosen.how === "detour" ? "Let us see where this leads" : "The room goes on with"),
    chosen(show.chosen), ...story(show.html).childNodes],
  way: (show) => [el("ol", { class: "way" }, show.way.map((each) => el("li", {}, `${each.title}: `, el("b", {}, each.letter))))],
  support: (show) => [el("dl", { class: "support" }, show.support.flatMap((each) => [el("dt", {}, each.label), el("dd", {}, each.text)]))],
};

function show() {
  const { view, door } = told, page = view.show;
  byId("title").textContent = page.kind === "pause" ? view.title : page.title ?? view.title;
  byId("pages").textContent = page.kind !== "pause" && view.pages > 1 ? `${view.page} of ${view.pages}` : "";
  byId("join").textContent = door.code && page.kind !== "lobby" && view.mode !== "hands" ? `Join: ${where()} · ${door.code}` : "";
  byId("stage").replaceChildren(...KINDS[page.kind](page).filter(Boolean));
  byId("stage").className = "";
  fit();
  tick();
}

function fit() {
  const stage = byId("stage"), root = document.documentElement.style;
  root.setProperty("--k", 1);
  const isFull = () => stage.scrollHeight > stage.clientHeight + 1;
  stage.classList.remove("tight", "long");
  // Beside a result the options are cut to as many lines as there is room for; a page before it has them whole.
  for (const lines of [6, 5, 4, 3, 2]) { root.setProperty("--lines", lines); if (!isFull()) break; }
  if (isFull()) root.setProperty("--k", SMALLEST);
  if (isFull()) stage.classList.add("tight");
  stage.classList.toggle("long", isFull());
}
addEventListener("resize", () => told && fit());

const where = () => (told.door.where || new URL("./", location.href).href).replace(/^http:\/\//, "").replace(/\/$/, "");

function lobby(show) {
  if (told.view.mode === "hands") return [el("p", { class: "calm" }, "Welcome. We begin in a moment.")];
  if (!told.door.code) return [el("p", { class: "calm" }, "Welcome. The door is closed for now.")];
  const picture = el("img", { src: `qr.svg?v=${told.door.code}`, alt: "The join address as a QR code" });
  return [el("div", { class: "lobby" }, el("div", {}, el("p", {}, "On your phone, open"), el("p", { class: "where" }, where()),
    el("p", {}, "and type"), el("p", { class: "code" }, told.door.code),
    el("p", {}, told.view.joined ? `${told.view.joined} ${told.view.joined === 1 ? "has" : "have"} joined.` : "No name, no account.")), picture)];
}

function options(show) {
  return el("ul", { class: "options" }, show.options.map((each) =>
    el("li", {}, el("span", { class: "letter" }, each.letter), story(each.html, "div", { class: "words" }))));
}

function voted(show) {
  const asked = show.round > 1 ? "Choose again, alone." : "Choose alone, in silence.";
  const avoid = show.avoid ? " And: which would you most avoid?" : "";
  return `${asked}${avoid} ${show.voted} ${show.voted === 1 ? "has" : "have"} chosen.`;
}

function result(show) {
  const last = show.rounds.at(-1), earlier = show.rounds.length > 1 ? show.rounds.at(-2) : null;
  if (last.words) return [options(show), el("p", { class: "voted" }, last.words)];
  const list = el("ul", { class: "options results" }, show.options.map((option, at) => {
    const row = last.rows[at], before = earlier?.rows[at];
    const more = [row.tables.length && `table ${row.tables.join(", ")}`, row.avoided && `avoid: ${row.avoided}`].filter(Boolean).join(" · ");
    const count = before ? `${before.count} → ${row.count}` : `${row.count}`;
    return el("li", {}, el("span", { class: "letter" }, option.letter), story(option.html, "div", { class: "words" }),
      el("div", { class: "count" }, count, more && el("small", {}, more)),
      el("div", { class: "bars" }, before && bar(before.share, "bar earlier"), bar(row.share, "bar")));
  }));
  const words = earlier?.rows.length ? `${last.total} ${last.unit}. Striped: the vote before.` : `${last.total} ${last.unit}.`;
  return [list, el("p", { class: "key" }, words)];
}

function asksToRate(show) {
  if (show.again) return "The decisions are the same. Rate them once more.";
  const noun = show.together ? (show.rated === 1 ? "table has" : "tables have") : show.rated === 1 ? "has" : "have";
  return `${show.ends} ${show.rated} ${noun} rated.`;
}

function means(show) {
  const heads = ["Decision", "Before", "After", "Shift"].map((head) => el("th", { scope: "col" }, head));
  const rows = show.rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.name), [row.before, row.after, row.moved].map((cell) => el("td", {}, cell))));
  return el("table", { class: "means" }, el("caption", {}, `Means of the ${show.number} ${show.unit} who rated both times`), el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows));
}

function bar(share, name) {
  const inner = el("i");
  inner.style.width = `${100 * share}%`;
  return el("div", { class: name }, inner);
}

function chosen(given) {
  return el("div", { class: "chosen" }, el("span", { class: "letter" }, given.letter), story(given.html));
}

function tick() {
  const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
  byId("timer").textContent = ends ? (left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "Time") : "";
}
setInterval(tick, 500);

function over() {
  byId("title").textContent = "Thank you";
  for (const id of ["pages", "join", "timer"]) byId(id).textContent = "";
  byId("stage").replaceChildren(el("p", { class: "calm" }, "The session is over."));
}
