// The parts "check", "sort" and "spot": radios or checkboxes, saved at each change, checked at the end.

const CHECK_TITLES = { check: WORDS.checkTitle, sort: WORDS.sortTitle, spot: WORDS.spotTitle };

function startCheck(context) {
  const { part, line, frame } = context;
  const level = part.heading_level || 2;
  const title = part.title || CHECK_TITLES[part.kind];
  const check = { part, line, frame, level, title, picked: {}, groups: [], reviewed: null };
  const desk = answerDesk(context, (why) => tellResult(check, why));
  desk.onState((answers, state) => {
    for (const question of part.questions) {
      check.picked[question.id] = answers[`${part.block}/${question.id}`] || [];
    }
    paintCheck(check, desk);
    check.asked = false;
    if ((state.reviewed || []).includes(part.block)) askForCheck(check);
  });
  line.on("check-reviewed", (message) => {
    if (message.block === part.block) showCheckReview(check, message);
  });
  line.on("check-review-refused", (message) => {
    if (message.block !== part.block) return;
    clearTimeout(check.timer);
    tellResult(check, message.why);
  });
  return () => (desk.stop(), clearTimeout(check.timer));
}

function paintCheck(check, desk) {
  const { part, frame } = check;
  const group = part.kind === "spot" ? spotGroup : questionGroup;
  check.groups = part.questions.map((question, place) => group(check, desk, question, place));
  check.result = make("div", { class: "sl-result" });
  check.row = make("div", { class: "sl-row" }, button(WORDS.checkAnswers, () => checkNow(check), "main"));
  paint(
    frame,
    heading(check.level, check.title),
    part.html ? prose(part.html) : "",
    make("p", { class: "sl-hint" }, WORDS.checkHint),
    ...check.groups.map((choices) => choices.group),
    check.row,
    check.result,
  );
}

function questionGroup(check, desk, question, place) {
  const many = question.choose > 1;
  const legend = make("legend", {}, `${place + 1}. `, make("span", { html: question.html }));
  const choices = choiceGroup({
    legend,
    options: question.options,
    kind: many ? "checkbox" : "radio",
    look: check.part.kind === "sort" ? "sl-question sl-sort" : "sl-question",
    picked: check.picked[question.id],
    hint: many ? WORDS.chooseSome(question.choose) : "",
    onPick: () => pickedIn(check, desk, question, choices),
  });
  return choices;
}

function pickedIn(check, desk, question, choices) {
  check.picked[question.id] = choices.inputs.filter((input) => input.checked).map((input) => input.value);
  quieten(choices);
  desk.save(`${check.part.block}/${question.id}`, check.picked[question.id]);
}

function tellResult(check, words) {
  check.result.replaceChildren(make("p", { class: "sl-error", role: "alert" }, words));
  shield(check.frame.root);
}

function checkNow(check) {
  check.asked = true;
  const open = check.part.questions.filter((question) => check.picked[question.id].length !== question.choose);
  if (!open.length) return askForCheck(check);
  const first = check.part.questions.indexOf(open[0]);
  complain(check.groups[first], WORDS.unanswered(open.length));
  if (check.row.children.length === 1) {
    check.row.append(button(WORDS.checkAnyway, () => askForCheck(check)));
    shield(check.frame.root);
  }
  return undefined;
}

function askForCheck(check) {
  check.groups.forEach(quieten);
  clearTimeout(check.timer);
  check.timer = setTimeout(() => tellResult(check, WORDS.notReached), ANSWER_WITHIN);
  check.line.send({ type: "check-review", block: check.part.block });
}

function showCheckReview(check, message) {
  clearTimeout(check.timer);
  if (message.withheld) {
    check.result.replaceChildren(make("p", { class: "sl-note", role: "status" }, message.withheld));
    shield(check.frame.root);
    return;
  }
  for (const choices of check.groups) for (const input of choices.inputs) input.disabled = true;
  const rows = message.questions.map((result) => checkedRow(check, result));
  const title = heading(check.level + 1, WORDS.checkResultTitle);
  check.row.remove();
  check.result.replaceChildren(
    title,
    make("p", { class: "sl-strong" }, WORDS.checkResult(message.earned, message.out_of)),
    check.part.kind === "spot" ? make("div", { class: "sl-checked" }, ...rows) : make("ol", { class: "sl-checked" }, ...rows),
  );
  shield(check.frame.root);
  // On a page that has just opened nobody asked, and the focus stays where it is.
  if (check.asked) focusOn(title);
}

function checkedRow(check, result) {
  const question = check.part.questions.find((each) => each.id === result.id);
  if (check.part.kind === "spot") return spottedRow(check, question, result);
  const row = make("li", {}, make("p", { html: question.html }));
  row.append(make("p", { class: "sl-strong" }, result.right ? WORDS.right : WORDS.notRight));
  if (!result.right) {
    const texts = question.options.filter((option) => result.answer.includes(option.id)).map((option) => option.html);
    row.append(make("p", { html: `${WORDS.rightAnswer} ${texts.join("; ")}` }));
  }
  row.append(paragraph(result.reason));
  return row;
}
