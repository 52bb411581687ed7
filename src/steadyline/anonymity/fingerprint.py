"""What a fingerprint is, how it is taken of a source, and its file: salted hashes and never a word of the source."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from steadyline.anonymity.allowed import NOTHING_ALLOWED, Allowed
from steadyline.anonymity.deny import Term, read_terms, term_of_table
from steadyline.anonymity.hashes import COST, run_hashes, slow_hash
from steadyline.anonymity.lists import Lists, has_ordinary_ending, word_set
from steadyline.anonymity.prose import words_of
from steadyline.anonymity.rendered import rendered
from steadyline.anonymity.tokens import Token, stem, tokens_of
from steadyline.errors import SteadylineError

FORMAT = 1
RUN, SHORT_RUN = 8, 5
NEIGHBOURS = 3
EVERYDAY = frozenset(stem(word) for word in word_set("everyday counted"))
_OFFICES = word_set("offices")
_LITTLE = frozenset(stem(word) for word in word_set("little"))
_CODE = re.compile(r"[A-Z]{1,3}\d{1,4}")


class FingerprintWrong(SteadylineError):
    """A file is not a fingerprint that this version can read."""


@dataclass(frozen=True)
class Fingerprint:
    """A source as hashes. `titles` are the runs of its title, which may be named where sources are told."""

    name: str
    salt: bytes
    cost: int
    runs: frozenset[str]
    short_runs: frozenset[str]
    titles: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    terms: tuple[Term, ...] = ()
    attributes: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What is known of a source besides its text: its title, a plain sheet of terms, and hashable attributes."""

    title: str = ""
    terms: str = ""
    attributes: Mapping[str, Iterable[str]] = field(default_factory=dict)


def take_fingerprint(
    name: str, texts: Sequence[str], lists: Lists, allowed: Allowed = NOTHING_ALLOWED, told: Told | None = None,
    salt: bytes | None = None, cost: int = COST,
) -> Fingerprint:  # fmt: skip
    """Returns the fingerprint of the texts that make one source. Raises FingerprintWrong if they are too short.

    `salt` is drawn anew unless given. What `allowed` holds is not taken for identifying.
    """
    texts = [rendered(text, "source.txt").text for text in texts]
    salt, told = salt or secrets.token_bytes(16), told or Told()
    tokens = [tokens_of(text) for text in texts]
    alike = [[token.text for token in each] for each in tokens]
    if sum(map(len, alike)) < RUN:
        raise FingerprintWrong(f"there are fewer than {RUN} words in it, which is too little to be told by.")

    def hashed(words: Iterable[str]) -> frozenset[str]:
        return frozenset(slow_hash(word, salt, cost) for word in words)

    title = [token.text for token in tokens_of(told.title)]
    facts = {fact for each in tokens for at in range(len(each)) for fact in number_facts(each, at, ahead=True)}
    return Fingerprint(
        name, salt, cost,
        frozenset(run for each in alike for run in run_hashes(each, RUN, salt)),
        frozenset(run for each in alike for run in run_hashes(each, SHORT_RUN, salt)),
        frozenset([*run_hashes(title, RUN, salt), *run_hashes(title, SHORT_RUN, salt)]),
        hashed({said for text in texts for said in _identifying_names(text, lists, allowed)}),
        hashed({fact.split("|")[0] for fact in facts}),
        hashed(facts),
        tuple(sorted(read_terms(told.terms, salt, cost), key=_order)),
        {attribute: hashed(values) for attribute, values in told.attributes.items()},
    )  # fmt: skip


def number_facts(tokens: Sequence[Token], at: int, ahead: bool = False) -> list[str]:
    """Returns what a number is said of: the number with each telling word beside it.

    Everyday words (day, year, old …) tell nothing by one, so the nearest two go together. `ahead`: only words after it.
    """
    token = tokens[at]
    if not token.is_number or len(token.text) > 6 or int(token.text) < 2:
        return []
    after = tokens[at + 1 : at + 1 + NEIGHBOURS]
    before = [] if ahead else tokens[max(0, at - NEIGHBOURS - 1) : at][::-1]
    stems = [
        stem(each.text)
        for each in [*after, *before]
        if not each.is_number and len(each.text) > 2 and stem(each.text) not in _LITTLE
    ]
    everyday = list(dict.fromkeys(each for each in stems if each in EVERYDAY))
    pairs = [everyday[:2]] if ahead else [[one, two] for one in everyday for two in everyday if one < two]
    told = ["|".join([token.text, *sorted(pair)]) for pair in pairs if len(pair) == 2]
    return told + [f"{token.text}|{each}" for each in stems if each not in EVERYDAY and len(each) > 3]


