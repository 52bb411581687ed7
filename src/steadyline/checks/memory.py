"""What a case remembers, and whether it is of any use: read, changed, in more values than one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from steadyline.checks.reach import scenes_reached, ways_taken
from steadyline.checks.telling import found
from steadyline.findings import Finding
from steadyline.scenarios.doors import Shown, Way
from steadyline.scenarios.explore import Exploration
from steadyline.scenarios.model import Effect, Scene, Variable, names_read
from steadyline.scenarios.rules import State


def memory_findings(exploration: Exploration, shown: Mapping[str, Shown]) -> Iterator[Finding]:
    """Yields S408 to S412."""
    scenario = exploration.scenario
    reached = scenes_reached(exploration)
    scenes = [scene for slug, scene in scenario.scenes.items() if slug in reached]
    taken = [
        (exploration.scenario.scenes[slug], way) for slug in reached for way in ways_taken(exploration.doors[slug])
    ]
    changed = {effect.name for _, way in taken for effect in way.leads.effects}
    read = frozenset().union(*(_read_in(scene, scenario.variables) for scene in scenes))
    for variable in scenario.variables.values():
        told = _useless(exploration, shown, variable, variable.name in read, variable.name in changed)
        if told:
            code, message = told
            yield found(code, scenario.path, variable.place, message, variable.name)
    for scene, way in sorted(taken, key=lambda pair: pair[1].leads.place):
        yield from _effects(exploration, scene, way, read)


def _useless(
    exploration: Exploration, shown: Mapping[str, Shown], variable: Variable, is_read: bool, is_changed: bool
) -> tuple[str, str] | None:
    """Returns a code and a message if the variable does nothing for the case."""
    name = variable.name
    if not is_read:
        return "S408", f'"{name}" is never read: no condition and no ending looks at it.'
    if not is_changed:
        return "S409", f'"{name}" is never changed: it is always {_said(variable, variable.start)}.'
    values = values_read(exploration, shown, name)
    if len(values) == 1:
        only = _said(variable, values.pop())
        return "S410", f'wherever "{name}" is read, it is {only}: what depends on it never differs.'
    return None


def values_read(exploration: Exploration, shown: Mapping[str, Shown], name: str) -> set[int]:
    """Returns the values that a variable has in the situations in which something looks at it."""
    slot = exploration.rules.slots[name]
    bits = slot.mask << slot.shift
    met: set[State] = set()
    for door in exploration.doors.values():
        if door.mask & bits:
            met.update(door.seen)
    for seen in shown.values():
        if seen.mask & bits:
            met.update(seen.seen)
    endings = {
        slug
        for slug, scene in exploration.scenario.scenes.items()
        if scene.ending is not None and scene.ending.circumstance == name
    }
    met.update(node.state for node in exploration.nodes if node.scene in endings)
    return {slot.value(state) for state in met}


def _effects(exploration: Exploration, scene: Scene, way: Way, read: frozenset[str]) -> Iterator[Finding]:
    live = exploration.rules.live[way.target]
    path, place = exploration.scenario.path, way.leads.place
    for number, effect in enumerate(way.leads.effects):
        if any(other.change == "set" and other.name == effect.name for other in way.leads.effects[number + 1 :]):
            # What the number was before is not even kept, so nothing may be said of how far this moves it.
            message = f'what "{way.said}" does to "{effect.name}" is overwritten at once by its own "set" below.'
            yield found("S412", path, place, message, way.said or scene.slug)
        elif effect.name in live and effect.change == "add" and not _ever_moves(exploration, way, number):
            message = f'"add: {_written(effect)}" at "{way.said}" never changes anything: {_why(exploration, effect)}.'
            yield found("S411", path, place, message, way.said or scene.slug)
        elif effect.name not in live and effect.name in read:
            message = f'what "{way.said}" does to "{effect.name}" makes no difference: nothing after it looks at it.'
            yield found("S412", path, place, message, way.said or scene.slug)


def _ever_moves(exploration: Exploration, way: Way, number: int) -> bool:
    """Whether an effect changes its number in some situation in which the way was open."""
    rules = exploration.rules
    slot = rules.slots[way.leads.effects[number].name]
    for state in way.seen:
        before = slot.value(rules.apply(way.leads.effects[:number], state))
        if before != slot.value(rules.apply(way.leads.effects[: number + 1], state)):
            return True
    return False


def _why(exploration: Exploration, effect: Effect) -> str:
    variable = exploration.scenario.variables[effect.name]
    end = variable.highest if effect.value > 0 else variable.lowest
    return f"{effect.name} is {end} already whenever it is taken"


def _written(effect: Effect) -> str:
    return f"{effect.name} {'+' if effect.value >= 0 else '-'} {abs(effect.value)}"


def _said(variable: Variable, value: int) -> str:
    return variable.words[value] if variable.words else str(value)


def _read_in(scene: Scene, variables: Mapping[str, Variable]) -> frozenset[str]:
    blocks = scene.blocks if scene.is_seen else ()
    read = frozenset().union(*(names_read(each.condition) for each in (*blocks, *scene.ways)))
    circumstance = scene.ending.circumstance if scene.ending is not None else ""
    return read | {circumstance} if circumstance in variables else read
