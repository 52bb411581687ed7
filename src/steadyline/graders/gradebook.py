"""The gradebook's tables as they lie in its database, and transactions in which every change says who made it.

nbgrader's own classes open the gradebook nine times for a hand-in and keep no history. This reads and writes the same
tables by name, through one connection, and adds tables of ours beside them; nothing of nbgrader is imported.
`tests/graders/test_nbgrader_contract.py` holds the names against the nbgrader that is installed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from steadyline.errors import FileMissing, SteadylineError
from steadyline.graders.history import ACTING
from steadyline.graders.history_kept import prepare

CONFIG = "nbgrader_config.py"
DATABASE = "gradebook.db"
PATIENCE = 30
"""Seconds to wait for another writer before giving up; a batch of marks takes well under one."""


class GradebookBusy(SteadylineError):
    """Another program has held the gradebook for too long, or it cannot be opened at all."""

    def __init__(self, folder: Path | str, said: str) -> None:
        self.said = said
        super().__init__(
            f"The gradebook of {folder} could not be used: {said}. Nothing was changed. If another program has it "
            "open (Formgrader, nbgrader, a second desk), let it finish, and try again."
        )


class DatabaseTaken(SteadylineError):
    """A new cohort was to be kept in a database that already holds something."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"The database {name} is not empty. A cohort's gradebook has a database to itself: make a new one "
            "(`createdb NAME` on the server) and name that. Nothing was changed."
        )


def refuse_database(url: str) -> None:
    """Raises GradebookBusy where a database cannot be reached, and DatabaseTaken where it is not empty."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        names = inspect(engine).get_table_names()
    except OperationalError as error:
        raise GradebookBusy(engine.url.database or "the cohort", str(error.orig).strip()) from error
    if names:
        raise DatabaseTaken(engine.url.database or "")


def config_of(folder: Path) -> Config:
    """Returns what nbgrader_config.py in a cohort's folder says. Raises FileMissing."""
    if not (folder / CONFIG).is_file():
        raise FileMissing(folder / CONFIG, "cohort folder; `steadyline cohort new FOLDER` makes one")
    return copy.deepcopy(_read_config(str(folder.resolve()), (folder / CONFIG).stat().st_mtime_ns))


@lru_cache(maxsize=16)
def _read_config(folder: str, _changed: int) -> Config:
    config: Config = PyFileConfigLoader(CONFIG, path=folder).load_config()
    return config


def engine_of(folder: Path) -> Engine:
    """Returns a way to a cohort's gradebook, with our tables in it. Raises FileMissing or GradebookBusy."""
    return _engine(str(config_of(folder).CourseDirectory.db_url), folder)


def _engine(url: str, folder: Path) -> Engine:
    is_sqlite = url.startswith("sqlite")
    # No connection waits in a pool: a desk that is left open overnight holds nothing of the server's or the file's.
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": PATIENCE} if is_sqlite else {})
    if is_sqlite:
        event.listen(engine, "connect", _leave_transactions_to_us)
        event.listen(engine, "begin", _begin)
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            prepare(connection)
    except OperationalError as error:
        raise GradebookBusy(folder, str(error.orig)) from error
    return engine


def _leave_transactions_to_us(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    # A writer takes its place at once: one that reads first and writes later can be refused in the middle.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads: all it sees is of one moment."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, who: str, deed: str, why: str = "") -> Iterator[Connection]:
    """A transaction that writes, as somebody and for a reason: every mark changed in it becomes an event that says so.

    Whole or not at all. One writer at a time; others wait up to PATIENCE seconds. Raises GradebookBusy.
    """
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(ACTING.insert(), {"id": 1, "who": who, "deed": deed, "why": why})
            yield connection
            connection.execute(ACTING.delete())
    except OperationalError as error:
        raise GradebookBusy(engine.url.database or "the cohort", str(error.orig)) from error


GRADE_ROWS = text("""
    SELECT student.student_id AS learner, notebook.name AS unit, base_cell.name AS cell, grade.id AS grade,
           grade_cells.max_score AS points, grade_cells.cell_type AS kind, grade.auto_score AS automatic,
           grade.manual_score AS given, grade.extra_credit AS extra, grade.needs_manual_grade AS waits,
           comment.id AS comment_id, comment.auto_comment AS auto_comment, comment.manual_comment AS manual_comment,
           student.timestamp AS handed_in
    FROM grade
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment AS student ON student.id = submitted_notebook.assignment_id
    JOIN notebook ON notebook.id = submitted_notebook.notebook_id
    JOIN assignment ON assignment.id = notebook.assignment_id
    JOIN base_cell ON base_cell.id = grade.cell_id
    JOIN grade_cells ON grade_cells.id = grade.cell_id
    LEFT JOIN base_cell AS answer ON answer.notebook_id = notebook.id AND answer.name = base_cell.name
         AND answer.type = 'SolutionCell'
    LEFT JOIN comment ON comment.notebook_id = submitted_notebook.id AND comment.cell_id = answer.id
    WHERE assignment.name = :unit AND (:learner = '' OR student.student_id = :learner)
    ORDER BY student.student_id, base_cell.name
""")
"""One row a learner and graded cell of a unit, with the comment of the answer cell of the same name, if any.

With `learner` "" for all of them."""
