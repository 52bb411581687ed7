"""A shortest walk to everything in a compiled case: as few words as a .walk file needs, going on in a passage none."""

from __future__ import annotations

from collections import deque

from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.cover_graph import Item, Way, items_at, ways_of

Walk = tuple[str, ...]
"""What a walk's file says line by line: ids of choices, and `chance: name`."""


def walks_to_nodes(case: CompiledCase) -> dict[str, Walk]:
    """Returns a shortest walk to every node of the table, by the words that it needs; the nearest nodes first."""
    walks: dict[str, Walk] = {}
    for node, (before, said) in _came_by(case).items():
        walks[node] = ((*walks[before], said) if said else walks[before]) if before else ()
    return walks


def walks_to_items(case: CompiledCase) -> dict[Item, Walk]:
    """Returns every item that some playthrough shows, with a shortest walk that shows it."""
    found: dict[Item, Walk] = {}
    for node, walk in walks_to_nodes(case).items():
        for item in items_at(case, node):
            found.setdefault(item, walk)
        for way in ways_of(case, node):
            for item in way.items:
                found.setdefault(item, (*walk, way.said))
    return found


def _came_by(case: CompiledCase) -> dict[str, tuple[str, str]]:
    """Returns, for every node, the one before it on a shortest walk, and what the walk says there."""
    came_by: dict[str, tuple[str, str]] = {}
    queue = deque([("", Way("", (), str(case.table["start"])))])
    while queue:
        before, by = queue.popleft()
        node = by.target
        if node in came_by:
            continue
        came_by[node] = (before, by.said)
        for way in ways_of(case, node):
            if way.target not in came_by:
                # A way without words costs nothing, so what it leads to is looked at before anything else.
                (queue.append if way.said else queue.appendleft)((node, way))
    return came_by
