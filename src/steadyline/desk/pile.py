"""The marking pile: every hand-in of a cohort marked from its log, without a kernel and without running any of it.

What `nbgrader autograde` would have written under the cohort's settings is written: the same marks, flags, comments and
files. Wanted differences: a mark given by a person stays settled while the work behind it is the same, and is asked for
again with an event when that has changed; what is odd about a hand-in stands in the comment; when a cell ran is not
written, since none did. Workers get bytes and give bytes back; one writer writes, a batch in one transaction.

It may be stopped at any moment and started again: what was written stands, what was not is marked, nothing twice.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from steadyline import __version__, content
from steadyline.course.released import units_of
from steadyline.desk.autograded import Sheet, sheet
from steadyline.desk.counted import Pile
from steadyline.desk.one import LONGEST, Batch, Marked, digest
from steadyline.desk.shelf import Shelf, only_one
from steadyline.desk.taken_in import Submission, learners_in, taken_in
from steadyline.desk.workers import Workers
from steadyline.errors import FileMissing, SteadylineError, did_you_mean, listed

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from traitlets.config import Config

    from steadyline.desk.pile_writer import Known, PileWriter

FORMAT = 1
"""Counts up whenever the same hand-in would be written in another way: then all are marked anew."""

MOST_IN_A_BATCH = 25
HEAVIEST_BATCH = 4 * 1024 * 1024
"""Bytes read for one batch; a hand-in is a few thousand."""

NO_CODE = "its folder's name is no learner's code, so nothing in it was read"


class NotInCohort(SteadylineError):
    """A unit or a learner is asked for that this cohort does not have."""

    def __init__(self, what: str, name: str, known: Sequence[str]) -> None:
        self.name = name
        super().__init__(f'This cohort has no {what} "{name}".{did_you_mean(name, known)} There are: {listed(known)}.')


Told = Callable[[Pile], None]


def mark_pile(
    folder: Path, units: Sequence[str] = (), learners: Sequence[str] = (), *, jobs: int = 0,
    executor: Executor | None = None, again: bool = False, told: Told = lambda _: None,
    stop: Callable[[], bool] = lambda: False, longest: float = LONGEST,
) -> Pile:  # fmt: skip
    """Marks what lies in a cohort's submitted/ and returns what became of it.

    All units and learners, unless some are named. `executor` is any of the kind of `concurrent.futures`; without one,
    `jobs` processes of our own (as many as there are processors; 1 is this process). What is unchanged since it was
    marked is left, unless `again`. `told` hears of each batch; once `stop` says so, the batches under way are the last.

    Raises FileMissing, NotInCohort, NotOurNotebook, NotReleased, GradebookBusy, AlreadyMarking, ContentDiffers,
    PenaltyNotKnown; no single hand-in can stop the others.
    """
    released = _released(folder, units)
    with only_one(folder):
        pile, found = _found(folder, released, learners)
        workers = Workers(jobs or os.cpu_count() or 1, executor)
        try:
            sheets = {unit: sheet(unit, _text(folder, unit)) for unit in found}
            for unit in found:
                workers.warm(unit)
            cohort = _Cohort.opened(folder, sheets)
            for unit, codes in found.items():
                if not pile.stopped:
                    run = _Run(cohort, unit, again, longest, pile, told, stop)
                    run.mark(codes, workers)
        finally:
            workers.close()
    return pile


def _released(folder: Path, units: Sequence[str]) -> tuple[str, ...]:
    released = units_of(folder)
    if not released:
        raise FileMissing(folder / "release", "released unit; `steadyline cohort new` makes a cohort")
    for unit in units:
        if unit not in released:
            raise NotInCohort("unit", unit, released)
    return tuple(units) or released


def _found(folder: Path, units: Sequence[str], learners: Sequence[str]) -> tuple[Pile, dict[str, list[str]]]:
    """Returns an empty pile that knows its size, and the learners by unit; folders of no learner are set aside."""
    pile = Pile()
    found: dict[str, list[str]] = {}
    everybody: set[str] = set()
    for unit in units:
        sound, unsound = learners_in(folder, unit)
        everybody.update(sound)
        codes = [code for code in sound if not learners or code in learners]
        if codes:
            found[unit] = codes
            pile.total += len(codes)
        pile.aside += [(unit, name, NO_CODE) for name in unsound if not learners]
    for learner in learners:
        if learner not in everybody:
            raise NotInCohort("hand-in of the learner", learner, sorted(everybody))
    return pile, found


def _text(folder: Path, unit: str) -> str:
    return (folder / "release" / unit / f"{unit}.ipynb").read_text("utf-8")


@dataclass(frozen=True)
class _Cohort:
    """The cohort's folder with the ways to its gradebook and to autograded/, and the sheets of the units to mark."""

    folder: Path
    config: Config
    engine: Engine
    shelf: Shelf
    sheets: Mapping[str, Sheet]

    @classmethod
    def opened(cls, folder: Path, sheets: Mapping[str, Sheet]) -> _Cohort:
        """Opens a cohort, after the processes have been started: they need none of this."""
        from steadyline.graders.gradebook import config_of, engine_of

        config = config_of(folder)
        is_shared = bool(config.CourseDirectory.get("groupshared", False))
        mode = config.Autograde.get("permissions", 664 if is_shared else 444)
        return cls(folder, config, engine_of(folder), Shelf(folder, int(str(mode), 8), is_shared), sheets)


