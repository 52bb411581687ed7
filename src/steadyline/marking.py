"""What the marking cells of a notebook call. They work while nbgrader marks a hand-in and do nothing anywhere else.

A mark is a builtin float in range or it is refused. Nothing here writes to stderr: a word there costs all marks.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

from steadyline import content
from steadyline.answers import Answers
from steadyline.course.handin import LOG
from steadyline.course.unit import Check, Unit
from steadyline.course.work import Work, work_in
from steadyline.decisions import Decision, DecisionLog, read_log_bytes
from steadyline.errors import SteadylineError
from steadyline.graders import marks, reasons
from steadyline.graders.avoid import avoid_points
from steadyline.graders.check import check_points, mark_check
from steadyline.player.transcript import transcript_of
from steadyline.records import LARGEST_FILE, RecordDamaged, before
from steadyline.scenarios.replay import replay

LEFT = "An assessor will look at it; nothing was taken off."
CHECK = "check-"
AVOID = "avoid"


class MarkRefused(marks.MarkRefused):
    """A refusal as a notebook shows it: its words, and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def award(unit: str, measure: str) -> float | None:
    """Shows why, and returns the mark: a builtin float from 0 to the unit's points for the measure.

    `measure` is "judgement", "assertiveness", "escalation", "avoid" or "check-<id>". Outside marking it does nothing
    and returns None. Raises MarkRefused whenever the mark is not certain.
    """
    if not _is_marking():
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = awarded(unit, measure, work_in(Path()))
        if given.mark is None:
            raise MarkRefused(given.refusal)
        _show(given.text, given.html)
    return given.mark


@dataclass(frozen=True)
class Award:
    """A mark and why, as text and as HTML; or None and the words with which it was refused."""

    mark: float | None
    refusal: str = ""
    text: str = ""
    html: str = ""


def awarded(unit: str, measure: str, work: Work) -> Award:
    """Returns the mark that work earns, or its refusal; whatever happens, one of the two. Shows nothing."""
    try:
        known = content.unit(unit)
        mark, why = marked_work(known, measure, work)
        return Award(_settled(mark, known.points(measure)), "", why.as_text(), why.as_html())
    except SteadylineError as error:
        return Award(None, f"{error} {LEFT}")
    except Exception as error:  # whatever it is, no mark may come of it
        return Award(None, f"Marking met something unforeseen ({type(error).__name__}: {error}). {LEFT}")


def _is_marking() -> bool:
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def transcript(unit: str) -> None:
    """Shows what was handed in and the transcript of every attempt, while nbgrader marks. Never raises."""
    if not _is_marking():
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _show(*transcribed(unit, work_in(Path())))


def transcribed(unit: str, work: Work) -> tuple[str, str]:
    """Returns what a marker reads first, as text and as HTML. Never raises."""
    try:
        text = told_of(content.unit(unit), work)
    except Exception as error:  # a hand-in without a transcript must still be marked
        text = f"The transcript cannot be shown: {error}"
    return text, f'<pre class="tex2jax_ignore mathjax_ignore" style="white-space:pre-wrap">{escape(text)}</pre>'


def marked(unit: Unit, measure: str, folder: Path) -> tuple[float, reasons.Reasons]:
    """Returns the mark of the work in a folder and the reasons for it. Raises MarkRefused and what reading raises."""
    return marked_work(unit, measure, work_in(folder))


def marked_work(unit: Unit, measure: str, work: Work) -> tuple[float, reasons.Reasons]:
    """Returns the mark of somebody's work and the reasons for it. Raises MarkRefused and what reading raises."""
    out_of = unit.points(measure)
    check = next((each for each in unit.checks if f"{CHECK}{each.id}" == measure), None)
    if check is not None:
        return _checked(unit, check, work)
    found = _marks(unit, work)
    if measure == AVOID:
        points = avoid_points(found.playthrough, found.key, out_of)
        return points, reasons.of_avoid(found, points, out_of)
    mark = found.measures[measure].points(out_of)
    return mark, reasons.of_measure(found, measure, mark, out_of)


def assessed(unit: Unit, log: DecisionLog) -> Sequence[Decision]:
    """Returns the decisions of the attempt that the unit assesses: the first, or the last. Raises MarkRefused."""
    if not log.attempts or unit.play is None:
        raise MarkRefused("No decisions were handed in.")
    return log.attempts[min(log.attempts) if unit.play.attempt == "first" else max(log.attempts)]


