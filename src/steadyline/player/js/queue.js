// What waits to be saved: one at a time and in order, each kept in the browser until Python has acknowledged it.

// `told` is called after every change; `refused` when Python will never take an entry.
function openQueue(line, store, { told, refused }) {
  const queue = { line, store, told, waiting: store.read(), late: false, why: "", savedAny: false, open: false, timer: 0 };
  queue.add = (entry) => addToQueue(queue, entry);
  queue.saved = (id) => takeFromQueue(queue, id);
  queue.refused = (id, message) => refuseInQueue(queue, id, message, refused);
  queue.drop = (id) => {
    queue.waiting = queue.waiting.filter((entry) => entry.id !== id);
    store.remove(id);
  };
  queue.tryAgain = () => sendFirst(queue);
  // Nothing is sent before Python's first word: only then is it clear what it already has.
  queue.start = () => {
    queue.open = true;
    sendFirst(queue);
    told();
  };
  queue.stop = () => clearTimeout(queue.timer);
  return queue;
}

function sendFirst(queue) {
  clearTimeout(queue.timer);
  if (!queue.open || !queue.waiting.length) return;
  queue.line.send(queue.waiting[0].message);
  queue.timer = setTimeout(() => {
    queue.late = true;
    queue.told();
    sendFirst(queue);
  }, ANSWER_WITHIN);
}

function addToQueue(queue, entry) {
  queue.store.add(entry);
  queue.waiting.push(entry);
  if (queue.waiting.length === 1 || queue.late) sendFirst(queue);
  queue.told();
}

function takeFromQueue(queue, id) {
  if (!queue.waiting.some((entry) => entry.id === id)) return;
  queue.drop(id);
  Object.assign(queue, { late: false, why: "", savedAny: true });
  sendFirst(queue);
  queue.told();
}

function refuseInQueue(queue, id, message, refused) {
  const entry = queue.waiting.find((other) => other.id === id);
  if (!entry) return;
  clearTimeout(queue.timer);
  queue.late = true;
  queue.why = message.why;
  if (message.retry) queue.timer = setTimeout(() => sendFirst(queue), ANSWER_WITHIN);
  else refused(entry, message.why);
  queue.told();
}
