"""Words made alike: small letters, no punctuation, curly and straight the same, spelt numbers as figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\d+(?:,\d{3})*|[^\W\d_]\w*(?:[’'][^\W\d_]+)*")
_BELOW_TWENTY = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_MANY = {"hundred": 100, "thousand": 1000}
_NUMBERS = {
    **{word: number for number, word in enumerate(_BELOW_TWENTY)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
    **_MANY,
}
_ENDINGS = ("ments", "ment", "ings", "ing", "ions", "ion", "ed", "ies", "es", "ly", "y", "e")


class Token(NamedTuple):
    """One word or number made alike, and where in the text it stands."""

    text: str
    start: int
    end: int
    is_capital: bool = False
    is_number: bool = False


def tokens_of(text: str) -> list[Token]:
    """Returns the words and numbers of a text in order; `ninety-two` is the one number 92."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        said = match.group()
        number = said[0].isdigit()
        alike = said.replace(",", "") if number else _alike(said)
        found.append(Token(alike, *match.span(), said[0].isupper(), number))
    return _with_figures(found, text)


def stem(word: str) -> str:
    """Returns a word without its plainest endings, so that `assessed` and `assessments` are alike."""
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=50_000)
def _alike(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return re.sub(r"[^\w]", "", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _with_figures(tokens: Sequence[Token], text: str) -> list[Token]:
    """Returns the tokens with spelt numbers as figures."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].text not in _NUMBERS:
            found.append(tokens[at])
            at += 1
            continue
        value, length = _spelt(tokens[at : at + 8], text)
        found.append(Token(str(value), tokens[at].start, tokens[at + length - 1].end, False, True))
        at += length
    return found


def _spelt(tokens: Sequence[Token], text: str) -> tuple[int, int]:
    """Returns the number that the first words spell, and how many words that takes."""
    total, current, length = 0, 0, 0
    for at, token in enumerate(tokens):
        word = token.text
        if at and not re.fullmatch(r"[\s‑-]+", text[tokens[at - 1].end : token.start]):
            break
        if word == "and" and (current >= 100 or total):
            continue
        if word not in _NUMBERS or (at and not _goes_on(current, word)):
            break
        current = max(current, 1) * _MANY[word] if word in _MANY else current + _NUMBERS[word]
        if word == "thousand":
            total, current = total + current, 0
        length = at + 1
    return total + current, max(length, 1)


def _goes_on(current: int, word: str) -> bool:
    """Whether a spelt number goes on with a word: `ninety` with `two`, but `two` not with `three`."""
    if word in _MANY:
        return 0 < current < _MANY[word]
    if current % 100 == 0:
        return True
    return current % 10 == 0 and current % 100 > 10 and 0 < _NUMBERS[word] < 10
