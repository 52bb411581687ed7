"""Cohorts with any number of hand-ins, laid straight into submitted/, and what a gradebook holds, as plain rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from steadyline import content
from steadyline.course.cohort_folder import new_cohort, pseudonyms
from steadyline.course.graft import graft_submission
from steadyline.course.simulate import TEMPERAMENTS, Simulation
from steadyline.decisions import draw

UNIT = "the-porch"
BEGAN = datetime(2026, 1, 12, 9, tzinfo=UTC)
ROWS = """SELECT student_id, base_cell.name, auto_score, manual_score, extra_credit, needs_manual_grade, auto_comment,
    manual_comment, timestamp, flagged, late_submission_penalty FROM grade
    JOIN base_cell ON base_cell.id = grade.cell_id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    LEFT JOIN comment ON comment.notebook_id = submitted_notebook.id
    ORDER BY 1, 2"""


def cohort(folder: Path, learners: int) -> list[str]:
    """Makes a cohort with a hand-in of each learner, temperament by temperament, and returns the learners' codes."""
    new_cohort(folder, [], [content.notebook_path(UNIT)])
    case = content.unit_case(UNIT)
    plays = Simulation(content.unit(UNIT), case, content.key(case.name), content.check_answers(UNIT))
    released = (folder / "release" / UNIT / f"{UNIT}.ipynb").read_text("utf-8")
    codes = sorted(pseudonyms(learners, 3))
    for at, code in enumerate(codes):
        done = plays.learner(TEMPERAMENTS[at % len(TEMPERAMENTS)], draw(7, code), BEGAN)
        place = folder / "submitted" / code / UNIT
        place.mkdir(parents=True)
        (place / "decisions.jsonl").write_text(_lines(each.as_record() for each in done.decisions), "utf-8")
        (place / "answers.jsonl").write_text(_lines(each.as_record() for each in done.answers), "utf-8")
        (place / "timestamp.txt").write_text("2026-01-12 12:00:00 UTC\n", "utf-8")
        (place / f"{UNIT}.ipynb").write_text(graft_submission(released, place), "utf-8")
    return codes


def _lines(records: Iterable[Mapping[str, object]]) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records)


def rows_of(folder: Path) -> list[tuple[object, ...]]:
    """Returns every mark of a gradebook with its flags and comments, and when it was handed in."""
    with sqlite3.connect(folder / "gradebook.db") as gradebook:
        return gradebook.execute(ROWS).fetchall()
