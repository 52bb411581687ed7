"""A scenario's conditions and effects, made ready to be applied to states.

A state is one whole number with a few bits for each variable. At the door of a scene everything that nothing
later reads is forgotten, so that playthroughs which can no longer differ share a node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from steadyline.scenarios.model import (
    All,
    Branch,
    Choice,
    Chose,
    Compare,
    Condition,
    Effect,
    Not,
    Scenario,
    Scene,
    Variable,
    names_read,
)

State = int
Change = Callable[[State], State]
Test = Callable[[State], bool]


@dataclass(frozen=True)
class Slot:
    """Where a variable lies in the state: `shift` bits from the right; stored from 0 upwards."""

    variable: Variable
    shift: int
    mask: int

    def value(self, state: State) -> int:
        """Returns the variable's value in a state."""
        return ((state >> self.shift) & self.mask) + self.variable.lowest

    def put(self, state: State, value: int) -> State:
        """Returns the state with another value of the variable."""
        return (state & ~(self.mask << self.shift)) | ((value - self.variable.lowest) << self.shift)


class Rules:
    """A scenario's conditions and effects, made ready to be applied to states."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.slots: dict[str, Slot] = {}
        shift = 0
        for variable in _variables(scenario):
            bits = (variable.highest - variable.lowest).bit_length()
            self.slots[variable.name] = Slot(variable, shift, (1 << bits) - 1)
            shift += bits
        self.start: State = 0
        for slot in self.slots.values():
            self.start = slot.put(self.start, slot.variable.start)
        self.live = _live(scenario)
        self.kept = {slug: self.mask(names) for slug, names in self.live.items()}
        self.tests = {id(way): self.test(way.condition) for scene in scenario.scenes.values() for way in scene.ways}
        self.changes = {id(way): self._change(way) for scene in scenario.scenes.values() for way in scene.ways}

    def test(self, condition: Condition | None) -> Test:
        """Returns a function that says whether the condition holds in a state."""
        if condition is None:
            return lambda state: True
        if isinstance(condition, Chose):
            return self._compare(Compare(condition.name, "=", 1))
        if isinstance(condition, Compare):
            return self._compare(condition)
        if isinstance(condition, Not):
            inner = self.test(condition.inner)
            return lambda state: not inner(state)
        parts = tuple(self.test(part) for part in condition.parts)
        if isinstance(condition, All):
            return lambda state: all(part(state) for part in parts)
        return lambda state: any(part(state) for part in parts)

    def _compare(self, compare: Compare) -> Test:
        slot = self.slots[compare.name]
        shift, mask, wanted = slot.shift, slot.mask, compare.value - slot.variable.lowest
        tests: dict[str, Test] = {
            "=": lambda state: (state >> shift) & mask == wanted,
            "!=": lambda state: (state >> shift) & mask != wanted,
            ">=": lambda state: (state >> shift) & mask >= wanted,
            "<=": lambda state: (state >> shift) & mask <= wanted,
            ">": lambda state: (state >> shift) & mask > wanted,
            "<": lambda state: (state >> shift) & mask < wanted,
        }
        return tests[compare.relation]

    def _change(self, way: Choice | Branch) -> Change:
        effects = list(way.effects)
        if isinstance(way, Choice) and f"chose {way.id}" in self.slots:
            effects.append(Effect(f"chose {way.id}", "set", 1))
        # An effect on something that no scene beyond reads is no effect at all.
        steps = tuple(self._effect(effect) for effect in effects if effect.name in self.live.get(way.target, ()))

        def change(state: State) -> State:
            for step in steps:
                state = step(state)
            return state

        return change

    def _effect(self, effect: Effect) -> Change:
        slot = self.slots[effect.name]
        if effect.change == "set":
            return lambda state: slot.put(state, effect.value)
        lowest, highest = slot.variable.lowest, slot.variable.highest
        return lambda state: slot.put(state, min(highest, max(lowest, slot.value(state) + effect.value)))

    def mask(self, names: Iterable[str]) -> int:
        """Returns the bits in which these variables lie."""
        return sum(self.slots[name].mask << self.slots[name].shift for name in names)

    def step(self, way: Choice | Branch, state: State) -> State:
        """Returns the state at the door of the scene to which a way leads."""
        return self.changes[id(way)](state) & self.kept[way.target]

    def apply(self, effects: Iterable[Effect], state: State) -> State:
        """Returns the state after some effects, whether or not anything later reads them."""
        for effect in effects:
            state = self._effect(effect)(state)
        return state

    def values(self, state: State) -> dict[str, int]:
        """Returns the values of all variables; those already forgotten show as their lowest."""
        return {name: slot.value(state) for name, slot in self.slots.items()}


def _variables(scenario: Scenario) -> list[Variable]:
    remembered = [
        Variable(f"chose {choice}", "fact", 0, 0, 1, ("no", "yes")) for choice in sorted(scenario.remembered_choices)
    ]
    return [*scenario.variables.values(), *remembered]


def _live(scenario: Scenario) -> dict[str, frozenset[str]]:
    """Returns, for each scene, the variables that it or any scene beyond it may still read."""
    read = {slug: _read_in(scene, scenario.variables) for slug, scene in scenario.scenes.items()}
    live = dict(read)
    changed = True
    while changed:
        changed = False
        for slug, scene in reversed(scenario.scenes.items()):
            beyond = frozenset().union(*(live[way.target] - _overwritten(way) for way in scene.ways))
            if not beyond <= live[slug]:
                live[slug] |= beyond
                changed = True
    return live


def _overwritten(way: Choice | Branch) -> frozenset[str]:
    """Returns what a way sets whatever it was before."""
    return frozenset(effect.name for effect in way.effects if effect.change == "set")


def _read_in(scene: Scene, variables: Mapping[str, Variable]) -> frozenset[str]:
    blocks = scene.blocks if scene.is_seen else ()  # a note to authors reads nothing
    read = frozenset().union(*(names_read(each.condition) for each in (*blocks, *scene.ways)))
    if scene.ending is not None and scene.ending.circumstance in variables:
        read |= {scene.ending.circumstance}
    return read
