"""Every scene and state that a playthrough can reach, exactly."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from steadyline.errors import Diagnostic, Faults
from steadyline.scenarios.doors import Door, Way, doors_of
from steadyline.scenarios.model import Place, Scenario, Scene
from steadyline.scenarios.rules import Rules, State

BUDGET = 300_000
"""Nodes; beyond it a case is called not proven, rather than explored and checked for minutes in a gigabyte."""

_WEIGHED = 50_000
"""Situations in which the cost of what a case remembers is weighed when the budget does not do."""


class CaseNotFinite(Faults):
    """A walk through the case comes back to where it was or leads nowhere, or there are too many nodes."""


class Node(NamedTuple):
    """One scene in one state. `open` are the ways that can be taken, and `leads` the next node of each."""

    scene: str
    state: State
    open: tuple[Way, ...]
    leads: tuple[int, ...]

    @property
    def ways(self) -> tuple[tuple[int, int], ...]:
        """The position of each open choice or branch in its scene, with the next node."""
        return tuple((way.at, target) for way, target in zip(self.open, self.leads, strict=True))


@dataclass(frozen=True)
class Exploration:
    """All nodes, the start first, in the order of a breadth-first search; and how to read their states.

    `order` has every node after all that lead to it. `doors` hold what conditions and effects met.
    """

    scenario: Scenario
    nodes: tuple[Node, ...]
    rules: Rules = field(repr=False)
    order: tuple[int, ...] = field(repr=False, default=())
    doors: dict[str, Door] = field(repr=False, default_factory=dict)

    def walk(self, node: int) -> tuple[str, ...]:
        """Returns a shortest walk from the start to a node: ids of choices, and `chance: name`."""
        return _walk(self._nearest, node)

    def said(self, node: int, way: Way) -> str:
        """Returns what a walk says of a way out of a node: nothing where there was nothing to choose."""
        return _said(way, self.doors[self.nodes[node].scene])

    def walk_to_an_ending(self, without: str) -> tuple[str, ...] | None:
        """Returns a shortest walk to an ending that leaves a scene out, or None if there is none."""
        came_by = nearest(self.nodes, self.doors, without)
        ending = next((at for at in came_by if not self.nodes[at].leads), None)
        return None if ending is None else _walk(came_by, ending)

    @cached_property
    def _nearest(self) -> dict[int, tuple[int, str]]:
        return nearest(self.nodes, self.doors)


def explore(scenario: Scenario, budget: int = BUDGET) -> Exploration:
    """Visits every reachable scene and state. Raises CaseNotFinite (S301 to S304), with a shortest walk as witness."""
    with nothing_thrown_away():
        return _Search(scenario, Rules(scenario), budget).explored()


@contextmanager
def nothing_thrown_away() -> Iterator[None]:
    """Lets Python's search for circular rubbish rest: among a million nodes, all kept, it takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def nearest(nodes: Sequence[Node], doors: Mapping[str, Door], without: str = "") -> dict[int, tuple[int, str]]:
    """Returns, for every node that is reached, the one before it on a shortest walk, and what the walk says there.

    A shortest walk has the fewest words: going on in a passage takes none. In the order of their distance; the start
    comes before itself. `without` is a scene that no walk may enter.
    """
    came_by: dict[int, tuple[int, str]] = {}
    queue = deque([(0, 0, "")] if nodes and nodes[0].scene != without else [])
    while queue:
        at, before, said = queue.popleft()
        if at in came_by:
            continue
        came_by[at] = (before, said)
        if at >= len(nodes):
            continue  # met, but not yet looked at when the search was given up
        for way, target in zip(nodes[at].open, nodes[at].leads, strict=True):
            if target in came_by or (target < len(nodes) and nodes[target].scene == without):
                continue
            word = _said(way, doors[nodes[at].scene])
            (queue.append if word else queue.appendleft)((target, at, word))
    return came_by


