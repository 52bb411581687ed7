"""The table of minutes in a guide: from when to when, what happens, and with which decision of the case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from steadyline.live.notes_parts import Part, first_table
from steadyline.live.story_order import decisions_in_order, seats_in_order
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.prose import inline_html, inline_text

_MINUTES = re.compile(r"(\d+)\s*[–-]\s*(\d+)")
_DECISION = re.compile(r"\bdecisions? (\d+)", re.IGNORECASE)
_CHAIR = re.compile(r"\bchair (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class PlanRow:
    """One row: minutes since the beginning, what happens, and the decision scenes that are taken in it."""

    start: int
    end: int
    html: str
    scenes: tuple[str, ...] = ()
    text: str = ""

    @property
    def scene(self) -> str:
        """The first decision that is taken in it, "" where there is none."""
        return self.scenes[0] if self.scenes else ""

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.end - self.start


def rows_of(part: Part, case: CompiledCase | None) -> tuple[PlanRow, ...]:
    """Returns the rows of a part's table of minutes; none if it is a table of something else."""
    rows = []
    for cells in _cells(part):
        match = _MINUTES.fullmatch(inline_text(cells[0].children or ()))
        if match and len(cells) > 1:
            text = inline_text(cells[1].children or ())
            html = inline_html(cells[1].children or ())
            rows.append(PlanRow(int(match[1]), int(match[2]), html, _scenes(text, case), text))
    return tuple(rows)


def _cells(part: Part) -> Iterator[Sequence[Token]]:
    table = first_table(part)
    row: list[Token] = []
    for token in table.tokens if table else ():
        if token.type == "tr_open":
            row = []
        elif token.type == "inline":
            row.append(token)
        elif token.type == "tr_close" and row:
            yield row


def _scenes(text: str, case: CompiledCase | None) -> tuple[str, ...]:
    """Returns the decisions that a row names, by number or by the chair from which they are taken."""
    order: Sequence[tuple[str, ...]] = ()
    number = 0
    if case and (match := _DECISION.search(text)):
        order, number = [(scene,) for scene in decisions_in_order(case)], int(match[1])
    elif case and (match := _CHAIR.match(text)):
        order, number = seats_in_order(case), int(match[1])
    return order[number - 1] if 1 <= number <= len(order) else ()
