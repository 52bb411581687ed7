"""What a room with paper keeps of its way through a case: ticks, and rows of boxes. And how a condition reads on it.

A choice is ticked by its decision and letter ("2B"). A fact that nothing but choices brings about needs no box of its
own: the ticks say it. What else a case remembers is a row of numbered boxes with one of them marked, without the
author's name for it, which would give away what the story watches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from steadyline.errors import SteadylineError
from steadyline.scenarios.model import (
    All,
    Chose,
    Compare,
    Condition,
    Effect,
    Either,
    Not,
    Scenario,
    Variable,
    names_read,
)

ROW_NAMES = "PQRSTUVWXYZKLMN"
"""No letter that an option can have."""

_TURNED = {"=": "!=", "!=": "=", ">=": "<", "<": ">=", "<=": ">", ">": "<="}


class TooMuchToKeep(SteadylineError):
    """A case remembers more than a room can keep on paper."""

    def __init__(self, title: str, rows: int) -> None:
        super().__init__(
            f'"{title}" remembers {rows} things; on paper a room can keep {len(ROW_NAMES)} at most. '
            "Play it with a computer, by a show of hands that you type in."
        )


@dataclass(frozen=True)
class Row:
    """A row of boxes from `lowest` to `highest`; the one at `start` is marked when the story begins."""

    name: str
    lowest: int
    highest: int
    start: int

    @property
    def boxes(self) -> range:
        """The numbers in its boxes."""
        return range(self.lowest, self.highest + 1)


class Record:
    """The record sheet of a case. `letters` says under what each choice is ticked: "2B" by the choice's id."""

    def __init__(self, scenario: Scenario, letters: Mapping[str, str]) -> None:
        self.letters = letters
        self.ticked = _by_choices_alone(scenario)
        read = _read(scenario) - set(self.ticked)
        kept = [each for name, each in scenario.variables.items() if name in read]
        if len(kept) > len(ROW_NAMES):
            raise TooMuchToKeep(scenario.front.title, len(kept))
        self.rows = {each.name: _row(each, name) for each, name in zip(kept, ROW_NAMES, strict=False)}

    def words(self, condition: Condition) -> str:
        """Returns a condition as the sheet shows it: `2B is ticked and row P is at 3 or more`."""
        return self._words(self._plain(condition, True))[0]

    def changes(self, effects: Iterable[Effect]) -> tuple[str, ...]:
        """Returns what is to be marked on the sheet by effects, a sentence each."""
        return tuple(self._change(each) for each in effects if each.name in self.rows)

    def _change(self, effect: Effect) -> str:
        row = self.rows[effect.name]
        if effect.change == "set":
            return f"Mark box {effect.value} in row {row.name}."
        to = "right" if effect.value > 0 else "left"
        many = abs(effect.value)
        return f"In row {row.name}, move the mark {many} {'box' if many == 1 else 'boxes'} to the {to}."

    def _plain(self, condition: Condition, wanted: bool) -> Condition:
        """Returns the condition (or its contrary) with `not` before nothing but ticks, and facts of ticks as ticks."""
        if isinstance(condition, Not):
            return self._plain(condition.inner, not wanted)
        if isinstance(condition, All | Either):
            parts = tuple(self._plain(each, wanted) for each in condition.parts)
            return All(parts) if isinstance(condition, All) == wanted else Either(parts)
        if isinstance(condition, Compare) and condition.name in self.ticked:
            holds_when_ticked = (condition.value == 1) == (condition.relation in ("=", ">="))
            return self._plain(self.ticked[condition.name], wanted == holds_when_ticked)
        if isinstance(condition, Compare):
            relation = condition.relation if wanted else _TURNED[condition.relation]
            return Compare(condition.name, relation, condition.value)  # type: ignore[arg-type]
        return condition if wanted else Not(condition)

    def _words(self, condition: Condition) -> tuple[str, str]:
        """Returns the words, and which of `and`, `or` parts them ("" where nothing does)."""
        if isinstance(condition, Chose):
            return f"{self.letters[condition.choice]} is ticked", ""
        if isinstance(condition, Not):
            inner = condition.inner
            assert isinstance(inner, Chose)  # noqa: S101  # _plain leaves `not` nowhere else
            return f"{self.letters[inner.choice]} is not ticked", ""
        if isinstance(condition, Compare):
            return self._compared(condition), ""
        joining = "and" if isinstance(condition, All) else "or"
        told = self._parts(condition, joining)
        return f" {joining} ".join(told), joining if len(told) > 1 else ""

    def _parts(self, condition: All | Either, joining: str) -> list[str]:
        flat = _flat(condition)
        ticks = [each for each in flat if isinstance(each, Not if joining == "and" else Chose)]
        told = [self._ticks(ticks, joining)] if len(ticks) > 1 else []
        for part in flat:
            if not (told and part in ticks) or len(ticks) <= 1:
                words, inner = self._words(part)
                told.append(f"({words})" if inner else words)
        return list(dict.fromkeys(told))

    def _ticks(self, ticks: Sequence[Condition], joining: str) -> str:
        choices = [each.inner if isinstance(each, Not) else each for each in ticks]
        names = sorted({self.letters[each.choice] for each in choices if isinstance(each, Chose)})
        return f"{'none' if joining == 'and' else 'any'} of {', '.join(names)} is ticked"

    def _compared(self, compare: Compare) -> str:
        row, value = self.rows[compare.name], compare.value
        low, high = row.lowest, row.highest
        first, last = {
            ">=": (value, high), ">": (value + 1, high), "<=": (low, value), "<": (low, value - 1), "=": (value, value),
        }.get(compare.relation, (value, value))  # fmt: skip
        if compare.relation == "!=":
            return f"row {row.name} is not at {value}"
        first, last = max(first, low), min(last, high)
        if first == last:
            return f"row {row.name} is at {first}"
        return f"row {row.name} is at {first} or more" if last == high else f"row {row.name} is at {last} or less"


def _flat(condition: All | Either) -> list[Condition]:
    """Returns the parts, those of the same kind inside them drawn out."""
    found: list[Condition] = []
    for part in condition.parts:
        found += _flat(part) if isinstance(part, All | Either) and type(part) is type(condition) else [part]
    return found


def _row(variable: Variable, name: str) -> Row:
    return Row(name, variable.lowest, variable.highest, variable.start)


def _read(scenario: Scenario) -> frozenset[str]:
    """Returns everything that any scene or way looks at."""
    found: set[str] = set()
    for scene in scenario.scenes.values():
        for each in (*scene.blocks, *scene.ways):
            found |= names_read(each.condition)
        if scene.ending is not None:
            found.add(scene.ending.circumstance)
    return frozenset(found)


def _by_choices_alone(scenario: Scenario) -> dict[str, Condition]:
    """Returns the facts that begin with no and that some choices, and nothing else, set to yes: with those choices."""
    found: dict[str, Condition] = {}
    ways = [way for scene in scenario.scenes.values() for way in scene.ways]
    for name, variable in scenario.variables.items():
        setting = [(way, effect) for way in ways for effect in way.effects if effect.name == name]
        plain = all(effect.change == "set" and effect.value == 1 and hasattr(way, "id") for way, effect in setting)
        if variable.kind == "fact" and variable.start == 0 and setting and plain:
            found[name] = Either(tuple(Chose(way.id) for way, _ in setting if hasattr(way, "id")))
    return found
