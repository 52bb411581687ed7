"""The table that `nbgrader export` writes. Only a cohort's nbgrader_config.py names this class.

nbgrader's own table has a score of 0 for work that was not handed in and for marks that wait for an assessor.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

COLUMNS = ("assignment", "timestamp", "student_id", "score", "max_score", "waiting")
NOT_HANDED_IN = "not handed in"


class SettledScores(ExportPlugin):  # type: ignore[misc]  # nbgrader ships no types
    """One row per unit × learner; the score is empty until every mark stands, and `waiting` says how many do not."""

    def export(self, gradebook: Any) -> None:
        """Writes the table to the file that `--to` names, or to grades.csv."""
        with Path(self.to or "grades.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *self._rows(gradebook)])

    def _rows(self, gradebook: Any) -> Iterator[tuple[object, ...]]:
        for assignment in gradebook.assignments:
            if self.assignment and assignment.name not in map(str, self.assignment):
                continue
            for student in gradebook.students:
                if not self.student or student.id in map(str, self.student):
                    yield _row(gradebook, assignment, student.id)


def _row(gradebook: Any, assignment: Any, learner: str) -> tuple[object, ...]:
    try:
        submission = gradebook.find_submission(assignment.name, learner)
    except MissingEntry:
        return assignment.name, "", learner, "", assignment.max_score, NOT_HANDED_IN
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    waiting = sum(1 for each in grades if each.needs_manual_grade or _is_blank(each))
    score = "" if waiting or not grades else max(0.0, submission.score - submission.late_submission_penalty)
    return assignment.name, submission.timestamp, learner, score, assignment.max_score, waiting


def _is_blank(grade: Any) -> bool:
    return grade.auto_score is None and grade.manual_score is None