def name_candidates(tokens: Sequence[Token], text: str, lists: Lists) -> list[tuple[str, int, int]]:
    """Returns every capitalised word, or two in a row, that could be a name: alike, with its first and last token."""
    found: list[tuple[str, int, int]] = []
    for at, token in enumerate(tokens):
        if token.is_capital and len(token.text) > 1 and not lists.is_common(token.text):
            found.append((_bare(token, text), at, at))
    for at, (one, two) in enumerate(pairwise(tokens)):
        if one.is_capital and two.is_capital and re.fullmatch(r"[ \n-]", text[one.end : two.start]):
            found.append((f"{one.text} {_bare(two, text)}", at, at + 1))
    return found


def _bare(token: Token, text: str) -> str:
    """Returns a word made alike, without a possessive ending."""
    said = re.sub(r"[’']s$", "", text[token.start : token.end])
    return said if said.isdigit() else tokens_of(said)[0].text if said else token.text


def _identifying_names(text: str, lists: Lists, allowed: Allowed) -> set[str]:
    """Returns the names in a source by which somebody could be found.

    Ordinary English is none, nor what is in small letters elsewhere in the source, nor an office ("City Council"),
    nor an acronym of two letters, nor a first name by itself, for it has a hundred thousand bearers.
    With a surname it counts.
    """
    words, tokens = words_of(text, "source.txt"), tokens_of(text)
    small = {token.text for token in tokens if not token.is_capital}
    beginning = {word.start for word in words if word.begins}
    found = {word.text.casefold() for word in words if _CODE.fullmatch(word.text)}
    for said, first, last in name_candidates(tokens, text, lists):
        start = tokens[first].start
        written = re.sub(r"[’']s$", "", text[start : tokens[last].end])
        if first == last:
            plain = has_ordinary_ending(said) and written not in lists.surnames
            common = (
                said in _OFFICES
                or written in lists.first_names - lists.surnames
                or len(said) < 4 - (written in lists.surnames)
            )
            if not (said in small or plain or common or allowed.holds(written)):
                found.add(said)
        elif not (
            start in beginning
            or set(said.split()) <= _OFFICES
            or written in allowed.reasons
            or _is_headline(text, start)
        ):
            found.add(said)
    return found


def _is_headline(text: str, start: int) -> bool:
    """Whether the line is a headline in capitals, in which two capitals in a row are no name."""
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", start) + 1 or len(text) + 1) - 1]
    words = re.findall(r"[^\W\d_]\w*", line)
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _order(term: Term) -> str:
    # Not in the order of the sheet, which would say more than the hashes do.
    return json.dumps(term.as_table())


def as_text(fingerprint: Fingerprint) -> str:
    """Returns a fingerprint as the text of its file."""
    one = fingerprint
    table: dict[str, Any] = {
        "format": FORMAT, "name": one.name, "salt": one.salt.hex(), "cost": one.cost,
        "runs": sorted(one.runs), "short_runs": sorted(one.short_runs), "titles": sorted(one.titles),
        "names": sorted(one.names), "figures": sorted(one.figures), "facts": sorted(one.facts),
        "terms": [term.as_table() for term in one.terms],
        "attributes": {name: sorted(values) for name, values in sorted(one.attributes.items())},
    }  # fmt: skip
    return json.dumps(table, indent=1) + "\n"


def of_text(text: str, path: str = "fingerprint") -> Fingerprint:
    """Returns the fingerprint that a file's text tells. Raises FingerprintWrong."""
    try:
        table = json.loads(text)
        if table["format"] != FORMAT:
            raise FingerprintWrong(
                f"{path}: format {table['format']} is not known to this version, which reads {FORMAT}."
            )
        names = ("runs", "short_runs", "titles", "names", "figures", "facts")
        runs, short_runs, titles, said, figures, facts = (frozenset[str](table[name]) for name in names)
        terms = tuple(term_of_table(term) for term in table["terms"])
        attributes = {name: frozenset[str](values) for name, values in table["attributes"].items()}
        salt, cost = bytes.fromhex(table["salt"]), int(table["cost"])
        return Fingerprint(
            table["name"], salt, cost, runs, short_runs, titles, said, figures, facts, terms, attributes
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FingerprintWrong(
            f"{path}: this is not a fingerprint, or a damaged one. Take it again from its source."
        ) from error
