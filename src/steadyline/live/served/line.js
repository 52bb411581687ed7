// One connection to the room. It comes back by itself; what it could not send is told, never guessed.

const PATIENCE = 5000;

export function connect(path, heard, standing, lost) {
  let socket, tries = 0, number = 0, waiting = new Map(), ended = false, timer;

  function open() {
    clearTimeout(timer);
    const address = new URL(path, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    let opened = false;
    const mine = (socket = new WebSocket(address));
    mine.onopen = () => { opened = true; tries = 0; standing(true); };
    mine.onmessage = (event) => { if (mine === socket) take(JSON.parse(event.data)); };
    mine.onclose = () => {
      if (mine !== socket || ended) return;
      for (const each of waiting.values()) each(null);
      waiting.clear();
      standing(false);
      if (!opened && lost) lost();
      tries += 1;
      timer = setTimeout(open, Math.min(400 * 1.7 ** tries, 8000) * (0.7 + 0.6 * Math.random()));
    };
  }

  function take(told) {
    if (told.over) { ended = true; heard(told); return; }
    if ("re" in told) { const done = waiting.get(told.re); waiting.delete(told.re); if (done) done(told); return; }
    heard(told);
  }

  // Gives {done} or {refused}, or null where nobody knows: the connection went, or no answer came.
  function send(message) {
    return new Promise((answer) => {
      if (!socket || socket.readyState !== 1) { answer(null); return; }
      const id = ++number;
      const late = setTimeout(() => { waiting.delete(id); answer(null); socket.close(); }, PATIENCE);
      waiting.set(id, (told) => { clearTimeout(late); answer(told); });
      socket.send(JSON.stringify({ ...message, id }));
    });
  }

  function again() { if (!ended && socket.readyState > 1) { tries = 0; open(); } }
  addEventListener("online", again);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) again(); });
  open();
  return { send };
}
