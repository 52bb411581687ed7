// What waits to be saved: one at a time and in order, each kept in the browser until Python has acknowledged it.

// `told` is called after every change; `refused` when Python will never take an entry.
function openQueue(line, store, { told, refused }) {
  const queue = { waiting: store.read(), late: false, why: "", savedAny: false, open: false };
  let timer = 0;

  const sendFirst = () => {
    clearTimeout(timer);
    if (!queue.open || !queue.waiting.length) return;
    line.send(queue.waiting[0].message);
    timer = setTimeout(() => {
      queue.late = true;
      told();
      sendFirst();
    }, ANSWER_WITHIN);
  };
  const drop = (id) => {
    queue.waiting = queue.waiting.filter((entry) => entry.id !== id);
    store.remove(id);
  };
  queue.add = (entry) => {
    store.add(entry);
    queue.waiting.push(entry);
    if (queue.waiting.length === 1 || queue.late) sendFirst();
    told();
  };
  queue.saved = (id) => {
    if (!queue.waiting.some((entry) => entry.id === id)) return;
    drop(id);
    Object.assign(queue, { late: false, why: "", savedAny: true });
    sendFirst();
    told();
  };
  queue.refused = (id, message) => {
    const entry = queue.waiting.find((other) => other.id === id);
    if (!entry) return;
    clearTimeout(timer);
    queue.late = true;
    queue.why = message.why;
    if (message.retry) timer = setTimeout(sendFirst, ANSWER_WITHIN);
    else refused(entry, message.why);
    told();
  };
  queue.drop = drop;
  queue.tryAgain = sendFirst;
  // Nothing is sent before Python's first word: only then is it clear what it already has.
  queue.start = () => {
    queue.open = true;
    sendFirst();
    told();
  };
  queue.stop = () => clearTimeout(timer);
  return queue;
}
