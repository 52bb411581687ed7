"""Sentences that a facilitator can say of a choice: what was seen, what it protects, what gave pause, and a question.

They are made from the key's own words, which speak to one learner; in a room everybody was the worker, so that "you"
becomes "we". To say one's own view openly and then to ask because one wants to know is called advocacy with inquiry.
Source: Rudolph, Simon, Dufresne and Raemer, There's No Such Thing as "Nonjudgmental" Debriefing, Simulation in
Healthcare 1(1), 2006, pages 49-55; read in its abstract and opening only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from steadyline.graders.key import Key, KeyedOption

SOUND = 2
"""Credit from which the key holds an option defensible."""

CHOSE, CHOSE_FIRST, LOOKED = "chose {}", "first chose {}", "looked where {} leads"

_LONGEST = 16
"""Words of an option that are said aloud before it is broken off; the screen has the rest."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_BEFORE_US = re.compile(
    "about|above|against|allocated|around|ask|asked|asking|asks|at|behind|beside|between|by|cost|costs|for|from|gave|"
    "give|gives|handed|help|helps|in|into|let|lets|like|make|makes|meet|of|on|prove|proves|reach|reached|tell|tells|"
    "than|to|told|toward|towards|upon|with|without", re.IGNORECASE,
)  # fmt: skip
"""Words after which "you" is spoken to or acted on, and so becomes "us"."""

_OURS = {"your": "our", "yours": "ours", "yourself": "ourselves", "yourselves": "ourselves"}


def advocacy(title: str, letter: str, text: str, option: KeyedOption, key: Key, deed: str = CHOSE) -> str:
    """Returns what can be said of an option that the room chose; `deed` is CHOSE, CHOSE_FIRST or LOOKED.

    `text` is the option as the screen shows it, `title` the scene's. The sentence ends with an open question.
    """
    seen = f"At {quoted(title)} the room {deed.format(letter)}: {quoted(shortened(text))}"
    protects = inner_quotes(as_we(uncapitalised(option.protects.rstrip("."), key)))
    because = concern(option, key)
    if option.credit >= SOUND or not because:
        return f"{seen} I saw what that protects: {protects}. What made it possible, and what could get in the way?"
    return (
        f"{seen} I can see what that protects: {protects}. I was concerned all the same, because {because}. "
        "What was on your minds?"
    )


def concern(option: KeyedOption, key: Key) -> str:
    """Returns why the key gives an option less than full credit, as a clause to follow "because"; "" if it says none.

    It is what the reason says after its "But"; where it has no such sentence, what it says second.
    """
    said = _SENTENCE.split(option.reason)
    after = next((re.sub(r"^But,? ", "", each) for each in said if re.match(r"But,? ", each)), "")
    clause = after or (uncapitalised(said[1], key) if len(said) > 1 else "")
    return inner_quotes(as_we(clause.rstrip(".")))


def as_we(words: str) -> str:
    """Returns words that speak to one person as words that a room says of itself."""
    told = re.sub(r"\b(your|yours|yourself|yourselves)\b", lambda found: _OURS[found[1]], words)
    return re.sub(r"(?:(\w+)( ))?\byou\b(?=(.?))", _we_or_us, told)


def _we_or_us(found: re.Match[str]) -> str:
    before, gap, after = found[1] or "", found[2] or "", found[3]
    spoken_to = bool(_BEFORE_US.fullmatch(before)) or (after in {",", ".", ";", ":", ""} and before != "")
    return f"{before}{gap}{'us' if spoken_to else 'we'}"


def shortened(text: str) -> str:
    """Returns an option as it can be said aloud: its first sentence, or the beginning of it."""
    return broken_off(_SENTENCE.split(text)[0], _LONGEST)


def broken_off(text: str, most: int) -> str:
    """Returns at most so many words of a text, with the quotation closed that was broken off in them."""
    words = text.split()
    told = text if len(words) <= most else " ".join(words[:most]).rstrip(",;:.") + " …"
    return told + '"' if told.count('"') % 2 else told


def quoted(words: str) -> str:
    """Returns words in quotation marks, with those inside them made single; what is all speech gets no second pair."""
    is_speech = words.count('"') == 2 and words.startswith('"') and words.endswith('"')
    return f"“{words[1:-1] if is_speech else inner_quotes(words)}”"


def inner_quotes(words: str) -> str:
    """Returns words with each straight pair of double quotation marks as single ones that open and close."""
    opened = False

    def mark(_found: re.Match[str]) -> str:
        nonlocal opened
        opened = not opened
        return "‘" if opened else "’"

    return re.sub('"', mark, words)


def uncapitalised(words: str, key: Key) -> str:
    """Returns words to stand in mid-sentence: their first letter small, unless it begins a name."""
    first = re.match(r"[A-Za-z]+", words)
    return words if first is None or first[0] == "I" or first[0] in _names(key) else words[0].lower() + words[1:]


def _names(key: Key) -> frozenset[str]:
    return _capitalised(tuple(
        text for decision in key.decisions.values() for option in decision.options.values()
        for text in (option.reason, option.protects)
    ))  # fmt: skip


@lru_cache(maxsize=32)
def _capitalised(texts: Iterable[str]) -> frozenset[str]:
    """Returns the words that have a capital where no sentence begins: names, as far as a text can tell."""
    return frozenset(word for text in texts for word in re.findall(r"(?<=[a-z,;] )([A-Z][a-z]+)", text))
