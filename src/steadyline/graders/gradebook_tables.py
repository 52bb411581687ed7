"""The gradebook's tables by name, as far as marking writes to them.

Source: nbgrader 0.9.6, `nbgrader.api`; `tests/desk/test_pile.py` holds what is written against what nbgrader writes.
"""

from __future__ import annotations

from sqlalchemy import Boolean, DateTime, Float, Interval, String, Text, column, table

STUDENT = table("student", column("id", String))
ASSIGNMENT = table("assignment", column("id", String), column("name", String), column("duedate", DateTime))
NOTEBOOK = table("notebook", column("id", String), column("name", String), column("assignment_id", String))
BASE_CELL = table(
    "base_cell", column("id", String), column("name", String), column("notebook_id", String), column("type", String)
)
GRADE_CELLS = table("grade_cells", column("id", String), column("max_score", Float), column("cell_type", String))
SOURCE_CELL = table(
    "source_cell", column("name", String), column("notebook_id", String), column("locked", Boolean),
    column("source", Text),
)  # fmt: skip
SUBMISSION = table(
    "submitted_assignment", column("id", String), column("assignment_id", String), column("student_id", String),
    column("timestamp", DateTime), column("extension", Interval),
)  # fmt: skip
SUBMITTED_NOTEBOOK = table(
    "submitted_notebook", column("id", String), column("assignment_id", String), column("notebook_id", String),
    column("flagged", Boolean), column("late_submission_penalty", Float),
)  # fmt: skip
GRADE = table(
    "grade", column("id", String), column("notebook_id", String), column("cell_id", String),
    column("auto_score", Float), column("manual_score", Float), column("extra_credit", Float),
    column("needs_manual_grade", Boolean),
)  # fmt: skip
COMMENT = table(
    "comment", column("id", String), column("notebook_id", String), column("cell_id", String),
    column("auto_comment", Text), column("manual_comment", Text),
)  # fmt: skip
