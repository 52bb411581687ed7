"""How many playthroughs are needed at least, proved: by items that exclude each other, and by weights of items.

No two of a family of items that exclude each other stand in one playthrough, so each needs its own.
And if no playthrough weighs more than 1, there must be at least as many as all items weigh together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from steadyline.scenarios.cover_graph import CoverGraph, Mask, bits_of

WORK = 1_000_000
"""Items looked at before the largest family found so far is taken: some tenths of a second."""


def exclusive_family(wanted: Mask, together: Sequence[Mask], work: int = WORK) -> Mask:
    """Returns a largest set of wanted items no two of which stand in one playthrough.

    `together` holds, for each item, those that some playthrough shows with it. When the work is done it is the largest
    found so far, which still proves what it says.
    """
    return _Families(wanted, together, work).largest()


@dataclass
class _Family:
    """Items that exclude each other, those that might be added, and of these the ones not yet tried, in groups."""

    items: Mask
    size: int
    open_to: Mask
    left: list[tuple[int, int]]


class _Families:
    """Branch and bound: items are split into groups that go together, and a family has one of each group at most."""

    def __init__(self, wanted: Mask, together: Sequence[Mask], work: int) -> None:
        self.wanted, self.together, self.work = wanted, together, work

    def largest(self) -> Mask:
        best, stack = _Family(0, 0, 0, []), [self.grown(0, 0, self.wanted)]
        while stack:
            # Groups at the end hold what is hardest to place; a family cannot be larger than the groups that are left.
            family = stack[-1]
            if not family.left or family.size + family.left[-1][0] <= best.size or self.work <= 0:
                stack.pop()
                continue
            _, item = family.left.pop()
            family.open_to &= ~(1 << item)
            stack.append(self.grown(family.items | 1 << item, family.size + 1, family.open_to & ~self.together[item]))
            best = max(best, stack[-1], key=lambda each: each.size)
        return best.items

    def grown(self, items: Mask, size: int, open_to: Mask) -> _Family:
        return _Family(items, size, open_to, self.grouped(open_to))

    def grouped(self, items: Mask) -> list[tuple[int, int]]:
        """Returns each item behind the number of its group, group by group; a group's items all go together."""
        found: list[tuple[int, int]] = []
        group = 0
        self.work -= items.bit_count()
        while items:
            group += 1
            fitting = items
            while fitting:
                low = fitting & -fitting
                at = low.bit_length() - 1
                found.append((group, at))
                items ^= low
                fitting = (fitting ^ low) & self.together[at]
        return found


def weighed_bound(graph: CoverGraph, wanted: Mask, rounds: int, enough: int) -> int:
    """Returns how many playthroughs all wanted items need at least, by weights that are shifted round by round.

    Each round makes lighter what the heaviest playthrough shows. Stops when `enough` is proved.
    """
    weights = [float(wanted >> at & 1) for at in range(len(graph.items))]
    proved = 0
    for turn in range(rounds):
        steps = graph.heaviest(weights)
        heaviest = graph.weight(steps, weights)
        if heaviest <= 0:
            return proved
        # What floats lose in summing up is far below a thousandth of a thousandth.
        proved = max(proved, math.ceil(sum(weights) / heaviest - 1e-6))
        if proved >= enough:
            return proved
        lighter = 0.7 if turn < rounds // 4 else 0.85 if turn < rounds // 2 else 0.95
        for at in bits_of(graph.shown(steps)):
            weights[at] *= lighter
    return proved
