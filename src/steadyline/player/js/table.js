// Looking things up in the compiled case. There is no rule of the story here, only "which node comes next".

function isDecision(table, node) {
  return "options" in table.nodes[node];
}

function isEnding(table, node) {
  return "process" in table.nodes[node];
}

// Chance shows nothing, so the learner never stands on it.
function pastChance(table, node, seed, step) {
  let at = node;
  while (table.nodes[at] && "outcomes" in table.nodes[at]) at = drawnNext(table, at, seed, step);
  return at;
}

function stepOn(table, node, seed, step) {
  return pastChance(table, table.nodes[node].next, seed, step);
}

function sceneAt(table, node) {
  return table.scenes[table.nodes[node].scene];
}

function blocksAt(table, node) {
  const scene = sceneAt(table, node);
  return table.nodes[node].blocks.map((index) => scene.blocks[index]);
}

function optionTaken(table, node, choiceId) {
  const scene = sceneAt(table, node);
  return table.nodes[node].options.find((option) => scene.choices[option.choice].id === choiceId);
}

function choiceTaken(table, node, choiceId) {
  return sceneAt(table, node).choices.find((choice) => choice.id === choiceId);
}

// Follows one attempt's records. `visited` are the nodes shown on the way; `misfit` names why they cannot be followed.
function replay(table, records) {
  const seed = records.length ? records[0].seed : 0;
  const visited = [];
  let node = pastChance(table, table.start, seed, 0);
  for (const [step, record] of records.entries()) {
    if (record.digest !== table.digest) return { misfit: "version", visited };
    while (table.nodes[node] && "next" in table.nodes[node]) {
      visited.push({ node });
      node = stepOn(table, node, seed, step);
    }
    const stands = table.nodes[node] && node === record.node && isDecision(table, node);
    const option = stands ? optionTaken(table, node, record.choice) : undefined;
    if (option === undefined) return { misfit: "node", visited };
    visited.push({ node, choice: record.choice });
    node = pastChance(table, option.next, seed, step + 1);
  }
  return { misfit: "", node, visited, seed, step: records.length };
}

// Where the walk comes to rest when every passage is read: a decision, or an ending.
function restingNode(table, node, seed, step) {
  let at = node;
  while ("next" in table.nodes[at]) at = stepOn(table, at, seed, step);
  return at;
}

// Every stop of one attempt's records, with the passages after the last decision, to where it stands now.
function wholeWay(table, records) {
  const { misfit, node, visited, seed, step } = replay(table, records);
  const stops = [...visited];
  for (let at = misfit ? "" : node; at; at = "next" in table.nodes[at] ? stepOn(table, at, seed, step) : "") stops.push({ node: at });
  return stops;
}

// Records by attempt, in order; a record saved by Python stands before the browser's own copy of it.
function byAttempt(saved, copies) {
  const attempts = new Map();
  for (const record of [...saved, ...copies]) {
    if (!attempts.has(record.attempt)) attempts.set(record.attempt, new Map());
    const steps = attempts.get(record.attempt);
    if (!steps.has(record.step)) steps.set(record.step, record);
  }
  const ordered = [...attempts].sort(([a], [b]) => a - b);
  return new Map(ordered.map(([attempt, steps]) => [attempt, [...steps.values()].sort((a, b) => a.step - b.step)]));
}
