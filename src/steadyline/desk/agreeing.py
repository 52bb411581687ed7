"""How a cohort's markers agree: their blind marks side by side, from the events; agreed marks are not in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from steadyline.desk.pieces import MARKING, marking_of
from steadyline.graders.agreement import Measure, agreement, between
from steadyline.graders.gradebook import reading
from steadyline.graders.history import Event, events
from steadyline.graders.moderation import AGREED, FIRST, SECOND, THIRD, Marking
from steadyline.graders.ratings import Item, Ratings
from steadyline.graders.severity import Severity, severities


@dataclass(frozen=True)
class Agreement:
    """Of some units: first against second marks, all markers together, and each marker against the others."""

    first_and_second: tuple[Measure, ...]
    together: tuple[Measure, ...]
    markers: tuple[Severity, ...]
    marked_twice: int
    marked_thrice: int
    agreed: int


def blind_marks(engine: Engine, units: Sequence[str]) -> list[tuple[Event, Marking]]:
    """Returns each blind mark that counts: a person's latest for each text and stage, in the order given."""
    with reading(engine) as connection:
        given = [event for unit in units for event in events(connection, unit, deeds=(MARKING,))]
    latest: dict[tuple[str, ...], tuple[Event, Marking]] = {}
    for event in given:
        marking = marking_of(event)
        latest[event.unit, event.learner, event.cell, marking.words, marking.stage] = (event, marking)
    return [each for each in latest.values() if each[1].stage != AGREED]


def agreement_of(engine: Engine, units: Sequence[str]) -> Agreement:
    """Returns how the markers of these units agree. Raises LibraryMissing."""
    blind = blind_marks(engine, units)
    with reading(engine) as connection:
        made = [event for unit in units for event in events(connection, unit, deeds=(MARKING,))]
    by_person = _ratings((marking.who, event, marking) for event, marking in blind)
    by_stage = _ratings(
        (marking.stage, event, marking) for event, marking in blind if marking.stage in (FIRST, SECOND)
    )  # fmt: skip
    pairs = between(by_stage, FIRST, SECOND) if {FIRST, SECOND} <= by_stage.keys() else ()
    stages = [marking.stage for _, marking in blind]
    return Agreement(
        pairs, agreement(by_person), severities(by_person), stages.count(SECOND), stages.count(THIRD),
        len({(each.unit, each.learner, each.cell) for each in made if marking_of(each).stage == AGREED}),
    )  # fmt: skip


def _ratings(given: Iterable[tuple[str, Event, Marking]]) -> Ratings:
    found: dict[str, dict[Item, int]] = {}
    for name, event, marking in given:
        script = f"{event.unit}/{event.cell}/{event.learner}/{marking.words[:8]}"
        for slug, level in marking.levels.items():
            found.setdefault(name, {})[script, slug] = level
    return found
