// The browser's own copy of what Python has not yet acknowledged. It stands until Python says "saved".

function openStore(key) {
  let memory = [];
  // A browser may forbid local storage (private windows, strict settings); the page must still work.
  const store = { durable: true };
  store.read = () => {
    try {
      return JSON.parse(localStorage.getItem(key) || "[]");
    } catch {
      return memory;
    }
  };
  const write = (entries) => {
    memory = entries;
    try {
      if (entries.length) localStorage.setItem(key, JSON.stringify(entries));
      else localStorage.removeItem(key);
    } catch {
      store.durable = false;
    }
  };
  // Read again before each change: another window of the same learner may have written meanwhile.
  store.add = (entry) => write([...store.read().filter((other) => other.id !== entry.id), entry]);
  store.remove = (id) => write(store.read().filter((other) => other.id !== id));
  return store;
}

function storeKey(...words) {
  return ["steadyline", ...words].join("/");
}

// Copies under the same beginning but for another version of the case.
function strayCopies(beginning, current) {
  const strays = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(beginning) && !key.startsWith(current)) strays.push(...JSON.parse(localStorage.getItem(key)));
    }
  } catch {
    return strays;
  }
  return strays.filter((entry) => entry.message).map((entry) => entry.message.record);
}

function anyUnsaved(beginning) {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(beginning) && !/[/](refused|draft)$/.test(key));
  } catch {
    return false;
  }
}
