"""What a case's golden walks leave out: options that none of them takes, endings that none of them reaches."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from steadyline.findings import Finding
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.cover import all_items, items_shown
from steadyline.scenarios.cover_graph import Item, items_at, ways_of
from steadyline.scenarios.model import Place, Scenario
from steadyline.scenarios.walks import Walk


def walk_findings(scenario: Scenario, case: CompiledCase, walks: Iterable[Walk]) -> list[Finding]:
    """Returns W201 for each option that no walk takes and W202 for each ending that none reaches, in their places.

    What no playthrough at all can show is left to the findings on the case itself.
    """
    covered = frozenset[Item]().union(*(items_shown(case, walk.said, walk.nodes) for walk in walks))
    shortest = shortest_walks(case)
    missing = [item for item in all_items(case, "option", "ending") if item in shortest and item not in covered]
    return [_finding(scenario, item, shortest[item]) for item in missing]


def _finding(scenario: Scenario, item: Item, witness: tuple[str, ...]) -> Finding:
    subject = str(item[1])
    if item[0] == "ending":
        place, code = scenario.scenes[subject].place, "W202"
        message = f'no walk ends at "{subject}". "steadyline walk" proposes walks for what is missing.'
    else:
        place, code = option_places(scenario)[subject], "W201"
        message = f'no walk takes "{subject}". "steadyline walk" proposes walks for what is missing.'
    return Finding(scenario.path, place.line, place.column, code, "error", message, subject, witness)


def option_places(scenario: Scenario) -> Mapping[str, Place]:
    """Returns where each choice stands in the author's file, by its id."""
    return {choice.id: choice.place for scene in scenario.scenes.values() for choice in scene.choices}


def shortest_walks(case: CompiledCase) -> dict[Item, tuple[str, ...]]:
    """Returns every item that some playthrough shows, with a shortest walk to it: choices, and names of chances."""
    start = str(case.table["start"])
    reached: dict[str, tuple[str, ...]] = {start: ()}
    found: dict[Item, tuple[str, ...]] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for item in items_at(case, node):
            found.setdefault(item, reached[node])
        for way in ways_of(case, node):
            said = way.said.removeprefix("chance: ")
            walk = (*reached[node], said) if said else reached[node]
            for item in way.items:
                found.setdefault(item, walk)
            if way.target not in reached:
                reached[way.target] = walk
                queue.append(way.target)
    return found
