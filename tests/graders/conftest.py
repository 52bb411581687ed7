"""Small courses on which nbgrader itself is tried: as it comes, and as a cohort's folder sets it up."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

UNIT = "gate"
POINTS = 4


def graded(grade_id: str, source: str) -> Any:
    """A locked code cell that nbgrader marks by machine."""
    nbgrader = {"grade": True, "solution": False, "locked": True, "task": False, "points": POINTS,
                "grade_id": grade_id, "schema_version": 3, "cell_type": "code"}
    return nbformat.v4.new_code_cell(source, id=grade_id, metadata={"nbgrader": nbgrader})


def answer(grade_id: str, source: str) -> Any:
    """A Markdown cell that a person marks."""
    nbgrader = {"grade": True, "solution": True, "locked": False, "task": False, "points": POINTS,
                "grade_id": grade_id, "schema_version": 3, "cell_type": "markdown"}
    return nbformat.v4.new_markdown_cell(source, id=grade_id, metadata={"nbgrader": nbgrader})


def written(path: Path, *cells: Any) -> Path:
    """The path, with a notebook of these cells in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path


class Stock:
    """An nbgrader course with nothing of ours in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Config()
        self.settings.CourseDirectory.root = str(folder)
        self.settings.CourseDirectory.assignment_id = UNIT
        self.settings.Execute.shutdown_kernel = "immediate"

    def run(self, kind: type[Any], **traits: Any) -> None:
        with warnings.catch_warnings():
            # nbgrader's own way with SQLAlchemy 2; its marks are right all the same.
            warnings.simplefilter("ignore", SAWarning)
            self._converter(kind, **traits).start()

    def _converter(self, kind: type[Any], **traits: Any) -> Any:
        return kind(coursedir=CourseDirectory(config=self.settings), config=self.settings, **traits)

    def release(self, *cells: Any) -> None:
        written(self.folder / "source" / UNIT / f"{UNIT}.ipynb", *cells)
        self.run(GenerateAssignment, force=True)

    def submit(self, learner: str, *cells: Any) -> Path:
        return written(self.folder / "submitted" / learner / UNIT / f"{UNIT}.ipynb", *cells).parent

    def autograde(self, **traits: Any) -> None:
        self.run(Autograde, **traits)

    def gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}")

    def marks(self, learner: str) -> Mapping[str, float | None]:
        with self.gradebook() as gradebook:
            notebook = gradebook.find_submission_notebook(UNIT, UNIT, learner)
            return {grade.name: grade.auto_score for grade in notebook.grades}


@pytest.fixture(scope="session")
def alembic_on_path() -> Iterator[None]:
    """nbgrader calls `alembic` by its bare name."""
    before = os.environ["PATH"]
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before}"
    yield
    os.environ["PATH"] = before


@pytest.fixture(scope="session")
def stock(alembic_on_path: None, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Stock]:
    return lambda: Stock(tmp_path_factory.mktemp("stock"))


@pytest.fixture(scope="session")
def cells() -> Callable[..., Any]:
    """Makes a graded code cell (name, source) or, with written=True, an answer cell."""
    return lambda name, source, written=False: (answer if written else graded)(name, source)


@pytest.fixture(scope="session")
def write_notebook() -> Callable[..., Path]:
    return written
