"""The allow-list of the course: names that may stand anywhere, each kind with the reason why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from steadyline.anonymity.lists import Phrases, phrases
from steadyline.anonymity.tokens import tokens_of
from steadyline.errors import Diagnostic, Faults

_ITEM = re.compile(r"[-*] (?P<terms>.+)")


class AllowedWordsFaults(Faults):
    """The list of allowed words cannot be used as it stands."""


@dataclass(frozen=True)
class Allowed:
    """Terms by their first word, and the reason of each."""

    terms: Phrases
    reasons: dict[str, str]

    def holds(self, word: str) -> bool:
        """Whether a single word is a term by itself."""
        return (word,) in self.terms.get(word, ())

    @cached_property
    def _sentences(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(token.text for token in tokens_of(term)) for term in self.reasons if term.count(" ") > 3)

    def runs(self, length: int) -> frozenset[tuple[str, ...]]:
        """Returns every `length` words in a row that may stand because an allowed phrase holds them.

        The words of a statute are such a phrase: they are alike wherever they are quoted.
        """
        each = ((words, at) for words in self._sentences for at in range(len(words) - length + 1))
        return frozenset(words[at : at + length] for words, at in each)

    def with_terms(self, more: Iterable[str], reason: str) -> Allowed:
        """Returns a list that holds more terms."""
        reasons = {**self.reasons, **dict.fromkeys(more, reason)}
        return Allowed(phrases(reasons), reasons)


NOTHING_ALLOWED = Allowed({}, {})


def read_allowed_words(text: str, path: str = "scenarios/allowed-words.md") -> Allowed:
    """Returns the allow-list that a page tells: a heading for each kind, a line `Why: …`, then terms in list items.

    An item holds one term, or several with commas. Raises AllowedWordsFaults if a kind has no reason.
    """
    reasons: dict[str, str] = {}
    found: list[Diagnostic] = []
    kind = reason = ""
    for number, line in enumerate(text.splitlines(), start=1):
        item = _ITEM.fullmatch(line.strip())
        if line.startswith("## "):
            kind, reason = line[3:].strip(), ""
        elif line.startswith("Why:"):
            reason = line[4:].strip()
        elif item and not reason:
            message = f'the terms under "{kind}" have no reason. Write a line "Why: …" above them.'
            found.append(Diagnostic(path, number, 1, "A115", message))
        elif item:
            terms = [term.strip(" .") for term in item["terms"].split(",")]
            reasons.update({term: reason for term in terms if term})
    if found:
        raise AllowedWordsFaults(found)
    return Allowed(phrases(reasons), reasons)
