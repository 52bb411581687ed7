"""The one writer of the marking pile: a batch of hand-ins goes into the gradebook in one transaction, or not at all.

The same rows as nbgrader writes, with one difference that is wanted. A mark given by a person stays settled when the
machine marks again, as long as the work behind it is the same; nbgrader asks for it again after every run. If the work
changed, the mark stays to be read and waits for an assessor, and the event says why.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from steadyline.desk.autograded import Sheet
from steadyline.desk.one import Marked
from steadyline.desk.pile_late import write_penalties
from steadyline.errors import SteadylineError
from steadyline.graders.gradebook import reading, writing
from steadyline.graders.gradebook_tables import (
    ASSIGNMENT,
    BASE_CELL,
    COMMENT,
    GRADE,
    GRADE_CELLS,
    NOTEBOOK,
    SOURCE_CELL,
    STUDENT,
    SUBMISSION,
    SUBMITTED_NOTEBOOK,
)
from steadyline.graders.history import ACTING, MARK, MARKED
from steadyline.graders.late import Penalty
from steadyline.graders.refusals import reasons_told

MACHINE = "steadyline mark"
"""Who marks, in the history."""

CHANGED = "What was handed in has changed since a person marked it."
Row = Mapping[Any, Any]


class NotReleased(SteadylineError):
    """The gradebook does not hold the unit as release/ has it."""

    def __init__(self, unit: str, why: str) -> None:
        self.unit = unit
        super().__init__(
            f"{unit}: {why}. Nothing of this unit was marked. `nbgrader generate_assignment {unit} --force`, in the "
            "cohort's folder, releases it anew."
        )


@dataclass(frozen=True)
class Entry:
    """One marked hand-in with what goes into the gradebook beside its marks. `fingerprint` is "" to mark it again."""

    marked: Marked
    handed_in: datetime | None
    notes: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True)
class Known:
    """What was marked before: the fingerprint of all that went into it, and the digests of the work by cell."""

    fingerprint: str
    words: Mapping[str, str]


class PileWriter:
    """Writes one unit's marks. Raises NotReleased if the gradebook and the released notebook do not fit."""

    def __init__(self, engine: Engine, made: Sheet) -> None:
        self._engine, self._unit = engine, made.unit
        with reading(engine) as connection:
            self._assignment, self._notebook, self._due = self._found(connection)
            cells = select(BASE_CELL).where(BASE_CELL.c.notebook_id == self._notebook)
            rows = [dict(row) for row in connection.execute(cells).mappings()]
            self._compare(connection, made, rows)
        self._graded = {row["name"]: row["id"] for row in rows if row["type"] == "GradeCell"}
        self._answers = {row["name"]: row["id"] for row in rows if row["type"] == "SolutionCell"}

    def _found(self, connection: Connection) -> tuple[str, str, datetime | None]:
        asked = (
            select(ASSIGNMENT.c.id, ASSIGNMENT.c.duedate, NOTEBOOK.c.id.label("notebook"), NOTEBOOK.c.name)
            .join_from(ASSIGNMENT, NOTEBOOK, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
            .where(ASSIGNMENT.c.name == self._unit)
        )
        found = connection.execute(asked).all()
        if len(found) != 1 or found[0].name != self._unit:
            raise NotReleased(self._unit, "the gradebook does not hold it as a unit of one notebook of its own name")
        return found[0].id, found[0].notebook, found[0].duedate

    def _compare(self, connection: Connection, made: Sheet, rows: Sequence[Row]) -> None:
        points = select(BASE_CELL.c.name, GRADE_CELLS.c.max_score).join_from(
            BASE_CELL, GRADE_CELLS, GRADE_CELLS.c.id == BASE_CELL.c.id
        ).where(BASE_CELL.c.notebook_id == self._notebook)  # fmt: skip
        kept = {row.name: float(row.max_score) for row in connection.execute(points)}
        sources = select(SOURCE_CELL).where(SOURCE_CELL.c.notebook_id == self._notebook, SOURCE_CELL.c.locked)
        locked = {row["name"]: row["source"] for row in connection.execute(sources).mappings()}
        if kept != made.graded or any(row["type"] == "TaskCell" for row in rows):
            raise NotReleased(self._unit, "the gradebook and release/ do not have the same marked cells or points")
        if locked != made.locked:
            raise NotReleased(self._unit, "the gradebook and release/ do not have the same text in a cell")

    def known(self) -> dict[str, Known]:
        """Returns what was marked of this unit before, by learner."""
        asked = select(MARKED).where(MARKED.c.unit == self._unit)
        with reading(self._engine) as connection:
            rows = connection.execute(asked).mappings().all()
        return {row["learner"]: Known(row["fingerprint"], json.loads(row["words"])) for row in rows}

    def write(self, entries: Sequence[Entry], known: Mapping[str, Known]) -> None:
        """Writes a batch in one transaction, every change of a mark with its event. Raises GradebookBusy."""
        with writing(self._engine, MACHINE, MARK) as connection:
            notebooks = self._standing(connection, entries)
            grades = _by_cell(connection, GRADE, notebooks)
            comments = _by_cell(connection, COMMENT, notebooks)
            for entry in entries:
                learner = entry.marked.learner
                words = known[learner].words if learner in known else {}
                self._write_marks(connection, entry.marked, grades[notebooks[learner]], words)
                self._write_comment(connection, entry, comments[notebooks[learner]])
            self._write_down(connection, entries)

    def _standing(self, connection: Connection, entries: Sequence[Entry]) -> dict[str, str]:
        """Returns the submitted notebooks by learner; learners, hand-ins and empty marks not there yet are added."""
        came = {entry.marked.learner: entry.handed_in for entry in entries}
        there = set(connection.execute(select(STUDENT.c.id).where(STUDENT.c.id.in_(came))).scalars())
        _add(connection, STUDENT, [{"id": learner} for learner in came if learner not in there])
        found = self._handed_in(connection, list(came))
        _add(connection, SUBMISSION, [
            {"id": _new(), "assignment_id": self._assignment, "student_id": learner, "timestamp": came[learner]}
            for learner in came if learner not in found
        ])
        found = self._handed_in(connection, list(came))
        _add(connection, SUBMITTED_NOTEBOOK, [
            {"id": _new(), "assignment_id": row["id"], "notebook_id": self._notebook, "flagged": False}
            for row in found.values() if row["notebook"] is None
        ])
        for learner, row in found.items():
            if came[learner] not in (None, row["timestamp"]):
                change = SUBMISSION.update().where(SUBMISSION.c.id == row["id"]).values(timestamp=came[learner])
                connection.execute(change)
        notebooks = {learner: row["notebook"] for learner, row in self._handed_in(connection, list(came)).items()}
        self._add_empty(connection, notebooks)
        return notebooks

    def _handed_in(self, connection: Connection, learners: list[str]) -> dict[str, Row]:
        asked = (
            select(SUBMISSION.c.id, SUBMISSION.c.student_id, SUBMISSION.c.timestamp,
                   SUBMITTED_NOTEBOOK.c.id.label("notebook"))
            .outerjoin_from(SUBMISSION, SUBMITTED_NOTEBOOK, (SUBMITTED_NOTEBOOK.c.assignment_id == SUBMISSION.c.id)
                            & (SUBMITTED_NOTEBOOK.c.notebook_id == self._notebook))
            .where(SUBMISSION.c.assignment_id == self._assignment, SUBMISSION.c.student_id.in_(learners))
        )  # fmt: skip
        return {row["student_id"]: row for row in connection.execute(asked).mappings()}

    def _add_empty(self, connection: Connection, notebooks: Mapping[str, str]) -> None:
        for table, cells, values in (
            (GRADE, self._graded, {"needs_manual_grade": True}), (COMMENT, self._answers, {}),
        ):
            there = _by_cell(connection, table, notebooks)
            _add(connection, table, [
                {"id": _new(), "notebook_id": notebook, "cell_id": cell, **values}
                for notebook in notebooks.values() for cell in cells.values() if cell not in there.get(notebook, {})
            ])  # fmt: skip

    def _write_marks(
        self, connection: Connection, marked: Marked, rows: Mapping[str, Row], words: Mapping[str, str]
    ) -> None:
        for cell, mark in marked.marks.items():
            row = rows[self._graded[cell]]
            changed = row["manual_score"] is not None and words.get(cell) != marked.words[cell]
            waits = mark is None if row["manual_score"] is None else changed or bool(row["needs_manual_grade"])
            if (mark, waits) == (row["auto_score"], bool(row["needs_manual_grade"])):
                continue
            if changed:
                connection.execute(ACTING.update().values(why=CHANGED))
            values = {"auto_score": mark, "needs_manual_grade": waits}
            connection.execute(GRADE.update().where(GRADE.c.id == row["id"]).values(**values))
            if changed:
                connection.execute(ACTING.update().values(why=""))

    def _write_comment(self, connection: Connection, entry: Entry, rows: Mapping[str, Row]) -> None:
        told = [reasons_told(entry.marked.refused)] if entry.marked.refused else []
        comment = "\n\n".join([*told, *entry.notes]) or None
        for cell in self._answers.values():
            if rows[cell]["auto_comment"] != comment:
                change = COMMENT.update().where(COMMENT.c.id == rows[cell]["id"]).values(auto_comment=comment)
                connection.execute(change)

    def _write_down(self, connection: Connection, entries: Sequence[Entry]) -> None:
        learners = [entry.marked.learner for entry in entries]
        connection.execute(MARKED.delete().where(MARKED.c.unit == self._unit, MARKED.c.learner.in_(learners)))
        _add(connection, MARKED, [
            {"unit": self._unit, "learner": entry.marked.learner, "fingerprint": entry.fingerprint,
             "words": json.dumps(entry.marked.words, sort_keys=True), "seconds": entry.marked.seconds}
            for entry in entries
        ])  # fmt: skip

    def write_penalties(self, penalty: Penalty, learners: frozenset[str]) -> None:
        """Sets what lateness costs the learners, by the marks that stand now. Raises PenaltyNotKnown, GradebookBusy."""
        with writing(self._engine, MACHINE, "late") as connection:
            write_penalties(connection, self._notebook, self._due, penalty, learners)


def _by_cell(connection: Connection, table: Any, notebooks: Mapping[str, str]) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    asked = select(table).where(table.c.notebook_id.in_(list(notebooks.values())))
    for row in connection.execute(asked).mappings():
        found.setdefault(row["notebook_id"], {})[row["cell_id"]] = row
    return found


def _add(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _new() -> str:
    """Returns an id as nbgrader makes them."""
    return uuid.uuid4().hex
