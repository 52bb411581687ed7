"""How far a learner is with a unit, told from the log and the answers alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from steadyline.answers import Answer
from steadyline.course.unit import Check, Look, Play, Rate, Reflect, Unit
from steadyline.decisions import DecisionLog
from steadyline.errors import SteadylineError
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import replay

_LABELS: dict[Look, str] = {"check": "Knowledge check", "sort": "Sorting", "spot": "Close reading"}

REVIEWED = "reviewed/"
"""An answer whose item begins so says that a knowledge check was shown with its answers; from then on it stands."""


@dataclass(frozen=True)
class Task:
    """One part of a unit: whether it is done, and how far it is, in words. `begun` is true once anything was kept."""

    label: str
    begun: bool
    done: bool
    words: str


def tasks(unit: Unit, case: CompiledCase | None, log: DecisionLog, answers: Mapping[str, Answer]) -> tuple[Task, ...]:
    """Returns the parts of a unit: the case, if it has one, what is checked, what is rated, the reflections."""
    checks = [_check(check, answers) for check in unit.checks]
    reflections = [_reflection(each, answers) for each in unit.reflections]
    ratings = [_rating(each, answers) for each in unit.ratings]
    played = (_case(unit.play, case, log),) if unit.play and case else ()
    return (*played, *checks, *ratings, *reflections)


def _case(play: Play, case: CompiledCase, log: DecisionLog) -> Task:
    attempts = {number: taken for number, taken in log.attempts.items() if taken[0].case == case.name}
    if not attempts:
        return Task("The case", False, False, "not begun")
    first, newest = min(attempts), max(attempts)
    counted = first if play.attempt == "first" else newest
    try:
        standing = replay(case, attempts[counted])
    except SteadylineError:
        words = "the case was changed since you played it; what you decided is kept"
        return Task("The case", True, True, words)
    taken = len(standing.steps)
    if standing.is_finished:
        more = f"; attempt {newest} is open to practise" if newest != counted and not _ended(case, log, newest) else ""
        return Task("The case", True, True, f"finished, {_counted(taken, 'decision')}{more}")
    fewest, most = (taken + ahead for ahead in case.nodes[standing.node]["ahead"])
    total = str(most) if fewest == most else f"{fewest} to {most}"
    return Task("The case", True, False, f"{taken} of {total} decisions, saved")


def _ended(case: CompiledCase, log: DecisionLog, attempt: int) -> bool:
    try:
        return replay(case, log.attempts[attempt]).is_finished
    except SteadylineError:
        return True


def _check(check: Check, answers: Mapping[str, Answer]) -> Task:
    given = sum(1 for question in check.questions if answers.get(f"{check.id}/{question.id}", _NONE).value)
    asked = len(check.questions)
    if check.look == "spot":
        asked = check.questions[0].choose
        given = len(answers.get(f"{check.id}/{check.id}", _NONE).value) if given else 0
        return Task(_LABELS["spot"], given > 0, given >= asked, f"{given} of {asked} found" if given else "not begun")
    thing = "things sorted" if check.look == "sort" else "questions answered"
    words = f"{given} of {asked} {thing}"
    return Task(_LABELS[check.look], given > 0, given == asked, words if given else "not begun")


def _rating(rate: Rate, answers: Mapping[str, Answer]) -> Task:
    given = sum(1 for item in rate.items if answers.get(item, _NONE).value)
    asked = len(rate.items)
    words = "rated before and after" if given == asked else "begun"
    return Task("Rate, and rate again", given > 0, given == asked, words if given else "not begun")


def _reflection(reflect: Reflect, answers: Mapping[str, Answer]) -> Task:
    text = answers.get(reflect.id, _NONE).value
    written = len(text.split()) if isinstance(text, str) else 0
    fewest, most = reflect.words
    words = f"{_counted(written, 'word')} written; {fewest} to {most} are asked for"
    return Task("Reflection", written > 0, written >= fewest, words if written else "not begun")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


_NONE = Answer("", "", "", "")
