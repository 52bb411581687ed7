"""Every scene and state that a playthrough can reach, exactly.

A state is one whole number with a few bits for each variable. At the door of a scene everything that nothing
later reads is forgotten, so that playthroughs which can no longer differ share a node.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from steadyline.errors import Diagnostic, Faults
from steadyline.scenarios.model import (
    All,
    Branch,
    Choice,
    Chose,
    Compare,
    Condition,
    Effect,
    Either,
    Not,
    Place,
    Scenario,
    Scene,
    Variable,
    names_read,
)

BUDGET = 1_000_000
"""Nodes; beyond it a case is called not proven rather than explored for hours."""

State = int
Change = Callable[[State], State]
Test = Callable[[State], bool]


class CaseNotFinite(Faults):
    """A walk through the case comes back to where it was, has nothing to choose, or there are too many nodes."""


@dataclass(frozen=True)
class Node:
    """One scene in one state. `ways` pairs the position of a choice or branch in its scene with the next node."""

    scene: str
    state: State
    ways: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Exploration:
    """All nodes, the start first, in the order of a breadth-first search; and how to read their states."""

    scenario: Scenario
    nodes: tuple[Node, ...]
    rules: Rules = field(repr=False)


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
        self.kept = {slug: self._mask(names) for slug, names in self.live.items()}
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

    def _mask(self, names: frozenset[str]) -> int:
        return sum(self.slots[name].mask << self.slots[name].shift for name in names)

    def step(self, way: Choice | Branch, state: State) -> State:
        """Returns the state at the door of the scene to which a way leads."""
        return self.changes[id(way)](state) & self.kept[way.target]

    def turn(self, scene: Scene, state: State) -> Branch:
        """Returns the branch that a turning takes."""
        return next(branch for branch in scene.branches if self.tests[id(branch)](state))

    def values(self, state: State) -> dict[str, int]:
        """Returns the values of all variables; those already forgotten show as their lowest."""
        return {name: slot.value(state) for name, slot in self.slots.items()}


def _variables(scenario: Scenario) -> list[Variable]:
    remembered = [Variable(f"chose {choice}", "fact", 0, 0, 1, ("no", "yes")) for choice in
                  sorted(scenario.remembered_choices)]
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
    read = frozenset().union(*(names_read(each.condition) for each in (*scene.blocks, *scene.ways)))
    if scene.ending is not None and scene.ending.circumstance in variables:
        read |= {scene.ending.circumstance}
    return read


def explore(scenario: Scenario, budget: int = BUDGET) -> Exploration:
    """Visits every reachable scene and state. Raises CaseNotFinite (S301 to S303), with a shortest walk as witness."""
    rules = Rules(scenario)
    search = _Search(scenario, rules, budget)
    search.run()
    exploration = Exploration(scenario, tuple(search.nodes), rules)
    search.refuse_circles()
    return exploration


class _Search:
    """Breadth first, so that the way by which a node was first reached is a shortest one."""

    def __init__(self, scenario: Scenario, rules: Rules, budget: int) -> None:
        self.scenario, self.rules, self.budget = scenario, rules, budget
        self.numbers: dict[tuple[str, State], int] = {}
        self.nodes: list[Node] = []
        self.came_by: list[tuple[int, str]] = []
        self.queue: deque[tuple[str, State]] = deque()

    def run(self) -> None:
        self.number(self.scenario.start, self.rules.start & self.rules.kept[self.scenario.start], -1, "")
        while self.queue:
            slug, state = self.queue.popleft()
            scene = self.scenario.scenes[slug]
            here = len(self.nodes)
            offered = [(at, way) for at, way in enumerate(scene.ways) if self.rules.tests[id(way)](state)]
            if scene.kind == "decision" and not offered:
                self.fail("S303", f'"{scene.title}" can be reached with nothing to choose', here, scene.place)
            ways = ((at, self.number(way.target, self.rules.step(way, state), here, _said(way)))
                    for at, way in offered)
            self.nodes.append(Node(slug, state, tuple(ways)))

    def number(self, slug: str, state: State, parent: int, said: str) -> int:
        slug, state = self.settle(slug, state, parent)
        key = (slug, state)
        if key not in self.numbers:
            if len(self.numbers) >= self.budget:
                self.fail("S301", f"the case has more than {self.budget} different situations; the state that costs "
                                  f"most is {self.costliest()}", parent, Place(1))
            self.numbers[key] = len(self.numbers)
            self.came_by.append((parent, said))
            self.queue.append(key)
        return self.numbers[key]

    def settle(self, slug: str, state: State, parent: int) -> tuple[str, State]:
        """Follows turnings until a scene stands that a learner can be in."""
        passed: set[tuple[str, State]] = set()
        while (scene := self.scenario.scenes[slug]).kind == "turning":
            if (slug, state) in passed:
                self.fail("S302", f'the turning "{scene.title}" comes back to itself', parent, scene.place)
            passed.add((slug, state))
            branch = self.rules.turn(scene, state)
            slug, state = branch.target, self.rules.step(branch, state)
        return slug, state

    def refuse_circles(self) -> None:
        """Raises CaseNotFinite if any walk comes back to a node: Kahn's algorithm leaves exactly those nodes over."""
        waiting = [0] * len(self.nodes)
        for node in self.nodes:
            for _, target in node.ways:
                waiting[target] += 1
        ready = [at for at, count in enumerate(waiting) if count == 0]
        done = 0
        while ready:
            done += 1
            for _, target in self.nodes[ready.pop()].ways:
                waiting[target] -= 1
                if waiting[target] == 0:
                    ready.append(target)
        if done < len(self.nodes):
            at = next(at for at, count in enumerate(waiting) if count)
            scene = self.scenario.scenes[self.nodes[at].scene]
            self.fail("S302", f'a walk can come back to "{scene.title}" with nothing changed: a decision is taken once',
                      at, scene.place)

    def costliest(self) -> str:
        spread = {name: slot.mask + 1 for name, slot in self.rules.slots.items()}
        return ", ".join(sorted(spread, key=lambda name: -spread[name])[:3]) or "none"

    def fail(self, code: str, message: str, node: int, place: Place) -> None:
        witness = " > ".join(self.walk(node)) or "the very beginning"
        raise CaseNotFinite([Diagnostic(self.scenario.path, place.line, place.column, code,
                                        f"{message}. A shortest walk there: {witness}.")])

    def walk(self, node: int) -> list[str]:
        words: list[str] = []
        while node > 0:
            node, said = self.came_by[node]
            words.append(said)
        return [word for word in reversed(words) if word]


def _said(way: Choice | Branch) -> str:
    return way.id if isinstance(way, Choice) else way.name
