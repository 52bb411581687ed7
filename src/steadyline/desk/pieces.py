"""What an assessor has before them: each piece of written work, and each automatic mark that was refused."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from steadyline.course.graft import REFLECTION, reflections, words_digest
from steadyline.course.handin import ANSWERS
from steadyline.graders.gradebook import GRADE_ROWS
from steadyline.graders.history import Event, events, write_down
from steadyline.graders.moderation import FIRST, Marking, Rule, Standing, standing

WRITTEN, REFUSED = "written", "refused"
MARKING, POINTS, SET_ASIDE, TAKEN_UP, RELEASED, SEED = (
    "marking", "points", "set aside", "taken up again", "released", "seed",
)  # fmt: skip
"""What the desk writes down, beside what the database itself does."""

MARKED_IN = "autograded"
"""Where marking leaves what it read: plain files of the course's and the learner's logs, and nothing else."""

OF_A_PIECE = (MARKING, POINTS, SET_ASIDE, TAKEN_UP, RELEASED)


@dataclass(frozen=True)
class Piece:
    """One thing to be marked by a person: a reflection (WRITTEN), or an automatic mark that was refused (REFUSED).

    `row` is the gradebook's: points, automatic, given, waits, comments. `text` is what the learner wrote, "" where
    nothing was handed in or where the mark is an automatic one.
    """

    unit: str
    learner: str
    cell: str
    kind: str
    row: Mapping[str, Any]
    text: str
    standing: Standing
    set_aside: Event | None
    released: Event | None
    last: int

    @property
    def words(self) -> str:
        """The digest of the text."""
        return words_digest(self.text)

    @property
    def is_settled(self) -> bool:
        """Whether a mark stands in the gradebook."""
        return not self.row["waits"]

    @property
    def is_outside(self) -> bool:
        """Whether the mark that stands was given in Formgrader, and not here."""
        never_here = self.standing.next == FIRST and not self.standing.why
        return self.kind == WRITTEN and self.is_settled and never_here


def pieces(connection: Connection, folder: Path, unit: str, rule: Rule, learner: str = "") -> Iterator[Piece]:
    """Yields everything of a unit that a person marks, by learner (or of one); what the machine marked is left out."""
    told: dict[tuple[str, str], list[Event]] = {}
    for event in events(connection, unit, learner, deeds=OF_A_PIECE):
        told.setdefault((event.learner, event.cell), []).append(event)
    for row in connection.execute(GRADE_ROWS, {"unit": unit, "learner": learner}).mappings():
        about = told.get((row["learner"], row["cell"]), [])
        given = [each for each in about if each.deed == POINTS]
        if row["kind"] == "markdown" or given or (row["waits"] and row["automatic"] is None):
            yield _piece(folder, unit, dict(row), about, told.get((row["learner"], ""), []), rule)


def piece(connection: Connection, folder: Path, unit: str, learner: str, cell: str, rule: Rule) -> Piece | None:
    """Returns one of them, or None where there is none of that name."""
    return next((each for each in pieces(connection, folder, unit, rule, learner) if each.cell == cell), None)


def _piece(
    folder: Path, unit: str, row: Mapping[str, Any], about: Sequence[Event], whole: Sequence[Event], rule: Rule
) -> Piece:
    is_written = row["kind"] == "markdown"
    text = written(folder, unit, row["learner"], row["cell"]) if is_written else ""
    markings = [marking_of(each) for each in about if each.deed == MARKING]
    aside = [each for each in about if each.deed in (SET_ASIDE, TAKEN_UP)]
    return Piece(
        unit, row["learner"], row["cell"], WRITTEN if is_written else REFUSED, row, text,
        standing(markings, rule, words_digest(text)),
        aside[-1] if aside and aside[-1].deed == SET_ASIDE else None,
        next((each for each in reversed(whole) if each.deed == RELEASED), None),
        about[-1].id if about else 0,
    )  # fmt: skip


def written(folder: Path, unit: str, learner: str, cell: str) -> str:
    """Returns what a learner wrote for an answer cell, as it stood when it was marked; "" where there is nothing."""
    found = reflections(folder / MARKED_IN / learner / unit / ANSWERS)
    return found.get(cell.removeprefix(REFLECTION), found.get("*", ""))


def marking_of(event: Event) -> Marking:
    """Returns the marking that an event keeps."""
    return Marking(who=event.who, at=event.at, event=event.id, **event.after)


def rule_of(connection: Connection, standard: float) -> Rule:
    """Returns the rule of this cohort, with the seed that was written down for it."""
    return Rule(standard=standard, seed=int(events(connection, deeds=(SEED,))[0].after["seed"]))


def draw_seed(connection: Connection, who: str) -> None:
    """Draws the seed by which one in five is marked again, and writes it down, once for a cohort."""
    if not events(connection, deeds=(SEED,)):
        write_down(connection, who, SEED, after={"seed": secrets.randbits(32)})
