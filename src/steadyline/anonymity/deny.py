"""Deny terms: what must not be said at all. Only their salted hashes are kept; the plain list never ships.

A sheet of terms, which stays with whoever knows the source, has one term a line:

    name: Brindlewick             written with a capital
    phrase: gone with the geese   these words in a row
    near 6: 41 + heron | herons   at most six words apart; `|` parts words of which one is enough
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from steadyline.anonymity.hashes import run_hash, slow_hash
from steadyline.anonymity.tokens import Token, stem, tokens_of
from steadyline.errors import SteadylineError

_LINE = re.compile(r"(?P<kind>name|phrase|near (?P<within>\d+)): (?P<said>.+)")


class TermsWrong(SteadylineError):
    """A sheet of deny terms has a line that cannot be read."""

    def __init__(self, line: int, said: str) -> None:
        self.line = line
        super().__init__(
            f'line {line} of the terms, "{said}", is none of "name: …", "phrase: …" and "near 6: … + … | …".'
        )


@dataclass(frozen=True)
class Term:
    """One deny term as hashes. Each slot holds the hashes of words of which one must be there.

    `within` is 0 where the slots must stand in a row, and else the most words from the first found to the last.
    """

    slots: tuple[frozenset[str], ...]
    within: int = 0
    is_name: bool = False

    def as_table(self) -> dict[str, Any]:
        """Returns the term as it stands in a file."""
        return {"slots": [sorted(slot) for slot in self.slots], "within": self.within, "name": self.is_name}


def term_of_table(table: dict[str, Any]) -> Term:
    """Returns the term that `as_table` wrote."""
    return Term(tuple(frozenset(slot) for slot in table["slots"]), int(table["within"]), bool(table["name"]))


def read_terms(sheet: str, salt: bytes, cost: int) -> tuple[Term, ...]:
    """Returns the terms of a plain sheet as hashes. Raises TermsWrong."""
    found: list[Term] = []
    for number, line in enumerate(sheet.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise TermsWrong(number, line)
        if match["within"]:
            parts = [part.split("|") for part in match["said"].split("+")]
            slots = [frozenset(_one(token, salt, cost) for word in part for token in tokens_of(word)) for part in parts]
        else:
            slots = [frozenset({_one(token, salt, cost)}) for token in tokens_of(match["said"])]
        found.append(Term(tuple(slots), int(match["within"] or 0), match["kind"] == "name"))
    return tuple(found)


def terms_found(
    tokens: Sequence[Token], terms: Sequence[Term], salt: bytes, cost: int
) -> Iterator[tuple[int, int, int]]:
    """Yields the number of each term that is there, with the first and the last token of the place."""
    wanted = frozenset[str]().union(*(slot for term in terms for slot in term.slots))
    at: dict[str, list[int]] = {}
    for place, token in enumerate(tokens):
        hashed = _one(token, salt, cost)
        if hashed in wanted:
            at.setdefault(hashed, []).append(place)
    for number, term in enumerate(terms, start=1):
        slots = [sorted(place for hashed in slot for place in at.get(hashed, ())) for slot in term.slots]
        if not all(slots):
            continue
        for first, last in _together(slots, term.within) if term.within else _in_a_row(slots):
            if not term.is_name or any(token.is_capital for token in tokens[first : last + 1]):
                yield number, first, last


def _one(token: Token, salt: bytes, cost: int) -> str:
    """Returns the hash of one word or number. Numbers are few, and worth a slow hash."""
    return slow_hash(token.text, salt, cost) if token.is_number else _stem_hash(token.text, salt)


@lru_cache(maxsize=200_000)
def _stem_hash(word: str, salt: bytes) -> str:
    return run_hash(["term", stem(word)], salt)


def _in_a_row(slots: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    there = [frozenset(places) for places in slots]
    for first in slots[0]:
        if all(first + more in places for more, places in enumerate(there)):
            yield first, first + len(slots) - 1


def _together(slots: Sequence[Sequence[int]], within: int) -> Iterator[tuple[int, int]]:
    """Yields a smallest place around each word of the first slot in which every slot has a word."""
    for first in slots[0]:
        near = [_nearest(places, first) for places in slots]
        if max(near) - min(near) <= within and len(set(near)) == len(slots):
            yield min(near), max(near)


def _nearest(places: Sequence[int], place: int) -> int:
    """Returns which of the places, in order, is nearest."""
    at = bisect_left(places, place)
    return min(places[max(0, at - 1) : at + 1], key=lambda each: abs(each - place))
