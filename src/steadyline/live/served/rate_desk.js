// The ratings on the facilitator's page: their steps, what to say, and what moved.

import { el, story } from "./parts.js";

export function ratingsOf(ratings, button) {
  return ratings.map((each) => el("details", each.stands ? { open: true } : {}, el("summary", {}, each.title), inside(each, button)));
}

function inside(given, button) {
  const steps = given.steps.map((step) => button(step.label, step));
  return [given.stands && el("p", { class: "code" }, `${given.rated} of ${given.of} have rated`),
    given.say.map((each) => el("p", {}, each)), steps.length > 0 && el("p", { class: "row" }, steps), given.result && result(given),
    given.caution && el("p", { class: "quiet" }, given.caution)].flat();
}

function result(given) {
  const { rows, words } = given.result;
  const means = rows.length > 0 && el("table", {}, el("thead", {}, el("tr", {}, ["Decision", "Before", "After", "Shift"].map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.name), [row.before, row.after, row.moved].map((cell) => el("td", { class: "number" }, cell))))));
  return [means, ...words.filter((each) => each !== given.caution).map((each) => el("p", {}, each)), el("h3", {}, "What others might have been shown"), story(given.others), story(given.afterwards)];
}
