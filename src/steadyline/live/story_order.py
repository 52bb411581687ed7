"""In which order the decisions of a case come, told by its table alone: names in a table may stand in any order."""

from __future__ import annotations

from steadyline.decisions import draw
from steadyline.scenarios.compile import CompiledCase

EVERYWHERE = 1
"""The seed of the letters: the same on the big screen, on phones, and on every sheet of paper."""


def lettered(case: CompiledCase, scene: str, seed: int = EVERYWHERE) -> tuple[str, ...]:
    """Returns the ids of a decision's choices, A first, in an order that tells nothing of what they are worth.

    Where a situation offers only some of them, their letters on a screen close up, and those on paper do not.
    """
    return tuple(sorted(case.decisions[scene], key=lambda each: (draw(seed, f"letters/{scene}/{each}"), each)))


def decisions_in_order(case: CompiledCase) -> tuple[str, ...]:
    """Returns the slugs of the decision scenes, the first of the story first.

    A decision comes before another one if more decisions can still lie ahead of it.
    """
    ahead: dict[str, int] = {}
    for node in case.nodes.values():
        if "options" in node:
            ahead[node["scene"]] = max(ahead.get(node["scene"], 0), node["ahead"][1])
    return tuple(sorted(ahead, key=lambda scene: (-ahead[scene], scene)))


def seats_in_order(case: CompiledCase) -> tuple[tuple[str, ...], ...]:
    """Returns the decisions as they are taken from one chair after the other; the same chair twice in a row is one."""
    chairs: list[list[str]] = []
    before = ""
    for scene in decisions_in_order(case):
        seat = seat_of(case, scene)
        if seat != before:
            chairs.append([])
        chairs[-1].append(scene)
        before = seat
    return tuple(tuple(each) for each in chairs)


def seat_of(case: CompiledCase, scene: str) -> str:
    """Returns the role in which a scene is played."""
    return str(case.scenes[scene].get("seat", case.table["role"]))
