// The facilitator's page: what to do next, what the room did, and everything that helps to talk about it.

import { connect } from "./line.js";
import { byId, el, story } from "./parts.js";
import { keyOf } from "./key.js";
import { ratingsOf } from "./rate_desk.js";

const STAGES = {
  lobby: "People join", start: "Content note and ground rules", reading: "Reading", open: "The vote is open", closed: "The vote is closed",
  revealed: "The room sees how it chose", talking: "Talking it over", decided: "What happens", ended: "The ending", debrief: "Debrief",
  closing: "Closing round",
};
const STEADY = 600;
let told = null, plan = [], began = null, ends = 0, acted = 0, shown = {};

const line = connect("ws/facilitator", heard, (up) => {
  byId("line").textContent = up ? "" : "Not connected to the server. This page comes back by itself.";
});

async function act(deed) {
  if (!deed || Date.now() - acted < STEADY) return;
  acted = Date.now();
  const { label, ...message } = deed;
  const answer = await line.send(message);
  byId("said").textContent = answer?.done ? "" : answer?.refused ?? "The connection was lost just then. Look whether it was done, and try again.";
}

const button = (words, deed, given = {}) => el("button", { type: "button", onclick: () => { acted = 0; act(deed); }, ...given }, words);

function heard(message) {
  if (message.over) { byId("stage").textContent = "The session is over. You can close this page."; byId("steps").replaceChildren(); return; }
  if (message.plan) { plan = message.plan; return; }
  told = message;
  began = told.elapsed >= 0 ? Date.now() - told.elapsed * 1000 : null;
  ends = told.timer ? Date.now() + told.timer * 1000 : 0;
  show();
}

// A part is drawn again only when it has changed: what is typed or unfolded in the others stays.
function draw(id, of, make) {
  const now = JSON.stringify(of ?? null);
  if (shown[id] === now) return;
  shown[id] = now;
  const held = byId(id).contains(document.activeElement) ? document.activeElement.textContent : null;
  byId(id).replaceChildren(...make().flat().filter(Boolean));
  if (held) [...byId(id).querySelectorAll("button, summary, input")].find((each) => each.textContent === held)?.focus();
}

function show() {
  const view = told.view, screen = view.screen, question = view.question;
  const round = question?.round > 1 && ["open", "closed", "revealed"].includes(screen.stage) ? `, vote ${question.round}` : "";
  const stage = view.ratings.some((each) => each.stands) ? "A rating" : STAGES[screen.stage];
  byId("stage").textContent = `${stage}${round}${screen.paused ? " (the big screen is covered)" : ""}`;
  draw("steps", [view.next, view.back, view.again, screen.paused], steps);
  draw("vote", [question, screen.stage, view.decide, view.returns], vote);
  draw("reasons", question?.reasons, reasons);
  draw("ratings", [view.ratings, screen.stage], () => ratingsOf(view.ratings, button));
  draw("preview", screen, preview);
  draw("tools", [told.door, screen.stage, screen.joined, Boolean(ends)], tools);
  draw("notes", [view.notes, view.between, view.voices, screen.stage], notes);
  draw("key", view.key, () => (view.key?.options ? [keyOf(view.key)] : []));
  draw("more", [view.way, view.detours, view.script, screen.stage], more);
  shown.plan = null;
  tick();
}

function steps() {
  const { next, back, again, screen } = told.view;
  return [
    next ? button(next.label, next, { class: "main" }) : el("p", {}, undecided()),
    back && button(back.label, back),
    again && button("Vote again", { do: "ask" }),
    button(screen.paused ? "Uncover the screen" : "Pause (B)", { do: "pause", paused: !screen.paused }, { "aria-pressed": String(screen.paused) }),
  ];
}

function undecided() {
  if (told.view.ratings.some((each) => each.stands)) return "Nobody has rated yet. The outcome can be shown when somebody has.";
  if (told.view.screen.stage === "talking") return "Vote again, or choose below how the story goes on.";
  if (told.view.screen.stage === "open") return "Type in the hands below.";
  return "";
}

function vote() {
  const { question, decide, returns } = told.view, made = [];
  if (question) {
    const last = question.rounds.at(-1);
    if (last) made.push(el("p", { class: "code" }, question.hands ? `${last.voted} hands` : `${last.voted} of ${question.of} have chosen`));
    if (question.hands && ["open", "closed"].includes(told.view.screen.stage)) made.push(hands(question));
    if (question.rounds.some((each) => each.rows)) made.push(results(question));
    if (decide) made.push(ways(question));
  }
  for (const each of returns) made.push(el("p", {}, button(`Return to the fork: ${each.title}`, { do: "return", question: each.question })));
  return made;
}

