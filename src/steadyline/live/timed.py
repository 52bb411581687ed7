"""What a plan is made of: rows to the minute. And what the guide's own table gives for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from math import ceil

from steadyline.live.notes import Notes
from steadyline.live.notes_plan import PlanRow
from steadyline.live.reading_aloud import ALOUD, Words

HOUR, NINETY, HALF_DAY = 60, 90, 180

FRAME, READ, DECISION, TOLD, VOTE_AGAIN, BREAK, COMPARE, SKILLS, DEBRIEF, ACTION, CLOSING = (
    "frame", "read", "decision", "told", "again", "break", "compare", "skills", "debrief", "action", "closing",
)  # fmt: skip
"""What a row of a plan is."""

_READ_IN = re.compile(r"\breads?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Timed:
    """One row: minutes since the beginning; `html` what happens; `reading` the minutes of it that words take.

    `told` is, for a decision that is left out, the choice that the story takes; "" leaves it to a show of hands.
    """

    start: int
    end: int
    kind: str
    html: str
    scene: str = ""
    reading: int = 0
    told: str = ""

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.end - self.start


@dataclass(frozen=True)
class Plan:
    """A session's rows, each beginning where the one before ends, and the words that say how it was made.

    `tight` are decisions for which the guide's own minutes are fewer than reading, choosing, hands and a talk take.
    """

    minutes: int
    rows: tuple[Timed, ...]
    rule: str
    tight: tuple[str, ...] = ()

    @property
    def left_out(self) -> tuple[Timed, ...]:
        """The decisions that are told and not taken."""
        return tuple(row for row in self.rows if row.kind == TOLD)


def kinds_of(rows: Sequence[PlanRow]) -> Iterator[tuple[PlanRow, str]]:
    """Yields the guide's rows, each with what it is."""
    for at, row in enumerate(rows):
        if at == len(rows) - 1:
            kind = CLOSING
        elif row.scenes:
            kind = DECISION
        elif row.text.lower().startswith("debrief"):
            kind = DEBRIEF
        else:
            kind = READ if at else FRAME
        yield row, kind


def rows_apart(notes: Notes, words: Mapping[str, Words]) -> list[Timed]:
    """Returns the guide's rows, one for each decision, and minutes enough for how the story ends."""
    found: list[Timed] = []
    for row, kind in kinds_of(notes.plan):
        if kind == DECISION:
            each = row.minutes // len(row.scenes)
            for number, scene in enumerate(row.scenes):
                html = row.html if not number else f"And straight on: {escape(notes.decisions[scene].title)}"
                found.append(Timed(0, each, kind, html, scene, ceil(words[scene].minutes)))
        else:
            found.append(Timed(0, row.minutes, kind, row.html))
    last = max(at for at, row in enumerate(found) if row.kind == DECISION)
    after = sum(row.minutes for row in found[last:] if row.kind == READ)
    lacking = ceil(words[""].aloud / ALOUD) - after
    reading = max((at for at, row in enumerate(found) if at > last and row.kind == READ), default=0)
    if lacking > 0 and reading:
        found[reading] = replace(found[reading], end=found[reading].end + lacking)
    elif lacking > 0:
        found.insert(last + 1, Timed(0, lacking, READ, "Read on to the ending", reading=lacking))
    return found


def fewest_of(rows: Sequence[Timed], words: Mapping[str, Words]) -> dict[str, int]:
    """Returns the fewest minutes of each decision; what is read in a row of its own directly before it is not needed
    a second time."""
    found: dict[str, int] = {}
    for before, row in pairwise(rows):
        if row.kind == DECISION:
            is_read = before.kind == READ and _READ_IN.search(before.html)
            found[row.scene] = words[row.scene].fewest - (min(before.minutes, row.reading - 1) if is_read else 0)
    return found


def running(rows: Sequence[Timed]) -> tuple[Timed, ...]:
    """Returns the rows one after the other."""
    found: list[Timed] = []
    for row in rows:
        start = found[-1].end if found else 0
        found.append(replace(row, start=start, end=start + row.minutes))
    return tuple(found)
