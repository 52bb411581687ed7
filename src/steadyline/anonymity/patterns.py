"""Postcodes, numbers, addresses and dates: what leads to a real person or place by its shape alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

from steadyline.anonymity.kinds import CLOSED_CAST, Kind
from steadyline.anonymity.rendered import Rendered
from steadyline.findings import Finding, Severity

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = f"{_MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_ALWAYS_ALLOWED = frozenset({"999", "112", "111", "101"})
# A page may say of which day its own knowledge is; that is no date of anybody's story.
_AS_AT = re.compile(
    r"(?:as at|last read|read on|next check is due by|checked on|in force since|updated"
    r"|edition of|version of|written in)[^.\n]{0,40}$",
    re.IGNORECASE,
)
# Names that are kept free for examples, and the reader's own computer.
_NOWHERE = re.compile(r"\bexample(?:\.(?:com|org|net))?\b|\.invalid\b|\.test\b|localhost|127\.0\.0\.1")
_OF_A_VERSION = re.compile(r"\b(?:version|release|section|paragraph|chapter|clause|step|part) $", re.IGNORECASE)
_OF_A_LAW = re.compile(r"(?:\bAct|\bOrder|\bRules|\bRegulations|\bTogether|\bConvention|\bMeasure|\bCode)[,)]? \(?$")

Test = Callable[[str], bool]


@dataclass(frozen=True)
class Pattern:
    """One kind of thing with a telling shape. `is_real` tells it from other things of that shape."""

    code: str
    what: str
    shape: re.Pattern[str]
    mend: str
    is_real: Test
    kinds: frozenset[Kind]
    severity: Severity = "error"


def nhs_number(digits: str) -> bool:
    """Whether ten digits are a valid NHS number: the last is the check digit, modulo 11.

    Source: NHS Data Dictionary, NHS NUMBER (weights 10 down to 2; 11 less the remainder; 11 stands for 0).
    """
    figures = [int(digit) for digit in re.sub(r"\D", "", digits)]
    if len(figures) != 10 or len(set(figures)) == 1:
        return False
    check = 11 - sum(figure * weight for figure, weight in zip(figures, range(10, 1, -1), strict=False)) % 11
    return figures[9] == (0 if check == 11 else check)


def pupil_number(number: str) -> bool:
    """Whether a letter, eleven digits and a digit or letter are a valid unique pupil number.

    The first letter checks the rest: weights 2 to 13, modulo 23, in the alphabet without I, O and S.
    """
    body = number[1:].upper()
    if not (body[:-1].isdigit() and (body[-1].isdigit() or body[-1] in _CHECK_LETTERS)):
        return False
    values = [int(sign) if sign.isdigit() else _CHECK_LETTERS.index(sign) for sign in body]
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return _CHECK_LETTERS[total % 23] == number[0].upper()


def pattern_findings(view: Rendered, shown: str, path: str, kind: Kind, phones: Collection[str]) -> Iterator[Finding]:
    """Yields what has a telling shape. `shown` is the text with what nobody reads blanked out, where that matters;
    `phones` are the digits of the numbers that may stand."""
    text, taken = view.text, bytearray(len(view.text))
    for pattern in PATTERNS:
        if kind not in pattern.kinds:
            continue
        for match in pattern.shape.finditer(shown if kind == "words" else text):
            here = match.span()
            said = match.group().strip()
            if any(taken[slice(*here)]) or not pattern.is_real(said):
                continue
            taken[slice(*here)] = b"x" * (here[1] - here[0])
            if _may_stand(pattern.code, said, text[max(0, here[0] - 80) : here[0]], kind, phones):
                continue
            message = f'"{said}" {pattern.what}. {pattern.mend}'
            yield Finding(path, *view.at(here[0]), pattern.code, pattern.severity, message, said)


def _may_stand(code: str, said: str, before: str, kind: Kind, phones: Collection[str]) -> bool:
    if code == "A102":
        digits = re.sub(r"\D", "", said)
        return digits in _ALWAYS_ALLOWED or digits in phones
    if code in ("A103", "A104"):
        return _NOWHERE.search(said) is not None
    if code == "A107":
        return _OF_A_VERSION.search(before) is not None
    if code in ("A108", "A109", "A118"):
        return _OF_A_LAW.search(before) is not None or (kind != "story" and _AS_AT.search(before) is not None)
    return False


def _is_date(said: str) -> bool:
    parts = [int(part) for part in re.split(r"\D", said)]
    day, month, year = parts if parts[0] < 100 else (parts[2], parts[1], parts[0])
    try:
        date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return False
    return True


def _any(_: str) -> bool:
    return True


_EVERYWHERE: frozenset[Kind] = CLOSED_CAST | {"page", "words", "sources"}
# Pages say when they were written and what was measured when; that is no date of anybody's story.
_STORIED: frozenset[Kind] = frozenset({"story", "course"})


_POSTCODE = r"\b(?:[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKMNP-Y]?) ?[0-9][ABD-HJLNP-UW-Z]{2}\b"
_NHS = r"(?<![\d.,-])[1-9]\d{2}[ -]?\d{3}[ -]?\d{4}(?![\d.,-]?\d)"
_PHONE = r"(?<![\w.+/#-])(?:\+44[ -]?(?:\(0\))?|\(?0)[1-9](?:[ ()-]{0,2}\d){6,9}(?![\w-])|(?<![\w.])116 ?\d{3}(?!\d)"
_MAIL = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*\.[A-Za-z]{2,24}\b"
_ENDS = r"(?:co\.uk|gov\.uk|org\.uk|ac\.uk|nhs\.uk|sch\.uk|police\.uk|com|org|net)"
_WEB = (
    r"\b(?:https?://|www\.)[^\s)>\]\"'`]+"
    rf"|(?<![\w@/-])[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,8}}\.{_ENDS}\b(?:/[^\s);,\"'`]*)?"
)
_CITATION = r"\[(?:19|20)\d{2}\] (?:\d+ )?[A-Z][A-Za-z]{1,6}(?: \(?[A-Z][a-z]+\)?)? \d+(?: \([A-Z][a-z]+\))?"
_CASE = (
    r"\b[A-Z]{2}\d{2}[CPFDZ]\d{5}\b"
    r"|\b(?:case|claim|court|crime|application|petition|incident) (?:no\.?|number|ref(?:erence)?\.?)[: ]+"
    r"(?=[A-Z/-]*\d)[A-Z0-9/-]{3,}"
)
_DATE = (
    r"(?<![\w./-])(?:\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})"
    r"|\d{4}([/.-])\d{1,2}\1\d{1,2})(?![\w/-]|\.\d)"
)
_FIRSTS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_ORDINALS = (
    rf"(?:(?:(?:twenty|thirty)[- ])?(?:{_FIRSTS})|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth"
    r"|twentieth|thirtieth)"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|(?i:{_ORDINALS}))"
_SPELT_DATE = rf"\b(?:{_DAY}(?: of)? )?(?:{_SHORT})\.?(?: {_DAY})?,? (?:19|20)\d{{2}}\b"
_MOST = "January|February|April|June|July|August|September|October|November|December"
_OF_A_MONTH = rf"(?:{_SHORT}|(?i:{_MOST}))\b"
_NUMBERED = r"(?<![\w.,:/£-])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_DAY_OF_A_MONTH = (
    rf"{_NUMBERED}(?: day)?(?: of)? {_OF_A_MONTH}"
    rf"|\b(?i:{_ORDINALS})(?: day)? of (?:{_MONTHS}|(?i:{_MOST}))\b"
    rf"|\b(?:{_MONTHS}) (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)\b|(?i:{_ORDINALS})\b(?! (?:time|visit|day|week)))"
    rf"|\b(?:{_SHORT}) \d{{1,2}}(?=[.,;:!?)”\"]|\s*$)"
)
_SHORT_YEAR = r"(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=of )|(?<=[Bb]y )|(?<=[Ff]rom )|(?<=[Uu]ntil )|(?<=er )|(?<=ing ))"
_SHORT_YEAR += r"[’'‘]\d{2}(?![\w’']| [a-z]+s\b)"
_CUE = r"(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=[Bb]y )|(?<=[Ff]rom )|(?<=[Uu]ntil )|(?<=[Dd]uring )|(?<=early )|(?<=late ))"
_FOUR = r"(?<![\w£$.,/#:[-])(?:19|20)\d{2}(?![\w%]|[.,:/-]\d)"
# "In 2017 workers …" is a year, "2017 workers" is a number of workers.
_YEAR = rf"{_SHORT_YEAR}|{_CUE}{_FOUR}|{_FOUR}(?! (?:pence|people|[a-z]+s)\b)"


def _pattern(
    code: str, what: str, shape: str, mend: str, is_real: Test = _any, kinds: frozenset[Kind] = _EVERYWHERE,
    severity: Severity = "error",
) -> Pattern:  # fmt: skip
    flags = re.IGNORECASE if code == "A110" else re.MULTILINE
    return Pattern(code, what, re.compile(shape, flags), mend, is_real, kinds, severity)


_NO_NUMBER = "Take it out; a story needs no number."
_NO_DATE = "A date leads to an event. Say how long ago it was, or the time of the year."

PATTERNS: tuple[Pattern, ...] = (
    _pattern("A101", "is written like a postcode, and a postcode leads to a street", _POSTCODE,
             "Take it out, or say what kind of place it is."),
    _pattern("A105", "is a valid NHS number, and may be somebody's", _NHS, _NO_NUMBER, nhs_number),
    _pattern("A106", "is a valid pupil number, and may be somebody's", r"\b[A-Za-z]\d{11}[0-9A-Za-z]\b", _NO_NUMBER,
             pupil_number),
    _pattern("A102", "is written like a telephone number, and somebody may answer it", _PHONE,
             "Take it out, or list it in course/support.md if it is a line of support."),
    _pattern("A103", "is an e-mail address", _MAIL, "Take it out, or say who is written to."),
    _pattern("A104", "is a web address, which may lead to a real place or change hands", _WEB,
             "Sources stand in scenarios/sources.md, lines of support in course/support.md; take it out here.",
             kinds=frozenset({"story", "course", "page"})),
    _pattern("A111", "cites a judgment", _CITATION,
             "Judgments stand in scenarios/sources.md, for the law only; name the source's id here.",
             kinds=_STORIED | {"page"}),
    _pattern("A110", "is written like a court, case or crime number", _CASE, _NO_NUMBER),
    _pattern("A107", "is a calendar date", _DATE, _NO_DATE, _is_date, _STORIED),
    _pattern("A108", "is a date with a year", _SPELT_DATE, _NO_DATE, kinds=_STORIED),
    _pattern("A118", "is a day of a year, and may be that of something that happened", _DAY_OF_A_MONTH,
             'Say the day of the week, the month, or how long ago it was.', kinds=_STORIED, severity="warning"),
    _pattern("A109", "looks like the year in which something happened", _YEAR,
             'A story happens in no year. Say "two years ago", or take it out.', kinds=_STORIED),
)  # fmt: skip
"""Every shape, the more particular first: what one has claimed, no other claims again."""
