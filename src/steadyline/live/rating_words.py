"""What a unit says of a rating: its own words as HTML. A block that the unit no longer has says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from steadyline import content
from steadyline.course.unit import Rate
from steadyline.scenarios.prose import blocks_of, html_of


def rates_of(unit: str) -> tuple[Rate, ...]:
    """Returns the blocks of a unit that a room can rate; none where the unit is not in this course."""
    return content.unit(unit).ratings if unit in content.units() else ()


def block_of(rates: Sequence[Rate], id: str) -> Rate:
    """Returns a block by its id."""
    empty = Rate(id, (0, 0), ("", ""), "", (), (), "")
    return next((each for each in rates if each.id == id), empty)


@lru_cache(maxsize=256)
def as_html(markdown: str) -> str:
    """Returns a unit's Markdown as HTML."""
    return "\n".join(html_of(block.tokens) for block in blocks_of(markdown))


def scale_words(rate: Rate) -> str:
    """Returns what the two ends of the scale mean."""
    return f"{rate.scale[0]} is {rate.ends[0]}, {rate.scale[1]} is {rate.ends[1]}." if any(rate.ends) else ""


def outcome_html(rate: Rate, outcome: str) -> str:
    """Returns what is told of an outcome."""
    return as_html(dict(rate.outcomes).get(outcome, ""))