class _Search:
    """Breadth first. What it notes is told at the end, with a walk to each place."""

    def __init__(self, scenario: Scenario, rules: Rules, budget: int) -> None:
        self.scenario, self.rules, self.budget = scenario, rules, budget
        self.doors = doors_of(rules)
        self.numbers: dict[str, dict[State, int]] = {slug: {} for slug in scenario.scenes}
        self.met: list[tuple[str, State]] = []
        self.nodes: list[Node] = []
        self.found: dict[str, tuple[str, str, int, Place]] = {}

    def explored(self) -> Exploration:
        self.number(self.scenario.start, self.rules.start & self.rules.kept[self.scenario.start], 0)
        for here, (slug, state) in enumerate(self.met):  # grows while it is walked along
            door = self.doors[slug]
            ways = door.open(state)
            if not ways and door.scene.kind == "decision":
                self.note("S303", f'"{door.scene.title}" can be reached with nothing to choose', here, door.scene)
            self.nodes.append(Node(slug, state, ways, tuple([self.onward(way, state, here) for way in ways])))
        order = self.order()
        if len(order) < len(self.nodes):
            self.note_circles(set(order))
        if self.found:
            raise self.not_finite()
        return Exploration(self.scenario, tuple(self.nodes), self.rules, tuple(order), self.doors)

    def onward(self, way: Way, state: State, here: int) -> int:
        """Returns the number of the node to which a way leads."""
        # Written out, since a large case comes here a million times: this is `way.step(state)`, remembered.
        made = way.seen.get(state & way.mask)
        after = way.step(state) if made is None else (state & way.rest) | made
        known = self.numbers[way.target].get(after)
        if known is not None:
            return known
        return self.number(way.target, after, here)

    def number(self, slug: str, state: State, parent: int) -> int:
        came_to = (slug, state)
        if self.doors[slug].scene.kind == "turning":
            slug, state = self.settle(slug, state, parent)
        numbers = self.numbers[slug]
        if state not in numbers:
            if len(self.met) >= self.budget:
                self.give_up(parent)
            numbers[state] = len(self.met)
            self.met.append((slug, state))
        self.numbers[came_to[0]][came_to[1]] = numbers[state]  # a turning is settled once for each state
        return numbers[state]

    def settle(self, slug: str, state: State, parent: int) -> tuple[str, State]:
        """Follows turnings until a scene stands that a learner can be in."""
        passed: set[tuple[str, State]] = set()
        while (door := self.doors[slug]).scene.kind == "turning":
            if (slug, state) in passed:
                self.note("S302", f'the turning "{door.scene.title}" comes back to itself', parent, door.scene)
                raise self.not_finite()
            passed.add((slug, state))
            way = door.open(state)[0]
            slug, state = way.target, way.step(state)
        return slug, state

    def order(self) -> list[int]:
        """Returns the nodes, each behind all that lead to it; those on circles, or beyond, are left out."""
        leads_to = {slug: {way.target for way in scene.ways} for slug, scene in self.scenario.scenes.items()}
        try:
            scenes = list(TopologicalSorter(leads_to).static_order())[::-1]
        except CycleError:
            return self.order_of_nodes()
        # Where no scene leads back to itself, no node does either: scene by scene is order enough.
        of_scene: dict[str, list[int]] = {slug: [] for slug in scenes}
        for at, node in enumerate(self.nodes):
            of_scene[node.scene].append(at)
        return [at for slug in scenes for at in of_scene[slug]]

    def order_of_nodes(self) -> list[int]:
        """Returns the same by looking at every node. Source: Kahn's algorithm (1962)."""
        waiting = [0] * len(self.nodes)
        for node in self.nodes:
            for target in node.leads:
                waiting[target] += 1
        ready = [at for at, count in enumerate(waiting) if count == 0]
        for at in ready:  # grows while it is walked along
            for target in self.nodes[at].leads:
                waiting[target] -= 1
                if waiting[target] == 0:
                    ready.append(target)
        return ready

    def note_circles(self, sound: set[int]) -> None:
        """Notes a walk that comes back to where it was, and a place from which no ending can be reached."""
        leads_back = self.on_circles(sound)
        ends = self.that_can_end()
        lost = next((at for at in range(len(self.nodes)) if at not in ends), None)
        if lost is not None and not self.found:
            scene = self.scenario.scenes[self.nodes[lost].scene]
            self.note("S304", f'from "{scene.title}" no ending can be reached any more', lost, scene)
        at = min(leads_back)
        scene = self.scenario.scenes[self.nodes[at].scene]
        what = f'a walk can come back to "{scene.title}" with nothing changed: a decision is taken once'
        if lost is None or self.scenario.scenes[self.nodes[lost].scene] is not scene:
            self.note("S302", what, at, scene)

    def on_circles(self, sound: set[int]) -> set[int]:
        """Returns, of the nodes that have no order, those on circles or between them, without what only lies beyond."""
        left = {at for at in range(len(self.nodes)) if at not in sound}
        while beyond := [at for at in left if not any(target in left for target in self.nodes[at].leads)]:
            left.difference_update(beyond)
        return left

    def that_can_end(self) -> set[int]:
        """Returns the nodes from which some walk reaches an ending or a place without ways, which is told by itself."""
        leads_from: list[list[int]] = [[] for _ in self.nodes]
        for at, node in enumerate(self.nodes):
            for target in node.leads:
                leads_from[target].append(at)
        found = {at for at, node in enumerate(self.nodes) if not node.leads}
        reached = list(found)
        for at in reached:  # grows while it is walked along
            new = [before for before in leads_from[at] if before not in found]
            found.update(new)
            reached.extend(new)
        return found

    def give_up(self, node: int) -> None:
        costs = ", ".join(f"{name} (about {factor:.1f} times)" for name, factor in self.costliest()) or "none"
        message = (
            f"not proven: the case has more than {self.budget} different situations, so not every walk could be "
            f"visited. What it remembers costs most in this order: {costs}. Forget one of them earlier, give it fewer "
            "values, or read it in fewer scenes"
        )
        self.note("S301", message, node, None)
        raise self.not_finite()

    def costliest(self) -> list[tuple[str, float]]:
        """Returns the three variables that multiply the situations most, and by how much."""
        sample = self.met[-_WEIGHED:]
        costs = {}
        for name, slot in self.rules.slots.items():
            others = ~(slot.mask << slot.shift)
            costs[name] = len(sample) / len({(slug, state & others) for slug, state in sample})
        return sorted(costs.items(), key=lambda cost: -cost[1])[:3]

    def note(self, code: str, message: str, node: int, scene: Scene | None) -> None:
        """Notes one fault of the machine, one for each scene."""
        key = f"{code} {scene.slug if scene else ''}"
        self.found.setdefault(key, (code, message, node, scene.place if scene else Place(1)))

    def not_finite(self) -> CaseNotFinite:
        """Returns all that was noted, each with a shortest walk as witness."""
        came_by = nearest(self.nodes, self.doors)
        told = []
        for code, message, node, place in self.found.values():
            walk = " > ".join(_walk(came_by, node)) or "the very beginning"
            words = f"{message}. A shortest walk there: {walk}."
            told.append(Diagnostic(self.scenario.path, place.line, place.column, code, words))
        return CaseNotFinite(told)


def _walk(came_by: Mapping[int, tuple[int, str]], node: int) -> tuple[str, ...]:
    words: list[str] = []
    while node > 0:
        node, said = came_by[node]
        words.append(said)
    return tuple(word for word in reversed(words) if word)


def _said(way: Way, door: Door) -> str:
    """Returns what a walk says of a way: nothing where there was nothing to choose."""
    if door.scene.kind == "decision":
        return way.said
    return f"chance: {way.said}" if door.scene.kind == "chance" else ""
