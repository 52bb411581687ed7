// The key to the decision: folded away until the facilitator asks for it.

import { el, story } from "./parts.js";

const side = (value, less, more) => (value === null ? "not exercised" : value === 0 ? "0" : value < 0 ? `${value} ${less}` : `+${value} ${more}`);

export function keyOf(key) {
  const rows = key.options.map((each) => el("tr", {}, el("th", {}, each.letter), el("td", { class: "number" }, `${each.credit} of 3`),
    el("td", {}, side(each.assertiveness, "avoids", "coercive"), el("br"), side(each.escalation, "late", "early"), each.method ? [el("br"), each.method] : ""),
    el("td", {}, story(each.reason), el("p", { class: "quiet" }, "Protects: ", story(each.protects, "span")), each.avoid ? el("p", { class: "quiet" }, "Rightly avoided.") : "")));
  return el("details", {}, el("summary", {}, "The key, for you alone"),
    key.counted ? "" : el("p", { class: "warn" }, "This decision is discussed and not scored: its key is contested or withdrawn."),
    el("table", {}, el("thead", {}, el("tr", {}, el("td"), ["Credit", "Assertiveness, escalation", "Why"].map((words) => el("th", {}, words)))), el("tbody", {}, rows)),
    story(key.note));
}
