"""What a learner has done over the whole course, read from their own folder: for their record, and for their CPD note.

Nothing is written here, and no word that the learner wrote is passed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from steadyline import content
from steadyline.answers import Answers, read_answers
from steadyline.course import handin
from steadyline.course.progress import tasks
from steadyline.course.unit import Unit
from steadyline.decisions import DecisionLog, read_log
from steadyline.errors import SteadylineError
from steadyline.graders.marks import Marks, mark
from steadyline.graders.standing import Overall, overall
from steadyline.marking import assessed
from steadyline.scenarios.replay import replay

WITHHELD = "is marked by an assessor: its decisions are not in this picture, and come with the feedback"
CHANGED = "was played on another version of its case, and is left out of this picture"
UNREADABLE = "cannot be read and is left out; nothing in it has been changed"


@dataclass(frozen=True)
class Done:
    """One unit in which something was done: `days` are the first and the last on which anything was kept."""

    unit: Unit
    finished: bool
    days: tuple[date, date]


@dataclass(frozen=True)
class OwnRecord:
    """A learner's record: what was done, where they stand, and in words what had to be left out."""

    done: tuple[Done, ...]
    overall: Overall
    left_out: tuple[str, ...]


def own_record(folder: Path) -> OwnRecord:
    """Returns the record of the work in a learner's folder. Never raises for a damaged log: it is told and left out."""
    done: list[Done] = []
    found: list[Marks] = []
    left_out: list[str] = []
    for name in content.units():
        unit = content.unit(name)
        try:
            log, answers = read_log(folder / name / handin.LOG), read_answers(folder / name / handin.ANSWERS)
        except (SteadylineError, OSError):
            left_out.append(f"{unit.title} {UNREADABLE}.")
            continue
        days = _days(log, answers)
        if not days:
            continue
        parts = tasks(unit, content.case_played(name), log, answers.latest)
        done.append(Done(unit, all(part.done for part in parts), (days[0], days[-1])))
        marks, why = _marks(unit, log)
        found += [marks] if marks else []
        left_out += [f"{unit.title} {why}."] if why else []
    return OwnRecord(tuple(done), overall(found), tuple(left_out))


def _marks(unit: Unit, log: DecisionLog) -> tuple[Marks | None, str]:
    """Returns the marks of the attempt that counts, or why there are none; "" where none was to be expected."""
    if unit.play is None or not log.attempts:
        return None, ""
    case = content.unit_case(unit.name)
    if not case.is_formative or not content.has_key(case.name):
        return None, WITHHELD
    try:
        return mark(replay(case, assessed(unit, log)), content.scale(case.name)), ""
    except SteadylineError:
        return None, CHANGED


def _days(log: DecisionLog, answers: Answers) -> Sequence[date]:
    """Returns the days on which something was kept, in ascending order, as UTC has them."""
    moments = [each.at for each in log.decisions] + [each.at for each in answers.latest.values()]
    return sorted({date.fromisoformat(each[:10]) for each in moments if _is_day(each[:10])})


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
