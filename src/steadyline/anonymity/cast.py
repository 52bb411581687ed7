"""The closed cast: people are declared roles, and any other name that is written with a capital is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from steadyline.anonymity.allowed import Allowed
from steadyline.anonymity.kinds import CLOSED_CAST, Kind
from steadyline.anonymity.lists import Lists, Phrases, has_ordinary_ending, phrases, word_set
from steadyline.anonymity.prose import Word, words_of
from steadyline.anonymity.rendered import Rendered
from steadyline.findings import Finding, Severity

_OWN_CODES = re.compile(r"F\d{1,2}|C[1-6]|D\d|M\d|[A-Z]\d{3}")
_I = re.compile(r"I(?:[’'](?:m|d|ve|ll))?")
_HUMAN_ACTS = word_set("human acts")
_PEOPLE, _PAPERS = word_set("people at work"), word_set("meetings and papers")
_NUMBERED = word_set("numbered")
_AT_WORK = word_set("at work") | _PEOPLE | _PAPERS
_LONGEST = 6
_MEND = (
    'Write the role instead, add it to "cast:" if it is a role, or add it to scenarios/allowed-words.md with a reason.'
)


@dataclass(frozen=True)
class _Fault:
    code: str
    severity: Severity
    why: str
    mend: str = _MEND


_SMALL = _Fault("A117", "warning", "is written like a name, and is what many people, places or papers are called.",
                "Write it small: {small}.")  # fmt: skip
_NOBODY = _Fault("A112", "error", "is written like a name, and is nobody in the cast. "
                 "A reader may take it for a real person or place.")  # fmt: skip
_UNKNOWN = _Fault("A113", "warning", "begins a sentence, and is not a word that we know. "
                  "It may be the name of somebody or of some place.")  # fmt: skip
_PERHAPS = _Fault("A113", "warning", "begins a sentence as an ordinary word, but here it reads like a name.")
_REAL = _Fault("A114", "error", "is the name of real people, of a real place or of a public body.")


@dataclass(frozen=True)
class _Body:
    """The words of one text, and what may stand in it."""

    words: Sequence[Word]
    small: frozenset[str]
    lists: Lists
    allowed: Allowed
    cast: Phrases

    def ordinary(self, word: Word) -> bool:
        """Whether the word is ordinary English, or stands in small letters somewhere in the same text.

        A name that the gazetteer knows does not become a word by being written small.
        """
        small = word.bare.lower().replace("’", "'")
        return self.lists.is_ordinary(small) or (small in self.small and small not in self.lists.gazetteer)

    def phrase(self, known: Phrases, at: int) -> int:
        """Returns how many words from `at` on are a known phrase; 0 if none."""
        for phrase in known.get(self.words[at].bare.replace("’", "'"), known.get(self.words[at].text, ())):
            here = self.words[at : at + len(phrase)]
            if len(here) == len(phrase) and all(word.joined for word in here[1:]):
                last = here[-1]
                said = [*(word.text for word in here[:-1]), last.bare]
                if [each.replace("’", "'") for each in said] == list(phrase):
                    return len(phrase)
        return 0

    def allowed_at(self, at: int) -> int:
        """Returns how many words from `at` on may stand because they are in the cast or on the allow-list."""
        plural = self.words[at].text
        if plural.endswith("s") and (plural[:-1],) in self.cast.get(plural[:-1], ()):
            return 1
        return max(self.phrase(self.cast, at), self.phrase(self.allowed.terms, at))

    def real(self, at: int) -> int:
        """Returns how many words from `at` on the gazetteer knows."""
        known = self.words[at].bare
        single = known in self.lists.first_names or known in self.lists.surnames
        return max(self.phrase(self.lists.places, at), self.phrase(self.lists.bodies, at), int(single))


def cast_findings(
    view: Rendered, shown: str, path: str, kind: Kind, cast: Sequence[str], allowed: Allowed, lists: Lists
) -> Iterator[Finding]:
    """Yields every capitalised name that is neither in the cast nor allowed.

    `view` is the text as it is rendered, `shown` the same with all but prose blanked out. Where there is no closed
    cast (pages, programs) only what the gazetteer knows is told.
    """
    words = words_of(shown, path)
    small = frozenset(word.text.lower().replace("’", "'") for word in words if word.text[0].islower())
    body = _Body(words, small, lists, allowed, phrases(cast))
    at = 0
    while at < len(words):
        found, length = _judged(body, at, kind in CLOSED_CAST)
        if found is not None:
            last = words[at + length - 1]
            said = re.sub(r"\s+", " ", shown[words[at].start : last.start + len(last.bare)])
            message = f'"{said}" {found.why} {found.mend.format(small=said.lower())}'
            yield Finding(path, *view.at(words[at].start), found.code, found.severity, message, said)
        at += length


def _judged(body: _Body, at: int, closed: bool) -> tuple[_Fault | None, int]:
    """Returns what is wrong with a word, or None; and how many words are judged with it."""
    word = body.words[at]
    if not word.text[0].isupper() or _I.fullmatch(word.text):
        return None, 1
    may_stand = body.allowed_at(at) or _numbered(body, at)
    if may_stand or _OWN_CODES.fullmatch(word.text) or len(word.text) == 1:
        return None, max(may_stand, 1)
    work = _work(body, at) if closed and not word.heading else 0
    if work:
        return _SMALL, work
    if word.begins or word.heading or (word.text.isupper() and body.ordinary(word)):
        return _at_a_beginning(body, at, closed)
    run = _run(body, at)
    if closed:
        return _REAL if body.real(at) or _is_body(body, at, run) else _NOBODY, run
    if body.real(at) and not body.ordinary(word):
        return _REAL, max(body.real(at), run)
    return _REAL if _is_body(body, at, run) else None, run


def _at_a_beginning(body: _Body, at: int, closed: bool) -> tuple[_Fault | None, int]:
    word, real, run = body.words[at], body.real(at), _run(body, at)
    if real > 1:
        return _REAL, real
    if body.ordinary(word):
        return _PERHAPS if real and closed and _reads_like_a_name(body, at) else None, 1
    if real or _is_body(body, at, run):
        return _REAL, run
    if not closed or has_ordinary_ending(word.bare.lower()):
        return None, 1
    return _UNKNOWN, 1


def _numbered(body: _Body, at: int) -> int:
    """Returns 1 if the word is one of those that are counted by number or letter, and so it is here: "Stage 2"."""
    word = body.words[at]
    return int(word.text.lower() in _NUMBERED and re.match(r" (?:\d|[A-Z]\b)", word.after) is not None)


def _work(body: _Body, at: int) -> int:
    """Returns how many words from `at` on name somebody's work, or a meeting or paper of it, in capitals; 0 if none."""
    length = 0
    for word in body.words[at : at + _LONGEST]:
        follows_on = length == 0 or (word.joined and not word.begins)
        if not follows_on or word.bare.lower().replace("’", "'") not in _AT_WORK or not word.text[1:].islower():
            break
        length += 1
        if word.text[0].islower() and word.text not in ("in", "of"):
            break  # "Social worker" in the middle of a sentence
    while length and body.words[at + length - 1].bare.lower() not in (_PEOPLE if length == 1 else _PEOPLE | _PAPERS):
        length -= 1
    capitals = sum(word.text[0].isupper() for word in body.words[at : at + length])
    return length if capitals > body.words[at].begins else 0


