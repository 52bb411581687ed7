"""Whether choices have consequences, and whether delayed ones come late enough to be met unprepared."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from graphlib import TopologicalSorter
from itertools import combinations

from steadyline.checks.reach import first_nodes, has_circle, scenes_reached
from steadyline.checks.telling import found
from steadyline.findings import Finding
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.explore import Exploration
from steadyline.scenarios.model import Choice, Later, Scenario, names_read

DELAY = 2
"""Decisions from a choice (itself the first) to the words or the flag that come of it, at the least."""

Pair = tuple[int, int]


def consequence_findings(exploration: Exploration, case: CompiledCase) -> Iterator[Finding]:
    """Yields S417 to S420."""
    yield from _cosmetic(exploration, case)
    for slug in sorted(scenes_reached(exploration)):
        for choice in exploration.scenario.scenes[slug].choices:
            for later in choice.later:
                yield from _too_soon(exploration, choice, later)
    if not has_circle(exploration.scenario):
        yield from _forgotten_soon(exploration)


def _cosmetic(exploration: Exploration, case: CompiledCase) -> Iterator[Finding]:
    """Yields S417 where no option of a decision differs from another in what follows, S418 for single pairs."""
    met: dict[str, set[Pair]] = {}
    apart: dict[str, set[Pair]] = {}
    for table in case.nodes.values():
        if "options" in table:
            pairs = list(combinations(table["options"], 2))
            met.setdefault(table["scene"], set()).update((one["choice"], other["choice"]) for one, other in pairs)
            apart.setdefault(table["scene"], set()).update(
                (one["choice"], other["choice"]) for one, other in pairs if one["next"] != other["next"]
            )
    for slug, pairs_met in met.items():
        same = pairs_met - apart[slug]
        if pairs_met and same == pairs_met:
            yield from _decides_nothing(exploration, slug)
            continue
        choices = exploration.scenario.scenes[slug].choices
        for first, second in sorted(same):
            one, other, place = choices[first].id, choices[second].id, choices[second].place
            message = f'after their first consequence, "{one}" and "{other}" are always followed by the same.'
            yield found("S418", exploration.scenario.path, place, message, other)


def _decides_nothing(exploration: Exploration, slug: str) -> Iterator[Finding]:
    scene = exploration.scenario.scenes[slug]
    message = f'whatever is chosen at "{scene.title}", all that follows after the first consequence is the same.'
    witness = exploration.walk(first_nodes(exploration)[slug])
    yield found("S417", exploration.scenario.path, scene.place, message, slug, witness)


def _too_soon(exploration: Exploration, choice: Choice, later: Later) -> Iterator[Finding]:
    walk = _soonest(exploration, choice, later.target)
    if walk is not None:
        title = exploration.scenario.scenes[later.target].title
        message = (
            f'the delayed words of "{choice.id}" can appear at "{title}" before another decision has been taken: '
            "a consequence that comes at once is no surprise."
        )
        yield found("S419", exploration.scenario.path, later.place, message, choice.id, walk)


def _soonest(exploration: Exploration, choice: Choice, target: str) -> tuple[str, ...] | None:
    """Returns a walk on which the target comes fewer than DELAY decisions after the choice, or None."""
    nodes, scenes = exploration.nodes, exploration.scenario.scenes
    home = next(slug for slug, scene in scenes.items() if choice in scene.choices)
    if all(_distance(exploration.scenario, way.target, target) >= DELAY - 1 for way in (choice,)):
        return None
    for at, node in enumerate(nodes):
        if node.scene != home:
            continue
        for way, first in zip(node.open, node.leads, strict=True):
            if way.leads is choice and _comes_before_a_decision(exploration, first, target):
                return (*exploration.walk(at), choice.id)
    return None


def _comes_before_a_decision(exploration: Exploration, start: int, target: str) -> bool:
    queue, seen = deque([start]), {start}
    while queue:
        at = queue.popleft()
        node = exploration.nodes[at]
        if node.scene == target:
            return True
        if exploration.scenario.scenes[node.scene].kind != "decision":
            queue.extend(each for each in node.leads if each not in seen)
            seen.update(node.leads)
    return False


def _distance(scenario: Scenario, start: str, target: str) -> int:
    """Returns how many decisions lie at least between two scenes by the links alone; 99 if no way leads there."""
    best = {start: 0}
    queue = deque([start])
    while queue:
        slug = queue.popleft()
        cost = 1 if scenario.scenes[slug].kind == "decision" else 0
        for way in scenario.scenes[slug].ways:
            if best[slug] + cost < best.get(way.target, 99):
                best[way.target] = best[slug] + cost
                queue.append(way.target)
    return best.get(target, 99)


def _forgotten_soon(exploration: Exploration) -> Iterator[Finding]:
    """Yields S420 for facts that are read only before another decision is taken: no need to remember them for long."""
    scenario = exploration.scenario
    reached = scenes_reached(exploration)
    for variable in scenario.variables.values():
        setters = [
            way
            for slug in reached
            for way in scenario.scenes[slug].ways
            if any(effect.name == variable.name for effect in way.effects)
        ]
        readers = [slug for slug in reached if _reads(scenario, slug, variable.name)]
        if variable.kind != "fact" or not setters or not all(isinstance(way, Choice) for way in setters):
            continue  # what a passage, a turning or chance sets does not belong to one decision
        farthest = _farthest(scenario, {way.target for way in setters})
        if 0 <= max((farthest[slug] for slug in readers), default=-1) < DELAY - 1:
            message = (
                f'"{variable.name}" is read only before the next decision is taken. What is worth remembering comes '
                "back later; for what comes at once the consequence itself is the place."
            )
            yield found("S420", scenario.path, variable.place, message, variable.name)


def _reads(scenario: Scenario, slug: str, name: str) -> bool:
    scene = scenario.scenes[slug]
    blocks = scene.blocks if scene.is_seen else ()
    return any(name in names_read(each.condition) for each in (*blocks, *scene.ways))


def _farthest(scenario: Scenario, starts: Collection[str]) -> dict[str, int]:
    """Returns how many decisions lie at most between any of the starts and each scene of a case without circles.

    A scene to which no way leads from them has -1.
    """
    leads_to = {slug: {way.target for way in scene.ways} for slug, scene in scenario.scenes.items()}
    known = {slug: 0 if slug in starts else -1 for slug in scenario.scenes}
    for slug in reversed(list(TopologicalSorter(leads_to).static_order())):
        if known[slug] >= 0:
            here = known[slug] + (scenario.scenes[slug].kind == "decision")
            for target in leads_to[slug]:
                known[target] = max(known[target], here)
    return known
