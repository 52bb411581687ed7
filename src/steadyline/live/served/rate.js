// A rating on a participant's page: one row of numbers for each thing, before and after an outcome, then one's own two.

import { el, story } from "./parts.js";

export const ratingTitle = (rating) => ({
  before: rating.together ? "Rate together, at your table" : "Rate, alone", after: "What happened", shown: "Before and after",
})[rating.phase];

export function ratingBefore(rating, mine) {
  if (rating.phase === "before") return [story(rating.html)];
  if (rating.phase === "after") {
    return [el("div", { class: "note" }, story(rating.outcome)),
      el("p", {}, "The same decisions again. Nothing about them has changed. Rate them once more.")];
  }
  return shown(rating, mine.rating ?? {});
}

export function ratingFields(rating) {
  const [low, high] = rating.scale, values = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  return [el("p", { class: "hint" }, rating.ends), ...rating.things.map((thing, at) => el("fieldset", { class: "rated" }, el("legend", {}, thing.name),
    rating.phase === "before" ? story(thing.html) : el("details", {}, el("summary", {}, "The decision again"), story(thing.html)),
    el("div", { class: "scale" }, values.map((value) => el("label", { class: "pick" },
      el("input", { type: "radio", name: `rating-${at}`, value, required: true }), value)))))];
}

export function fillRatings(form, ratings) {
  ratings.forEach((value, at) => { for (const each of form.querySelectorAll(`input[name=rating-${at}]`)) each.checked = each.value === String(value); });
}

export const ratingsIn = (form, rating) => {
  const given = new FormData(form);
  return rating.things.map((_, at) => Number(given.get(`rating-${at}`)));
};

function shown(rating, mine) {
  const own = mine.before && mine.after && table(rating.together ? "Your table's ratings" : "Your own ratings, for you alone",
    rating.things.map((thing, at) => [thing.name, mine.before[at], mine.after[at]]), ["Before", "After"]);
  const { rows, words, number, unit } = rating.result;
  const room = rows.length > 0 && table(`The room: means of the ${number} ${unit} who rated both times`,
    rows.map((row) => [row.name, row.before, row.after, row.moved]), ["Before", "After", "Shift"]);
  return [own, room, ...words.map((each) => el("p", {}, each)), el("h2", {}, "What happened"), story(rating.outcome),
    el("h2", {}, "What others might have been shown"), ...rating.others.map((each) => story(each)), el("div", { class: "note" }, story(rating.afterwards))].filter(Boolean);
}

function table(caption, rows, heads) {
  return el("div", { class: "wide" }, el("table", { class: "means" }, el("caption", {}, caption),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Decision"), heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, rows.map(([name, ...cells]) => el("tr", {}, el("th", { scope: "row" }, name), cells.map((cell) => el("td", {}, cell)))))));
}