function hands(question) {
  const form = el("form", { onsubmit: (event) => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(form)].map(([id, count]) => [id, Number(count) || 0]));
    acted = 0;
    act({ do: "count", hands: given });
  } }, el("div", { class: "row" }, question.options.map((each) => el("label", {}, `${each.letter} `,
    el("input", { type: "number", name: each.id, min: 0, max: 500, value: question.hands[each.id] ?? "", "aria-label": `Hands for ${each.letter}` }))),
  el("button", {}, "Count these hands")));
  return form;
}

function results(question) {
  const rounds = question.rounds.filter((each) => each.rows);
  const head = el("tr", {}, el("td"), rounds.map((each) => el("th", { class: "number" }, each.round === 1 ? "First" : `Vote ${each.round}`)), el("th", {}, "Option"));
  const rows = question.options.map((option, at) => el("tr", {}, el("th", {}, option.letter),
    rounds.map((each) => el("td", { class: "number" }, cell(each, at, option.letter))), story(option.html, "td")));
  const few = rounds.filter((each) => each.words).map((each) => el("p", { class: "quiet" }, each.words));
  const sure = rounds.filter((each) => "confidence" in each).map((each) => `vote ${each.round}: ${Math.round(each.confidence)}`);
  return el("div", {}, el("table", {}, el("thead", {}, head), el("tbody", {}, rows)), few,
    sure.length ? el("p", { class: "quiet" }, `How sure, middle value of 100: ${sure.join("; ")}.`) : "");
}

function cell(round, at, letter) {
  if (round.words) return round.leading.includes(letter) ? "most" : "";
  const row = round.rows[at];
  const more = [row.tables.length && `table ${row.tables.join(", ")}`, row.avoided && `avoid ${row.avoided}`].filter(Boolean).join("; ");
  return `${row.count}${more ? ` (${more})` : ""}`;
}

function ways(question) {
  const one = (how) => el("div", { class: "row" }, question.options.map((each) =>
    button(each.letter, { do: "decide", choice: each.id, how }, { "aria-label": how === "room" ? `Go on with ${each.letter}` : `See where ${each.letter} goes` })));
  return el("div", {}, el("h3", {}, "Go on with the room's decision"), one("room"), el("h3", {}, "Let's see where it goes (you can return)"), one("detour"));
}

function reasons() {
  const all = told.view.question?.reasons ?? [];
  if (!all.length) return [];
  return [el("h3", {}, "Reasons, without names"), el("ul", { class: "says" }, all.map((each) => el("li", {}, el("span", { class: "letter" }, each.letter),
    el("span", {}, each.text, each.round > 1 ? ` (vote ${each.round})` : ""),
    button(each.shown ? "Take off" : "Show", { do: "show", question: told.view.question.number, round: each.round, voter: each.voter, show: !each.shown },
      { "aria-pressed": String(each.shown) }))))];
}

function preview() {
  const { screen } = told.view, page = screen.show, parts = [el("h4", {}, `${page.title ?? ""}${screen.pages > 1 ? ` (page ${screen.page} of ${screen.pages})` : ""}`)];
  if (page.kind === "pause") parts.push(el("p", {}, "Covered: it says “Paused”."));
  if (page.kind === "lobby") parts.push(el("p", {}, "The join address, the code and the QR code."));
  if (page.chosen) parts.push(el("p", {}, `Going on with ${page.chosen.letter}.`));
  if (page.html) parts.push(story(page.html, page.kind === "rules" ? "ol" : "div"));
  for (const row of page.rows ?? []) parts.push(el("p", {}, `${row.name}: ${row.before}, then ${row.after} (${row.moved})`));
  if (page.options) parts.push(el("ul", { class: "options" }, page.options.map((each) => el("li", {}, el("span", { class: "letter" }, each.letter), story(each.html)))));
  for (const each of page.kind === "reasons" ? page.reasons : []) parts.push(el("p", {}, `${each.letter}: ${each.text}`));
  for (const each of page.way ?? []) parts.push(el("p", {}, `${each.title}: ${each.letter}`));
  for (const each of page.support ?? []) parts.push(el("p", {}, `${each.label}: ${each.text}`));
  return parts;
}

function tools() {
  const door = told.door, mode = told.view.screen.mode, made = [el("h3", {}, "Silent timer"), el("div", { class: "row" },
    [["1 min", 60], ["2 min", 120], ["5 min", 300], ["Stop", 0]].map(([words, seconds]) => button(words, { do: "timer", seconds })))];
  if (mode !== "hands") {
    made.push(el("h3", {}, "The door"), el("p", {}, `${told.view.screen.joined} ${mode === "tables" ? "phones" : "people"} have joined. `,
      door.code ? el("span", { class: "code" }, door.code) : "Nobody new can join."),
    el("div", { class: "row" }, door.code && button("Close the door", { do: "door", to: "close" }), button("New code", { do: "door", to: "renew" })));
  }
  made.push(el("h3", {}, "End"), el("div", { class: "row" }, button("To the debrief", { do: "turn", stage: "debrief" }), button("To the closing round", { do: "turn", stage: "closing" }),
    el("a", { href: "debrief", target: "_blank" }, "Debrief sheet")), finish());
  return made;
}

