"""The levels that markers gave, with gaps, and how they stand beside one another. Nothing is reckoned here.

A marker may also be a role: where it matters who marked first, call the two "first" and "second".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from steadyline.errors import SteadylineError, did_you_mean, listed
from steadyline.graders.rubric import LEVELS

Item = tuple[str, str]
"""What one level is given for: a script, and a criterion of its rubric."""

Ratings = Mapping[str, Mapping[Item, int]]
"""By marker and item, a level of 0 to 4. What a marker has not marked is left out."""


class NotALevel(SteadylineError):
    """A rating is no level of the rubric."""

    def __init__(self, marker: str, item: Item, level: object) -> None:
        self.marker = marker
        self.item = item
        self.level = level
        script, criterion = item
        super().__init__(
            f'{marker} gave script "{script}", criterion "{criterion}", {level!r}: '
            f"a level is a whole number from {LEVELS[-1]} to {LEVELS[0]}. Leave out what is not marked yet."
        )


class MarkerUnknown(SteadylineError):
    """There are no ratings under this name."""

    def __init__(self, marker: str, known: list[str]) -> None:
        self.marker = marker
        hint = did_you_mean(marker, known) or f" There is {listed(known)}."
        super().__init__(f'nobody called "{marker}" has marked here.{hint}')


@dataclass(frozen=True)
class Pair:
    """Two levels that two markers gave for one item."""

    item: Item
    one: int
    other: int

    @property
    def distance(self) -> int:
        """How many levels lie between them."""
        return abs(self.one - self.other)


def check_levels(ratings: Ratings) -> None:
    """Does nothing where every rating is a level of 0 to 4. Raises NotALevel at the first that is not."""
    for marker, given in ratings.items():
        for item, level in given.items():
            # True is an int to Python, and no mark to anybody.
            if isinstance(level, bool) or not isinstance(level, int) or level not in LEVELS:
                raise NotALevel(marker, item, level)


def pairs_of(ratings: Ratings, one: str, other: str) -> tuple[Pair, ...]:
    """Returns a pair for each item that both have marked, by item. Raises MarkerUnknown or NotALevel."""
    check_levels(ratings)
    for marker in (one, other):
        if marker not in ratings:
            raise MarkerUnknown(marker, sorted(ratings))
    left, right = ratings[one], ratings[other]
    return tuple(Pair(item, left[item], right[item]) for item in sorted(left.keys() & right.keys()))


def all_pairs(ratings: Ratings) -> tuple[Pair, ...]:
    """Returns a pair for every two markers of every item: three markers of an item make three. Raises NotALevel."""
    return tuple(pair for one, other in combinations(sorted(ratings), 2) for pair in pairs_of(ratings, one, other))


def by_item(ratings: Ratings) -> dict[Item, dict[str, int]]:
    """Returns, for each item that two or more have marked, its level by marker; both sorted. Raises NotALevel."""
    check_levels(ratings)
    items = sorted({item for given in ratings.values() for item in given})
    levels = {item: {marker: ratings[marker][item] for marker in _markers(ratings, item)} for item in items}
    return {item: given for item, given in levels.items() if len(given) > 1}


def of_criterion(ratings: Ratings, criterion: str) -> Ratings:
    """Returns the ratings of one criterion only; a marker without any keeps an empty place."""
    return {
        marker: {item: level for item, level in given.items() if item[1] == criterion}
        for marker, given in ratings.items()
    }


def _markers(ratings: Ratings, item: Item) -> Iterator[str]:
    return (marker for marker in sorted(ratings) if item in ratings[marker])
