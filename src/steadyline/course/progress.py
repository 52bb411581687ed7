"""How far a learner is with a unit, told from the log and the answers alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from steadyline.answers import Answer
from steadyline.course.unit import Check, Reflect, Unit
from steadyline.decisions import DecisionLog
from steadyline.errors import SteadylineError
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import replay

REVIEWED = "reviewed/"
"""An answer whose item begins so says that a knowledge check was shown with its answers; from then on it stands."""


@dataclass(frozen=True)
class Task:
    """One part of a unit: whether it is done, and how far it is, in words. `begun` is true once anything was kept."""

    label: str
    begun: bool
    done: bool
    words: str


def tasks(unit: Unit, case: CompiledCase, log: DecisionLog, answers: Mapping[str, Answer]) -> tuple[Task, ...]:
    """Returns the parts of a unit in the order of the page: the case, the knowledge checks, the reflections."""
    checks = [_check(check, answers) for check in unit.checks]
    reflections = [_reflection(each, answers) for each in unit.reflections]
    return (_case(unit, case, log), *checks, *reflections)


def _case(unit: Unit, case: CompiledCase, log: DecisionLog) -> Task:
    attempts = {number: taken for number, taken in log.attempts.items() if taken[0].case == case.name}
    if not attempts:
        return Task("The case", False, False, "not begun")
    first, newest = min(attempts), max(attempts)
    counted = first if unit.play.attempt == "first" else newest
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
    words = f"{given} of {asked} questions answered"
    return Task("Knowledge check", given > 0, given == asked, words if given else "not begun")


def _reflection(reflect: Reflect, answers: Mapping[str, Answer]) -> Task:
    text = answers.get(reflect.id, _NONE).value
    written = len(text.split()) if isinstance(text, str) else 0
    fewest, most = reflect.words
    words = f"{_counted(written, 'word')} written; {fewest} to {most} are asked for"
    return Task("Reflection", written > 0, written >= fewest, words if written else "not begun")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


_NONE = Answer("", "", "", "")
