"""What is given out: every learner's work in every unit, with the marks that stand and those that wait.

The forms in which it is written are `out_csv`, `out_excel`, `out_moodle` and `out_xapi`. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from steadyline.course.cohort_folder import units_of
from steadyline.errors import SteadylineError, did_you_mean, listed
from steadyline.graders import nbgrader
from steadyline.graders.nbgrader import CellMark
from steadyline.graders.nbgrader_handed_in import HandedIn, handed_in

Cell = str | float | bool | None
Table = Sequence[Sequence[Cell]]
"""The first row holds the names of the columns. None is an empty cell."""

MARK_ROW = ("learner", "unit", "cell", "points", "automatic", "given", "mark", "waits", "comment")
"""One row a learner and graded cell: cohort.MARK_COLUMNS and the comment; a table of words needs no pandas."""

BEFORE_CELLS = ("learner", "unit", "state", "waiting", "handed_in")
AFTER_CELLS = ("extra_credit", "late_penalty", "total")

SETTLED, WAITS, NOT_HANDED_IN = "settled", "waits", "not handed in"


class UnitNotReleased(SteadylineError):
    """A unit is asked for that this cohort does not have."""

    def __init__(self, unit: str, folder: Path, known: Sequence[str]) -> None:
        self.unit = unit
        near = did_you_mean(unit, known)
        super().__init__(f'{folder}: the unit "{unit}" was not released here.{near} There are: {listed(known)}.')


@dataclass(frozen=True)
class Work:
    """One learner's work in one unit. `sent` is None where nothing was handed in; then there are no marks either."""

    learner: str
    unit: str
    marks: tuple[CellMark, ...]
    sent: HandedIn | None

    @property
    def waiting(self) -> int:
        """How many marks wait for an assessor."""
        return sum(1 for each in self.marks if each.mark is None)

    @property
    def state(self) -> str:
        """SETTLED, WAITS or NOT_HANDED_IN."""
        if self.sent is None:
            return NOT_HANDED_IN
        return SETTLED if self.marks and not self.waiting else WAITS

    @property
    def total(self) -> float | None:
        """What nbgrader's own export gives: the sum less the penalty for lateness; None until every mark stands."""
        if self.sent is None or self.state != SETTLED:
            return None
        return round(max(0.0, self.sent.score - self.sent.penalty), 5)

    @property
    def extra(self) -> float | None:
        """Credit beyond the marks of the cells; None until every mark stands."""
        if self.sent is None or self.state != SETTLED:
            return None
        return round(self.sent.score - sum(each.mark or 0.0 for each in self.marks), 5)


def gathered(folder: Path, units: Sequence[str] = ()) -> tuple[Work, ...]:
    """Returns the work of all learners in these units, or in all of the cohort's: by unit, then by learner.

    Raises FileMissing where there is no cohort, UnitNotReleased.
    """
    learners = sorted(nbgrader.learners(folder))
    known = units_of(folder)
    for unit in units:
        if unit not in known:
            raise UnitNotReleased(unit, folder, known)
    return tuple(work for unit in dict.fromkeys(units or known) for work in _of_unit(folder, unit, learners))


def _of_unit(folder: Path, unit: str, learners: Iterable[str]) -> tuple[Work, ...]:
    marks: dict[str, list[CellMark]] = {}
    for each in nbgrader.marks(folder, unit):
        marks.setdefault(each.learner, []).append(each)
    sent = {each.learner: each for each in handed_in(folder, unit)}
    return tuple(Work(learner, unit, tuple(marks.get(learner, ())), sent.get(learner)) for learner in learners)


def marks_long(works: Iterable[Work]) -> Table:
    """Returns one row per learner × graded cell of what was handed in; columns MARK_ROW, a mark that waits is empty."""
    rows: list[Sequence[Cell]] = [
        (each.learner, each.unit, each.cell, each.points, each.automatic, each.given, each.mark, each.waits,
         each.comment)
        for work in works for each in work.marks
    ]
    return [MARK_ROW, *rows]


def marks_wide(works: Sequence[Work]) -> Table:
    """Returns one row per learner × unit: BEFORE_CELLS, the mark of each cell, AFTER_CELLS.

    A cell is empty, never 0, where its mark waits, where nothing was handed in, and where the unit has none of that
    name; `state` says which. `waiting` counts marks; `handed_in` is UTC, ISO 8601.
    """
    cells = list(dict.fromkeys(each.cell for work in works for each in work.marks))
    rows: list[Sequence[Cell]] = [_wide_row(work, cells) for work in works]
    return [(*BEFORE_CELLS, *cells, *AFTER_CELLS), *rows]


def _wide_row(work: Work, cells: Sequence[str]) -> Sequence[Cell]:
    stands = {each.cell: each.mark for each in work.marks}
    at = as_utc(work.sent.at) if work.sent and work.sent.at else None
    waiting = work.waiting if work.sent else None
    penalty = work.sent.penalty if work.sent else None
    before: Sequence[Cell] = (work.learner, work.unit, work.state, waiting, at)
    return (*before, *(stands.get(cell) for cell in cells), work.extra, penalty, work.total)


def as_utc(moment: datetime) -> str:
    """Returns a moment in UTC as ISO 8601 with Z, which every reader of times understands."""
    return moment.isoformat().replace("+00:00", "Z")
