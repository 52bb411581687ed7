// The desk that saves answers, written or ticked, for the parts "check" and "reflect".

let answerNumber = Date.now();

// Sends answers to Python and says whether they are saved. `onState` gets the answers, unsaved copies included.
// `onRefused`, where given, hears of an answer that Python will never take; it is then no longer sent.
function answerDesk({ part, line, frame }, onRefused) {
  const store = openStore(storeKey(part.store || "here", part.unit, part.block, "answers"));
  const queue = openQueue(line, store, {
    told: () => tellAnswerSaving({ queue, frame, store, part }),
    refused: (entry, why) => {
      queue.final = !onRefused;
      if (!onRefused) return;
      queue.drop(entry.id);
      queue.late = false;
      queue.tryAgain();
      onRefused(why);
    },
  });
  line.on("answer-saved", ({ item, n }) => ((queue.final = false), queue.saved(`${item}/${n}`)));
  line.on("answer-refused", (message) => queue.refused(`${message.item}/${message.n}`, message));
  let hear = () => undefined;
  let greeted = false;
  const greeting = greet(line, {
    onState: (state) => {
      if (greeted) return;
      if (state.trouble) return frame.showTrouble(state.trouble, greeting.again);
      greeted = true;
      tellStep(frame, "");
      const copies = Object.fromEntries(queue.waiting.map(({ message }) => [message.item, message.value]));
      hear({ ...state.answers, ...copies }, state);
      queue.start();
    },
    onSlow: () => tellStep(frame, WORDS.stillOpening),
    onRefused: (why) => frame.showTrouble(why, greeting.again),
  });
  frame.showTrouble = (why, again) => paint(frame, ...troubledStart(part.heading_level || 2, why, again));
  return {
    onState: (heard) => (hear = heard),
    save(item, value) {
      // An older unsaved value of the same item is out of date; one that is on its way is left to arrive first.
      const outdated = queue.waiting.slice(queue.late ? 0 : 1).filter((entry) => entry.message.item === item);
      for (const entry of outdated) queue.drop(entry.id);
      answerNumber += 1;
      queue.add({ id: `${item}/${answerNumber}`, message: { type: "answer", item, value, n: answerNumber } });
    },
    stop: () => (greeting.stop(), queue.stop()),
  };
}

function tellAnswerSaving({ queue, frame, store, part }) {
  tellSave(frame, saveWords(queue, false));
  const copy = () => {
    const answers = queue.waiting.map(({ message }) => ({ item: message.item, value: message.value }));
    downloadText(`${part.block}-answers.jsonl`, jsonLines(answers));
  };
  const lines = [queue.why, queue.final ? WORDS.answerRefused : WORDS.troubleAnswers, store.durable ? "" : WORDS.noBrowserCopy].filter(Boolean);
  const buttons = [button(WORDS.downloadAnswers, copy), button(WORDS.tryAgain, queue.tryAgain)];
  tellTrouble(frame, queue.late ? { title: WORDS.troubleTitle, lines, buttons } : null);
  if (!queue.waiting.length && queue.savedAny) window.dispatchEvent(new CustomEvent("steadyline-saved"));
}
