"""A learner's whole story, for an appeal: what was handed in, and everything that was done to the marks, in order.

It is told from the events that the gradebook's own database wrote down, and from the hand-ins that were kept. Standard
scripts, which assessors mark for practice, are nobody's story.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from steadyline import content
from steadyline.course.released import units_of
from steadyline.course.unit import Unit
from steadyline.desk.feedback_gathered import kept_of, waits
from steadyline.desk.feedback_given import title_of_cell
from steadyline.desk.pieces import MARKING, POINTS, RELEASED, SEED
from steadyline.desk.pile import NotInCohort
from steadyline.desk.standardising import STANDARD
from steadyline.desk.story_handed_in import HandedIn, handed_in
from steadyline.desk.story_words import in_words, why_of
from steadyline.graders.gradebook import engine_of, reading
from steadyline.graders.history import COMMENT, MARK, Event, events

CHANGES = (MARK, COMMENT, MARKING, POINTS)
NOT_THEIRS = (STANDARD, SEED)


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `at` is UTC, ISO 8601; `part` is what of the unit it is about, "" for all of it.

    `after_release` is the moment of the release after which it happened, ""; `event` the number in the gradebook's
    history, 0 for what the folders tell, and `before` and `after` are what that history keeps.
    """

    at: str
    unit: str
    part: str
    who: str
    what: str
    why: str = ""
    after_release: str = ""
    event: int = 0
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Story:
    """A learner's story. `stands` is each mark as it is now, in words: unit, part, mark."""

    learner: str
    entries: tuple[Entry, ...]
    stands: tuple[tuple[str, str, str], ...]


def story_of(folder: Path, learner: str, unit: str = "") -> Story:
    """Returns a learner's story in all units or in one. Raises FileMissing, NotInCohort, GradebookBusy."""
    engine = engine_of(folder)
    released = units_of(folder)
    if unit and unit not in released:
        raise NotInCohort("unit", unit, released)
    try:
        with reading(engine) as connection:
            known = [str(row.id) for row in connection.execute(text("SELECT id FROM student ORDER BY id"))]
            done = events(connection, unit, learner)
            if learner not in known and not done:
                raise NotInCohort("learner", learner, known)
            seeds = events(connection, deeds=(SEED,))
            stands = tuple(_standing(connection, [unit] if unit else released, learner))
    finally:
        engine.dispose()
    theirs = [event for event in done if event.deed not in NOT_THEIRS]
    sent = [_sent(each) for each in handed_in(folder, learner) if not unit or each.unit in ("", unit)]
    told = list(_told(theirs, seeds[0] if seeds else None))
    return Story(learner, tuple(sorted([*sent, *told], key=lambda each: (each.at, each.event))), stands)


def _sent(each: HandedIn) -> Entry:
    return Entry(each.at, each.unit, "", each.who, each.what)


def _told(done: Sequence[Event], seed: Event | None) -> Iterator[Entry]:
    last: dict[str, str] = {}
    for event in done:
        unit = known_unit(event.unit)
        after = last.get(event.unit, "") if event.deed in CHANGES else ""
        part = title_of_cell(unit, event.cell) if event.cell else ""
        is_again = event.deed == RELEASED and event.unit in last
        yield Entry(event.at, event.unit, part, event.who, in_words(event, unit, seed, is_again),
                    why_of(event, after), after, event.id, event.before, event.after)  # fmt: skip
        if event.deed == RELEASED:
            last[event.unit] = event.at


def known_unit(name: str) -> Unit | None:
    """Returns a unit, or None where this edition of the course has none of that name."""
    return content.unit(name) if name in content.units() else None


def _standing(connection: Connection, units: Sequence[str], learner: str) -> Iterator[tuple[str, str, str]]:
    for unit in units:
        for kept in kept_of(connection, unit, learner):
            for row in kept.rows:
                mark = row["automatic"] if row["given"] is None else row["given"]
                by = "by machine" if row["given"] is None else "given by a person"
                told = "waits for an assessor" if waits(row) else f"{mark:g} of {row['points']:g}, {by}"
                yield unit, title_of_cell(known_unit(unit), row["cell"]), told
            if kept.penalty:
                yield unit, "Late", f"{kept.penalty:g} taken off the unit's points"
