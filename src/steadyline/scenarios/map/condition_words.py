"""A condition in the words in which an author writes it."""

from __future__ import annotations

from collections.abc import Mapping

from steadyline.scenarios.model import All, Chose, Compare, Condition, Either, Not, Variable

_WORDS = {">=": "is at least", "<=": "is at most", "=": "is", "!=": "is not", ">": "is more than", "<": "is less than"}


def condition_words(condition: Condition, variables: Mapping[str, Variable]) -> str:
    """Returns the condition in words: `trust is at least 2 and not promise_broken`."""
    if isinstance(condition, Chose):
        return condition.name
    if isinstance(condition, Compare):
        return _compared(condition, variables[condition.name])
    if isinstance(condition, Not):
        inner = condition_words(condition.inner, variables)
        return f"not ({inner})" if isinstance(condition.inner, All | Either) else f"not {inner}"
    said = [_part(part, condition, variables) for part in condition.parts]
    return (" and " if isinstance(condition, All) else " or ").join(said)


def _part(part: Condition, whole: All | Either, variables: Mapping[str, Variable]) -> str:
    """Returns a part, in brackets where `and` and `or` meet."""
    said = condition_words(part, variables)
    return f"({said})" if isinstance(part, All | Either) and type(part) is not type(whole) else said


def _compared(compare: Compare, variable: Variable) -> str:
    if variable.kind == "fact":
        is_yes = (compare.relation == "=") == (compare.value == 1)
        return variable.name if is_yes else f"not {variable.name}"
    value = variable.words[compare.value] if variable.kind == "list" else str(compare.value)
    return f"{variable.name} {_WORDS[compare.relation]} {value}"
