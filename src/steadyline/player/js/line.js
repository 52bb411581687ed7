// The line to Python: what is sent, what comes back, and whether anyone still answers.

const PING_EVERY = 5000;
const ANSWER_WITHIN = 4000;

function openLine(model) {
  const hearers = new Map();
  const heard = (message) => {
    for (const hear of hearers.get(message.type) || []) hear(message);
  };
  model.on("msg:custom", heard);
  return {
    // With a dead kernel some front ends throw here and some say nothing; both mean "not answered".
    send(message) {
      try {
        model.send(message);
      } catch (error) {
        console.warn("steadyline: the message was not sent", error);
      }
    },
    on(type, hear) {
      hearers.set(type, [...(hearers.get(type) || []), hear]);
    },
    close() {
      model.off("msg:custom", heard);
      hearers.clear();
    },
  };
}

// Says hello until a state comes, and tells when it takes long.
function greet(line, { onState, onSlow, onRefused }) {
  let timer = 0;
  const hello = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      onSlow();
      hello();
    }, ANSWER_WITHIN);
    line.send({ type: "hello" });
  };
  line.on("state", (state) => {
    clearTimeout(timer);
    onState(state);
  });
  line.on("state-refused", (message) => {
    clearTimeout(timer);
    onRefused(message.why);
  });
  hello();
  return { again: hello, stop: () => clearTimeout(timer) };
}

// A kernel that dies says nothing, so the page asks. A hidden page does not ask: it would keep an idle kernel alive.
function watchPulse(line, told) {
  let asked = 0;
  let waiting = 0;
  const ask = () => {
    if (document.hidden) return;
    asked += 1;
    line.send({ type: "ping", n: asked });
    if (!waiting) waiting = setTimeout(() => told(false), ANSWER_WITHIN);
  };
  line.on("pong", () => {
    clearTimeout(waiting);
    waiting = 0;
    told(true);
  });
  const timer = setInterval(ask, PING_EVERY);
  document.addEventListener("visibilitychange", ask);
  return {
    ask,
    stop() {
      clearInterval(timer);
      clearTimeout(waiting);
      document.removeEventListener("visibilitychange", ask);
    },
  };
}
