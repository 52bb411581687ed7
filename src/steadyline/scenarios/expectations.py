"""What a golden walk expects at its end, beyond the ending: one `name: value` a line.

Marks are expected here too, but only read: what a walk earns is known where the key is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from steadyline.errors import Diagnostic, did_you_mean, listed
from steadyline.scenarios.compile import Table
from steadyline.scenarios.conditions import ConditionUnclear, read_condition
from steadyline.scenarios.full_state import holds, in_words, standing_after
from steadyline.scenarios.model import CIRCUMSTANCES, PROCESSES, Scenario

MEASURES = ("judgement", "assertiveness", "escalation")
"""What a walk may be expected to earn; the key's own floor says how it is counted."""

_KNOWN = ("process", "circumstance", "state", *MEASURES)
_WORDS = {"process": PROCESSES, "circumstance": CIRCUMSTANCES}
_LINE = re.compile(r"\s*([A-Za-z]+)\s*:\s*(\S.*?)?\s*")


@dataclass(frozen=True)
class Expectation:
    """One line below the ending of a walk. `column` is where its value begins; both count from 1."""

    name: str
    value: str
    line: int
    column: int


def read_expectations(lines: Iterable[tuple[int, str]], path: str) -> tuple[list[Expectation], list[Diagnostic]]:
    """Returns the expectations that numbered lines say, and the faults W105, W106 and W112 of those that say none."""
    found: list[Expectation] = []
    faults: list[Diagnostic] = []
    for number, text in lines:
        read = _expectation(number, text)
        said = [] if isinstance(read, str) else [each for each in found if each.name == read.name != "state"]
        if isinstance(read, str):
            faults.append(Diagnostic(path, number, _start(text), "W105", read))
        elif said:
            message = f'"{read.name}" is expected a second time; the first stands in line {said[0].line}.'
            faults.append(Diagnostic(path, number, _start(text), "W112", message))
        elif wrong := _value_fault(read):
            faults.append(Diagnostic(path, number, read.column, "W106", wrong))
        else:
            found.append(read)
    return found, faults


def is_expectation(text: str) -> bool:
    """Whether a line reads as an expectation rather than as a step of the walk."""
    match = _LINE.fullmatch(text)
    return match is not None and match[1] in _KNOWN


def _start(text: str) -> int:
    return len(text) - len(text.lstrip()) + 1


def _expectation(number: int, text: str) -> Expectation | str:
    """Returns the expectation, or in words why the line is none."""
    match = _LINE.fullmatch(text)
    if match is None or not match[2]:
        return f'after the ending comes what is expected of it, like "process: sound"; not "{text.strip()}".'
    if match[1] not in _KNOWN:
        return f'nothing called "{match[1]}" can be expected.{did_you_mean(match[1], _KNOWN)} Known: {listed(_KNOWN)}.'
    return Expectation(match[1], match[2], number, match.start(2) + 1)


def _value_fault(read: Expectation) -> str:
    words = _WORDS.get(read.name, ())
    if words and read.value not in words:
        return f'"{read.name}" is {listed(words)}, not "{read.value}".{did_you_mean(read.value, words)}'
    if read.name in MEASURES and not re.fullmatch(r"\d{1,4}", read.value):
        return f'"{read.name}" is what the walk earns, a whole number; not "{read.value}".'
    return ""


def ending_faults(expected: Iterable[Expectation], ending: Table, path: str) -> Iterator[Diagnostic]:
    """Yields W108 and W109: the ending's node of the compiled table has another process or circumstance."""
    codes = {"process": "W108", "circumstance": "W109"}
    for each in expected:
        if each.name in codes and ending[each.name] != each.value:
            message = f'the {each.name} of this walk is "{ending[each.name]}", not "{each.value}".'
            yield Diagnostic(path, each.line, each.column, codes[each.name], message)


def state_faults(
    expected: Iterable[Expectation], said: Iterable[str], scenario: Scenario, path: str
) -> Iterator[Diagnostic]:
    """Yields W107 and W110: what is expected of the state cannot be read, or does not hold at the end."""
    choices = frozenset(choice.id for scene in scenario.scenes.values() for choice in scene.choices)
    values = standing_after(scenario, said).values
    for each in (each for each in expected if each.name == "state"):
        try:
            condition = read_condition(each.value, scenario.variables, choices)
        except ConditionUnclear as error:
            yield Diagnostic(path, each.line, each.column + error.offset, "W107", error.message)
            continue
        if not holds(condition, values):
            message = f'"{each.value}" does not hold at the end of this walk: {in_words(scenario, condition, values)}.'
            yield Diagnostic(path, each.line, each.column, "W110", message)
