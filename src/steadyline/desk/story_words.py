"""What an event says, in words that a panel understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from steadyline.course.unit import Unit
from steadyline.desk.feedback_given import rubric, title_of_cell
from steadyline.desk.pieces import MARKING, POINTS, RELEASED, SET_ASIDE, TAKEN_UP
from steadyline.errors import SteadylineError
from steadyline.graders.history import COMMENT, MARK, OUTSIDE, Event
from steadyline.graders.moderation import AGREED, FIRST, SECOND, THIRD
from steadyline.graders.rubric import WHOLE

MACHINE = "steadyline mark"
"""As `steadyline mark` signs."""

ELSEWHERE = "Changed outside the desk (in Formgrader, by nbgrader itself, or by hand in the database): "
NO_REASON_OUTSIDE = "no reason given: it was changed outside the desk"
NO_REASON_MACHINE = "no reason given: the work was marked by machine again"
NO_REASON = "no reason given"

_STAGES = {
    FIRST: "First mark", SECOND: "Second mark, given without sight of the first",
    THIRD: "Third mark, given without sight of the others", AGREED: "Agreed mark, with all marks in sight",
}  # fmt: skip
_ASIDE = {SET_ASIDE: "Set aside: nobody marks it until it is taken up again.", TAKEN_UP: "Taken up again."}
_DIRECTIONS = {"under": "leaning under", "over": "leaning over", "mixed": "leaning now under, now over"}


def in_words(event: Event, unit: Unit | None, seed: Event | None, is_again: bool = False) -> str:
    """Returns what was done. `is_again`: it is not the first release of this unit to this learner."""
    if event.deed == MARK:
        return _by(event) + _mark(event)
    if event.deed == COMMENT:
        return _by(event) + _comment(event)
    if event.deed == MARKING:
        return _marking(event, unit, seed)
    if event.deed == POINTS:
        given = event.after
        return f"Mark given in place of the automatic one that was refused: {given['points']:g}. “{given['comment']}”"
    if event.deed in (SET_ASIDE, TAKEN_UP):
        return _ASIDE[event.deed]
    if event.deed == RELEASED:
        return _released(event, unit, is_again)
    return f"{event.deed[:1].upper()}{event.deed[1:]}."


def why_of(event: Event, released: str) -> str:
    """Returns the reason that was given; after a release, and where none was given, that there is none."""
    if event.why or not released:
        return event.why
    return {OUTSIDE: NO_REASON_OUTSIDE, MACHINE: NO_REASON_MACHINE}.get(event.who, NO_REASON)


def _by(event: Event) -> str:
    return ELSEWHERE if event.who == OUTSIDE else ""


def _mark(event: Event) -> str:
    if not event.after:
        return f"the mark was removed from the gradebook; it had been {_standing(event.before)}."
    before, after = _standing(event.before), _standing(event.after)
    told = f"the mark in the gradebook went from {before} to {after}." if before != after else ""
    extra = _changed(event, "extra", "extra credit")
    is_given = event.after.get("given") is not None
    beside = _changed(event, "automatic", "the automatic mark beside it") if is_given else ""
    return " ".join(filter(None, (told, extra, beside))) or "a mark was written again, as it was."


def _standing(row: Mapping[str, Any]) -> str:
    """Returns the mark that stands in a row as the history keeps it."""
    given, automatic = row.get("given"), row.get("automatic")
    if row.get("waits"):
        return "waiting for an assessor"
    if given is not None:
        return f"{given:g}, given by a person"
    return "none" if automatic is None else f"{automatic:g}, by machine"


def _changed(event: Event, name: str, told: str) -> str:
    before, after = event.before.get(name), event.after.get(name)
    return "" if before == after else f"{told[:1].upper()}{told[1:]} went from {_number(before)} to {_number(after)}."


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"


def _comment(event: Event) -> str:
    if not event.after:
        return "the comment was removed from the gradebook."
    told = []
    for name, what in (("automatic", "machine’s"), ("given", "assessor’s")):
        before, after = event.before.get(name), event.after.get(name)
        if before != after:
            told.append(f"the {what} comment in the gradebook went from {_quoted(before)} to {_quoted(after)}")
    return " ".join(told) or "a comment was written again, as it was."


def _quoted(words: str | None) -> str:
    return f"“{words}”" if words else "nothing"


def _marking(event: Event, unit: Unit | None, seed: Event | None) -> str:
    given = event.after
    levels = "; ".join(f"{title}: {level} of 4" for title, level in _levels(event, unit))
    lean = _DIRECTIONS.get(given.get("direction", ""), "")
    told = [f"{_STAGES.get(given['stage'], given['stage'])}. {levels}{f'; {lean}' if lean else ''}."]
    told += [f"Comment: “{given['comment']}”"] if given.get("comment") else []
    told += [f"Note: “{given['note']}”"] if given.get("note") else []
    if given.get("drawn"):
        by = f" {seed.after['seed']}, which was written down on {seed.at[:10]}" if seed else ""
        told.append(f"Drawn for the sample that is marked twice, one in five at random, by the seed{by}.")
    return " ".join(told)


def _levels(event: Event, unit: Unit | None) -> list[tuple[str, int]]:
    titles: dict[str, str] = {}
    for block in unit.reflections if unit else ():
        if f"reflect-{block.id}" == event.cell:
            try:
                titles = {each.slug: each.title for each in rubric(block.rubric).criteria}
            except SteadylineError:
                break  # a rubric that is not there any more; the criteria's own names are told
    return [
        (titles.get(slug) or ("Level" if slug == WHOLE else slug.capitalize()), level)
        for slug, level in event.after["levels"].items()
    ]


def _released(event: Event, unit: Unit | None, is_again: bool) -> str:
    marks = event.after.get("marks", {})
    waiting = [cell for cell, mark in marks.items() if mark is None]
    told = "Feedback was released again to the learner." if is_again else "Feedback was released to the learner."
    if marks:
        each = (f"{title_of_cell(unit, cell)} {_number(mark)}" for cell, mark in marks.items())
        told += f" The marks then: {', '.join(each)}."
    if waiting:
        told += f" {len(waiting)} still waited."
    return told
