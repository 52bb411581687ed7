"""What a case remembers, as its author declares and changes it: `trust: 0 to 4, starts at 1`, `trust + 1`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from steadyline.errors import did_you_mean, listed
from steadyline.scenarios.model import Effect, Place, Variable
from steadyline.scenarios.source import Entry, Source

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"(-?\d{1,3}) to (-?\d{1,3})(?:,\s*starts at (-?\d{1,3}))?")
_LIST = re.compile(r"one of ([^;]+?)(?:;\s*starts (\S+))?")
_SET = re.compile(r"([\w-]+)\s*=\s*(\S+)")
_ADD = re.compile(r"([\w-]+)\s*([+-])\s*(\d{1,3})")
_RESERVED = {"and", "or", "not", "is", "at", "chose", "yes", "no", "least", "most"}


def read_variables(source: Source, state: Entry | None) -> dict[str, Variable]:
    """Returns the declared variables by name, noting faults S011 to S013."""
    found: dict[str, Variable] = {}
    for name, entry in (state.below if state else {}).items():
        place = source.place(entry.line, name)
        if not _NAME.fullmatch(name) or name in _RESERVED:
            message = f'"{name}" cannot be a name: small letters, digits and _ only, and none of {listed(_RESERVED)}.'
            source.fault("S011", message, place)
            continue
        variable = _variable(name, entry.value, place)
        if isinstance(variable, str):
            source.fault("S012", variable, place)
        else:
            found[name] = variable
    return found


def _variable(name: str, value: str, place: Place) -> Variable | str:
    """Returns the variable, or in words why it is none."""
    if value in ("yes", "no"):
        return Variable(name, "fact", int(value == "yes"), 0, 1, ("no", "yes"), place)
    if number := _NUMBER.fullmatch(value):
        lowest, highest = int(number[1]), int(number[2])
        start = int(number[3]) if number[3] else lowest
        if not (lowest < highest and highest - lowest <= 20 and lowest <= start <= highest):
            return f'"{name}" must rise by at most 20 and start between its ends; this says "{value}".'
        return Variable(name, "number", start, lowest, highest, (), place)
    if words := _LIST.fullmatch(value):
        known = tuple(word.strip() for word in words[1].split(","))
        start_word = words[2] or known[0]
        if len(known) < 2 or len(set(known)) < len(known) or start_word not in known:
            return f'"{name}" needs two different words or more, and starts with one of them; this says "{value}".'
        return Variable(name, "list", known.index(start_word), 0, len(known) - 1, known, place)
    return (
        f'"{name}" is declared as "yes" or "no", as "0 to 4, starts at 1", or as "one of calm, raised; starts calm"; '
        f'not as "{value}".'
    )


def read_effect(
    source: Source, change: str, value: str, variables: Mapping[str, Variable], place: Place
) -> Effect | None:
    """Returns the effect that `set: …` or `add: …` says, or notes S207, S208 or S202."""
    match = (_SET if change == "set" else _ADD).fullmatch(value)
    if match is None:
        example = "promise_broken = yes" if change == "set" else "trust + 1"
        source.fault("S207", f'"{change}: {value}" cannot be read; it is written like "{change}: {example}".', place)
        return None
    variable = variables.get(match[1])
    if variable is None:
        message = f'the case remembers nothing called "{match[1]}".{did_you_mean(match[1], variables)}'
        source.fault("S202", message, place)
        return None
    if change == "add":
        return _added(source, variable, int(match[2] + match[3]), place)
    return _set(source, variable, match[2], place)


def _added(source: Source, variable: Variable, amount: int, place: Place) -> Effect | None:
    if variable.kind != "number":
        source.fault("S208", f'"{variable.name}" is not a number: use "set: {variable.name} = …".', place)
        return None
    return Effect(variable.name, "add", amount)


def _set(source: Source, variable: Variable, word: str, place: Place) -> Effect | None:
    if variable.kind == "number":
        if re.fullmatch(r"-?\d+", word) and variable.lowest <= int(word) <= variable.highest:
            return Effect(variable.name, "set", int(word))
        message = f'"{variable.name}" runs from {variable.lowest} to {variable.highest}, not "{word}".'
    elif word in variable.words:
        return Effect(variable.name, "set", variable.words.index(word))
    else:
        message = f'"{variable.name}" is one of {listed(variable.words)}.{did_you_mean(word, variable.words)}'
    source.fault("S204", message, place)
    return None
