"""The peer: an exact breadth-first search over (scene, value of every variable) that forgets nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from steadyline.scenarios.model import All, Branch, Choice, Chose, Condition, Either, Not, Scenario

RELATIONS: dict[str, Callable[[int, int], bool]] = {
    "=": int.__eq__, "!=": int.__ne__, ">=": int.__ge__, "<=": int.__le__, ">": int.__gt__, "<": int.__lt__,
}  # fmt: skip
State = tuple[int, ...]


def plain_search(scenario: Scenario, cap: int) -> int:
    """Returns how many (scene, state) can be reached when nothing is forgotten; at most `cap`."""
    plain = _Plain(scenario)
    start = (scenario.start, plain.start)
    seen = {start}
    queue = deque(seen)
    while queue and len(seen) < cap:
        for after in plain.following(*queue.popleft()):
            if after not in seen:
                seen.add(after)
                queue.append(after)
    return len(seen)


class _Plain:
    """A scenario's ways, made ready once for a search that keeps the value of every variable."""

    def __init__(self, scenario: Scenario) -> None:
        remembered = [f"chose {choice}" for choice in sorted(scenario.remembered_choices)]
        self.place = {name: at for at, name in enumerate([*scenario.variables, *remembered])}
        self.variables = list(scenario.variables.values())
        self.start: State = (*(each.start for each in self.variables), *(0 for _ in remembered))
        self.turnings = {slug for slug, scene in scenario.scenes.items() if scene.kind == "turning"}
        self.ways = {
            slug: [(self.test(way.condition), self.change(way), way.target) for way in scene.ways]
            for slug, scene in scenario.scenes.items()
        }

    def following(self, slug: str, state: State) -> Iterator[tuple[str, State]]:
        """Yields where each open way leads, through turnings."""
        for test, change, target in self.ways[slug]:
            if not test(state):
                continue
            after = change(state)
            if target in self.turnings:
                yield from self.following(target, after)
            else:
                yield target, after
            if slug in self.turnings:
                return

    def test(self, condition: Condition | None) -> Callable[[State], bool]:
        """Returns a function that says whether the condition holds in a state."""
        if condition is None:
            return lambda state: True
        if isinstance(condition, Not):
            inner = self.test(condition.inner)
            return lambda state: not inner(state)
        if isinstance(condition, All | Either):
            parts = [self.test(part) for part in condition.parts]
            joined = all if isinstance(condition, All) else any
            return lambda state: joined(part(state) for part in parts)
        at = self.place[condition.name]
        if isinstance(condition, Chose):
            return lambda state: state[at] == 1
        relation, value = RELATIONS[condition.relation], condition.value
        return lambda state: relation(state[at], value)

    def change(self, way: Choice | Branch) -> Callable[[State], State]:
        """Returns a function that gives the state after a way was taken."""
        steps: list[tuple[int, bool, int, Any]] = [
            (self.place[each.name], each.change == "add", each.value, self.variables[self.place[each.name]])
            for each in way.effects
        ]
        chosen = self.place.get(f"chose {way.id}") if isinstance(way, Choice) else None

        def changed(state: State) -> State:
            after = list(state)
            for at, is_added, value, variable in steps:
                total = after[at] + value if is_added else value
                after[at] = min(variable.highest, max(variable.lowest, total))
            if chosen is not None:
                after[chosen] = 1
            return tuple(after)

        return changed
