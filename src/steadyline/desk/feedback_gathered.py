"""What a page of feedback is made from: the gradebook's rows, the events, the work as it was marked, and the course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from steadyline import content
from steadyline.course.graft import reflections_of
from steadyline.course.unit import Unit
from steadyline.course.work import Work, work_in
from steadyline.desk.feedback_facts import Facts, MarkRow, Played, WrittenAnswer
from steadyline.desk.feedback_given import checked_of, row_of, written_of
from steadyline.desk.pieces import MARKED_IN, MARKING, POINTS, RELEASED
from steadyline.desk.release_status import last_release, status_of
from steadyline.errors import SteadylineError
from steadyline.graders.explain import course_disclosures, debrief, disclosures
from steadyline.graders.gradebook import GRADE_ROWS
from steadyline.graders.history import COMMENT, MARK, Event, events
from steadyline.graders.marks import MarkRefused, Marks, mark
from steadyline.marking import LEFT, assessed
from steadyline.scenarios.replay import Step, replay

ABOUT = (MARK, COMMENT, MARKING, POINTS, RELEASED)
"""Events that a page depends on."""

LAST_BLOCKS = 2
"""Paragraphs of a scene that stand on the page: the ones that ask for the decision."""

WHILE_PLAYING = "You can stop now"
"""A line of support that belongs to the page on which one plays."""

_SENT = text("""
    SELECT submitted_assignment.student_id AS learner, submitted_assignment.timestamp AS handed_in,
           submitted_notebook.late_submission_penalty AS penalty
    FROM submitted_notebook
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    WHERE assignment.name = :unit AND (:learner = '' OR submitted_assignment.student_id = :learner)
    ORDER BY submitted_assignment.student_id
""")


@dataclass(frozen=True)
class Kept:
    """What the gradebook's database holds of one learner and unit; plain values that another process can be handed."""

    unit: str
    learner: str
    rows: tuple[Mapping[str, Any], ...]
    events: tuple[Event, ...]
    handed_in: str = ""
    penalty: float = 0.0

    @property
    def waiting(self) -> tuple[str, ...]:
        """The cells whose marks wait for an assessor."""
        return tuple(row["cell"] for row in self.rows if waits(row))

    @property
    def status(self) -> str:
        """Whether it was released, as it stands now or in an earlier form."""
        return status_of(self.events, self.penalty)


def waits(row: Mapping[str, Any]) -> bool:
    """Whether no mark stands in a row of the gradebook."""
    return bool(row["waits"]) or (row["automatic"] is None and row["given"] is None)


def kept_of(connection: Connection, unit: str, learner: str = "") -> tuple[Kept, ...]:
    """Returns what is kept of everybody who handed a unit in (or of one), by learner."""
    asked = {"unit": unit, "learner": learner}
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in connection.execute(GRADE_ROWS, asked).mappings():
        rows.setdefault(row["learner"], []).append({**row, "handed_in": None})
    told: dict[str, list[Event]] = {}
    for event in events(connection, unit, learner, deeds=ABOUT):
        told.setdefault(event.learner, []).append(event)
    return tuple(
        Kept(unit, each["learner"], tuple(rows.get(each["learner"], ())), tuple(told.get(each["learner"], ())),
             _moment(each["handed_in"]), float(each["penalty"] or 0.0))
        for each in connection.execute(_SENT, asked).mappings()
    )  # fmt: skip


def _moment(at: object) -> str:
    """Returns the time of handing in, in words; "" where it is not known. The gradebook keeps UTC without a zone."""
    try:
        read = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    except ValueError:
        return ""
    # A submission that was laid in empty bears the first moment of all clocks: nobody handed it in then.
    return in_words(read) + f", {read:%H:%M} UTC" if read.year > 1970 else ""


def in_words(day: datetime) -> str:
    """Returns a day as `5 March 2026`."""
    return f"{day.day} {day:%B %Y}"


def facts_of(kept: Kept, folder: Path) -> Facts:
    """Returns all that the page says. Whatever a hand-in holds, it never raises for it."""
    unit = _unit(kept.unit)
    work = work_in(folder / MARKED_IN / kept.learner / kept.unit)
    marks, not_played = _marks(unit, work)
    rows = {row["cell"]: row_of(row, unit, _cell_events(kept, row["cell"]), marks) for row in _ordered(kept, unit)}
    released = last_release(kept.events)
    return Facts(
        kept.unit, unit.title if unit else kept.unit, kept.learner, kept.handed_in, kept.status,
        in_words(datetime.fromisoformat(released.at).astimezone(UTC)) if released else "",
        tuple(rows.values()), kept.penalty,
        _played(unit, work, marks) if unit and marks else None, not_played,
        tuple(checked_of(unit, check, work, rows) for check in unit.checks if f"check-{check.id}" in rows)
        if unit else (),
        _written(kept, unit, work, rows),
        tuple(disclosures(marks.key) if marks else course_disclosures()),
        tuple((each["label"], each["text"]) for each in content.support() if each["label"] != WHILE_PLAYING),
    )  # fmt: skip


def _unit(name: str) -> Unit | None:
    """Returns the unit, or None: a gradebook may hold one that this edition of the course no longer has."""
    return content.unit(name) if name in content.units() else None


def _cell_events(kept: Kept, cell: str) -> list[Event]:
    return [event for event in kept.events if event.cell == cell]


def _ordered(kept: Kept, unit: Unit | None) -> Sequence[Mapping[str, Any]]:
    order = [cell for cell, _ in unit.graded] if unit else []
    return sorted(kept.rows, key=lambda row: (order.index(row["cell"]) if row["cell"] in order else len(order)))


def _marks(unit: Unit | None, work: Work) -> tuple[Marks | None, str]:
    """Returns the attempt that counts, marked; or None and why it could not be."""
    if unit is None or unit.play is None:
        return None, ""
    try:
        log = work.decisions
        playthrough = replay(content.unit_case(unit.name), assessed(unit, log))
        if log.torn and not playthrough.is_finished:
            raise MarkRefused("The last line of the log is unfinished and so is the attempt: a decision may be lost.")
        return mark(playthrough, content.scale(unit.case)), ""
    except SteadylineError as error:
        return None, f"{error} {LEFT}"
    except Exception as error:  # whatever a log holds, the rest of the page is still made
        return None, f"What was decided cannot be shown ({type(error).__name__}). {LEFT}"


def _played(unit: Unit, work: Work, marks: Marks) -> Played:
    attempt = unit.play.attempt if unit.play else "first"
    situations = tuple(_situation(step, marks) for step in marks.playthrough.steps)
    return Played(attempt, len(work.decisions.attempts), debrief(marks), situations)


def _situation(step: Step, marks: Marks) -> str:
    """Returns the last paragraphs that stood before the learner when they decided."""
    case = marks.playthrough.case
    blocks = [case.scene_of(step.nodes[-1])["blocks"][at] for at in case.nodes[step.nodes[-1]].get("blocks", ())]
    return "\n".join(block["html"] for block in blocks[-LAST_BLOCKS:])


def _written(kept: Kept, unit: Unit | None, work: Work, rows: Mapping[str, MarkRow]) -> tuple[WrittenAnswer, ...]:
    if unit is None:
        return ()
    texts = reflections_of(work)
    return tuple(
        written_of(block, texts.get(block.id, texts.get("*", "")), rows[cell], kept_row, _cell_events(kept, cell))
        for block in unit.reflections
        for kept_row in kept.rows if kept_row["cell"] == (cell := f"reflect-{block.id}")
    )
