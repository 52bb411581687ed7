"""A cohort of five simulated learners, marked without a kernel, and marks given to their written work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from piles import UNIT, cohort_of, hand_in, simulation, work_of
from sqlalchemy import text

from steadyline import content
from steadyline.desk.feedback_facts import Facts
from steadyline.desk.feedback_gathered import facts_of, kept_of
from steadyline.desk.giving import Given, give
from steadyline.desk.pieces import piece
from steadyline.desk.pile import mark_pile
from steadyline.graders.gradebook import engine_of, reading, writing
from steadyline.graders.history import Event, events
from steadyline.graders.moderation import Rule

LEARNERS = ("avocet-11", "curlew-12", "finch-13", "heron-14", "plover-15")
"""One of each temperament, in the order of TEMPERAMENTS."""

CELL = "reflect-three-sentences"
RULE = Rule(standard=0.65, seed=next(
    seed for seed in range(100) if not any(Rule(seed=seed).is_drawn(at, UNIT, CELL) for at in range(4))
))  # fmt: skip
"""Of the first four marks none is drawn for a second one; the fifth is."""


def marked_cohort(folder: Path, changed: Mapping[str, Mapping[str, bytes]] | None = None) -> Path:
    """Makes the cohort in a folder; `changed` has files by learner that take the place of what they handed in."""
    cohort_of(folder, LEARNERS)
    plays = simulation()
    for at, learner in enumerate(LEARNERS):
        hand_in(folder, learner, {**work_of(plays, learner, at), **(changed or {}).get(learner, {})})
    mark_pile(folder, jobs=1)
    return folder


def given(cohort: Path, who: str, learner: str, level: int, **more: object) -> None:
    """Gives a mark at the desk, as somebody to whom the work lies open."""
    engine, rubric = engine_of(cohort), content.rubric("three-sentences")
    with reading(engine) as connection:
        found = piece(connection, cohort, UNIT, learner, CELL, RULE)
    assert found is not None
    mark = Given(UNIT, learner, CELL, {"whole": level}, words=found.words, last=found.last, **more)  # type: ignore[arg-type]
    give(engine, cohort, who, mark, rubric, RULE)


def in_formgrader(cohort: Path, learner: str, mark: float, comment: str = "") -> None:
    """Changes a mark as Formgrader does: nobody says who."""
    sets = {"mark": mark, "comment": comment, "learner": learner}
    with engine_of(cohort).begin() as connection:
        connection.execute(text(f"UPDATE grade SET manual_score = :mark, needs_manual_grade = 0 {_OF}"), sets)  # noqa: S608
        connection.execute(text(f"UPDATE comment SET manual_comment = :comment {_OF}"), sets)  # noqa: S608


_OF = (
    "WHERE cell_id IN (SELECT id FROM base_cell WHERE name = 'reflect-three-sentences') AND notebook_id IN "
    "(SELECT submitted_notebook.id FROM submitted_notebook JOIN submitted_assignment ON "
    "submitted_assignment.id = submitted_notebook.assignment_id WHERE student_id = :learner)"
)


def late(cohort: Path, learner: str, penalty: float) -> None:
    """Lets lateness cost a learner points."""
    with writing(engine_of(cohort), "steadyline mark", "late") as connection:
        connection.execute(text(
            "UPDATE submitted_notebook SET late_submission_penalty = :penalty WHERE assignment_id IN "
            "(SELECT id FROM submitted_assignment WHERE student_id = :learner)"
        ), {"penalty": penalty, "learner": learner})  # fmt: skip


def facts(cohort: Path, learner: str) -> Facts:
    """Returns what the page of a learner says."""
    with reading(engine_of(cohort)) as connection:
        return facts_of(kept_of(connection, UNIT, learner)[0], cohort)


def done(cohort: Path, learner: str, *deeds: str) -> tuple[Event, ...]:
    """Returns what was done to a learner's marks."""
    with reading(engine_of(cohort)) as connection:
        return events(connection, UNIT, learner, deeds=deeds)
