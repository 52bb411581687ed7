"""What became of a pile of hand-ins, in numbers: it stays small, however many they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from steadyline.desk.one import Marked
from steadyline.desk.taken_in import LINKED
from steadyline.marking import LEFT

MOST_REASONS = 200
"""Different reasons that are counted; a reason may quote what somebody handed in."""


@dataclass
class Pile:
    """What became of a pile, in numbers; `aside` names hand-ins that could not be marked as a whole: unit, name, why.

    `waiting` are hand-ins in which the machine refused a mark; `reasons` counts its words.
    """

    total: int = 0
    marked: int = 0
    unchanged: int = 0
    waiting: int = 0
    aside: list[tuple[str, str, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    stopped: bool = False

    @property
    def done(self) -> int:
        """How many hand-ins have been looked at."""
        return self.marked + self.unchanged

    def count(self, marked: Marked, notes: Sequence[str]) -> None:
        """Counts a marked hand-in, with the notes that were taken when it was read."""
        self.marked += 1
        self.waiting += bool(marked.refused)
        if marked.set_aside or LINKED in notes:
            self.aside.append((marked.unit, marked.learner, marked.set_aside or LINKED))
        for why in {*marked.refused.values(), *notes}:
            told = why.removesuffix(LEFT).strip()
            is_known = told in self.reasons or len(self.reasons) < MOST_REASONS
            self.reasons[told if is_known else "another reason"] += 1
