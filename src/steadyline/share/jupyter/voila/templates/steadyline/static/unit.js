// What Voila expects of a page, and words for a part that does not open. No state is kept here.
window.voila_heartbeat = () => {};
window.voila_process = () => {};
window.voila_finish = () => {};

// A page taken from the browser's memory has lost its kernel: build it anew.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

addEventListener("DOMContentLoaded", () => {
  for (const part of document.querySelectorAll(".unit-part")) {
    const words = part.querySelector(".unit-opening");
    const isOpen = () => part.querySelector(".lm-Widget, .jupyter-widgets") !== null;
    const watch = new MutationObserver(() => {
      if (!isOpen()) return;
      watch.disconnect();
      words.remove();
    });
    watch.observe(part, { childList: true, subtree: true });
    setTimeout(() => {
      if (isOpen()) return;
      words.setAttribute("role", "alert");
      words.textContent = "This is taking longer than it should. Load the page again. Nothing that you did is lost.";
    }, 20000);
  }
});
