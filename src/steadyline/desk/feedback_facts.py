"""What a page of feedback tells of one learner and one unit. Values only: nothing here reads, writes or escapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from steadyline.graders.reasons import Reasons

NOT_RELEASED, RELEASED_AS_IT_STANDS, CHANGED_SINCE = "not released", "released", "changed since"
"""Whether the page may be handed out. CHANGED_SINCE: an earlier form of it was released, this one was not."""

MACHINE, PERSON = "by machine", "by an assessor"


@dataclass(frozen=True)
class MarkRow:
    """One mark. `mark` is None while it waits; `said` are sentences about it; `comment` is an assessor's own words."""

    cell: str
    title: str
    points: float
    mark: float | None
    giver: str = MACHINE
    said: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True)
class Checked:
    """One knowledge check: its mark and the reasons, or None and why there are none."""

    row: MarkRow
    reasons: Reasons | None
    refused: str = ""


@dataclass(frozen=True)
class LevelGiven:
    """One criterion: the level given, its descriptor and that of the next level up ("" at the highest), as our HTML."""

    title: str
    level: int
    html: str
    next_html: str


@dataclass(frozen=True)
class WrittenAnswer:
    """One written answer. `asked` is our HTML, `text` the learner's own words; `levels` is empty where none are known.

    `outside`: the mark that stands was given elsewhere than at the desk, so the levels are not known.
    """

    row: MarkRow
    asked: str
    text: str
    levels: tuple[LevelGiven, ...] = ()
    direction: str = "none"
    outside: bool = False


@dataclass(frozen=True)
class Played:
    """The attempt that is marked: what the debrief shows, and each decision's situation as HTML of the case's own."""

    attempt: str
    attempts: int
    debrief: Mapping[str, Any]
    situations: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """All that the page of one learner and unit says. `handed_in` and `released_on` are in words, "" if not known."""

    unit: str
    title: str
    learner: str
    handed_in: str
    status: str
    released_on: str
    marks: tuple[MarkRow, ...]
    penalty: float = 0.0
    played: Played | None = None
    not_played: str = ""
    checks: tuple[Checked, ...] = ()
    written: tuple[WrittenAnswer, ...] = ()
    disclosures: tuple[str, ...] = ()
    support: tuple[tuple[str, str], ...] = field(default=())

    @property
    def waiting(self) -> tuple[MarkRow, ...]:
        """The marks that wait for an assessor."""
        return tuple(row for row in self.marks if row.mark is None)
