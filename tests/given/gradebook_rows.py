"""A gradebook as plain rows without nbgrader's random ids, so that two of them can be compared."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_OF_A_CELL = """
    JOIN submitted_notebook ON submitted_notebook.id = {0}.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    JOIN base_cell ON base_cell.id = {0}.cell_id ORDER BY 1, 2, 3
"""
_TABLES = {
    "grade": "SELECT student_id, assignment.name, base_cell.name, auto_score, manual_score, extra_credit, "  # noqa: S608  # fixed words
             "needs_manual_grade FROM grade" + _OF_A_CELL.format("grade"),
    "comment": "SELECT student_id, assignment.name, base_cell.name, auto_comment, manual_comment FROM comment"  # noqa: S608  # too
               + _OF_A_CELL.format("comment"),
    "submission": "SELECT student_id, assignment.name, timestamp, extension, flagged, late_submission_penalty "
                  "FROM submitted_notebook JOIN submitted_assignment "
                  "ON submitted_assignment.id = submitted_notebook.assignment_id "
                  "JOIN assignment ON assignment.id = submitted_assignment.assignment_id ORDER BY 1, 2",
    "student": "SELECT * FROM student ORDER BY 1",
}  # fmt: skip


def rows_of(cohort: Path) -> dict[str, list[tuple[object, ...]]]:
    """Returns every row of the tables that marking writes to, by table."""
    with sqlite3.connect(cohort / "gradebook.db") as gradebook:
        return {table: gradebook.execute(asked).fetchall() for table, asked in _TABLES.items()}


def asked(cohort: Path, question: str, *values: object) -> list[tuple[object, ...]]:
    """Returns what the gradebook's database answers."""
    with sqlite3.connect(cohort / "gradebook.db") as gradebook:
        return gradebook.execute(question, values).fetchall()


def done(cohort: Path, statement: str, *values: object) -> None:
    """Changes the gradebook by hand, as Formgrader or an assessor's own script would."""
    with sqlite3.connect(cohort / "gradebook.db") as gradebook:
        gradebook.execute(statement, values)
