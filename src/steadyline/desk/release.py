"""Releasing feedback: an act with a date and a name, written down for each learner; a change after it needs a reason.

A page that is not released says so at its top. So the pages of a release are made within its transaction, in which the
release can be seen already, and laid beside their places; only when it is written down are they moved in. If anything
goes wrong before, nobody was released and the old pages stand; if the computer stops in the very middle, a page may
still call itself not released although it is, and never the other way round. `steadyline feedback` puts that right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine

from steadyline import content
from steadyline.course.handin import LEARNER_PATTERN
from steadyline.desk.feedback_facts import CHANGED_SINCE, RELEASED_AS_IT_STANDS
from steadyline.desk.feedback_files import NO_CODE, asked_for, made, path_of
from steadyline.desk.feedback_gathered import Kept, kept_of, waits
from steadyline.desk.feedback_given import title_of_cell
from steadyline.desk.feedback_zip import zips
from steadyline.desk.pieces import RELEASED, SET_ASIDE, TAKEN_UP
from steadyline.desk.release_status import last_release
from steadyline.graders.gradebook import reading, writing
from steadyline.graders.history import events, write_down
from steadyline.graders.moderation import FEWEST_WORDS
from steadyline.whole import write_whole

BATCH = 50
"""Learners in one transaction: others who give marks wait for a second at most."""


@dataclass
class Release:
    """What came of a release: who was released now, who had been and is unchanged, and who was left out, with why."""

    released: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What is asked: the unit, the learners (all, where none are named), the reason, and whether marks may wait."""

    unit: str
    learners: Sequence[str] = ()
    why: str = ""
    despite_waiting: bool = False


def release(engine: Engine, folder: Path, who: str, asked: Asked) -> Release:
    """Releases feedback on a unit and returns what came of it. Raises NotInCohort, GradebookBusy, or OSError."""
    with reading(engine) as connection:
        found = [each.learner for each in asked_for(connection, folder, (asked.unit,), asked.learners)]
    outcome = Release()
    for at in range(0, len(found), BATCH):
        _release_batch(engine, folder, who, asked, found[at : at + BATCH], outcome)
    list(zips(folder, found))
    return outcome


def _release_batch(
    engine: Engine, folder: Path, who: str, asked: Asked, learners: Sequence[str], outcome: Release
) -> None:
    beside: dict[Path, Path] = {}
    try:
        with writing(engine, who, RELEASED, asked.why) as connection:
            now: list[str] = []
            for learner in learners:
                kept = next(iter(kept_of(connection, asked.unit, learner)), None)
                if kept is None:  # it was taken out of the gradebook a moment ago
                    continue
                why_not = _why_not(connection, kept, asked)
                if why_not:
                    outcome.left_out[learner] = why_not
                elif kept.status == RELEASED_AS_IT_STANDS:
                    outcome.already.append(learner)
                else:
                    beside |= _written_down(connection, folder, who, kept, asked)
                    now.append(learner)
        outcome.released += now
        for path, made_beside in beside.items():
            made_beside.replace(path)
    finally:
        for made_beside in beside.values():
            made_beside.unlink(missing_ok=True)


def _written_down(connection: Connection, folder: Path, who: str, kept: Kept, asked: Asked) -> Mapping[Path, Path]:
    """Writes one release down, and lays the page beside its place as it reads once that is so."""
    marks = {row["cell"]: None if waits(row) else _mark(row) for row in kept.rows}
    write_down(connection, who, RELEASED, kept.unit, kept.learner, after={"marks": marks, "late": kept.penalty},
               why=asked.why)  # fmt: skip
    path = path_of(folder, kept.unit, kept.learner)
    beside = path.with_name(f".{path.name}.released")
    write_whole(beside, made(folder, kept_of(connection, kept.unit, kept.learner)[0]))
    return {path: beside}


def _mark(row: Mapping[str, object]) -> object:
    return row["automatic"] if row["given"] is None else row["given"]


def _why_not(connection: Connection, kept: Kept, asked: Asked) -> str:
    """Returns why somebody's feedback cannot be released now, or nothing."""
    if not LEARNER_PATTERN.fullmatch(kept.learner):
        return NO_CODE
    if _is_set_aside(connection, kept):
        return "a piece of the work is set aside; take it up again first"
    if kept.waiting and not asked.despite_waiting:
        unit = content.unit(kept.unit) if kept.unit in content.units() else None
        names = ", ".join(title_of_cell(unit, cell) for cell in kept.waiting)
        return f"{len(kept.waiting)} {'mark waits' if len(kept.waiting) == 1 else 'marks wait'} ({names})"
    if kept.status == CHANGED_SINCE and len(asked.why.split()) < FEWEST_WORDS:
        released = last_release(kept.events)
        on = f" on {released.at[:10]}" if released else ""
        return f"it was released{on} and changed since; to release it again, say why in a few words"
    return ""


def _is_set_aside(connection: Connection, kept: Kept) -> bool:
    last: dict[str, str] = {}
    for event in events(connection, kept.unit, kept.learner, deeds=(SET_ASIDE, TAKEN_UP)):
        last[event.cell] = event.deed
    return SET_ASIDE in last.values()


def said(outcome: Release, title: str) -> str:
    """Returns what came of a release, in sentences."""
    told = [f"Feedback on {title}: released to {_number(len(outcome.released))}."]
    if outcome.already:
        told.append(f"{_number(len(outcome.already)).capitalize()} had it already, unchanged.")
    if outcome.left_out:
        told.append(f"Left out for now: {_number(len(outcome.left_out))}.")
    return " ".join(told)


def _number(count: int) -> str:
    return "1 learner" if count == 1 else f"{count or 'no'} learners"


