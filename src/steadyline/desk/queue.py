"""What is to be marked, for one assessor: in an order of their own that stays the same, blind where it must be."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from steadyline.decisions import draw
from steadyline.desk.pieces import REFUSED, Piece
from steadyline.graders.moderation import AGREED, SECOND, SETTLED

TO_MARK, TO_AGREE, WAITS, SETTLED_WORDS, ASIDE, OUTSIDE = (
    "to mark", "to agree", "waits for somebody else", "settled", "set aside", "marked in Formgrader",
)  # fmt: skip
STATES = (TO_MARK, TO_AGREE, WAITS, SETTLED_WORDS, ASIDE, OUTSIDE)


@dataclass(frozen=True)
class Progress:
    """How far a unit is: pieces in all, settled, set aside; and how many this assessor can do something about."""

    all: int
    settled: int
    aside: int
    mine: int

    @property
    def words(self) -> str:
        """The progress in a sentence."""
        aside = f", {self.aside} set aside" if self.aside else ""
        return f"{self.settled} of {self.all} settled{aside}; {self.mine} for you."


def state_of(piece: Piece, who: str) -> str:
    """Returns where a piece is as this assessor may know it. Whether a mark would be the first or not is not told."""
    if piece.set_aside is not None:
        return ASIDE
    if piece.kind == REFUSED:
        return SETTLED_WORDS if piece.is_settled else TO_MARK
    if piece.is_outside:
        return OUTSIDE
    if piece.standing.next == SETTLED:
        return SETTLED_WORDS
    if not piece.standing.is_for(who):
        return WAITS
    return TO_AGREE if piece.standing.next == AGREED else TO_MARK


def may_change(piece: Piece, who: str) -> bool:
    """Whether this assessor may change a mark: their own while nobody else has marked, or a settled one."""
    return piece.set_aside is None and (
        piece.standing.next == SETTLED or (piece.standing.next == SECOND and piece.standing.who == (who,))
    )


def in_order(pieces: Iterable[Piece], who: str) -> list[Piece]:
    """Returns the pieces in an order that is this assessor's own and always the same: no learner is always first."""
    seed = zlib.crc32(who.encode())
    return sorted(pieces, key=lambda each: (draw(seed, f"order/{each.unit}/{each.cell}/{each.learner}"), each.learner))


def progress(pieces: Iterable[Piece], who: str) -> Progress:
    """Returns how far the pieces are."""
    states = [state_of(each, who) for each in pieces]
    return Progress(
        len(states), sum(each in (SETTLED_WORDS, OUTSIDE) for each in states), states.count(ASIDE),
        sum(each in (TO_MARK, TO_AGREE) for each in states),
    )  # fmt: skip


def next_for(pieces: Iterable[Piece], who: str, after: tuple[str, str] | None = None) -> Piece | None:
    """Returns the next piece for this assessor: what is to be agreed first, then what follows the one just done."""
    order = in_order(pieces, who)
    at = next((number for number, each in enumerate(order) if (each.learner, each.cell) == after), -1)
    turned = [*order[at + 1 :], *order[: at + 1]]
    for state in (TO_AGREE, TO_MARK):
        for each in turned:
            if (each.learner, each.cell) != after and state_of(each, who) == state:
                return each
    return None
