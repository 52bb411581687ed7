// Asking Python. What only asks waits for an answer; what changes something stands in the browser until it has one.

let askNumber = Date.now();

// `told(trouble)` hears of every change in what waits: {late, why, waiting, silent}.
function openAsking(line, told) {
  const asking = { line, told, asked: new Map(), queue: null, silent: false };
  const tell = () => told(asking);
  line.on("told", (message) => hearTold(asking, message));
  line.on("refused", (message) => hearRefused(asking, message));
  asking.pulse = watchPulse(line, (alive) => {
    asking.silent = !alive;
    tell();
  });
  // Resolves with the view; rejects with {why, name}.
  asking.ask = (type, words = {}) => {
    askNumber += 1;
    const n = askNumber;
    const answered = new Promise((resolve, reject) => asking.asked.set(n, { resolve, reject }));
    line.send({ type, n, ...words });
    return answered;
  };
  // For the first word, which may come before anybody listens.
  asking.insist = (type, words, slow) => {
    const answered = asking.ask(type, words);
    const n = askNumber;
    const again = setInterval(() => (slow(), line.send({ type, n, ...words })), ANSWER_WITHIN);
    return answered.finally(() => clearInterval(again));
  };
  asking.change = (type, words, about = "") => {
    askNumber += 1;
    const n = askNumber;
    const answered = new Promise((resolve, reject) => asking.asked.set(n, { resolve, reject }));
    asking.queue.add({ id: n, about: `${type}/${about}`, message: { type, n, ...words } });
    return answered;
  };
  asking.begin = (store, onLeftOver) => {
    asking.queue?.stop();
    asking.queue = openQueue(line, store, { told: tell, refused: (entry, why) => refuseForGood(asking, entry, why, onLeftOver) });
    asking.leftOver = asking.queue.waiting.slice();
    asking.queue.start();
  };
  asking.stop = () => (asking.pulse.stop(), asking.queue?.stop());
  return asking;
}

function hearTold(asking, { n, view }) {
  settle(asking, n, ({ resolve }) => resolve(view));
  asking.queue?.saved(n);
}

function hearRefused(asking, message) {
  const waits = asking.queue?.waiting.some((entry) => entry.id === message.n);
  if (waits) {
    asking.refusedAs = message.name;
    asking.queue.refused(message.n, message);
  } else settle(asking, message.n, ({ reject }) => reject(message));
}

// What Python will never take is no longer sent. Whoever waits for it hears why; after a reload nobody waits.
function refuseForGood(asking, entry, why, onLeftOver) {
  asking.queue.drop(entry.id);
  Object.assign(asking.queue, { late: false, why: "" });
  const waited = asking.asked.has(entry.id);
  settle(asking, entry.id, ({ reject }) => reject({ why, name: asking.refusedAs }));
  if (!waited) onLeftOver(entry, why);
  asking.queue.tryAgain();
}

function settle(asking, n, act) {
  const waiting = asking.asked.get(n);
  asking.asked.delete(n);
  if (waiting) act(waiting);
}

// What is not sent off yet about one piece of work, the newest first; an older one is out of date.
function waitingAbout(asking, about) {
  return (asking.queue?.waiting || []).filter((entry) => entry.about === about).reverse();
}

function dropWaiting(asking, about) {
  const [first] = asking.queue.waiting;
  for (const entry of waitingAbout(asking, about)) {
    // The first is on its way already: it is left to arrive, unless nobody answers.
    if (entry !== first || asking.queue.late) asking.queue.drop(entry.id);
  }
}