function finish() {
  const end = (words, keep, ask) => el("button", { type: "button", onclick: () => { if (confirm(ask)) { acted = 0; act({ do: "finish", keep }); } } }, words);
  return el("details", {}, el("summary", {}, "End the session"), el("p", {}, "The record holds no names. Keep it to export it or to print the debrief later; or delete it now."),
    el("p", {}, "Take it with you first: ", el("a", { href: "counts.csv", download: true }, "counts (CSV)"), ", ",
      el("a", { href: "statements.jsonl", download: true }, "statements (xAPI)"), ", ", el("a", { href: "session.jsonl", download: true }, "the record itself"), "."),
    el("div", { class: "row" }, end("End, keep the record", true, "End the session and keep its record?"),
      end("End, delete the record", false, "End the session and delete its record for good?")));
}

function notes() {
  const { notes: given, between, voices, screen } = told.view, made = [];
  if (screen.stage === "open") made.push(el("p", { class: "note" }, "Silence while people choose. Read each option aloud once, in the same voice. Do not say how many are missing."));
  if (screen.stage === "closed") made.push(el("p", { class: "note" }, "Before you show it: “Whatever it is, several of these are reasonable.”"));
  if (screen.stage === "decided") made.push(el("p", { class: "note" }, "Read what happens aloud, and leave a breath before you go on."));
  if (given?.tempts) made.push(el("h2", {}, "Why each tempts good people"), story(given.tempts));
  if (given?.ask?.length) made.push(el("h3", {}, "Ask"), el("ul", {}, given.ask.map((each) => story(each, "li"))));
  if (given?.listen) made.push(el("h3", {}, "Listen for"), story(given.listen));
  if (given?.rest) made.push(story(given.rest));
  if (between) made.push(story(between));
  if (voices) made.push(el("details", ["revealed", "talking"].includes(screen.stage) ? { open: true } : {}, el("summary", {}, "Quiet voices and loud ones"), story(voices)));
  return made;
}

function more() {
  const { way, detours, disclosure, script, screen } = told.view, made = [];
  if (way.length) made.push(el("details", {}, el("summary", {}, "The way so far"), el("ol", {}, way.map((each) => el("li", {}, `${each.title}: ${each.went_on || "open"}`,
    each.detours.length ? ` (looked at ${each.detours.join(", ")})` : "")))));
  const folded = (title, html, open) => html && made.push(el("details", open ? { open: true } : {}, el("summary", {}, title), story(html)));
  folded("Debrief: a script", script, screen.stage === "debrief");
  folded("Likely detours", detours);
  folded("If something real comes up", disclosure);
  return made;
}

function tick() {
  if (!told) return;
  const minutes = began === null ? 0 : Math.floor((Date.now() - began) / 60000);
  const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
  const timer = ends ? ` · timer ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "";
  byId("clock").textContent = `${began === null ? "not begun" : `minute ${minutes}`} of ${told.view.minutes}${timer}`;
  draw("plan", [plan, minutes, began, told.view.scene], () => schedule(minutes));
}
setInterval(tick, 500);

function schedule(minutes) {
  if (!plan.length) return [];
  const here = plan.find((row) => row.scene && row.scene === told.view.scene);
  const rows = plan.map((row) => {
    const current = began !== null && row.start <= minutes && minutes < row.end;
    const made = el("tr", current ? { "aria-current": "time" } : {}, el("td", { class: "number" }, `${row.start}–${row.end}`), story(row.html, "td"));
    if (row === here) made.lastChild.append(el("strong", {}, " ← the room is here"));
    return made;
  });
  const late = here && began !== null ? (minutes > here.end ? `${minutes - here.end} minutes behind the plan.` : minutes < here.start ? `${here.start - minutes} minutes ahead of the plan.` : "On time.") : "";
  return [el("h3", {}, "The plan"), late && el("p", {}, late), el("table", {}, el("thead", {}, el("tr", {}, el("th", {}, "minutes"), el("th", {}, "what happens"))), el("tbody", {}, rows))];
}

// A presenter sends Page Down, Page Up, and "b" or "." for a black screen.
addEventListener("keydown", (event) => {
  const at = event.target, typing = at.matches?.("input, textarea, select");
  if (!told || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const pressing = at.matches?.("button, summary, a, [tabindex='0']");
  const forward = event.key === "PageDown" || (!pressing && [" ", "ArrowRight", "ArrowDown"].includes(event.key));
  const backward = event.key === "PageUp" || (!pressing && ["ArrowLeft", "ArrowUp"].includes(event.key));
  if (event.key === "b" || event.key === "B" || event.key === ".") act({ do: "pause", paused: !told.view.screen.paused });
  else if (forward && !told.view.screen.paused) act(told.view.next);
  else if (backward && !told.view.screen.paused) act(told.view.back);
  else return;
  event.preventDefault();
});
