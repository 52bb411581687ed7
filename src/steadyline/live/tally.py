"""How a vote came out. Fewer than five votes are counted and not shown: in a small room a number is a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

FEWEST = 5


@dataclass(frozen=True)
class Tally:
    """Votes by choice, in the order shown. `avoided` likewise; `confidence` is the middle value given, or None."""

    counts: Mapping[str, int]
    avoided: Mapping[str, int]
    confidence: float | None
    typed_in: bool

    @property
    def total(self) -> int:
        """All votes."""
        return sum(self.counts.values())

    @property
    def is_shown(self) -> bool:
        """Whether there are enough votes for the room to see how they fell."""
        return self.total >= FEWEST

    @property
    def leading(self) -> tuple[str, ...]:
        """The choices with most votes; several where they tie, none where nobody voted."""
        most = max(self.counts.values(), default=0)
        return tuple(choice for choice, count in self.counts.items() if most and count == most)


def tally_of(order: Sequence[str], votes: Iterable[Any], hands: Mapping[str, int]) -> Tally:
    """Returns the tally of a round: of what was typed in, if anything was, else of the votes."""
    given = list(votes)
    counts = {choice: hands.get(choice, 0) for choice in order} if hands else {
        choice: sum(vote.choice == choice for vote in given) for choice in order
    }  # fmt: skip
    avoided = {choice: sum(vote.avoid == choice for vote in given) for choice in order}
    sure = [vote.confidence for vote in given if vote.confidence >= 0]
    return Tally(counts, avoided, median(sure) if len(sure) >= FEWEST else None, bool(hands))
