"""Marks as the CSV that Moodle takes under Grades > Import > CSV file.

What its importer does was read in Moodle's own source (grade/import/csv/classes/load_data.php, grade/import/lib.php,
lib/csvlib.class.php, versions 2.7 to 4):
- an empty cell becomes 0 in a grade item that the import makes; "-" means no grade everywhere;
- a row that names nobody is given to the person of the row above it;
- feedback is read in Moodle's own format, in which HTML acts;
- a byte order mark is taken off; a backslash before a quotation mark eats the quotation mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from steadyline.desk.out import Cell, Table, Work
from steadyline.desk.out_people import KINDS, People

NO_GRADE = "-"


@dataclass(frozen=True)
class ForMoodle:
    """The table; `points` has the greatest mark of each unit, for the grade item; `left_out` are learners by code."""

    table: Table
    points: dict[str, float]
    left_out: tuple[str, ...]


def for_moodle(works: Sequence[Work], people: People | None) -> ForMoodle:
    """Returns one row per learner: what Moodle knows them by, and for each unit a grade and a column of feedback.

    A grade stands only where every mark of the unit does. Without people, the learner's code is the ID number.
    """
    units = list(dict.fromkeys(work.unit for work in works))
    learners = list(dict.fromkeys(work.learner for work in works))
    known = people.known if people else {learner: learner for learner in learners}
    by = {(work.learner, work.unit): work for work in works}
    columns = [name for unit in units for name in (unit, f"{unit} (feedback)")]
    rows: list[Sequence[Cell]] = [
        (known[learner], *(cell for unit in units for cell in _graded(by[learner, unit])))
        for learner in learners if learner in known
    ]
    return ForMoodle(
        [(KINDS[people.kind if people else "idnumber"], *columns), *rows],
        {unit: max(_points(work) for work in works if work.unit == unit) for unit in units},
        tuple(learner for learner in learners if learner not in known),
    )


def _graded(work: Work) -> tuple[Cell, Cell]:
    if work.total is None:
        return NO_GRADE, ""
    return work.total, feedback_html((each.cell, each.comment) for each in work.marks if each.comment.strip())


def _points(work: Work) -> float:
    return sum(each.points for each in work.marks)


def feedback_html(comments: Iterable[tuple[str, str]]) -> str:
    """Returns comments by cell as paragraphs in one line of HTML, in which no sign of theirs acts.

    Beginning with a paragraph, it is no formula in a spreadsheet either.
    """
    return "".join(f"<p>{_plain(cell)}: {_plain(comment)}</p>" for cell, comment in comments)


def _plain(words: str) -> str:
    lines = [" ".join(line.split()) for line in words.strip().splitlines()]
    return "<br>".join(escape(line).replace("\\", "&#92;") for line in lines)
