"""What became of a room's ratings once it knew the outcome: means before and after, never anybody's own."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from steadyline.live.rating import Rating
from steadyline.live.room import TABLES, Room
from steadyline.live.tally import FEWEST

NO_FAULT = (
    "That is no fault of anybody's: once we know how a story ended, it is hard to see the way there as it looked on "
    "the day."
)
SAME_OUTCOME = (
    "Everybody in this room saw the same outcome, so this is not outcome bias alone: what was said in the room, and "
    "rating a second time, are in it too."
)


@dataclass(frozen=True)
class ThingRated:
    """One thing with its means, on the block's own scale."""

    id: str
    name: str
    before: float
    after: float

    @property
    def moved(self) -> float:
        """How far it moved, between the means as they are told: with one decimal. Below zero, it was rated lower."""
        return round(round(self.after, 1) - round(self.before, 1), 1)


@dataclass(frozen=True)
class Rated:
    """A block that was rated both times. `number` are those who did; where they are few, `things` is empty."""

    block: str
    outcome: str
    scale: tuple[int, int]
    unit: str
    number: int
    things: tuple[ThingRated, ...]
    words: str

    @property
    def altogether(self) -> ThingRated | None:
        """All things together, each with the same weight; None where they are not shown."""
        if not self.things:
            return None
        before, after = (fmean(getattr(each, name) for each in self.things) for name in ("before", "after"))
        return ThingRated("", "Altogether", before, after)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What came of it in words, and how much that can bear."""
        has_moved = any(each.moved for each in self.things)
        return (self.words, *((NO_FAULT,) if has_moved else ()), *((SAME_OUTCOME,) if self.things else ()))


def rated_of(room: Room) -> tuple[Rated, ...]:
    """Returns the blocks of which the room saw an outcome, in the order in which it rated them."""
    return tuple(rated(room, each) for each in room.ratings.values() if each.outcome)


def rated(room: Room, rating: Rating) -> Rated:
    """Returns what became of one block. A table is not a person: in table mode few ratings are shown as well."""
    pairs, unit = rating.pairs, "tables" if room.mode == TABLES else "people"
    is_shown = len(pairs) >= FEWEST or (bool(pairs) and room.mode == TABLES)
    things = tuple(_thing(rating, at) for at in range(len(rating.things))) if is_shown else ()
    number = len(pairs) if is_shown else 0
    found = Rated(rating.block, rating.outcome, rating.scale, unit, number, things, "")
    words = _moved_words(found) if is_shown else _hidden_words(len(pairs))
    return Rated(rating.block, rating.outcome, rating.scale, unit, number, things, words)


def _thing(rating: Rating, at: int) -> ThingRated:
    before, after = fmean(one[at] for one, _ in rating.pairs), fmean(two[at] for _, two in rating.pairs)
    return ThingRated(rating.things[at], name_of(rating.things, rating.things[at]), before, after)


def name_of(things: tuple[str, ...], id: str) -> str:
    """Returns how a thing is called where its whole words have no room: its number, and its id as words."""
    return f"{things.index(id) + 1}. {id.replace('-', ' ').capitalize()}"


def decimal(value: float, signed: bool = False) -> str:
    """Returns a mean with one decimal, a shift with its sign."""
    told = f"{value:+.1f}" if signed else f"{value:.1f}"
    return "0.0" if told in ("+0.0", "-0.0") else told.replace("-", "\u2212")


def _hidden_words(number: int) -> str:
    if not number:
        return "Nobody rated both times, so there is nothing to compare."
    return f"Fewer than {FEWEST} rated both times. In a small room a number is a person, so it is not shown."


def _moved_words(found: Rated) -> str:
    together = found.altogether
    assert together is not None  # noqa: S101  only asked for where they are shown
    size, (low, high) = decimal(abs(together.moved)), found.scale
    if together.moved:
        way = "down" if together.moved < 0 else "up"
        scale = f"on a scale from {low} to {high}"
        return f"Once the outcome was known, the ratings went {way} by {size} on average, {scale}."
    if any(each.moved for each in found.things):
        return "Taken together the ratings stand where they stood; looked at one by one, some moved."
    return "The ratings stand where they stood before the outcome was known."
