// The part "rate": decisions rated, one of two outcomes shown by chance, the same decisions rated again, both compared.

function startRate(context) {
  const { part, frame } = context;
  const rating = { part, frame, level: part.heading_level || 2, title: part.title || WORDS.rateTitle, given: {} };
  const desk = answerDesk(context, (why) => tellTrouble(frame, { title: WORDS.rateStands, lines: [why], buttons: [] }));
  rating.save = (item, value) => {
    rating.given[item] = value;
    desk.save(item, value);
  };
  desk.onState((answers) => {
    for (const [item, value] of Object.entries(answers)) if (item.startsWith(`${part.block}/`)) rating.given[item] = value;
    paintRate(rating, false);
  });
  return () => desk.stop();
}

function rateItem(rating, id, again) {
  return `${rating.part.block}/${id}${again ? "-again" : ""}`;
}

function paintRate(rating, mayTakeFocus) {
  const { part, given } = rating;
  const outcome = part.outcomes.find((each) => each.id === given[`${part.block}/outcome`]);
  const isComplete = part.things.every((thing) => given[rateItem(rating, thing.id, true)]);
  const screen = outcome ? (isComplete ? comparedRatings(rating, outcome) : ratedAgain(rating, outcome)) : ratedFirst(rating);
  (mayTakeFocus ? paintAndFocus : paint)(rating.frame, ...screen);
}

function ratedFirst(rating) {
  const { part } = rating;
  const draft = Object.fromEntries(part.things.map((thing) => [thing.id, rating.given[rateItem(rating, thing.id, false)] || ""]));
  const fields = part.things.map((thing, place) => ratingField(rating, thing, place, draft, WORDS.rateLabel));
  const message = make("div", {});
  const see = () => {
    if (!allRated(draft, fields, message, rating)) return;
    for (const thing of part.things) rating.save(rateItem(rating, thing.id, false), draft[thing.id]);
    const drawn = part.outcomes[crypto.getRandomValues(new Uint32Array(1))[0] % part.outcomes.length];
    rating.save(`${part.block}/outcome`, drawn.id);
    paintRate(rating, true);
  };
  return [
    heading(rating.level, rating.title),
    prose(part.html),
    paragraph(WORDS.rateEnds(part.scale[0], part.ends[0], part.scale[1], part.ends[1]), "sl-hint"),
    ...fields.map((each) => each.row),
    message,
    make("div", { class: "sl-row" }, button(WORDS.rateSee, see, "main")),
  ];
}

function ratedAgain(rating, outcome) {
  const { part } = rating;
  const draft = Object.fromEntries(part.things.map((thing) => [thing.id, rating.given[rateItem(rating, thing.id, true)] || ""]));
  const fields = part.things.map((thing, place) => ratingField(rating, thing, place, draft, WORDS.rateAgain));
  const message = make("div", {});
  const compare = () => {
    if (!allRated(draft, fields, message, rating)) return;
    for (const thing of part.things) rating.save(rateItem(rating, thing.id, true), draft[thing.id]);
    paintRate(rating, true);
  };
  return [
    heading(rating.level, WORDS.rateHappened),
    prose(outcome.html),
    make("p", { class: "sl-note" }, WORDS.rateOnceMore),
    ...fields.map((each) => each.row),
    message,
    make("div", { class: "sl-row" }, button(WORDS.rateCompare, compare, "main")),
  ];
}

function comparedRatings(rating, outcome) {
  const { part, given } = rating;
  const other = part.outcomes.find((each) => each.id !== outcome.id);
  const pairs = part.things.map((thing) => [given[rateItem(rating, thing.id, false)], given[rateItem(rating, thing.id, true)]]);
  const rows = pairs.map(([before, after], place) =>
    make("tr", {}, make("th", { scope: "row" }, WORDS.rateThing(place + 1)), make("td", {}, before), make("td", {}, after)));
  const head = make("tr", {}, make("td", {}), ...[WORDS.rateBefore, WORDS.rateAfter].map((word) => make("th", { scope: "col" }, word)));
  return [
    heading(rating.level, WORDS.rateResult),
    make("table", { class: "sl-ratings" }, make("thead", {}, head), make("tbody", {}, ...rows)),
    paragraph(WORDS.rateMoved(pairs.filter(([before, after]) => before !== after).length), "sl-strong"),
    heading(rating.level + 1, WORDS.rateHappened, { tabindex: undefined }),
    prose(outcome.html),
    heading(rating.level + 1, WORDS.rateOther, { tabindex: undefined }),
    prose(other.html),
    make("div", { class: "sl-note" }, prose(part.afterwards)),
  ];
}

// A list, not a slider: see the field for confidence.
function ratingField(rating, thing, place, draft, words) {
  const [low, high] = rating.part.scale;
  const id = freshId("rating");
  const title = heading(rating.level + 1, WORDS.rateThing(place + 1), { tabindex: undefined, id: freshId("thing") });
  const label = make("label", { for: id }, words);
  label.append(make("span", { class: "sl-unseen" }, `, ${WORDS.rateThing(place + 1)}`));
  const select = make("select", { id, class: "sl-select", onchange: () => (draft[thing.id] = select.value) });
  select.append(make("option", { value: "" }, WORDS.rateChoose));
  for (let value = low; value <= high; value += 1) select.append(make("option", { value: String(value) }, String(value)));
  select.value = draft[thing.id];
  const field = make("div", { class: "sl-field" }, label, select);
  return { select, row: make("section", { class: "sl-rated" }, title, prose(thing.html), field) };
}

function allRated(draft, fields, message, rating) {
  const open = rating.part.things.findIndex((thing) => !draft[thing.id]);
  message.replaceChildren();
  if (open < 0) return true;
  message.append(make("p", { class: "sl-error", role: "alert" }, WORDS.rateFirst));
  shield(rating.frame.root);
  fields[open].select.focus();
  return false;
}