@lru_cache(maxsize=2)  # the measures of one piece of work are asked for one after the other
def _marks(unit: Unit, work: Work) -> marks.Marks:
    log = work.decisions
    playthrough = replay(content.unit_case(unit.name), assessed(unit, log))
    if log.torn and not playthrough.is_finished:
        raise MarkRefused("The last line of the log is unfinished and so is the attempt: a decision may be lost.")
    return marks.mark(playthrough, content.scale(unit.case))


def _checked(unit: Unit, check: Check, work: Work) -> tuple[float, reasons.Reasons]:
    keyed = {question.id: content.check_answers(unit.name)[question.id] for question in check.questions}
    given = _given(check, work.given)
    if not any(given.values()):
        raise MarkRefused("No answers to this knowledge check were handed in.")
    answered = mark_check(given, keyed)
    points = check_points(answered, check.points)
    asked = {question.id: (question.markdown, dict(question.options)) for question in check.questions}
    return points, reasons.of_check(answered, asked, points, check.points)


def _given(check: Check, found: Answers) -> dict[str, tuple[str, ...]]:
    """Returns the options ticked by question. Raises MarkRefused if one of them is none that the check offers."""
    offered = {question.id: set(question.option_ids) for question in check.questions}
    given: dict[str, tuple[str, ...]] = {}
    for item, answer in found.latest.items():
        block, _, question = item.partition("/")
        if block != check.id:
            continue
        if isinstance(answer.value, str) or not set(answer.value) <= offered.get(question, set()):
            raise MarkRefused("An answer to this knowledge check is none that it offers: it was changed since.")
        given[question] = answer.value
    return given


def _settled(mark: object, out_of: float) -> float:
    """Returns the mark if it is what nbgrader reads without fault: a builtin float, finite, from 0 to `out_of`."""
    if type(mark) is not float or not math.isfinite(mark) or not 0.0 <= mark <= out_of:
        raise MarkRefused(f"The mark came out as {mark!r} of {out_of}, which cannot be right.")
    return mark


def told(unit: Unit, folder: Path) -> str:
    """Returns what a marker reads first: when it was handed in, which attempt counts, any damage, the transcript."""
    return told_of(unit, work_in(folder))


def told_of(unit: Unit, work: Work) -> str:
    """Returns what a marker reads first of somebody's work, as `told` does."""
    if LOG in work.not_plain:
        raise MarkRefused("what stands in the place of the log is not a plain file; it was not read.")
    log, damage = _readable(work)
    time = work.handed_in if work.time else "not known"
    which = f"; the {unit.play.attempt} one is marked" if unit.play else ""
    lines = [f"Handed in: {time}. Attempts: {len(log.attempts)}{which}.", *damage]
    if log.torn:
        lines.append("The last line of the log is unfinished and was left out.")
    attempts = [decision.attempt for decision in log.decisions]
    if attempts != sorted(attempts):
        lines.append("An attempt was gone on with after a later one had begun, whose reasons may have been seen.")
    records = [decision.as_record() for decision in log.decisions]
    return "\n".join([*lines, "", transcript_of(content.unit_case(unit.name).table, records)])


def _readable(work: Work) -> tuple[DecisionLog, list[str]]:
    """Returns the log, or of a damaged one what stands before the damage, and a remark on it."""
    try:
        return work.decisions, []
    except RecordDamaged as damaged:
        return _before_the_damage(work.log if len(work.log) <= LARGEST_FILE else b"", damaged)


def _before_the_damage(content: bytes, damaged: RecordDamaged) -> tuple[DecisionLog, list[str]]:
    sound = before(content, damaged.line)
    try:
        log = read_log_bytes(sound, LOG)
    except RecordDamaged as earlier:  # one kind of damage may hide another before it
        return _before_the_damage(sound, earlier)
    return log, [f"The log cannot be read from line {damaged.line} on ({damaged.why}). What stands before it is shown."]


def _show(text: str, html: str) -> None:
    from IPython.display import display

    display({"text/plain": text, "text/html": html}, raw=True)  # type: ignore[no-untyped-call]  # IPython ships none for it