def _reads_like_a_name(body: _Body, at: int) -> bool:
    """Whether an ordinary word that is also a name does at a sentence's beginning what only people do."""
    word = body.words[at]
    follows = body.words[at + 1].text if at + 1 < len(body.words) else ""
    owns = word.text != word.bare and word.bare in body.lists.first_names
    is_somebody = word.bare in body.lists.first_names or word.bare in body.lists.surnames
    told_of = word.after.startswith(", ") and follows in ("the", "who", "whose", "her", "his")  # "Robin, the neighbour"
    return not word.heading and (owns or (is_somebody and (told_of or follows in _HUMAN_ACTS)))


def _run(body: _Body, at: int) -> int:
    """Returns how many capitalised words in a row, from `at` on, make one name."""
    length = 1
    while at + length < len(body.words) and length < _LONGEST:
        word = body.words[at + length]
        if not word.joined or word.begins or not word.text[0].isupper() or body.allowed_at(at + length):
            break
        length += 1
    return length


def _is_body(body: _Body, at: int, run: int) -> bool:
    """Whether the run is a name and then an ending such as Council, School or Road."""
    said = tuple(word.bare for word in body.words[at : at + run])
    # The longest ending first: "Family Court" and not "Court", whose name would be "Family".
    for length in range(min(3, run - 1), 0, -1):
        if said[run - length :] in body.lists.endings:
            return any(not body.ordinary(word) for word in body.words[at : at + run - length])
    return False
