"""The lists that ship with this room: ordinary English, and a gazetteer written from general knowledge."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent / "data"
_ENDINGS = (
    "ing", "ings", "ed", "ly", "tion", "tions", "sion", "ness", "ment", "ments", "able", "ible", "ful", "less", "ous",
    "ive", "ity", "ism", "ance", "ence", "wards", "wise", "some", "ship", "ish", "est", "ier",
)  # fmt: skip
_FORMS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("er", ""), ("er", "e"), ("est", ""), ("ing", ""), ("ing", "e"),
    ("ed", ""), ("d", ""),
)  # fmt: skip
_CONTRACTED = re.compile(r"(?:[’'](?:s|d|ll|re|ve|m|t)){1,3}$")

Phrases = dict[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Lists:
    """Ordinary words in small letters; names and places as they are written, phrases by their first word."""

    common: frozenset[str]
    first_names: frozenset[str]
    surnames: frozenset[str]
    places: Phrases
    bodies: Phrases
    endings: frozenset[tuple[str, ...]]

    @cached_property
    def gazetteer(self) -> frozenset[str]:
        """Every single word, in small letters, that is a first name, a surname or a place."""
        places = (words[0] for each in self.places.values() for words in each if len(words) == 1)
        return frozenset(name.lower() for name in (*self.first_names, *self.surnames, *places))

    @cached_property
    def small_first_names(self) -> frozenset[str]:
        """The first names in small letters."""
        return frozenset(map(str.lower, self.first_names))

    @cached_property
    def small_surnames(self) -> frozenset[str]:
        """The surnames in small letters."""
        return frozenset(map(str.lower, self.surnames))

    @cached_property
    def small_places(self) -> Phrases:
        """The places in small letters."""
        return phrases(" ".join(words).lower() for each in self.places.values() for words in each)

    @cached_property
    def small_bodies(self) -> Phrases:
        """The public bodies in small letters."""
        return phrases(" ".join(words).lower() for each in self.bodies.values() for words in each)

    def is_ordinary(self, word: str) -> bool:
        """Whether a word, in small letters, is ordinary English. Of what the gazetteer knows, only what is listed is:
        `reading` is a word too, and `worthing` is no form of `worth`."""
        plain = _CONTRACTED.sub("", word.replace("’", "'"))
        if plain in self.gazetteer:
            return plain in self.common or plain in word_set("words too")
        return self.is_common(word)

    def is_common(self, word: str) -> bool:
        """Whether a word, in small letters, is ordinary English by the list, or a plain form of a word that is."""
        plain = word.replace("’", "'")
        if plain in self.common:
            return True
        stem = _CONTRACTED.sub("", plain)
        return any(form in self.common for form in _plain_forms(stem))


def has_ordinary_ending(word: str) -> bool:
    """Whether a word of five letters or more, in small letters, ends as ordinary words do and names seldom."""
    return len(word) > 4 and _CONTRACTED.sub("", word).endswith(_ENDINGS)


@lru_cache
def read_lists() -> Lists:
    """Returns the lists that ship."""
    bodies = _terms("bodies.txt")
    return Lists(
        frozenset(word for line in _lines("common.txt") for word in line.split()),
        frozenset(_terms("names.txt")),
        frozenset(_terms("surnames.txt")),
        phrases(_terms("places.txt")),
        phrases(term[1:] for term in bodies if term.startswith("!")),
        frozenset(tuple(term.split()) for term in bodies if not term.startswith("!")),
    )


@lru_cache
def word_set(name: str) -> frozenset[str]:
    """Returns the set of words that `data/sets.txt` keeps under a name."""
    sets = dict(line.split(": ", 1) for line in _lines("sets.txt"))
    return frozenset(sets[name].split())


def phrases(terms: Iterable[str]) -> Phrases:
    """Returns terms as words (hyphens part them), by their first word; the longest stands first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for term in terms:
        words = tuple(re.findall(r"[\w’']+", term.replace("’", "'")))
        if words:
            found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(each, key=len, reverse=True)) for first, each in found.items()}


def _plain_forms(word: str) -> Iterable[str]:
    yield word
    for ending, instead in _FORMS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word[: -len(ending)] + instead
    for beginning in ("un", "re", "non"):
        if word.startswith(beginning) and len(word) > len(beginning) + 3:
            yield word[len(beginning) :]


def _terms(name: str) -> list[str]:
    return [term.strip() for line in _lines(name) for term in line.split(",") if term.strip()]


def _lines(name: str) -> list[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
