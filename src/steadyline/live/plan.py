"""A session to the minute: the guide's own ninety minutes; an hour and a half day made from them by stated rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from steadyline.errors import SteadylineError
from steadyline.graders.key import Key
from steadyline.live.notes import Notes
from steadyline.live.notes_plan import PlanRow
from steadyline.live.plan_half_day import half_day_plan
from steadyline.live.plan_hour import hour_plan
from steadyline.live.reading_aloud import Words, words_of
from steadyline.live.timed import HALF_DAY, HOUR, NINETY, Plan, Timed, fewest_of, kinds_of, rows_apart
from steadyline.scenarios.compile import CompiledCase

LENGTHS = (HOUR, NINETY, HALF_DAY)


class NoSuchPlan(SteadylineError):
    """A unit has no plan of the length asked for."""

    def __init__(self, unit: str, minutes: int, known: Sequence[int]) -> None:
        lengths = ", ".join(str(each) for each in known) or "none"
        super().__init__(f'There is no plan of {minutes} minutes for "{unit}". There are plans for: {lengths}.')


def lengths_of(notes: Notes) -> tuple[int, ...]:
    """Returns the lengths for which there is a plan: of a guide with ninety minutes all three, else its own."""
    return LENGTHS if notes.plan else tuple(sorted(notes.plans))


def plan_of(minutes: int, notes: Notes, case: CompiledCase | None, key: Key | None) -> Plan:
    """Returns the plan of a length. Raises NoSuchPlan."""
    if minutes not in lengths_of(notes):
        raise NoSuchPlan(notes.title.removeprefix("Facilitating "), minutes, lengths_of(notes))
    if case is None or minutes == NINETY:
        return _own(minutes, notes, case)
    return hour_plan(notes, case, key) if minutes == HOUR else half_day_plan(notes, case)


def _own(minutes: int, notes: Notes, case: CompiledCase | None) -> Plan:
    words = words_of(case) if case else {}
    rows = tuple(_timed(row, kind, words) for row, kind in kinds_of(notes.plans[minutes]))
    needed = fewest_of(rows_apart(notes, words), words) if case else {}
    given = {scene: row.minutes // len(row.scenes) for row in notes.plans[minutes] for scene in row.scenes}
    tight = tuple(scene for scene in given if given[scene] < needed[scene])
    return Plan(minutes, rows, "The minutes are the guide's own.", tight)


def _timed(row: PlanRow, kind: str, words: Mapping[str, Words]) -> Timed:
    reading = sum(ceil(words[scene].minutes) for scene in row.scenes if scene in words)
    return Timed(row.start, row.end, kind, row.html, row.scene, reading)
