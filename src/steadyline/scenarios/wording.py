"""Comparisons that are plain English and not of this language: `trust is more than one`, and how they are written."""

from __future__ import annotations

import re

from steadyline.scenarios.model import Variable

_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_WORDED = rf"(?P<n>{'|'.join(_NUMBERS)})\b"
_ANY = rf"(?P<n>-?\d+\b|(?:{'|'.join(_NUMBERS)})\b)"
_MORE = r"(?:(?:more|greater|higher|bigger|larger|better)\s+than|over|above)"
_LESS = r"(?:(?:less|fewer|lower|smaller|worse)\s+than|under|below)"
_OR_EQUAL = r"\s+or\s+(?:equals?|equal\s+to|as\s+\w+\s+as)"

# What is said, the relation that it means, and how far the number moves.
_SAID = [
    (rf"{_MORE}{_OR_EQUAL}\s+{_ANY}", "at least", 0),
    (rf"{_LESS}{_OR_EQUAL}\s+{_ANY}", "at most", 0),
    (rf"not\s+{_MORE}\s+{_ANY}", "at most", 0),
    (rf"not\s+{_LESS}\s+{_ANY}", "at least", 0),
    (rf"no\s+(?:more|greater|higher)\s+than\s+{_ANY}", "at most", 0),
    (rf"no\s+(?:less|fewer|lower)\s+than\s+{_ANY}", "at least", 0),
    (rf"{_MORE}\s+{_ANY}", "at least", 1),
    (rf"{_LESS}\s+{_ANY}", "at most", -1),
    (rf"{_ANY}\s+or\s+(?:more|over|above|higher|greater)\b", "at least", 0),
    (rf"{_ANY}\s+or\s+(?:less|fewer|under|below|lower)\b", "at most", 0),
    (rf"(?:≥|=>|at-?least|minimum|at\s+the\s+least)\s*{_ANY}", "at least", 0),
    (rf"(?:≤|=<|at-?most|maximum|at\s+the\s+most)\s*{_ANY}", "at most", 0),
    (rf"at\s+least\s+{_WORDED}", "at least", 0),
    (rf"at\s+most\s+{_WORDED}", "at most", 0),
    (rf"(?:not\s+equal\s+to|≠)\s*{_ANY}", "not", 0),
    (rf"not\s+{_WORDED}", "not", 0),
    (rf"(?:equals?|equal\s+to|exactly|==)\s*{_ANY}", "", 0),
    (_WORDED, "", 0),
]
_PATTERNS = [(re.compile(rf"\s*(?:(?:is|was|are)\b)?\s*{said}", re.IGNORECASE), to, by) for said, to, by in _SAID]
_EQUALS = re.compile(r"\s*(?:is\s+)?(?:equals?|equal\s+to|exactly|==)\s*([^\W\d][\w-]*)")
_TRUE = re.compile(r"\s*(?:is|=|==|equals)\s*(true|false|1|0|on|off)\b", re.IGNORECASE)


def said_otherwise(variable: Variable, rest: str) -> str:
    """Returns how a comparison is written that the words after a variable's name mean, or nothing if they mean none."""
    if variable.kind == "fact":
        given = _TRUE.match(rest)
        return "" if given is None else f"{'' if given[1].lower() in ('true', '1', 'on') else 'not '}{variable.name}"
    if variable.kind == "list":
        word = _EQUALS.match(rest)
        return f"{variable.name} is {word[1]}" if word else ""
    for pattern, relation, by in _PATTERNS:
        found = pattern.match(rest)
        if found:
            said = found["n"].lower()
            value = (_NUMBERS.index(said) if said in _NUMBERS else int(said)) + by
            return " ".join(word for word in (variable.name, "is", relation, str(value)) if word)
    return ""
