// The attempt's seed at work: the same numbers as steadyline.decisions.draw gives in Python.

function draw(seed, words) {
  let hashed = (2166136261 ^ seed) >>> 0;
  for (const byte of new TextEncoder().encode(words)) {
    hashed = Math.imul(hashed ^ byte, 16777619) >>> 0;
  }
  hashed = (hashed ^ (hashed >>> 16)) >>> 0;
  hashed = Math.imul(hashed, 0x85ebca6b) >>> 0;
  hashed = (hashed ^ (hashed >>> 13)) >>> 0;
  hashed = Math.imul(hashed, 0xc2b2ae35) >>> 0;
  return (hashed ^ (hashed >>> 16)) >>> 0;
}

// The options of a decision in the order in which this attempt shows them; `step` counts from 1.
function shuffled(table, node, seed, step) {
  const { scene, options } = table.nodes[node];
  const rows = options.map((option) => {
    const choice = table.scenes[scene].choices[option.choice];
    return { choice, next: option.next, rank: draw(seed, `${scene}/${step}/${choice.id}`) };
  });
  return rows.sort((a, b) => a.rank - b.rank || (a.choice.id < b.choice.id ? -1 : 1));
}

// Chance is drawn, never decided; `step` is how many decisions were taken before. It is the first outcome whose summed weight is beyond the number drawn.
function drawnNext(table, node, seed, step) {
  const { scene, outcomes } = table.nodes[node];
  const total = outcomes.reduce((sum, outcome) => sum + outcome.weight, 0);
  const number = draw(seed, `${scene}/${step}`) % total;
  let reached = 0;
  for (const outcome of outcomes) {
    reached += outcome.weight;
    if (reached > number) return outcome.next;
  }
  return outcomes[outcomes.length - 1].next;
}

function newSeed() {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
