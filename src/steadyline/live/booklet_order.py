"""The numbers of a booklet's sections: shuffled, the same every time, and no section beside one that it leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from steadyline.decisions import draw

TRIES_A_SECTION = 60
"""Enough for the cases of fifty sections, where about one shuffle in a hundred will do."""


@dataclass(frozen=True)
class Link:
    """A section, and those to which it leads."""

    section: str
    to: tuple[str, ...]


def numbered(links: Sequence[Link], start: str, seed: int) -> Mapping[str, int]:
    """Returns the number of each section; the start has 1.

    Of many shuffles the first is taken in which nobody who reads on reads what comes of a choice, or the best found.
    """
    names = sorted({link.section for link in links} | {to for link in links for to in link.to} - {start})
    rest = [name for name in names if name != start]
    apart = _apart(links)
    best: list[str] = []
    fewest = len(apart) + 1
    for turn in range(TRIES_A_SECTION * len(names)):
        order = [start, *sorted(rest, key=lambda name: (draw(seed, f"booklet/{turn}/{name}"), name))]
        touching = sum(frozenset(pair) in apart for pair in pairwise(order))
        if touching < fewest:
            best, fewest = order, touching
        if not touching:
            break
    return {name: number for number, name in enumerate(best, start=1)}


def _apart(links: Sequence[Link]) -> set[frozenset[str]]:
    """Returns the pairs that must not touch: a section and what it leads to, and two to which one section leads."""
    pairs = {frozenset((link.section, to)) for link in links for to in link.to}
    return pairs | {frozenset((one, other)) for link in links for one in link.to for other in link.to if one != other}
