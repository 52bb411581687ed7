// A participant's page. Whatever is chosen here is "sent" only when the server has written it down.

import { connect } from "./line.js";
import { byId, el, story } from "./parts.js";
import { fillRatings, ratingBefore, ratingFields, ratingTitle, ratingsIn } from "./rate.js";

const PLACE = "steadyline-unsent";
const WAITING = {
  lobby: "You are in. The session begins on the big screen.",
  start: "", reading: "Read along, or listen. The vote opens here in a moment.",
  closed: "The vote is closed. Look at the big screen.", debrief: "The story is over. Now the room talks about it.",
  closing: "Thank you. You can close this page.",
};
let view = null, shape = "", unsent = read(), sending = false;

const line = connect("ws/room", heard, (up) => {
  byId("line").textContent = up ? "" : "Not connected. This page comes back by itself; what you chose is kept.";
  if (up && unsent) setTimeout(send, 300);
}, async () => {
  try {
    const told = await (await fetch("here", { cache: "no-store" })).json();
    if (!told.here) location.replace("./");
  } catch { /* no network: the line tries again */ }
});

function read() {
  try { return JSON.parse(sessionStorage.getItem(PLACE)); } catch { return null; }
}

function keep(vote) {
  unsent = vote;
  try { vote ? sessionStorage.setItem(PLACE, JSON.stringify(vote)) : sessionStorage.removeItem(PLACE); } catch { /* private */ }
}

function heard(told) {
  if (told.over) {
    byId("room").replaceChildren(el("h1", { tabindex: "-1" }, "The session is over"), el("p", {}, "Thank you. You can close this page."));
    return;
  }
  view = told.view;
  if (unsent && !isAsked(unsent)) keep(null);
  show();
}

function isAsked(given) {
  const { question, rating } = view;
  if (given.do === "rate") return rating?.block === given.block && rating.phase === given.phase;
  return question?.number === given.question && question.round === given.round;
}

// What of one's own was sent for what is asked now.
const mineSent = () => (view.rating ? view.mine.rating?.[view.rating.phase] : view.mine.vote);
const until = () => `Sent. You can change it until the ${view.rating ? "rating" : "vote"} is closed.`;

function show() {
  const { stage, scene, question, rating } = view;
  const now = [stage, view.paused, scene?.title, question?.number, question?.round, JSON.stringify(question?.result ?? ""), rating?.block, rating?.phase].join("|");
  if (now !== shape) {
    shape = now;
    const held = byId("room").contains(document.activeElement);
    byId("title").textContent = (rating && ratingTitle(rating)) ?? scene?.title ?? (stage === "start" ? "Before we begin" : view.title);
    byId("story").replaceChildren(...before());
    vote();
    byId("after").replaceChildren(...after());
    if (held) byId("title").focus();
  } else if (!byId("vote").hidden && mineSent() && !unsent && !sending) {
    fill(mineSent());
  }
  byId("seat").textContent = view.mine.table ? `Table ${view.mine.table}` : "";
}

function before() {
  const { stage, scene, question } = view;
  if (view.paused) return [el("p", { class: "note" }, "The facilitator has paused. There is nothing to do now.")];
  if (view.rating) return ratingBefore(view.rating, view.mine);
  if (stage === "start") {
    return [el("div", { class: "note" }, el("p", {}, view.note)), el("h2", {}, "How we work together"),
      story(view.rules.map((rule) => `<li>${rule}</li>`), "ol"), el("h2", {}, view.title), story(view.opening)];
  }
  if (!scene) return [el("p", {}, WAITING[stage])];
  const seat = scene.seat && el("p", { class: "hint" }, `You are now: ${scene.seat}`);
  const body = story(scene.html);
  const folded = question && el("details", {}, el("summary", {}, "The scene again"), body);
  return [seat, folded || body, WAITING[stage] && el("p", { class: "hint" }, WAITING[stage])].filter(Boolean);
}

function choices(question, name, legend, chosen) {
  return el("fieldset", {}, el("legend", {}, legend), question.options.map((each) => el("label", { class: "option" },
    el("input", { type: "radio", name, value: each.id, required: true, checked: chosen === each.id }),
    el("span", { class: "letter" }, each.letter), story(each.html))));
}

function vote() {
  const form = byId("vote"), { question, rating } = view;
  form.hidden = !(rating ? rating.phase !== "shown" : question?.open) || view.paused;
  form.replaceChildren();
  if (form.hidden) return;
  form.append(...(rating ? ratingFields(rating) : ballot(question)),
    el("button", { class: "main" }, "Send"), el("p", { class: "state", id: "state", role: "status" }));
  if (unsent) fill(unsent.ratings ?? unsent, "Not sent yet.");
  else if (mineSent()) fill(mineSent());
}

