"""One hand-in marked: a pure function of its bytes and of the course's content. No folder, no gradebook, no nbgrader.

So it can be done in any process on any machine that has the same content; what comes back is plain and small.
"""

from __future__ import annotations

import hashlib
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from types import FrameType

from steadyline import content
from steadyline.course.graft import reflections_of, words_digest
from steadyline.course.work import Work, work_in
from steadyline.desk.autograded import (
    TRANSCRIPT,
    MarkedCell,
    NotOurNotebook,
    Sheet,
    answer_source,
    answer_text,
    awarded_outputs,
    displayed,
    sheet,
)
from steadyline.desk.taken_in import Submission
from steadyline.errors import SteadylineError
from steadyline.graders.refusals import NO_NUMBER
from steadyline.marking import CHECK, LEFT, Award, awarded, transcribed

LONGEST = 20.0
"""Seconds that one hand-in may take; an honest one takes a hundredth of one."""

NO_END = "Marking did not come to an end in time."
UNREAD = "What was written could not be put here by machine. It stands in the files that were handed in."


class ContentDiffers(SteadylineError):
    """A worker has other content than whoever sent it the hand-ins: its marks would be of another course."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        super().__init__(
            f'A worker knows "{unit}" in another version than this computer. Nothing of its batch was marked. '
            "Install the same Steadyline and the same content on all of them."
        )


class _TimeIsUp(BaseException):
    """Passes through every `except Exception` on its way out of a hand-in that does not come to an end."""


@dataclass(frozen=True)
class Batch:
    """Hand-ins of one unit to be marked in one go, with all that this takes. `made_from` is the content's digest."""

    unit: str
    released: str
    made_from: str
    submissions: tuple[Submission, ...]
    longest: float = LONGEST


@dataclass(frozen=True)
class Marked:
    """What came of one hand-in. `marks` has every graded cell, None where a person has to mark.

    `refused` says why, by cell, for those that the machine would have marked; `words` are the digests of the work
    behind each cell; `files` is what belongs into autograded/, by name. `set_aside` says what went wrong with the
    hand-in as a whole, "" mostly.
    """

    learner: str
    unit: str
    marks: Mapping[str, float | None]
    refused: Mapping[str, str]
    words: Mapping[str, str]
    files: Mapping[str, bytes] = field(repr=False)
    seconds: float = 0.0
    set_aside: str = ""


def mark_batch(batch: Batch) -> list[Marked]:
    """Returns what came of each hand-in, in order. Raises ContentDiffers; no single hand-in can stop the others."""
    if content.marked_by(batch.unit) != batch.made_from:
        raise ContentDiffers(batch.unit)
    made = sheet(batch.unit, batch.released)
    return [mark_one(made, each, batch.longest) for each in batch.submissions]


def mark_one(made: Sheet, sent: Submission, longest: float = LONGEST) -> Marked:
    """Returns what came of one hand-in; whatever goes wrong with it becomes its reason to wait for an assessor."""
    began = time.perf_counter()
    try:
        with _at_most(longest):
            return _marked(made, sent, began)
    except _TimeIsUp:
        return left(made, sent, NO_END)
    except Exception as error:  # whatever it is, it is this hand-in's and no other's
        return left(made, sent, f"Marking met something unforeseen ({type(error).__name__}).")


def _marked(made: Sheet, sent: Submission, began: float) -> Marked:
    written = reflections_of(sent.work)
    texts = {each.cell: answer_text(each, written) for each in made.answers}
    awards = {each.cell: _awarded(made.unit, each, sent.work) for each in made.marked if each.measure != TRANSCRIPT}
    return _result(made, sent, awards, texts, lambda: transcribed(made.unit, sent.work), began)


def _awarded(unit: str, cell: MarkedCell, work: Work) -> Award:
    given = awarded(unit, cell.measure, work)
    # The released notebook may be older than the content: what is out of its range is no mark of it.
    return Award(None, NO_NUMBER) if given.mark is not None and given.mark > cell.points else given


def left(made: Sheet, sent: Submission, why: str) -> Marked:
    """Returns a hand-in that is left to an assessor as a whole, without reading anything in it."""
    awards = {each.cell: Award(None, f"{why} {LEFT}") for each in made.marked if each.measure != TRANSCRIPT}
    texts = {each.cell: UNREAD if sent.work.answers else "" for each in made.answers}
    shown = f"The transcript cannot be shown: {why}"
    found = _result(made, sent, awards, texts, lambda: (shown, f"<pre>{escape(shown)}</pre>"), time.perf_counter())
    return replace(found, set_aside=why)


def _result(
    made: Sheet, sent: Submission, awards: Mapping[str, Award], texts: Mapping[str, str],
    transcript: Callable[[], tuple[str, str]], began: float,
) -> Marked:  # fmt: skip
    shown = {
        each.cell: displayed(*transcript()) if each.measure == TRANSCRIPT
        else awarded_outputs(awards[each.cell], each.number)
        for each in made.marked
    }
    sources = {cell: answer_source(text) for cell, text in texts.items()}
    notebook = made.filled(shown, sources).encode("utf-8", "replace")
    return Marked(
        sent.learner, sent.unit,
        {cell: awards[cell].mark if cell in awards else None for cell in made.graded},
        {cell: award.refusal for cell, award in awards.items() if award.mark is None},
        _digests(made, sent.work, texts), {f"{made.unit}.ipynb": notebook, **sent.files},
        time.perf_counter() - began,
    )  # fmt: skip


def _digests(made: Sheet, work: Work, texts: Mapping[str, str]) -> dict[str, str]:
    """Returns a digest of what a person would have marked, by cell: the words, the ticks, or the decisions."""
    of_answers, of_log = digest(work.answers), digest(work.log)
    found = {
        each.cell: of_answers if each.measure.startswith(CHECK) else of_log
        for each in made.marked if each.measure != TRANSCRIPT
    }
    return found | {cell: words_digest(text) for cell, text in texts.items()}


def digest(held: bytes) -> str:
    """Returns sixteen hexadecimal digits of SHA-256."""
    return hashlib.sha256(held).hexdigest()[:16]


def words_of(unit: str, released: str, folder: Path) -> dict[str, str]:
    """Returns the digests of the work in a folder by cell; none where the notebook is not Steadyline's own."""
    try:
        made, work = sheet(unit, released), work_in(folder)
    except NotOurNotebook:
        return {}
    written = reflections_of(work)
    return _digests(made, work, {each.cell: answer_text(each, written) for each in made.answers})


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raises _TimeIsUp in the block once the time is over, where the system has alarms; elsewhere the pile watches."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise _TimeIsUp



def warm(unit: str) -> None:
    """Reads what a unit is marked by, so that the first batch need not wait. What is wrong is told by marking."""
    with suppress(SteadylineError):
        content.check_answers(unit)
        content.scale(content.unit(unit).case)
