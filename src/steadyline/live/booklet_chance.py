"""How a room with paper lets chance decide: a coin, a die, or slips in a cup, always with the case's own weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd


@dataclass(frozen=True)
class Lot:
    """What is drawn: a coin, a die, or numbered slips; and with what the outcome of this place is taken."""

    by: str
    words: str
    numbers: tuple[int, ...]


COIN, DIE, SLIPS = "coin", "die", "slips"


def lots_of(weights: Sequence[int]) -> tuple[Lot, ...]:
    """Returns for each outcome what it is drawn by. Each number is as likely as any other."""
    least = gcd(*weights)
    shares = [weight // least for weight in weights]
    total = sum(shares)
    by, times = (COIN, 1) if total == 2 else (DIE, 6 // total) if 6 % total == 0 else (SLIPS, 1)
    found: list[Lot] = []
    first = 1
    for share in shares:
        numbers = tuple(range(first, first + share * times))
        found.append(Lot(by, _words(by, numbers), numbers))
        first += share * times
    return tuple(found)


def how(lots: Sequence[Lot]) -> str:
    """Returns what the room does, in a sentence."""
    most = max(number for lot in lots for number in lot.numbers)
    if lots[0].by == COIN:
        return "Toss a coin."
    if lots[0].by == DIE:
        return "Throw a die."
    return f"Write the numbers 1 to {most} on slips, fold them, and let somebody draw one."


def _words(by: str, numbers: Sequence[int]) -> str:
    if by == COIN:
        return "Heads" if numbers[0] == 1 else "Tails"
    if len(numbers) == 1:
        return str(numbers[0])
    return f"{numbers[0]} or {numbers[1]}" if len(numbers) == 2 else f"{numbers[0]} to {numbers[-1]}"
