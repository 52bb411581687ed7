"""What a room rates before and after it knows how things turned out, as its log tells it. Pure.

A block of the unit is opened, each phone or table rates every thing in it, one outcome is shown, each rates again, and
it is closed. What was rated before the outcome was shown stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from steadyline.live.room import Room

BEFORE, AFTER, SHOWN, AWAY = PHASES = ("before", "after", "shown", "away")
"""Where a rating is: taken without an outcome, taken again with one, closed and shown to the room, put away."""

Ratings = tuple[int, ...]
"""One rating a thing, in the order of the block."""


@dataclass
class Rating:
    """One block as this room rates it. `things` are ids, `scale` its two ends; ratings are kept by voter."""

    block: str
    things: tuple[str, ...]
    scale: tuple[int, int]
    phase: str = BEFORE
    outcome: str = ""
    before: dict[str, Ratings] = field(default_factory=dict)
    after: dict[str, Ratings] = field(default_factory=dict)

    @property
    def taken(self) -> dict[str, Ratings]:
        """The ratings that are or were taken last."""
        return self.after if self.outcome else self.before

    @property
    def pairs(self) -> list[tuple[Ratings, Ratings]]:
        """Both ratings of all who rated both times."""
        return [(self.before[voter], self.after[voter]) for voter in self.before if voter in self.after]


def put_away(room: Room) -> None:
    """Puts the rating that stands before the room away; what was rated is kept."""
    if room.rating is not None:
        room.rating.phase = AWAY


def _phased(room: Room, event: Mapping[str, Any]) -> None:
    block, phase = event["block"], event["phase"]
    if phase == BEFORE:
        asked = (tuple(event["things"]), (event["scale"][0], event["scale"][1]))
        found = room.ratings.get(block)
        if found is None or (found.things, found.scale) != asked:
            room.ratings[block] = Rating(block, *asked)
    rating = room.ratings[block]
    rating.phase = phase
    rating.outcome = event.get("outcome", rating.outcome)


def _rated(room: Room, event: Mapping[str, Any]) -> None:
    rating = room.ratings[event["block"]]
    kept = rating.before if event["phase"] == BEFORE else rating.after
    kept[room.voter_of(event["device"])] = tuple(event["ratings"])


ACTS: Mapping[str, Callable[[Room, Mapping[str, Any]], None]] = {"rating": _phased, "rated": _rated}