class _Run:
    """One unit of the pile."""

    def __init__(
        self, cohort: _Cohort, unit: str, again: bool, longest: float, pile: Pile, told: Told, stop: Callable[[], bool]
    ) -> None:
        from steadyline.desk.pile_writer import PileWriter

        self._cohort, self._unit, self._again, self._longest = cohort, unit, again, longest
        self._pile, self._told, self._stop = pile, told, stop
        self._sheet = cohort.sheets[unit]
        self._made_from = content.marked_by(unit)
        self._writer: PileWriter = PileWriter(cohort.engine, self._sheet)
        self._known: dict[str, Known] = self._writer.known()
        self._beside = _courses_own(cohort.folder / "source" / unit)
        self._under_way: dict[str, Submission] = {}

    def mark(self, learners: list[str], workers: Workers) -> None:
        """Marks the unit's hand-ins, and sets what lateness costs once all are marked."""
        from steadyline.graders.late import penalty_of

        most = max(1, min(MOST_IN_A_BATCH, len(learners) // (4 * workers.jobs)))
        for batch in workers.marked(self._batches(learners, most)):
            self._put(batch)
            self._told(self._pile)
        self._told(self._pile)
        self._writer.write_penalties(penalty_of(self._cohort.config), frozenset(learners))

    def _batches(self, learners: list[str], most: int) -> Iterator[Batch]:
        """Yields the hand-ins that have to be marked; what is unchanged is counted and passed over."""
        held: list[Submission] = []
        for learner in learners:
            if self._stop():
                self._pile.stopped = True
                break
            sent = taken_in(self._cohort.folder, self._unit, learner)
            if self._is_unchanged(sent):
                self._pile.unchanged += 1
                continue
            held.append(sent)
            if len(held) >= most or sum(len(each.work.log) + len(each.work.answers) for each in held) > HEAVIEST_BATCH:
                yield self._batch(held)
                held = []
        if held:
            yield self._batch(held)

    def _batch(self, held: list[Submission]) -> Batch:
        self._under_way.update({sent.learner: sent for sent in held})
        return Batch(self._unit, self._sheet.released, self._made_from, tuple(held), self._longest)

    def _is_unchanged(self, sent: Submission) -> bool:
        known = self._known.get(sent.learner)
        if self._again or known is None:
            return False
        inputs, _, notebook = known.fingerprint.partition("-")
        return inputs == self._inputs(sent) and self._cohort.shelf.holds(
            sent.learner, self._unit, {**sent.files, **self._beside}, notebook
        )

    def _inputs(self, sent: Submission) -> str:
        """Returns a digest of all that goes into a marked hand-in."""
        parts = (FORMAT, __version__, self._made_from, self._sheet.digest, sent.digest)
        return hashlib.sha256(repr(parts).encode("ascii")).hexdigest()

    def _put(self, batch: list[Marked]) -> None:
        """Lays a batch into autograded/ and then writes its marks: a mark in the gradebook has its notebook."""
        from steadyline.desk.pile_writer import Entry

        entries = []
        for marked in batch:
            sent = self._under_way.pop(marked.learner)
            self._cohort.shelf.put(marked.learner, self._unit, {**marked.files, **self._beside})
            notebook = digest(marked.files[f"{self._unit}.ipynb"])
            # What went wrong as a whole may go right another time.
            fingerprint = "" if marked.set_aside else f"{self._inputs(sent)}-{notebook}"
            entries.append(Entry(marked, sent.handed_in, sent.notes, fingerprint))
        self._writer.write(entries, self._known)
        for entry in entries:
            self._pile.count(entry.marked, entry.notes)


def _courses_own(source: Path) -> dict[str, bytes]:
    """Returns the course's own files beside the notebook, by path: nbgrader lays them over a learner's."""
    return {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in sorted(source.rglob("*")) if path.is_file() and path.suffix != ".ipynb"
        and path.name not in ("decisions.jsonl", "answers.jsonl")
    } if source.is_dir() else {}  # fmt: skip
