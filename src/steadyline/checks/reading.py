"""How hard a text is to read, by a formula on words and sentences. A figure about letters, not about what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?(?:-[A-Za-z]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s+[\"'“‘(]*[A-Z0-9]|\s*\Z)")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?:[^aeiouyl]|[aeiouy]l)e$")
_SILENT_ED = re.compile(r"[^aeioutd]ed$")
_INNER_E = re.compile(r"(?:som|saf|hom|tim|ther|wher)e(?=[bcdfghklmnptw][a-z])|(?:car|lik)e(?=[fl])")
_HIATUS = re.compile(r"[aeiouy]ing$|(?<![cstg])i(?:a|o(?!n|u))|u[ae](?=[lt])|creat")
_SILENT_ES = re.compile(r"[^aeiousxzhcg]es$")


@dataclass(frozen=True)
class Reading:
    """How hard a text is to read. `sentence`: mean words a sentence; `long`: share of words of three syllables or more.

    `grade` is about the number of school years after which it reads easily.
    """

    words: int
    sentence: float
    long: float
    grade: float


def reading_of(paragraphs: Iterable[str]) -> Reading:
    """Returns the measure of some paragraphs; a sentence never goes on beyond its paragraph.

    Source: the grade level of Kincaid and others (1975, Naval Technical Training Command, report 8-75),
    0.39 * words a sentence + 11.8 * syllables a word - 15.59. The estimate of syllables is our own.
    """
    texts = [text.replace("’", "'") for text in paragraphs]
    words = [word for text in texts for word in _WORD.findall(text)]
    if not words:
        return Reading(0, 0.0, 0.0, 0.0)
    sentences = sum(_sentences(text) for text in texts)
    counts = [syllables(word) for word in words]
    grade = 0.39 * len(words) / sentences + 11.8 * sum(counts) / len(words) - 15.59
    return Reading(
        len(words),
        len(words) / sentences,
        sum(count >= 3 for count in counts) / len(words),
        round(max(grade, 0.0), 1),
    )


def _sentences(text: str) -> int:
    """Returns the number of sentences; words without a full stop, as in a heading, are one too."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    rest = text[ends[-1] :] if ends else text
    return len(ends) + bool(_WORD.search(rest))


def syllables(word: str) -> int:
    """Returns about how many syllables an English word has: its groups of vowels, less those that are not spoken."""
    return sum(_in_part(part) for part in word.lower().split("-"))


def _in_part(part: str) -> int:
    stem = part.removesuffix("'s").replace("'", "")
    count = len(_VOWELS.findall(stem)) + len(_HIATUS.findall(stem)) - len(_INNER_E.findall(stem))
    if _SILENT_E.search(stem) or _SILENT_ED.search(stem) or _SILENT_ES.search(stem):
        count -= 1
    return max(count, 1)
