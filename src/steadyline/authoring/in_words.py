"""Conditions as this house writes them: `trust is at least 2` where an author wrote `trust >= 2`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from steadyline.scenarios.conditions import words_in
from steadyline.scenarios.model import Variable

_SAID = {"=": ("is",), "!=": ("is", "not"), ">=": ("is", "at", "least"), "<=": ("is", "at", "most")}
_BETWEEN = ("and", "or", "not", "(", ")")


def in_words(condition: str, variables: Mapping[str, Variable]) -> str:
    """Returns a condition that can be read with its signs said in words; brackets and order stay as they are."""
    words = words_in(condition)
    said: list[str] = []
    at = 0
    while at < len(words):
        if words[at] not in (*_BETWEEN, "chose"):
            taken, told = _compared(words[at + 1 :], variables[words[at]])
            said += [words[at], *told]
        else:
            taken = 1 if words[at] == "chose" else 0
            said += words[at : at + 1 + taken]
        at += 1 + taken
    return " ".join(said).replace("( ", "(").replace(" )", ")")


def _compared(words: Sequence[str], variable: Variable) -> tuple[int, tuple[str, ...]]:
    """Returns how many of the words compare the variable with something, and how that is said."""
    first = words[0] if words else ""
    if variable.kind == "fact":
        return (2, ("is", words[1])) if first in ("is", "=") else (0, ())
    if first in (*_SAID, "<", ">"):
        return 2, _sign_said(first, words[1], variable)
    after = 1 if first == "is" else 0
    if words[after] == "at":
        return after + 3, ("is", *words[after : after + 3])
    length = 2 if words[after] == "not" else 1
    return after + length, ("is", *words[after : after + length])


def _sign_said(sign: str, value: str, variable: Variable) -> tuple[str, ...]:
    if variable.kind == "list" and value in ("at", "not"):
        return sign, value  # "is at" would begin something else
    if sign == ">" and int(value) < variable.highest:
        return "is", "at", "least", str(int(value) + 1)
    if sign == "<" and int(value) > variable.lowest:
        return "is", "at", "most", str(int(value) - 1)
    return (*_SAID.get(sign, (sign,)), value)
