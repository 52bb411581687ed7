"""What a case remembers, as its author declares and changes it: `trust: 0 to 4, starts at 1`, `trust + 1`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from steadyline.errors import did_you_mean, listed
from steadyline.scenarios.model import Effect, Place, Variable
from steadyline.scenarios.source import Entry, Source

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"(-?\d{1,3}) to (-?\d{1,3})(?:,\s*starts at (-?\d{1,3}))?")
_LIST = re.compile(r"one of ([^;]+?)(?:;\s*starts (\S+))?")
_SET = re.compile(r"([\w-]+)\s*=\s*(\S+)")
_ADD = re.compile(r"([\w-]+)\s*([+-])\s*(\d{1,3})")
_DECLARED = re.compile(r"yes|no|one of .*|-?\d+ to -?\d+.*")
_PLAIN_WORD = re.compile(r"[^\W\d_][\w-]*")
_RESERVED = ("and", "or", "not", "is", "at", "chose", "yes", "no", "least", "most")


def with_state(source: Source, entries: Mapping[str, Entry], known: Iterable[str]) -> dict[str, Entry]:
    """Returns the entries with what is remembered below `state`, where it stands at the margin: that is told (S004)."""
    margin = {name: each for name, each in entries.items() if name not in known and _DECLARED.fullmatch(each.value)}
    if not margin:
        return dict(entries)
    first = next(iter(margin.values()))
    names = " and ".join(f'"{name}"' for name in margin)
    message = f'what the case remembers stands below a line "state:", with two blanks before it: {names}.'
    source.fault("S004", message, source.place(first.line))
    state = entries.get("state", Entry("", first.line))
    rest = {name: each for name, each in entries.items() if name not in margin}
    return rest | {"state": Entry(state.value, state.line, {**state.below, **margin})}


def read_variables(source: Source, entries: Mapping[str, Entry]) -> dict[str, Variable]:
    """Returns the declared variables by name, noting faults S011 and S012; names without one are `source.unclear`."""
    found: dict[str, Variable] = {}
    for name, entry in _declared(entries).items():
        place = source.place(entry.line, name)
        wrong = _not_a_name(name, entry.value)
        if wrong:
            source.fault("S011", wrong, place)
            source.unclear.update(_meant_names(name, entry.value))
            continue
        variable = _variable(name, entry.value, place)
        if isinstance(variable, str):
            source.fault("S012", variable, place)
            source.unclear.add(name)
        else:
            found[name] = variable
    return found


def unknown_name(name: str, variables: Iterable[str]) -> str:
    """Returns in words that nothing of that name is remembered, and what is."""
    known = list(variables)
    near = did_you_mean(name, [*known, "chose"])
    return f'the case remembers nothing called "{name}".{near} The state declares {listed(known)}.'


def _declared(entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
    """Returns what stands below `state`, or below a name that is meant for it."""
    near = get_close_matches("state", [name.lower() for name in entries], n=1)
    meant = next((each for name, each in entries.items() if name.lower() in near and each.below), None)
    state = entries.get("state") or meant
    return state.below if state else {}


def _meant_names(name: str, value: str) -> set[str]:
    """Returns what conditions may call something whose name cannot be one."""
    words = [*name.split(), *value.partition(":")[0].split()]
    return {name, name.lower(), re.sub(r"\W+", "_", name.lower()), *words, *(word.lower() for word in words)}


def _not_a_name(name: str, value: str) -> str:
    """Returns in words why that cannot be a name in the state, or nothing."""
    if name.startswith("- "):
        return f'no hyphen stands before what is remembered: write "  {value}".'
    if _NAME.fullmatch(name) and name not in _RESERVED:
        return ""
    return f'"{name}" cannot be a name: small letters, digits and _ only, and none of {listed(_RESERVED)}.'


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
        unfit = [word for word in known if not _PLAIN_WORD.fullmatch(word) or word in _RESERVED]
        if unfit:
            return (
                f'"{unfit[0]}" cannot be a word of a list, since no condition could ask for it: one plain word of '
                f"letters, digits and hyphens that begins with a letter, and none of {listed(_RESERVED)}."
            )
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
        if match[1] not in source.unclear:
            source.fault("S202", unknown_name(match[1], variables), place)
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
