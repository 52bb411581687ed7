"""In which order the spots of each row stand, so that few lines cross: barycentre sweeps, then swaps of neighbours.

A spot is a whole number: a box, or a point through which a long line passes a row. Every link joins two rows that
follow each other. The same spots and links always give the same order.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import pairwise

Rows = list[list[int]]
Neighbours = Mapping[int, Sequence[int]]
_SWEEPS = 24


def ordered(rows: Rows, above: Neighbours, below: Neighbours) -> Rows:
    """Returns the rows in the order with the fewest crossings that was met. `above` and `below` give the links."""
    best, fewest = rows, crossings(rows, below)
    tried = rows
    for sweep in range(_SWEEPS):
        if fewest == 0:
            break
        tried = _swept(tried, above, range(1, len(rows))) if sweep % 2 == 0 else (
            _swept(tried, below, range(len(rows) - 2, -1, -1))
        )  # fmt: skip
        tried = _swapped(tried, above, below)
        found = crossings(tried, below)
        if found < fewest:
            best, fewest = tried, found
    # What is joined to nothing stands at the end of its row, out of the others' way.
    return [sorted(row, key=lambda spot: not above[spot] and not below[spot]) for row in best]


def crossings(rows: Rows, below: Neighbours) -> int:
    """Returns how many pairs of links cross."""
    found = 0
    for upper, lower in pairwise(rows):
        place = {spot: at for at, spot in enumerate(lower)}
        met: list[int] = []
        for spot in upper:
            ends = [place[other] for other in below[spot]]
            found += sum(len(met) - bisect_right(met, end) for end in ends)
            for end in ends:
                insort(met, end)
    return found


def _swept(rows: Rows, towards: Neighbours, ats: range) -> Rows:
    """Returns the rows, each sorted by where its spots' neighbours in the row before stand on average."""
    rows = list(rows)
    place = {spot: at for row in rows for at, spot in enumerate(row)}
    for at in ats:
        row = rows[at]
        middle = {
            spot: sum(place[other] for other in towards[spot]) / len(towards[spot]) if towards[spot] else place[spot]
            for spot in row
        }
        rows[at] = sorted(row, key=lambda spot: (middle[spot], place[spot]))
        place.update({spot: number for number, spot in enumerate(rows[at])})
    return rows


def _swapped(rows: Rows, above: Neighbours, below: Neighbours) -> Rows:
    """Returns the rows after neighbours have changed places wherever fewer lines cross for it."""
    rows = [list(row) for row in rows]
    place = {spot: at for row in rows for at, spot in enumerate(row)}
    improved = True
    while improved:
        improved = False
        for row in rows:
            for at in range(len(row) - 1):
                left, right = row[at], row[at + 1]
                if _crossed(right, left, place, above, below) < _crossed(left, right, place, above, below):
                    row[at], row[at + 1] = right, left
                    place[right], place[left] = at, at + 1
                    improved = True
    return rows


def _crossed(left: int, right: int, place: Mapping[int, int], *sides: Neighbours) -> int:
    """Returns how many links of two neighbours cross when they stand in this order."""
    return sum(place[one] > place[other] for side in sides for one in side[left] for other in side[right])
