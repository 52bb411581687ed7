"""A cohort whose hand-ins lie ready for the desk, made without a kernel: answers on the disk, rows in the gradebook."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Mapping
from pathlib import Path

from steadyline import content
from steadyline.answers import Answer, record_answer
from steadyline.course.cohort_folder import new_cohort
from steadyline.desk.desk import Desk
from steadyline.desk.giving import Given
from steadyline.graders import nbgrader

UNIT, CELL, RUBRIC = "the-porch", "reflect-three-sentences", "three-sentences"
LEARNERS = tuple(f"wren-{number}" for number in range(10, 22))
WRITTEN = "I have come because the boys were not seen. I need to see them today. Then I will tell you what I think."


def lay_out(folder: Path, refused: Mapping[str, str] | None = None, db: str = "") -> Path:
    """Makes the cohort: every learner has written the same words and their code; `refused` names cells by learner."""
    new_cohort(folder, LEARNERS, [content.notebook_path(UNIT)], db=db)
    for learner in LEARNERS:
        write(folder, learner, f"{WRITTEN} ({learner})")
    with nbgrader._gradebook(folder) as gradebook:
        for learner in LEARNERS:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # nbgrader adds to its session in an order SQLAlchemy remarks on
                submission = gradebook.add_submission(UNIT, learner)
            for grade in submission.notebooks[0].grades:
                is_refused = (refused or {}).get(learner) == grade.name
                waits = grade.name == CELL or is_refused
                grade.auto_score, grade.needs_manual_grade = (None if waits else 1.0), waits
        gradebook.db.commit()
    return folder


def write(folder: Path, learner: str, words: str) -> None:
    """Lays a learner's answer where marking leaves it."""
    place = folder / "autograded" / learner / UNIT
    record_answer(place / "answers.jsonl", Answer(UNIT, "three-sentences", words, "2026-01-12T09:00:00Z"))


def copied(template: Path, into: Path) -> Path:
    """Returns a copy of a cohort's folder that a test may spoil."""
    shutil.copytree(template, into)
    return into


def desk_at(folder: Path, who: str, standardised: bool = True) -> Desk:
    """Returns a desk; the assessor has marked the standard scripts, unless told otherwise."""
    desk = Desk(folder, who, lambda _folder, _unit: {})
    for script in content.standards(RUBRIC) if standardised else ():
        if desk.standards(RUBRIC)["left"]:
            desk.give_standard(RUBRIC, script.name, dict(script.marks), script.direction)
    return desk


def give(desk: Desk, learner: str, level: int, **more: object) -> dict[str, object]:
    """Opens a learner's reflection and gives it a level, as the page does."""
    view = desk.open(UNIT, learner, CELL)
    said = {"direction": "under", "comment": "Clear and kind.", "words": view["words"], "last": view["last"],
            "blind": view["blind"], **more}  # fmt: skip
    return desk.give(Given(UNIT, learner, CELL, {"whole": level}, **said))  # type: ignore[arg-type]