function ballot(question) {
  const again = question.round > 1 ? "Choose again, as you see it now" : "What would you do?";
  return [
    choices(question, "choice", again),
    question.avoid ? el("fieldset", {}, el("legend", {}, "Which would you most avoid? ", el("span", { class: "hint" }, "You may leave it out.")),
      el("div", { class: "row" }, question.options.map((each) => el("label", { class: "pick" },
        el("input", { type: "radio", name: "avoid", value: each.id }), each.letter)))) : "",
    el("fieldset", {}, el("legend", {}, "How sure are you? ", el("span", { class: "hint" }, "You may leave it out.")),
      el("div", { class: "row" }, [["25", "Not very"], ["50", "Half and half"], ["75", "Fairly"], ["95", "Very"]].map(([value, words]) =>
        el("label", { class: "pick" }, el("input", { type: "radio", name: "confidence", value }), words)))),
    el("label", { for: "reason" }, "Why, in one line? ", el("span", { class: "hint" }, "You may leave it out.")),
    el("input", { type: "text", id: "reason", name: "reason", maxlength: "200", autocomplete: "off", "aria-describedby": "may" }),
    el("p", { class: "hint", id: "may" }, "No names and no real cases. The facilitator may show it on the big screen, without saying whose it is."),
  ];
}

function fill(given, words = until()) {
  const form = byId("vote");
  if (view.rating) { fillRatings(form, given); state(words, !unsent); return; }
  for (const name of ["choice", "avoid", "confidence"]) {
    for (const each of form.querySelectorAll(`input[name=${name}]`)) each.checked = each.value === String(given[name]);
  }
  if (document.activeElement !== form.reason) form.reason.value = given.reason ?? "";
  state(words, !unsent);
}

function state(words, sent) {
  byId("state").textContent = words;
  byId("vote").querySelector("button").textContent = sent ? "Send again" : "Send";
}

byId("vote").addEventListener("input", () => { if (mineSent() || unsent) state("Changed, and not sent yet.", false); });

byId("vote").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target, given = new FormData(form), { question, rating } = view;
  if (rating) { keep({ do: "rate", block: rating.block, phase: rating.phase, ratings: ratingsIn(form, rating) }); send(); return; }
  if (given.get("avoid") === given.get("choice")) {
    state("What you would do cannot be what you would most avoid. Change one of the two.", false);
    return;
  }
  keep({ do: "vote", question: question.number, round: question.round, choice: given.get("choice"), reason: given.get("reason") ?? "",
    confidence: Number(given.get("confidence") ?? -1), avoid: given.get("avoid") ?? "" });
  send();
});

async function send() {
  if (!unsent || sending) return;
  const mine = unsent;
  sending = true;
  if (byId("state")) state("Sending …", false);
  const told = await line.send({ do: "vote", ...mine });
  sending = false;
  if (told?.done) {
    if (unsent === mine) keep(null);
    if (mine.do === "rate") (view.mine.rating ??= {})[mine.phase] = mine.ratings;
    else view.mine.vote = mine;
    if (byId("state")) state(until(), true);
  } else if (told) {
    if (unsent === mine) keep(null);
    if (byId("state")) state(told.refused, Boolean(mineSent()));
    else byId("line").textContent = told.refused;
  } else if (byId("state")) {
    state("Not sent yet. It is sent as soon as the connection is back.", false);
  }
  if (unsent && unsent !== mine) send();
}

function after() {
  const question = view.question;
  if (!question || view.paused) return [];
  if (question.decided) {
    const words = question.decided.how === "detour" ? "Let us see where this leads" : "The room goes on with";
    const chosen = question.options.find((each) => each.letter === question.decided.letter);
    return [el("h2", {}, `${words}: ${chosen.letter}`), story(chosen.html), story(question.decided.html)];
  }
  if (!question.result) return question.open ? [] : options(question);
  const last = question.result.rounds.at(-1);
  const rows = last.rows.map((row) => el("li", {}, el("span", { class: "letter" }, row.letter), `: ${row.count} of ${last.total} ${last.unit}`,
    row.avoided ? `; most to be avoided for ${row.avoided}` : "", row.tables.length ? ` (table ${row.tables.join(", ")})` : ""));
  return [el("h2", {}, "How the room chose"), last.words ? el("p", {}, last.words) : el("ul", { class: "plain" }, rows),
    ...question.result.reasons.map((each) => el("blockquote", {}, `${each.letter}: ${each.text}`)), ...options(question)];
}

function options(question) {
  return [el("h2", {}, "The options"), el("ul", { class: "plain" }, question.options.map((each) => {
    const made = story(each.html, "li");
    made.prepend(el("span", { class: "letter" }, `${each.letter}  `));
    return made;
  }))];
}

function away(gone) {
  byId("room").hidden = byId("out").hidden = gone;
  byId("away").hidden = !gone;
  (gone ? byId("away").querySelector("h1") : byId("title")).focus();
}
byId("out").addEventListener("click", () => away(true));
byId("back").addEventListener("click", () => away(false));
