// Runs the cells tagged "steadyline-run" as soon as a trusted notebook stands open, in JupyterLab and Notebook 7.
// A module-federation container written by hand: Lab calls init() with the modules it shares, then get().
(() => {
  let shared;
  const lab = async (name) => (await Object.values(shared[name])[0].get())();

  const isOurs = (cell) =>
    cell.model.type === "code" && cell.model.trusted && (cell.model.getMetadata("tags") || []).includes("steadyline-run");

  async function open(panel, CodeCell) {
    await Promise.all([panel.context.ready, panel.revealed, panel.sessionContext.ready]);
    if (!panel.sessionContext.session) return;
    for (const cell of panel.content.widgets.filter(isOurs)) await CodeCell.execute(cell, panel.sessionContext);
    // What was drawn is not kept in the file, so leaving the page needs no question about saving it.
    panel.context.model.dirty = false;
  }

  async function extension() {
    const [{ INotebookTracker }, { CodeCell }] = await Promise.all([lab("@jupyterlab/notebook"), lab("@jupyterlab/cells")]);
    const plugin = {
      id: "steadyline:open",
      description: "Runs the cells tagged steadyline-run when a trusted notebook is opened.",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (_app, tracker) => tracker.widgetAdded.connect((_tracker, panel) => void open(panel, CodeCell)),
    };
    return () => ({ __esModule: true, default: plugin });
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB.steadyline = { init: (modules) => void (shared = modules), get: extension };
})();
