"""Words that the course does not use of families and colleagues, each with what to write in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from steadyline.checks.passages import FileKind, Passage
from steadyline.checks.telling import found
from steadyline.findings import Finding


@dataclass(frozen=True)
class Term:
    """A word or phrase not to be used, and the words that say why or what instead."""

    pattern: re.Pattern[str]
    instead: str


def _term(pattern: str, instead: str, flags: re.RegexFlag = re.IGNORECASE) -> Term:
    """A blank in the pattern stands for any white space, a line's end among it."""
    return Term(re.compile(rf"\b(?:{pattern})\b".replace(" ", r"\s+"), flags), instead)


LABELS = (
    _term(
        r"resistan(?:t|ce)|hostil(?:e|ity)|manipulative|manipulates?|manipulating|non-?complian(?:t|ce)"
        r"|un-?co-?operative|obstructive|difficult (?:mother|father|mum|dad|parents?|famil(?:y|ies))",
        'say what happened: "did not open the door on three dates", "said she would not discuss it"',
    ),
    _term(
        r"disguised[ -]compliance|feigned compliance",
        "say what was agreed, what has not changed for the child, and which reasons are possible",
    ),
    _term(
        r"fail(?:ed|s|ing|ure)? to engage|not engaging|won't engage|refus(?:ed|es|ing|al) to engage|disengaged"
        r"|hard[ -]to[ -]reach|hard[ -]to[ -]engage",
        '"we have not yet found a way to work together", "declined", or "was not offered a time that she could manage"',
    ),
    _term(r"DNA(?:'?d|s)?", '"was not brought": a child does not miss an appointment by itself', re.RegexFlag(0)),
    _term(r"did not attend (?:his|her|their|the) (?:appointments?|clinic)", 'of a child, "was not brought"'),
    _term(r"hijack(?:ed|s|ing)?", '"the meeting moved away from the children"'),
    _term(
        r"fail(?:ed|s|ing|ure)? to protect",
        "say what the person who causes harm did, and what made it hard to be safe",
    ),
    _term(r"softly,?[ -]softly", '"trust built within a time that everybody knows"'),
    _term(r"tough love", '"clear and kind"'),
    _term(
        r"chaotic|dirty|filthy|squalid|squalor|unkempt|inappropriate(?:ly)?|dysfunctional",
        "say what can be seen, and what it does to the child",
    ),
    _term(
        r"the mother|the father|(?:mum|mother)'s (?:boyfriend|partner|fella)|the boyfriend",
        "the role by which the case calls this person, the same one each time: Mum, Dad, Stepdad, Partner",
    ),
    _term(r"LACs?|CINs?", '"children in care", "child in need plan"', re.RegexFlag(0)),
    _term(r"looked[- ]after child(?:ren)?", '"children in care"'),
    _term(r"[Ss](?:ection )?47'?(?:d|ed|ing)", '"an enquiry was opened"', re.RegexFlag(0)),
    _term(r"the unborn(?! (?:baby|child))", '"the unborn baby"'),
    _term(r"deaf and dumb|deaf-mute|hearing[ -]impaired", '"Deaf", "BSL user", or what the person says'),
    _term(r"suffer(?:s|ed|ing)? from", '"has": she has MS'),
    _term(r"wheelchair[ -]bound|confined to a wheelchair", '"uses a wheelchair"'),
    _term(r"commit(?:s|ted|ting)? suicide", '"died by suicide", and only where it has to be said'),
    _term(
        r"battl(?:e|es|ed|ing) (?:with |against )?(?:addiction|depression|alcohol|drugs|illness|cancer|h(?:is|er))"
        r"|(?:his|her|their|inner) demons",
        "a plain description",
    ),
)
BLAME = (
    _term(
        r"(?:should|ought to|must) have (?:known|seen|spotted|noticed|realised|realized|guessed)",
        "say what was known at that point, and what made it hard to see",
    ),
    _term(
        r"lessons (?:must|need to|needed to|should|will|to|can) (?:be|have been) (?:learned|learnt)"
        r"|lessons to be (?:learned|learnt)",
        '"what would make this easier to do well?"',
    ),
    _term(
        r"missed opportunit(?:y|ies)|missed (?:the )?(?:warning )?signs",
        '"a point where another option was there, given what was known"',
    ),
    _term(
        r"(?:is|are|was|were|be) to blame|blunder(?:s|ed|ing)?|botched|bungled|(?:fell|falls?|slip(?:s|ped)?) through "
        r"the (?:net|cracks)|turned a blind eye|gross (?:failure|failings?)",
        "the conditions, the pressures, and how it made sense to the people in it",
    ),
    _term(
        r"horrif(?:ic|ying|ied)|shocking|harrowing|heart-?breaking|tragic(?:ally)?|monsters?|evil|vile|depraved"
        r"|house of horrors|(?:case|family|mother|father|parents?) from hell|innocent victims?|feckless|broken homes?"
        r"|problem famil(?:y|ies)|(?:bad|unfit) (?:mother|mum|father|dad|parents?)",
        "what happened, in plain words: harm is named, and nobody is made a villain",
    ),
)


def language_findings(passages: list[Passage], path: str, kind: FileKind) -> Iterator[Finding]:
    """Yields every word of the lists in some passages.

    In a case it may be a character who speaks: then it is told as P102. Elsewhere what stands between quotation marks
    is a word that is spoken about, and is not told.
    """
    for passage in passages:
        for code, terms in (("P101", LABELS), ("P111", BLAME)):
            for term in terms:
                yield from _met(passage, path, kind, code, term)


def _met(passage: Passage, path: str, kind: FileKind, code: str, term: Term) -> Iterator[Finding]:
    for match in term.pattern.finditer(passage.text):
        words = " ".join(match[0].split())
        subject, place = re.sub(r"[^\w -]", "", words).lower(), passage.place(match.start())
        if not passage.is_quoted(match.start()):
            yield found(code, path, place, f'"{words}" is not a word of this course. Write: {term.instead}.', subject)
        elif kind == "case":
            message = (
                f'somebody in the story says "{words}". People do; if it is meant, let it stand with a reason. '
                f"Otherwise: {term.instead}."
            )
            yield found("P102", path, place, message, subject)
