// What is chosen and written but not given yet: kept by Python a second after the last change, and on leaving.

function draftKeeper(desk, piece, draft) {
  const about = `${piece.unit}/${piece.learner}/${piece.cell}`;
  let dirty = false;
  const now = () => {
    soon.stop();
    if (!dirty) return;
    dirty = false;
    dropWaiting(desk.asking, `keep/${about}`);
    const words = { unit: piece.unit, learner: piece.learner, cell: piece.cell, draft: structuredClone(draft) };
    const saved = ({ at }) => (dirty ? undefined : tellSave(desk.frame, DESK_WORDS.draftSaved(clockTime(at))));
    desk.asking.change("keep", words, about).then(saved, ({ why }) => tellSave(desk.frame, why));
  };
  const soon = later(1000, now);
  const leaving = () => now();
  window.addEventListener("pagehide", leaving);
  return {
    changed: () => ((dirty = true), tellSave(desk.frame, DESK_WORDS.draftSaving), soon()),
    now,
    // The mark takes the draft's place: what is not sent yet of it is not sent any more.
    given: () => (soon.stop(), (dirty = false), dropWaiting(desk.asking, `keep/${about}`)),
    stop: () => (now(), window.removeEventListener("pagehide", leaving)),
  };
}

// The newest of what was kept: what still waits in this browser, or what Python has.
function keptDraft(desk, piece) {
  const [newest] = waitingAbout(desk.asking, `keep/${piece.unit}/${piece.learner}/${piece.cell}`);
  return newest ? newest.message.draft : piece.draft;
}

function wasGivenBack(desk, piece) {
  const about = `keep/${piece.unit}/${piece.learner}/${piece.cell}`;
  return (desk.asking.leftOver || []).some((entry) => entry.about === about);
}
