"""Which texts of a pile are nearly the same, once what they quote from the unit itself is left out.

Two texts are held against each other word by word: the share is twice the words that stand in both in the same order,
divided by the words of both. Sentences are then put in alphabetical order and held against each other again, so that
moving them about changes nothing; the greater share counts.

ALIKE is 60 %. The standard scripts that ship answer the same questions, a few of them in the same form, and no two of
them that were written apart share more than 28 %. A copy in which every third word was changed shares about 67 %.
So what lies between is wide; below 60 % work put together from several sources is not seen here.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

ALIKE = 60
"""Per cent."""

FEWEST = 30
"""Words of a learner's own; no unit asks for fewer than twice as many, and in a few lines much is alike by chance."""

MOST = 2_000
"""Words that are looked at; no unit asks for a third of it."""

QUOTED = 4
"""So many words in a row that stand in the unit in the same order are a quotation."""

NEAREST = 20
"""Others told for one learner; where more are as near, a whole group wrote the same."""

BLOCK = 256
"""Rows that are compared at once: with 2,000 texts, two megabytes of scores."""

RUNS, RUN = 3, 12
"""How many stretches in common a pair tells, and the most words of each."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SENTENCE = re.compile(r"[.!?…\n]+")
Words = tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two texts that are nearly the same: whose they are, the share from 0 to 1, and the longest words in common.

    The words are a learner's: escape them wherever they are shown.
    """

    first: str
    second: str
    share: float
    in_common: tuple[str, ...]


@dataclass(frozen=True)
class Own:
    """A text's own words as it has them, and with its sentences in alphabetical order."""

    whose: str
    words: Words
    by_sentence: Words


def near_identical(texts: Mapping[str, str], boilerplate: str) -> tuple[Pair, ...]:
    """Returns pairs of learners whose texts are nearly the same, the nearest first; each pair once, `first` < `second`.

    `boilerplate` is all that the unit itself says. A learner is told with their NEAREST others, and at least with one.
    """
    own = _own_words(texts, boilerplate)
    met = {(low, high) for rows in _scored(own, own) for low, high in _hits(*rows, is_same=True)}
    return _pairs((own[low], own[high]) for low, high in met)


def near_published(
    texts: Mapping[str, str], published: Mapping[str, str], boilerplate: str
) -> tuple[Pair, ...]:
    """Returns pairs of a learner (`first`) and a published text (`second`, by name) that are nearly the same."""
    own, scripts = _own_words(texts, boilerplate), _own_words(published, boilerplate)
    met = {hit for rows in _scored(own, scripts) for hit in _hits(*rows, is_same=False)}
    return _pairs((own[row], scripts[column]) for row, column in met)


def _own_words(texts: Mapping[str, str], boilerplate: str) -> list[Own]:
    """Returns the texts that are long enough once quotations are left out, by name."""
    unit = tuple(_WORD.findall(_plain(boilerplate)))
    quotable = frozenset(zip(*(unit[at:] for at in range(QUOTED)), strict=False))
    found = []
    for whose, text in sorted(texts.items()):
        sentences = [_unquoted(words, quotable) for words in map(_WORD.findall, _SENTENCE.split(_plain(text)))]
        words, moved = _joined(sentences), _joined(sorted(sentences))
        if len(words) >= FEWEST:
            found.append(Own(whose, words, moved))
    return found


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def _unquoted(words: Sequence[str], quotable: frozenset[Words]) -> Words:
    quoted: set[int] = set()
    for at in range(len(words) - QUOTED + 1):
        if tuple(words[at : at + QUOTED]) in quotable:
            quoted |= set(range(at, at + QUOTED))
    return tuple(word for at, word in enumerate(words) if at not in quoted)


def _joined(sentences: Sequence[Words]) -> Words:
    return tuple(word for sentence in sentences for word in sentence)[:MOST]


def _scored(rows: Sequence[Own], columns: Sequence[Own]) -> Iterator[tuple[int, int, np.ndarray[Any, Any]]]:
    """Yields the scores of a block of rows against the columns, with the numbers of the first row and column.

    Each word becomes one sign of 256, for which the comparison is many times faster. Two words may share a sign, so
    that a score is never too low: nothing is lost here, and what is met is counted exactly afterwards. Where rows
    and columns are the same texts, no block looks to the left of itself.
    """
    import numpy as np
    from rapidfuzz import fuzz, process

    signs = [([_signs(each.words) for each in side], [_signs(each.by_sentence) for each in side])
             for side in (rows, columns)]  # fmt: skip
    for start in range(0, len(rows), BLOCK):
        left = start if rows is columns else 0
        best: np.ndarray[Any, Any] | None = None
        for row_signs, column_signs in zip(*signs, strict=True):
            scores = process.cdist(
                row_signs[start : start + BLOCK], column_signs[left:],
                scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.float32, workers=-1,
            )  # fmt: skip
            best = scores if best is None else np.maximum(best, scores)
        if best is not None and best.size:
            yield start, left, best


def _signs(words: Words) -> str:
    return "".join(chr(_sign(word)) for word in words)


@lru_cache(maxsize=100_000)
def _sign(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace")) & 0xFF


def _hits(start: int, left: int, scores: np.ndarray[Any, Any], is_same: bool) -> Iterator[tuple[int, int]]:
    """Yields the numbers of row and column of what is alike: of each row its nearest, and of each column its nearest.

    The second is needed where a whole group is alike: its last text must not be lost to the nearer ones before it.
    """
    import numpy as np

    if is_same:
        scores = np.triu(scores, 1)
    for at in np.flatnonzero(scores.max(axis=1) >= ALIKE):
        nearest = np.argsort(-scores[at], kind="stable")[:NEAREST]
        yield from ((start + int(at), left + int(other)) for other in nearest if scores[at, other] >= ALIKE)
    top = scores.argmax(axis=0)
    for other in np.flatnonzero(scores.max(axis=0) >= ALIKE):
        yield start + int(top[other]), left + int(other)


def _pairs(met: Iterator[tuple[Own, Own]]) -> tuple[Pair, ...]:
    found = []
    for first, second in met:
        share, in_common = _compared(first.words, second.words, first.by_sentence, second.by_sentence)
        if share * 100 >= ALIKE:
            found.append(Pair(first.whose, second.whose, share, in_common))
    return tuple(sorted(found, key=lambda pair: (-pair.share, pair.first, pair.second)))


@lru_cache(maxsize=4_096)
def _compared(first: Words, second: Words, first_moved: Words, second_moved: Words) -> tuple[float, tuple[str, ...]]:
    """Returns the exact share, and the longest stretches in common."""
    from rapidfuzz.distance import Indel

    sides = max(
        ((first, second), (first_moved, second_moved)), key=lambda each: Indel.normalized_similarity(*each)
    )  # fmt: skip
    equal = [each for each in Indel.opcodes(*sides) if each.tag == "equal"]
    longest = sorted(equal, key=lambda each: each.src_start - each.src_end)[:RUNS]
    runs = [sides[0][each.src_start : min(each.src_end, each.src_start + RUN)] for each in longest]
    return Indel.normalized_similarity(*sides), tuple(" ".join(run) for run in runs)
