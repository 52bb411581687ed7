"""Where the spots of ordered rows stand from left to right: near what they are joined to, and never too close."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

Rows = Sequence[Sequence[int]]
Pulls = Mapping[int, Sequence[tuple[int, float]]]
_SWEEPS = 40


def placed(rows: Rows, apart: Callable[[int, int], int], above: Pulls, below: Pulls) -> dict[int, int]:
    """Returns the middle of each spot, in pixels; any may be negative.

    `apart` says how far the middles of two neighbours must at least lie from each other; `above` and `below` give each
    spot's neighbours in the rows next to it, with how strongly they pull.
    """
    middles = {spot: middle for row in rows for spot, middle in zip(row, _packed(row, apart), strict=True)}
    both = {spot: [*above[spot], *below[spot]] for spot in middles}
    for sweep in range(_SWEEPS):
        is_last = sweep >= _SWEEPS - 8
        pulls = both if is_last else above if sweep % 2 == 0 else below
        for row in rows if sweep % 2 == 0 else reversed(rows):
            middles.update(_settled(row, middles, apart, pulls))
    return {spot: round(middle) for spot, middle in middles.items()}


def _packed(row: Sequence[int], apart: Callable[[int, int], int]) -> list[float]:
    """Returns the middles of a row packed tightly around 0."""
    at = [0.0]
    for left, right in pairwise(row):
        at.append(at[-1] + apart(left, right))
    return [each - at[-1] / 2 for each in at]


def _settled(
    row: Sequence[int], middles: Mapping[int, float], apart: Callable[[int, int], int], pulls: Pulls
) -> dict[int, float]:
    """Returns the middles of a row that lie nearest to where each spot is pulled, with the room that each needs.

    Exact least squares: less the room before each, the middles must not fall from left to right, and
    neighbours that would are pooled and stand together. Source: Ayer and others 1955, pool adjacent violators.
    """
    room = _packed(row, apart)
    pools: list[tuple[float, float, int]] = []
    for spot, before in zip(row, room, strict=True):
        weight = sum(pull for _, pull in pulls[spot]) or 0.01
        # What nothing pulls stands close beside its neighbour.
        level = pools[-1][0] if pools else middles[spot] - before
        if pulls[spot]:
            level = sum(middles[other] * pull for other, pull in pulls[spot]) / weight - before
        pool = (level, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            pool = _pooled(pools.pop(), pool)
        pools.append(pool)
    levels = [level for level, _, count in pools for _ in range(count)]
    return {spot: level + before for spot, level, before in zip(row, levels, room, strict=True)}


def _pooled(one: tuple[float, float, int], other: tuple[float, float, int]) -> tuple[float, float, int]:
    weight = one[1] + other[1]
    return (one[0] * one[1] + other[0] * other[1]) / weight, weight, one[2] + other[2]
