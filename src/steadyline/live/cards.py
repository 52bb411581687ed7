"""Voting cards: a letter, a shape and the shape's name each, so that cards are told apart without any colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

A_SHEET = 4

_SHAPES = {
    "A": ("Circle", '<circle cx="50" cy="50" r="42"/>'),
    "B": ("Square", '<rect x="10" y="10" width="80" height="80"/>'),
    "C": ("Triangle", '<path d="M50 8 L94 90 L6 90 Z"/>'),
    "D": ("Cross", '<path d="M36 6h28v30h30v28h-30v30h-28v-30h-30v-28h30z"/>'),
    "E": ("Star", '<path d="M50 5l13 31 33 3-25 22 8 33-29-18-29 18 8-33-25-22 33-3z"/>'),
    "F": ("Ring", '<path d="M50 6a44 44 0 1 0 .1 0zm0 20a24 24 0 1 1-.1 0z" fill-rule="evenodd"/>'),
}
"""Letter: the name of its shape, and the shape as an SVG path."""

PASS = ("?", "Pass", '<path d="M10 44h80v12h-80z"/>')


@dataclass(frozen=True)
class Card:
    """One card."""

    letter: str
    word: str
    svg: str


def sheets_of(most: int) -> Sequence[Sequence[Card]]:
    """Returns a person's set on sheets of four: as many letters as the case's most options, and a card to pass with."""
    cards = [Card(letter, *_drawn(*_SHAPES[letter])) for letter in list(_SHAPES)[:most]]
    if most % A_SHEET:
        cards.append(Card(PASS[0], *_drawn(PASS[1], PASS[2])))
    return [cards[at : at + A_SHEET] for at in range(0, len(cards), A_SHEET)]


def _drawn(word: str, path: str) -> tuple[str, str]:
    return word, f'<svg viewBox="0 0 100 100" aria-hidden="true" focusable="false">{path}</svg>'
