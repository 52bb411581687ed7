"""The whole state at the end of a walk, by the case's own rules and with nothing forgotten.

Exploring forgets what nothing reads any more; an author who asks what holds at an ending must not notice that.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from steadyline.errors import SteadylineError
from steadyline.scenarios.model import All, Branch, Choice, Chose, Compare, Condition, Not, Scenario, Scene, names_read

_RELATIONS: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq, "!=": operator.ne, ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt,
}  # fmt: skip


class WalkLeavesCase(SteadylineError):
    """A walk takes a way that the case does not have where it stands."""

    def __init__(self, scenario: Scenario, scene: str, line: str) -> None:
        self.scene, self.line = scene, line
        title = scenario.scenes[scene].title
        super().__init__(f'{scenario.path}: "{line}" cannot be taken at "{title}".')


@dataclass(frozen=True)
class Standing:
    """Where a walk stands, and the value of everything remembered. `chose x` is 1 once the choice x was taken."""

    scene: str
    values: Mapping[str, int]


def standing_after(scenario: Scenario, said: Iterable[str]) -> Standing:
    """Returns where a walk stands; `said` as its file writes it. Raises WalkLeavesCase."""
    values = {name: variable.start for name, variable in scenario.variables.items()}
    lines = iter(said)
    scene = scenario.scenes[scenario.start]
    while scene.kind != "ending":
        way = _way(scenario, scene, values, lines)
        if way is None:
            break
        values = after(scenario, way, values)
        scene = scenario.scenes[way.target]
    return Standing(scene.slug, values)


def _way(scenario: Scenario, scene: Scene, values: Mapping[str, int], lines: Iterator[str]) -> Choice | Branch | None:
    """Returns the way that is taken from a scene; None if the walk says no more."""
    open_ways = [way for way in scene.ways if holds(way.condition, values)]
    if scene.kind in ("passage", "turning"):
        return open_ways[0]
    line = next(lines, None)
    if line is None:
        return None
    found = next((way for way in open_ways if said_of(way) == line), None)
    if found is None:
        raise WalkLeavesCase(scenario, scene.slug, line)
    return found


def said_of(way: Choice | Branch) -> str:
    """Returns how a walk writes that it takes this way."""
    return way.id if isinstance(way, Choice) else f"chance: {way.name}"


def after(scenario: Scenario, way: Choice | Branch, values: Mapping[str, int]) -> dict[str, int]:
    """Returns the values after a way is taken."""
    changed = dict(values)
    for effect in way.effects:
        variable = scenario.variables[effect.name]
        value = effect.value if effect.change == "set" else changed[effect.name] + effect.value
        changed[effect.name] = min(variable.highest, max(variable.lowest, value))
    if isinstance(way, Choice):
        changed[Chose(way.id).name] = 1
    return changed


def holds(condition: Condition | None, values: Mapping[str, int]) -> bool:
    """Whether a condition holds; a choice that is not among the values was not taken."""
    if condition is None:
        return True
    if isinstance(condition, Chose):
        return bool(values.get(condition.name, 0))
    if isinstance(condition, Compare):
        return _RELATIONS[condition.relation](values[condition.name], condition.value)
    if isinstance(condition, Not):
        return not holds(condition.inner, values)
    parts = (holds(part, values) for part in condition.parts)
    return all(parts) if isinstance(condition, All) else any(parts)


def in_words(scenario: Scenario, condition: Condition, values: Mapping[str, int]) -> str:
    """Returns what the condition looks at, as it stands: `trust is 2, fear_up is yes`."""
    told = []
    for name in sorted(names_read(condition)):
        variable = scenario.variables.get(name)
        if variable is None:
            told.append(f"{name.removeprefix('chose ')} was {'' if values.get(name) else 'not '}chosen")
        elif variable.words:
            told.append(f"{name} is {variable.words[values[name]]}")
        else:
            told.append(f"{name} is {values[name]}")
    return ", ".join(told)
