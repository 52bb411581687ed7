"""What of a case can be reached: scenes, options, branches, endings. Exact, since every situation was visited."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from steadyline.checks.telling import found, joined
from steadyline.findings import Finding
from steadyline.scenarios.doors import Door, Way
from steadyline.scenarios.explore import Exploration
from steadyline.scenarios.model import Choice, Scenario, Scene


def reach_findings(exploration: Exploration) -> Iterator[Finding]:
    """Yields S401 to S405 and S413 to S416."""
    reached = scenes_reached(exploration)
    for scene in exploration.scenario.scenes.values():
        if scene.slug not in reached:
            yield _never_reached(exploration.scenario, scene)
        elif scene.kind == "decision":
            yield from _options(exploration, exploration.doors[scene.slug])
        elif scene.kind == "turning":
            yield from _branches(exploration, exploration.doors[scene.slug])
    yield from _one_option(exploration)
    yield from _required(exploration, reached)
    yield from _twice(exploration)


def scenes_reached(exploration: Exploration) -> frozenset[str]:
    """Returns the slugs of all scenes that some playthrough comes to; of turnings, those through which one goes."""
    return frozenset(slug for slug, door in exploration.doors.items() if door.seen)


def ways_taken(door: Door) -> list[Way]:
    """Returns the ways of a scene that are open in some situation, in the order of the file."""
    taken = {way.at for ways in door.seen.values() for way in ways}
    return [way for way in door.ways if way.at in taken]


def first_nodes(exploration: Exploration) -> dict[str, int]:
    """Returns, for each scene in which a learner can be, the node at which it is first met."""
    first: dict[str, int] = {}
    for at, node in enumerate(exploration.nodes):
        first.setdefault(node.scene, at)
    return first


def _never_reached(scenario: Scenario, scene: Scene) -> Finding:
    before = [other.title for other in scenario.scenes.values() if any(way.target == scene.slug for way in other.ways)]
    why = f"it is led to from {joined(before)}, but never in fact" if before else "no way leads to it"
    code, what = ("S413", "ending") if scene.kind == "ending" else ("S401", "scene")
    message = f'no playthrough comes to the {what} "{scene.title}": {why}.'
    return found(code, scenario.path, scene.place, message, scene.slug)


def _options(exploration: Exploration, door: Door) -> Iterator[Finding]:
    path, title = exploration.scenario.path, door.scene.title
    taken = ways_taken(door)
    for way in door.ways:
        choice = way.leads
        if not isinstance(choice, Choice) or choice.condition is None:
            continue
        if way not in taken:
            message = f'"{choice.id}" is never offered: its "if" does not hold in any situation at "{title}".'
            yield found("S402", path, choice.place, message, choice.id)
        elif all(way in ways for ways in door.seen.values()):
            message = f'"{choice.id}" is always offered: its "if" holds in every situation at "{title}".'
            yield found("S404", path, choice.place, message, choice.id)


def _branches(exploration: Exploration, door: Door) -> Iterator[Finding]:
    path, scene = exploration.scenario.path, door.scene
    taken = ways_taken(door)
    if len(taken) == 1 and len(door.ways) > 1:
        place = door.ways[taken[0].at].leads.place
        message = f'the turning "{scene.title}" goes the same way in every situation, to "{taken[0].target}".'
        yield found("S405", path, place, message, scene.slug)
        return
    for way in door.ways:
        if way not in taken:
            message = f'this branch of the turning "{scene.title}", to "{way.target}", is never taken.'
            yield found("S403", path, way.leads.place, message, scene.slug)


def _one_option(exploration: Exploration) -> Iterator[Finding]:
    """Yields S414: what every walk to an ending has in common is what is left after all of them were met."""
    choices = [way for door in exploration.doors.values() for way in door.ways if isinstance(way.leads, Choice)]
    bits = {id(way): 1 << number for number, way in enumerate(choices)}
    shared: list[int | None] = [None] * len(exploration.nodes)
    shared[0] = 0
    nodes = exploration.nodes
    for at in exploration.order:
        here = shared[at] or 0
        for way, target in zip(nodes[at].open, nodes[at].leads, strict=True):
            new, old = here | bits.get(id(way), 0), shared[target]
            shared[target] = new if old is None else new & old
    common: dict[str, int] = {}
    for at, node in enumerate(nodes):
        if not node.leads:
            common[node.scene] = common.get(node.scene, -1) & (shared[at] or 0)
    for slug, bits_left in common.items():
        scene = exploration.scenario.scenes[slug]
        taken = [way.said for way in choices if bits[id(way)] & bits_left]
        if taken:
            message = f'whoever ends at "{scene.title}" has taken {joined(taken)}: no other option leads here.'
            yield found("S414", exploration.scenario.path, scene.place, message, scene.slug)


def _required(exploration: Exploration, reached: frozenset[str]) -> Iterator[Finding]:
    scenario = exploration.scenario
    for slug in scenario.front.required:
        scene = scenario.scenes[slug]
        witness = exploration.walk_to_an_ending(slug) if slug in reached and scene.is_seen else None
        if witness is not None:
            message = f'"{scene.title}" is required, and can be left out.'
            yield found("S415", scenario.path, scene.place, message, slug, witness)


def _twice(exploration: Exploration) -> Iterator[Finding]:
    """Yields S416 for decisions that one walk can take twice. Without a circle of scenes there are none."""
    scenes, nodes = exploration.scenario.scenes, exploration.nodes
    if not has_circle(exploration.scenario):
        return
    bits = {slug: 1 << number for number, slug in enumerate(scenes)}
    beyond = [0] * len(nodes)
    told: dict[str, int] = {}
    for at in reversed(exploration.order):
        for target in nodes[at].leads:
            beyond[at] |= bits[nodes[target].scene] | beyond[target]
        if beyond[at] & bits[nodes[at].scene] and scenes[nodes[at].scene].kind == "decision":
            told[nodes[at].scene] = min(at, told.get(nodes[at].scene, at))
    for slug, at in told.items():
        message = f'a walk can come back to "{scenes[slug].title}" and take it a second time, and be marked twice.'
        yield found("S416", exploration.scenario.path, scenes[slug].place, message, slug, exploration.walk(at))


def has_circle(scenario: Scenario) -> bool:
    """Whether some scene can lead back to itself, by the links alone."""
    leads_to = {slug: {way.target for way in scene.ways} for slug, scene in scenario.scenes.items()}
    try:
        TopologicalSorter(leads_to).prepare()
    except CycleError:
        return True
    return False
