"""The one door to nbgrader: its folders, marks and feedback as plain values. None of its classes leaves this room."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from steadyline.errors import FileMissing, SteadylineError

CONFIG = "nbgrader_config.py"
DATABASE = "gradebook.db"


class NbgraderFailed(SteadylineError):
    """nbgrader could not do its work; `log` holds its own last words."""

    def __init__(self, what: str, folder: Path, log: tuple[str, ...]) -> None:
        self.log = log
        words = "\n".join(f"  {line}" for line in log[-6:])
        super().__init__(f"nbgrader could not {what} in {folder}. It said:\n{words}")


@dataclass(frozen=True)
class CellMark:
    """One mark in the gradebook. `automatic` and `given` are None where none stands; `waits` for an assessor."""

    learner: str
    unit: str
    cell: str
    points: float
    automatic: float | None
    given: float | None
    waits: bool
    comment: str = ""

    @property
    def mark(self) -> float | None:
        """The mark that counts: a person's before the machine's, None as long as it waits."""
        if self.waits:
            return None
        return self.automatic if self.given is None else self.given


def release(folder: Path, unit: str) -> None:
    """Puts a unit's cells into the gradebook and the learner's notebook into release/. Raises NbgraderFailed."""
    _convert(GenerateAssignment, folder, unit, "*", "release the unit")


def autograde(folder: Path, unit: str, learner: str = "*", again: bool = False) -> None:
    """Marks what lies in submitted/; what was marked before is left alone unless newer work came, or `again`.

    Raises NbgraderFailed after all submissions were tried.
    """
    _convert(Autograde, folder, unit, learner, "mark every hand-in", again)


def feedback(folder: Path, unit: str, learner: str = "*", again: bool = True) -> None:
    """Writes a page of feedback for each marked submission to feedback/. Raises NbgraderFailed."""
    _convert(GenerateFeedback, folder, unit, learner, "write the feedback", again)


def enrol(folder: Path, learners: Iterable[str]) -> None:
    """Adds learners to the gradebook by their codes; those who are there already stay as they are."""
    with _gradebook(folder) as gradebook:
        for learner in learners:
            gradebook.update_or_create_student(learner)


def learners(folder: Path) -> frozenset[str]:
    """Returns the codes of all learners in the gradebook."""
    with _gradebook(folder) as gradebook:
        return frozenset(student.id for student in gradebook.students)


def marks(folder: Path, unit: str) -> tuple[CellMark, ...]:
    """Returns every mark that the gradebook holds for a unit, by learner, cells in alphabetical order."""
    with _gradebook(folder) as gradebook:
        found = [
            _cell_mark(grade, submission.student_id, unit)
            for submission in gradebook.assignment_submissions(unit)
            for notebook in submission.notebooks
            for grade in notebook.grades
        ]
    return tuple(sorted(found, key=lambda each: (each.learner, each.cell)))


def _cell_mark(grade: Any, learner: str, unit: str) -> CellMark:
    comments = [each.comment for each in grade.notebook.comments if each.name == grade.name and each.comment]
    nothing_stands = grade.auto_score is None and grade.manual_score is None
    return CellMark(
        learner=learner, unit=unit, cell=grade.name, points=float(grade.max_score),
        automatic=None if grade.auto_score is None else float(grade.auto_score),
        given=None if grade.manual_score is None else float(grade.manual_score),
        waits=bool(grade.needs_manual_grade) or nothing_stands,
        comment=comments[0] if comments else "",
    )


@contextmanager
def _gradebook(folder: Path) -> Iterator[Any]:
    config = _config(folder)
    with _alembic_on_path(), Gradebook(config.CourseDirectory.db_url, config.CourseDirectory.course_id) as gradebook:
        yield gradebook


def _config(folder: Path) -> Config:
    if not (folder / CONFIG).is_file():
        raise FileMissing(folder / CONFIG, "cohort folder; `steadyline cohort new FOLDER` makes one")
    config: Config = PyFileConfigLoader(CONFIG, path=str(folder.resolve())).load_config()
    return config


def _convert(kind: type[Any], folder: Path, unit: str, learner: str, what: str, again: bool = False) -> None:
    config = _config(folder)
    config.CourseDirectory.assignment_id = unit
    config.CourseDirectory.student_id = learner
    with _alembic_on_path(), _heard() as log:
        converter = kind(coursedir=CourseDirectory(config=config), config=config, force=again)
        try:
            _quietly(converter.start)
        except (NbGraderException, SystemExit) as error:
            raise NbgraderFailed(what, folder, tuple(log)) from error
        finally:
            # What GraftedNotebook laid out for this run; nbgrader's own exporters have nothing to clear.
            if converter.trait_has_value("exporter"):
                getattr(converter.exporter, "clear", lambda: None)()


def _quietly(work: Callable[[], None]) -> None:
    with warnings.catch_warnings():
        # nbgrader adds to a session in an order that SQLAlchemy 2 remarks on; what it stores is right.
        warnings.simplefilter("ignore", SAWarning)
        work()


@contextmanager
def _alembic_on_path() -> Iterator[None]:
    """nbgrader calls the executable `alembic` by its bare name, which an environment not activated does not offer."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Gathers what nbgrader logs as warnings and worse, instead of letting it reach the terminal."""
    lines: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: lines.extend(record.getMessage().splitlines())  # type: ignore[method-assign]
    logger = logging.getLogger("traitlets")
    propagated = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagated
