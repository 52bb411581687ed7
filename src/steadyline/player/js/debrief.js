// The end-of-case review. Everything in it was worked out in Python; here it is only laid out.

function debriefScreen(game, debrief) {
  if (debrief.withheld) {
    return [
      heading(game.level, WORDS.withheldTitle),
      paragraph(debrief.withheld),
      ...wayThrough(game, debrief),
      debriefButtons(game),
    ];
  }
  return [
    heading(game.level, WORDS.reviewTitle),
    make("ul", { class: "sl-measures" }, ...debrief.measures.map((measure) => make("li", {}, measure.sentence))),
    keyStanding(debrief),
    profileFigure(game, debrief.profile),
    ...wayThrough(game, debrief),
    heading(game.level + 1, WORDS.oneByOne, { tabindex: undefined }),
    ...debrief.decisions.map((decision) => decisionReview(game, decision)),
    debriefNotes(game, debrief),
    debriefButtons(game),
  ].filter(Boolean);
}

// Who set the key stands at the top; what else must be known about marks follows at the end.
function keyStanding(debrief) {
  const [first] = debrief.disclosures || [];
  return first ? paragraph(first, "sl-note") : "";
}

function debriefNotes(game, debrief) {
  const lines = (debrief.disclosures || []).slice(1);
  if (!lines.length) return "";
  return make(
    "div",
    { class: "sl-note" },
    heading(game.level + 1, WORDS.toRead, { tabindex: undefined }),
    make("ul", {}, ...lines.map((line) => make("li", {}, line))),
  );
}

// The picture is for the eye only; the sentences beneath it say the same, so it is not read out twice.
function profileFigure(game, profile) {
  if (!profile || !profile.svg) return "";
  return make(
    "div",
    {},
    heading(game.level + 1, WORDS.profile, { tabindex: undefined }),
    make(
      "figure",
      { class: "sl-figure" },
      make("div", { class: "sl-picture", "aria-hidden": "true", html: profile.svg }),
      make("figcaption", {}, make("ul", {}, ...profile.text.map((line) => make("li", {}, line)))),
    ),
  );
}

function decisionReview(game, decision) {
  const statusWords = WORDS[decision.status];
  return make(
    "section",
    { class: "sl-decision" },
    heading(game.level + 2, `${decision.step}. ${decision.scene}`, { tabindex: undefined }),
    make("div", { class: "sl-chosen" }, paragraph(WORDS.youChose, "sl-label"), make("p", { html: decision.chosen.html })),
    statusWords ? paragraph(statusWords, "sl-strong") : "",
    paragraph(decision.chosen.reason),
    placing(decision.chosen),
    decision.sentence ? paragraph(decision.sentence) : "",
    decision.avoid ? paragraph(decision.avoid, "sl-avoid") : "",
    WORDS.confidenceWas(decision.confidence) ? paragraph(WORDS.confidenceWas(decision.confidence), "sl-hint") : "",
    otherOptions(decision),
  );
}

function placing(option) {
  return make(
    "dl",
    { class: "sl-placing" },
    fact(WORDS.credit, WORDS.creditOf(option.credit)),
    option.assertiveness ? fact(WORDS.assertiveness, option.assertiveness) : "",
    option.escalation ? fact(WORDS.escalation, option.escalation) : "",
    option.method ? fact(WORDS.methodError, option.method) : "",
    option.protects ? fact(WORDS.protects, option.protects) : "",
  );
}

function otherOptions(decision) {
  const rows = decision.others.map((option) =>
    make("li", {}, make("p", { class: "sl-quoted", html: option.html }), paragraph(option.reason), placing(option)));
  return make("details", { class: "sl-details" }, make("summary", {}, WORDS.others), make("ul", { class: "sl-others" }, ...rows));
}

function debriefButtons(game) {
  return make(
    "div",
    { class: "sl-row" },
    button(WORDS.back, () => game.toStart(), "main"),
    button(WORDS.beginNew, () => game.begin()),
  );
}
