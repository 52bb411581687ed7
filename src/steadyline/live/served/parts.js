// Small pieces of pages. Words go in as text; only the story's own HTML, which no participant can write, goes in as HTML.

export function el(name, given = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "class") made.className = value;
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...inside.flat().filter((each) => each != null && each !== false));
  return made;
}

export function story(html, name = "div", given = {}) {
  const made = el(name, given);
  made.innerHTML = Array.isArray(html) ? html.join("") : html;
  return made;
}

export const byId = (id) => document.getElementById(id);
