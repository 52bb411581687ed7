"""Conditions as authors write them: `trust is at least 2 and not fear_up`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from steadyline.errors import did_you_mean, listed
from steadyline.scenarios.model import All, Chose, Compare, Condition, Either, Not, Variable
from steadyline.scenarios.state import unknown_name
from steadyline.scenarios.wording import said_otherwise

DEEPEST = 50
"""Brackets and nots within each other; no sentence has so many, and no computer reads any number of them."""

_WORD = re.compile(r"\s*(>=|<=|!=|[=<>()]|[^\W\d][\w-]*|-?\d+|\S)")
_RELATIONS = {"=": "=", "!=": "!=", ">=": ">=", "<=": "<=", ">": ">", "<": "<"}


class ConditionUnclear(Exception):
    """A condition cannot be read. `offset` counts letters from the start; `name` is one that nothing is called by."""

    def __init__(self, code: str, message: str, offset: int, name: str = "") -> None:
        self.code, self.message, self.offset, self.name = code, message, offset, name
        super().__init__(message)


@dataclass(frozen=True)
class _Word:
    text: str
    offset: int


def read_condition(text: str, variables: Mapping[str, Variable], choices: frozenset[str]) -> Condition:
    """Returns the condition that the words mean. Raises ConditionUnclear with a code, a message and an offset."""
    reader = _Reader(text, variables, choices)
    condition = reader.either()
    reader.expect_end()
    return condition


def words_in(text: str) -> list[str]:
    """Returns the words, numbers, signs and brackets of a condition, one by one."""
    return [match.group(1) for match in _WORD.finditer(text)]


class _Reader:
    """Walks along the words of one condition; each method reads as much as its name says."""

    def __init__(self, text: str, variables: Mapping[str, Variable], choices: frozenset[str]) -> None:
        self.text = text
        self.words = [_Word(match.group(1), match.start(1)) for match in _WORD.finditer(text)]
        self.end = len(text.rstrip())
        self.at = self.depth = 0
        self.variables, self.choices = variables, choices

    def either(self) -> Condition:
        parts = [self.all_of()]
        while self.take("or"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def all_of(self) -> Condition:
        parts = [self.one()]
        while self.take("and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self) -> Condition:
        if self.take("not"):
            return Not(self.deeper(self.one))
        if self.take("("):
            inner = self.deeper(self.either)
            if not self.take(")"):
                raise self.unclear("S201", "a bracket is opened here and not closed.")
            return inner
        if self.take("chose"):
            return self.chosen()
        return self.compared()

    def deeper(self, read: Callable[[], Condition]) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.unclear("S201", f"more than {DEEPEST} brackets and nots stand within each other here.")
        inner = read()
        self.depth -= 1
        return inner

    def chosen(self) -> Condition:
        word = self.next("the id of a choice")
        if word.text not in self.choices:
            message = f'no choice is called "{word.text}".{did_you_mean(word.text, self.choices)}'
            raise ConditionUnclear("S205", message, word.offset)
        return Chose(word.text)

    def compared(self) -> Condition:
        word = self.next("the name of something the case remembers")
        variable = self.variables.get(word.text)
        if variable is None:
            raise ConditionUnclear("S202", unknown_name(word.text, self.variables), word.offset, word.text)
        otherwise = said_otherwise(variable, self.text[word.offset + len(word.text) :])
        if otherwise:
            raise ConditionUnclear("S201", f'write: "{otherwise}".', word.offset)
        if variable.kind == "fact":
            return self.fact(variable)
        relation = self.relation(variable)
        return Compare(variable.name, relation, self.value(variable, relation))  # type: ignore[arg-type]

    def fact(self, variable: Variable) -> Condition:
        if self.take("is") or self.take("="):
            if self.take("yes"):
                return Compare(variable.name, "=", 1)
            if self.take("no"):
                return Compare(variable.name, "=", 0)
            raise self.unclear("S203", f'"{variable.name}" is a fact: it is yes or no.')
        return Compare(variable.name, "=", 1)

    def relation(self, variable: Variable) -> str:
        if self.at < len(self.words) and self.words[self.at].text in _RELATIONS:
            self.at += 1
            return _RELATIONS[self.words[self.at - 1].text]
        said_is = self.take("is")
        if self.take("at"):
            if self.take("least"):
                return ">="
            if self.take("most"):
                return "<="
            raise self.unclear("S201", 'after "at" comes "least" or "most".')
        if said_is:
            return "!=" if self.take("not") else "="
        example = f"{variable.name} is at least 2" if variable.kind == "number" else f"{variable.name} is …"
        raise self.unclear("S203", f'"{variable.name}" is not a yes/no fact: say for example "{example}".')

    def value(self, variable: Variable, relation: str) -> int:
        word = self.next("a value")
        if variable.kind == "list":
            if word.text not in variable.words or relation not in ("=", "!="):
                message = (
                    f'"{variable.name}" is compared with "is" or "is not" and one of {listed(variable.words)}.'
                    f"{did_you_mean(word.text, variable.words)}"
                )
                raise ConditionUnclear("S204", message, word.offset)
            return variable.words.index(word.text)
        if not re.fullmatch(r"-?\d+", word.text) or not variable.lowest <= int(word.text) <= variable.highest:
            message = f'"{variable.name}" runs from {variable.lowest} to {variable.highest}, not "{word.text}".'
            raise ConditionUnclear("S204", message, word.offset)
        return int(word.text)

    def take(self, text: str) -> bool:
        if self.at < len(self.words) and self.words[self.at].text == text:
            self.at += 1
            return True
        return False

    def next(self, wanted: str) -> _Word:
        if self.at >= len(self.words):
            raise self.unclear("S201", f"{wanted} is missing here.")
        self.at += 1
        return self.words[self.at - 1]

    def expect_end(self) -> None:
        if self.at < len(self.words):
            word = self.words[self.at]
            raise ConditionUnclear("S201", f'"{word.text}" is not expected here.', word.offset)

    def unclear(self, code: str, message: str) -> ConditionUnclear:
        offset = self.words[self.at].offset if self.at < len(self.words) else self.end
        return ConditionUnclear(code, message, offset)
