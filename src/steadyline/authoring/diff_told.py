"""What changed between two versions of a case, in lines that an author reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from steadyline.authoring.diff import Difference
from steadyline.authoring.diff_scenes import Changed
from steadyline.decisions import Decision, DecisionLog
from steadyline.errors import SteadylineError
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import replay, walk_on


def difference_lines(found: Difference) -> list[str]:
    """Returns the whole comparison: what changed for learners, then which old attempts fit."""
    lines = ["What changed for learners", ""]
    if found.is_none:
        lines.append("Nothing.")
    for changed in found.changes:
        lines += _changed(changed, found.new.path)
    lines += ["", "Old attempts, choice by choice", ""]
    lines += _fits(found)
    return [*lines, "", *_marks(found)]


def _changed(changed: Changed, path: str) -> Iterator[str]:
    yield f"{path}:{changed.line}: {changed.sentence}" if changed.line else changed.sentence
    if changed.wording is not None:
        yield f"    before: {changed.wording.before}"
        yield f"    now:    {changed.wording.now}"
    if changed.walk:
        yield f"    A shortest walk there: {_walk(changed.walk)}"


def _walk(walk: Sequence[str]) -> str:
    return " > ".join(walk) or "the very beginning"


def _fits(found: Difference) -> Iterator[str]:
    whole, (partial, fitting) = found.fits.whole, found.fits.partial
    count = sum(whole.values())
    yield (
        f"There are {count:,} whole playthroughs of the old case, if every way in which chance can fall is counted "
        "as one of its own."
    )
    if whole["lost"] == 0:
        yield "All of them can be taken in the new case, step by step."
    else:
        yield f"{count - whole['lost']:,} of them can be taken in the new case, step by step; {whole['lost']:,} cannot."
    told = {
        "same": "reach the same ending",
        "retold": "reach the same ending, with its process or circumstance told otherwise",
        "other": "reach another ending",
        "unended": "take all their choices and come to no ending: the new case asks for more",
    }
    yield from (f"- {whole[fate]:,} {words}." for fate, words in told.items() if whole[fate])
    yield f"Of {partial:,} attempts that stop before an ending, {fitting:,} can be taken in the new case, step by step."
    if found.fits.lost_at is not None:
        *before, last = found.fits.lost
        places = sorted({_title(found.new.case, node) for node in found.fits.lost_at.new})
        yield f"A shortest one that cannot: {_walk(found.fits.lost)}."
        where = " or ".join(f'"{place}"' for place in places)
        yield f'After {_walk(before)} it stands at {where}, where "{last}" is not offered.'


def _title(case: CompiledCase, node: str) -> str:
    return str(case.scene_of(node)["title"])


def _marks(found: Difference) -> Iterator[str]:
    if found.has_same_digest:
        yield "Both versions have the same digest: logs of the one are logs of the other, and are marked as before."
        return
    was, now = found.old.case.digest[:8], found.new.case.digest[:8]
    yield (
        f"Marks: the two versions have different digests (old {was}, new {now}). A log that was made on the old text "
        "is refused for marks on the new one, whether or not its steps still fit: what was chosen may no longer mean "
        "the same. Mark such logs with the old version; keep it for as long as there are any."
    )
    if found.old.case.name != found.new.case.name:
        yield f'The old case is called "{found.old.case.name}", the new one "{found.new.case.name}".'


def log_lines(name: str, log: DecisionLog, found: Difference) -> list[str]:
    """Returns, for each attempt of a log, whether it would still replay in the new version, step by step."""
    lines = [f"{name}, attempt {number}: {_attempt(taken, found)}" for number, taken in log.attempts.items()]
    if not lines:
        lines.append(f"{name}: no decision stands in it.")
    if log.torn:
        lines.append(f"{name}: its last line is unfinished and was left out.")
    return lines


def _attempt(taken: Sequence[Decision], found: Difference) -> str:
    made = _made_on(taken, found)
    new, seed = found.new.case, taken[0].seed
    node = walk_on(new, str(new.table["start"]), seed, 0)[-1]
    for steps, decision in enumerate(taken, start=1):
        offered = new.options(node)
        if decision.choice not in offered:
            why = f'"{_title(new, node)}" does not offer "{decision.choice}"'
            return f"{made} Step {steps} of {len(taken)} no longer fits: {why}."
        node = walk_on(new, offered[decision.choice], seed, steps)[-1]
    count = f"All {len(taken)} steps fit" if len(taken) > 1 else "Its one step fits"
    return f"{made} {count}; {_comes_to(node, taken, found)}."


def _made_on(taken: Sequence[Decision], found: Difference) -> str:
    digests = {decision.digest for decision in taken}
    if digests == {found.new.case.digest}:
        return "Made on the new text."
    if digests == {found.old.case.digest}:
        return "Made on the old text: marked with the old version only."
    return "Made on a text that is neither of the two: marked with that version only."


def _comes_to(node: str, taken: Sequence[Decision], found: Difference) -> str:
    """Returns where an attempt stands in the new version, beside where it stood in the old one if that is known."""
    table, new = found.new.case.nodes[node], found.new.case
    if "process" not in table:
        here = f'it stands at "{_title(new, node)}"'
    else:
        here = f'it ends in "{new.scene_of(node)["name"]}"'
    try:
        before = replay(found.old.case, taken)
    except SteadylineError:
        return here
    if not before.is_finished:
        return here
    was = found.old.case.scenes[before.ending]["name"]
    is_same = "process" in table and new.scene_of(node)["name"] == was
    return f"{here}, as before" if is_same else f'{here}; in the old case it ended in "{was}"'
