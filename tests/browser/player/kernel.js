// A stand-in for the Python side, with a memory that outlives a reload and moods that a test can set.

const MEMORY = "fake-kernel";

export function openKernel(part, partText) {
  const remembered = JSON.parse(localStorage.getItem(MEMORY) || "{}");
  const kernel = {
    mood: sessionStorage.getItem("mood") || "answers",
    decisions: remembered.decisions || [],
    answers: remembered.answers || {},
    heard: [],
    delay: 0,
  };
  const hearers = new Set();
  const remember = () => localStorage.setItem(MEMORY, JSON.stringify({ decisions: kernel.decisions, answers: kernel.answers }));
  kernel.say = (message) => setTimeout(() => hearers.forEach((hear) => hear(message, [])), kernel.delay);
  kernel.setMood = (mood) => {
    kernel.mood = mood;
    sessionStorage.setItem("mood", mood);
  };
  const model = {
    get: () => partText,
    on: (_event, hear) => hearers.add(hear),
    off: (_event, hear) => hearers.delete(hear),
    send(message) {
      kernel.heard.push(message);
      if (kernel.mood === "dead") return;
      if (window.askPython) {
        window.askPython(JSON.stringify(message)).then((answer) => kernel.say(JSON.parse(answer)));
        return;
      }
      const answer = answers[message.type](message);
      remember();
      kernel.say(answer);
    },
  };
  const answers = {
    hello: () => ({
      type: "state", decisions: kernel.decisions, answers: kernel.answers, learner: "", trouble: kernel.mood === "damaged" ? "Line 3 of the log cannot be read." : "",
      reviewed: kernel.mood === "checked" ? ["check"] : [],
      progress: [
        { label: "The Gate, played to an ending", done: kernel.decisions.length > 2, words: `${kernel.decisions.length} decisions saved.` },
        { label: "Reflection", done: false, words: "12 of at least 60 words." },
      ],
    }),
    decide({ record }) {
      const { attempt, step } = record;
      if (kernel.mood === "conflict") return { type: "refused", attempt, step, why: "Step 1 of attempt 1 was already decided, in another window.", retry: false };
      if (kernel.mood === "full") return { type: "refused", attempt, step, why: "The folder could not be written (no space left).", retry: true };
      if (!kernel.decisions.some((each) => each.attempt === attempt && each.step === step)) kernel.decisions.push(record);
      return { type: "saved", attempt, step };
    },
    review: ({ attempt }) => ({ type: "debrief", attempt, debrief: part.fakeDebrief }),
    answer({ item, value, n }) {
      if (kernel.mood === "checked") return { type: "answer-refused", item, n, why: "These answers were checked already.", retry: false };
      kernel.answers[item] = value;
      return { type: "answer-saved", item, n };
    },
    "check-review": ({ block }) => ({ type: "check-reviewed", block, ...part.fakeReview }),
    "hand-in": ({ learner }) =>
      /^[a-z][a-z0-9-]{2,31}$/.test(learner)
        ? { type: "handed-in", name: `the-gate--${learner}--20261123-182000.zip`, folder: "/home/wren/steadyline/hand-in", data: "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", missing: ["The reflection has 12 words; 60 are asked for."] }
        : { type: "hand-in-refused", why: `“${learner}” is not a learner code. It begins with a small letter.` },
    ping: ({ n }) => ({ type: "pong", n }),
  };
  return { model, kernel };
}
