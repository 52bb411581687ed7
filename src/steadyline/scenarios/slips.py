"""Conditions that are written slightly wrong, so that learners would read them as they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from steadyline.scenarios.conditions import ConditionUnclear, read_condition, words_in
from steadyline.scenarios.model import Variable
from steadyline.scenarios.prose import inline_text
from steadyline.scenarios.source import Source

_BEGINS = re.compile(r"[*_\s]*(?P<lead>if|otherwise)\b", re.IGNORECASE)
_LEAD = re.compile(r"(If\s.+|Otherwise\s*):", re.IGNORECASE)
_COMPARED = re.compile(r"\s*(?:(?:is\s+)?at\s+(?:least|most)\s+-?\d|[<>]=?|!=|={1,2}|(?:is\s+)?(?:\w+\s+than\s+)?-?\d)")
_OPENS = ("em_open", "strong_open")

MEANT = "This looks like a condition, but learners would read it as it stands."
HOW = {
    "if": f"{MEANT} Write *If …:* : one star, If, colon, star.",
    "otherwise": f"{MEANT} Write *Otherwise:* : one star, Otherwise, colon, star.",
    "within": f"{MEANT} A condition stands at the beginning of a paragraph, with an empty line above it.",
    "elsewhere": f"{MEANT} Conditions belong to the paragraphs of a scene, and nothing here can depend on one.",
}


@dataclass(frozen=True)
class Known:
    """What a condition can be about. `names` are what is remembered, declared soundly or not."""

    variables: Mapping[str, Variable]
    names: Collection[str]
    choices: frozenset[str]


@dataclass(frozen=True)
class Slip:
    """One condition that is none: its line, which of HOW is to be said, and whether it begins the block."""

    line: int
    how: str
    first: bool


def lead_of(children: Sequence[Token]) -> str | None:
    """Returns `If …:` or `Otherwise:` if words begin with that in italics; capital and small letters are alike."""
    if len(children) < 3 or children[0].type != "em_open" or children[2].type != "em_close":
        return None
    words = inline_text(children[1:2])
    if not _LEAD.fullmatch(words):
        return None
    return "Otherwise:" if words.lower().startswith("otherwise") else f"If{words[2:]}"


def slips_in(
    tokens: Sequence[Token], line: int, known: Known, *, may_begin: bool = False, below_condition: bool = False
) -> Iterator[Slip]:
    """Yields the slips of a block that begins in a line; a condition rightly written is none where it `may_begin`."""
    first = True
    for token in tokens:
        if token.type != "inline":
            continue
        start = token.map[0] + 1 if token.map else line
        for number, children in enumerate(_lines(token.children or ())):
            how = _how(children, known, below_condition and first)
            if lead_of(children):
                how = "" if first and may_begin else "within"
            elif not how and any(_is_lead_within(children[at:], known) for at in range(1, len(children))):
                how = "within"
            if how:
                yield Slip(start + number, how, first)
            first = False


def _lines(children: Sequence[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            yield line
            line = []
        else:
            line.append(child)
    yield line


def _how(children: Sequence[Token], known: Known, below_condition: bool) -> str:
    """Returns "if" or "otherwise" if a line begins with what is meant for that, or nothing."""
    words = inline_text(children)
    begins = _BEGINS.match(words)
    if begins is None:
        return ""
    lead, rest = begins["lead"].lower(), words[begins.end() :]
    stressed = _stressed(children)
    if lead == "otherwise":
        alone = re.fullmatch(r"[*_\s]*otherwise[*_\s]*", stressed, re.IGNORECASE) is not None
        return lead if re.match(r"[*_\s]*:", rest) or (alone and below_condition) else ""
    is_stressed = bool(stressed) or words[:1] in "*_"
    if stressed and (stressed.rstrip("*_ ").endswith(":") or words[len(stressed) :].lstrip("*_ ").startswith(":")):
        return lead
    said = _BEGINS.sub("", stressed, count=1) if stressed else rest
    return lead if _is_meant(said, is_stressed, known) else ""


def _stressed(children: Sequence[Token]) -> str:
    """Returns the words of the emphasis with which a line begins."""
    if not children or children[0].type not in _OPENS:
        return ""
    depth = 0
    for at, child in enumerate(children):
        depth += child.nesting
        if depth == 0:
            return inline_text(children[: at + 1])
    return inline_text(children)


def _is_meant(said: str, is_stressed: bool, known: Known) -> bool:
    """Whether the words after "If" are a condition: all of them, or up to a colon, or by what they begin with."""
    before, colon, _ = said.partition(":")
    words = words_in(before)
    begin = next((at for at, word in enumerate(words) if word not in ("not", "(")), 0)
    first = words[begin] if words else ""
    if first == "chose" or any(f"chose {id}" in before for id in known.choices if "-" in id):
        return True
    if any("_" in word and word in known.names for word in words):
        return True
    if first not in known.names:
        return False
    if _COMPARED.match(before[before.index(first) + len(first) :]):
        return True
    return (is_stressed or bool(colon)) and _is_condition(before.strip("*_ "), known)


def _is_condition(words: str, known: Known) -> bool:
    try:
        read_condition(words, known.variables, known.choices)
    except ConditionUnclear as error:
        return error.name in known.names
    return True


def _is_lead_within(children: Sequence[Token], known: Known) -> bool:
    """Whether a condition in italics stands here, not at the beginning of its line."""
    lead = lead_of(children)
    return lead == "Otherwise:" or (lead is not None and _is_meant(lead[2:], True, known))


def tell_slips(source: Source, tokens: Sequence[Token], line: int, known: Known) -> None:
    """Notes S209 for what looks like a condition in words that none can belong to."""
    for slip in slips_in(tokens, line, known):
        source.fault("S209", HOW["elsewhere"], source.place(slip.line))
