"""What the gradebook knows of a whole hand-in: when it came, what nbgrader adds up for it, what lateness costs.

Part of the one door to nbgrader, as `nbgrader.marks` is, which tells the marks of its cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from steadyline.graders import nbgrader


@dataclass(frozen=True)
class HandedIn:
    """One learner's hand-in of one unit. `at` is UTC, None where it is not known.

    `score` is nbgrader's own sum, extra credit included, in which what waits counts nothing; `penalty` is for lateness.
    """

    learner: str
    unit: str
    at: datetime | None
    score: float
    penalty: float


def handed_in(folder: Path, unit: str) -> tuple[HandedIn, ...]:
    """Returns every hand-in of a unit that the gradebook holds, by learner."""
    with nbgrader._gradebook(folder) as gradebook:
        found = [
            HandedIn(
                each.student_id, unit, each.timestamp.replace(tzinfo=UTC) if each.timestamp else None,
                float(each.score or 0.0), float(each.late_submission_penalty or 0.0),
            )
            for each in gradebook.assignment_submissions(unit)
        ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: each.learner))


def course_id(folder: Path) -> str:
    """Returns the name under which nbgrader knows the cohort."""
    return str(nbgrader._config(folder).CourseDirectory.course_id)
