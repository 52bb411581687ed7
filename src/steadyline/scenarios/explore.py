"""Every scene and state that a playthrough can reach, exactly."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from steadyline.errors import Diagnostic, Faults
from steadyline.scenarios.model import Branch, Choice, Place, Scenario
from steadyline.scenarios.rules import Rules, State

BUDGET = 1_000_000
"""Nodes; beyond it a case is called not proven rather than explored for hours."""


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
            ways = ((at, self.number(way.target, self.rules.step(way, state), here, _said(way))) for at, way in offered)
            self.nodes.append(Node(slug, state, tuple(ways)))

    def number(self, slug: str, state: State, parent: int, said: str) -> int:
        slug, state = self.settle(slug, state, parent)
        key = (slug, state)
        if key not in self.numbers:
            if len(self.numbers) >= self.budget:
                self.fail(
                    "S301",
                    f"the case has more than {self.budget} different situations; the state that costs "
                    f"most is {self.costliest()}",
                    parent,
                    Place(1),
                )
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
            self.fail(
                "S302",
                f'a walk can come back to "{scene.title}" with nothing changed: a decision is taken once',
                at,
                scene.place,
            )

    def costliest(self) -> str:
        spread = {name: slot.mask + 1 for name, slot in self.rules.slots.items()}
        return ", ".join(sorted(spread, key=lambda name: -spread[name])[:3]) or "none"

    def fail(self, code: str, message: str, node: int, place: Place) -> None:
        witness = " > ".join(self.walk(node)) or "the very beginning"
        raise CaseNotFinite(
            [
                Diagnostic(
                    self.scenario.path, place.line, place.column, code, f"{message}. A shortest walk there: {witness}."
                )
            ]
        )

    def walk(self, node: int) -> list[str]:
        words: list[str] = []
        while node > 0:
            node, said = self.came_by[node]
            words.append(said)
        return [word for word in reversed(words) if word]


def _said(way: Choice | Branch) -> str:
    return way.id if isinstance(way, Choice) else way.name
