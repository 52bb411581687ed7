// Small tools for building what is on the page. Nothing here knows a case.

let madeIds = 0;

// Each player on a page has its own copy of this module, and radios of one name anywhere on the page are one
// group: a name that another player uses as well would take its choices away.
const OWN_WORD = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);

function freshId(word) {
  madeIds += 1;
  return `steadyline-${word}-${OWN_WORD}-${madeIds}`;
}

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === undefined) continue;
    if (name === "onclick" || name === "onchange" || name === "oninput" || name === "onblur") {
      element.addEventListener(name.slice(2), value);
    } else if (name === "html") {
      element.innerHTML = value;
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== "" && child !== null && child !== undefined));
  return element;
}

function heading(level, text, attributes = {}) {
  return make(`h${Math.min(level, 6)}`, { tabindex: "-1", ...attributes }, text);
}

function button(words, act, look = "plain") {
  return make("button", { type: "button", class: `sl-button sl-${look}`, onclick: act }, words);
}

function prose(html, look = "") {
  return make("div", { class: `sl-prose ${look}`.trim(), html });
}

// Headings inside a story are written for a page on which the scene is a second-level heading; elsewhere they move.
function story(level, html) {
  const element = prose(html);
  for (const old of level === 2 ? [] : element.querySelectorAll("h3, h4, h5")) {
    const moved = make(`h${Math.min(Number(old.tagName[1]) + level - 2, 6)}`);
    moved.append(...old.childNodes);
    old.replaceWith(moved);
  }
  return element;
}

function paragraph(text, look = "") {
  return make("p", look ? { class: look } : {}, text);
}

// JupyterLab and Notebook would take arrow keys, "x" and "d d" for themselves and move, cut or delete the
// cell. They spare only the very element that bears this mark, so every element must bear it, every time.
function shield(root) {
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const element of root.querySelectorAll(":not([data-lm-suppress-shortcuts])")) {
    element.setAttribute("data-lm-suppress-shortcuts", "true");
  }
}

// A heading that is far down or out of sight is brought up; one that is well in view stays, so that
// the page does not jump without need.
function focusOn(element) {
  element.focus({ preventScroll: true });
  const top = element.getBoundingClientRect().top;
  if (top >= 0 && top <= window.innerHeight * 0.6) return;
  // With the heading come progress and saving above it, unless a notice there would push it out of sight.
  const card = element.closest(".sl-card");
  const above = top - card.getBoundingClientRect().top;
  (above < window.innerHeight * 0.4 ? card : element).scrollIntoView({ block: "start" });
}

function later(milliseconds, act) {
  let timer = 0;
  const start = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), milliseconds);
  };
  start.stop = () => clearTimeout(timer);
  return start;
}

function downloadText(name, text, kind = "application/x-ndjson") {
  downloadBlob(name, new Blob([text], { type: kind }));
}

function downloadBlob(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = make("a", { href: address, download: name, "data-lm-suppress-shortcuts": "true" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function nowInUtc() {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}
