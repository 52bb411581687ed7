"""Writing pages of feedback to nbgrader's folder for them: in parallel, only what changed, each whole or not at all.

What changed is told by the page itself: it is made anew and compared, so nothing has to be remembered about it.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from steadyline import content
from steadyline.course.handin import LEARNER_PATTERN
from steadyline.course.released import units_of
from steadyline.course.work import HANDED_IN
from steadyline.desk.feedback import page
from steadyline.desk.feedback_gathered import Kept, facts_of, kept_of
from steadyline.desk.feedback_zip import Zipped, zips
from steadyline.desk.pieces import MARKED_IN
from steadyline.desk.pile import NotInCohort
from steadyline.graders.gradebook import engine_of, reading
from steadyline.whole import write_whole

FEEDBACK = "feedback"
WRITTEN, UNCHANGED, FAILED = "written", "unchanged", "failed"
BATCH = 16
"""Pages handed to a process at a time."""

FEW = 64
"""Pages up to which other processes would cost more time than they save."""

NO_CODE = "its name in the gradebook is no learner's code, so no folder bears it"


@dataclass(frozen=True)
class PageWritten:
    """What became of one page: WRITTEN, UNCHANGED or FAILED, and then why. `status` is that of its release."""

    unit: str
    learner: str
    outcome: str
    status: str
    why: str = ""


@dataclass(frozen=True)
class FeedbackWritten:
    """What became of all pages, by unit and learner, and of the zips, by learner."""

    pages: tuple[PageWritten, ...]
    zips: tuple[Zipped, ...]


def write_feedback(
    folder: Path, units: Sequence[str] = (), learners: Sequence[str] = (), jobs: int = 0
) -> FeedbackWritten:
    """Writes the pages of these units and learners, or of all, and the zips of the learners.

    `jobs` is the number of processes, 0 for one a processor. Raises FileMissing, NotInCohort, GradebookBusy.
    """
    engine = engine_of(folder)
    try:
        with reading(engine) as connection:
            found = tuple(asked_for(connection, folder, units, learners))
    finally:
        engine.dispose()
    pages = tuple(_written(folder, found, jobs or os.cpu_count() or 1))
    return FeedbackWritten(pages, tuple(zips(folder, sorted({each.learner for each in pages if not each.why}))))


def asked_for(connection: Connection, folder: Path, units: Sequence[str], learners: Sequence[str]) -> Iterator[Kept]:
    """Yields what is kept of these units and learners, or of all. Raises NotInCohort."""
    released = units_of(folder)
    for unit in units:
        if unit not in released:
            raise NotInCohort("unit", unit, released)
    kept = [each for unit in units or released for each in kept_of(connection, unit)]
    known = sorted({each.learner for each in kept})
    for learner in learners:
        if learner not in known:
            raise NotInCohort("hand-in of the learner", learner, known)
    yield from (each for each in kept if not learners or each.learner in learners)


def _written(folder: Path, found: Sequence[Kept], jobs: int) -> Iterator[PageWritten]:
    batches = [found[at : at + BATCH] for at in range(0, len(found), BATCH)]
    write = partial(write_batch, folder)
    if jobs == 1 or len(found) <= FEW:
        batched = map(write, batches)
        yield from (each for batch in batched for each in batch)
        return
    for unit in {each.unit for each in found}:
        _warm(unit)
    with ProcessPoolExecutor(min(jobs, len(batches)), multiprocessing.get_context(_start())) as pool:
        yield from (each for batch in pool.map(write, batches) for each in batch)


def _start() -> str:
    # A fork has read the course already; once there are threads in this process, it is no longer safe.
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _warm(unit: str) -> None:
    """Reads what the pages of a unit are made with, before the processes fork."""
    if unit in content.units():
        known = content.unit(unit)
        content.check_answers(unit)
        if known.play is not None and content.has_key(known.case):
            content.scale(known.case)


def write_batch(folder: Path, batch: Sequence[Kept]) -> list[PageWritten]:
    """Writes some pages and returns what became of each; no page keeps another from being written."""
    return [_write(folder, kept) for kept in batch]


def _write(folder: Path, kept: Kept) -> PageWritten:
    status = kept.status
    told = partial(PageWritten, kept.unit, kept.learner)
    if not LEARNER_PATTERN.fullmatch(kept.learner):
        return told(FAILED, status, NO_CODE)
    try:
        is_new = put(path_of(folder, kept.unit, kept.learner), made(folder, kept))
        _copy_time(folder, kept)
    except OSError as error:
        return told(FAILED, status, error.strerror or str(error))
    except Exception as error:  # one page must not keep the others from being written
        return told(FAILED, status, f"{type(error).__name__}: {error}")
    return told(WRITTEN if is_new else UNCHANGED, status)


def path_of(folder: Path, unit: str, learner: str) -> Path:
    """Returns where nbgrader keeps the page of a learner and unit."""
    return folder / FEEDBACK / learner / unit / f"{unit}.html"


def made(folder: Path, kept: Kept) -> bytes:
    """Returns a page as it is written."""
    return page(facts_of(kept, folder)).encode("utf-8", "replace")


def put(path: Path, content: bytes) -> bool:
    """Writes a file whole, unless the very same stands there; returns whether it was written."""
    try:
        if not path.is_symlink() and path.read_bytes() == content:
            return False
    except OSError:
        pass  # it is not there yet, or writing it will say what is wrong
    write_whole(path, content)
    return True


def _copy_time(folder: Path, kept: Kept) -> None:
    """Copies the time of handing in, by which nbgrader tells whether feedback is older than the work."""
    time = folder / MARKED_IN / kept.learner / kept.unit / HANDED_IN
    if time.is_file() and time.stat().st_size < 1000:
        put(path_of(folder, kept.unit, kept.learner).with_name(HANDED_IN), time.read_bytes())
