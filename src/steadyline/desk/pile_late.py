"""What lateness costs, written beside the marks that stand now: a mark given since is counted too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, select

from steadyline.graders.gradebook_tables import GRADE, SUBMISSION, SUBMITTED_NOTEBOOK
from steadyline.graders.late import Penalty

_EXTRA = func.coalesce(GRADE.c.extra_credit, 0.0)
_SCORE = case(
    (GRADE.c.manual_score.is_not(None), GRADE.c.manual_score + _EXTRA),
    (GRADE.c.auto_score.is_not(None), GRADE.c.auto_score + _EXTRA), else_=0.0,
)  # fmt: skip
"""What nbgrader counts for one cell (`nbgrader.api.Grade.score`)."""


def write_penalties(
    connection: Connection, notebook: str, due: datetime | None, penalty: Penalty, learners: frozenset[str]
) -> None:
    """Sets the penalties of the learners' hand-ins of one notebook, told by its id. Raises PenaltyNotKnown."""
    for row in _late_or_penalised(connection, notebook, due):
        if row["student_id"] not in learners:
            continue
        late = seconds_late(row["timestamp"], due, row["extension"])
        points = penalty(row["student_id"], row["score"], late) if late > 0 else None
        if points != row["late_submission_penalty"]:
            change = SUBMITTED_NOTEBOOK.update().where(SUBMITTED_NOTEBOOK.c.id == row["id"])
            connection.execute(change.values(late_submission_penalty=points))


def seconds_late(handed_in: datetime | None, due: datetime | None, extension: timedelta | None) -> float:
    """Returns how late a hand-in came, 0.0 where that is not known or there is no date."""
    if handed_in is None or due is None:
        return 0.0
    return max(0.0, (handed_in - due - (extension or timedelta())).total_seconds())


def _late_or_penalised(connection: Connection, notebook: str, due: datetime | None) -> Sequence[Mapping[Any, Any]]:
    """Returns hand-ins that came after the date or have a penalty, each with nbgrader's own sum of its marks."""
    concerned: Any = SUBMITTED_NOTEBOOK.c.late_submission_penalty.is_not(None)
    if due is not None:
        concerned |= (SUBMISSION.c.timestamp > due) | SUBMISSION.c.extension.is_not(None)
    score = (
        select(func.coalesce(func.sum(_SCORE), 0.0))
        .where(GRADE.c.notebook_id == SUBMITTED_NOTEBOOK.c.id).scalar_subquery()
    )  # fmt: skip
    asked = (
        select(SUBMITTED_NOTEBOOK.c.id, SUBMITTED_NOTEBOOK.c.late_submission_penalty, SUBMISSION.c.student_id,
               SUBMISSION.c.timestamp, SUBMISSION.c.extension, score.label("score"))
        .join_from(SUBMITTED_NOTEBOOK, SUBMISSION, SUBMISSION.c.id == SUBMITTED_NOTEBOOK.c.assignment_id)
        .where(SUBMITTED_NOTEBOOK.c.notebook_id == notebook, concerned).order_by(SUBMISSION.c.student_id)
    )  # fmt: skip
    return connection.execute(asked).mappings().all()
