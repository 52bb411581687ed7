"""The compiled case as a graph to count on: its ways, and its nodes in order."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from steadyline.scenarios.compile import CompiledCase


@dataclass(frozen=True)
class Way:
    """One way out of a node. `word` is what a walk calls it: a choice's id, `chance: name`, "" for going on.

    `chance` is how likely it is among its like where chance decides, and 1 where the learner does.
    """

    word: str
    target: str
    is_choice: bool = False
    chance: Fraction = Fraction(1)


Graph = dict[str, tuple[Way, ...]]
"""Every node that can be reached, each standing before all to which it leads, with its ways."""


def graph_of(case: CompiledCase) -> Graph:
    """Returns the graph of a compiled case, the start first."""
    start = str(case.table["start"])
    ways: dict[str, tuple[Way, ...]] = {}
    left: list[str] = []
    stack = [(start, False)]
    while stack:
        node, is_done = stack.pop()
        if is_done:
            left.append(node)
        elif node not in ways:
            ways[node] = _ways(case, node)
            stack.append((node, True))
            stack.extend((way.target, False) for way in ways[node])
    return {node: ways[node] for node in reversed(left)}


def _ways(case: CompiledCase, node: str) -> tuple[Way, ...]:
    table = case.nodes[node]
    if "next" in table:
        return (Way("", str(table["next"])),)
    if "outcomes" in table:
        total = sum(outcome["weight"] for outcome in table["outcomes"])
        return tuple(
            Way(f"chance: {outcome['name']}", outcome["next"], chance=Fraction(outcome["weight"], total))
            for outcome in table["outcomes"]
        )
    return tuple(Way(choice, target, True) for choice, target in case.options(node).items())
