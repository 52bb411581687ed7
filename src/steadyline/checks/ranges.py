"""Worst and best that can be earned, in each measure and each competency, by ending and in the whole case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from steadyline.checks.table import Graph
from steadyline.graders.key import Key, KeyedDecision, KeyedOption
from steadyline.graders.marks import MEASURES, earned_by
from steadyline.scenarios.compile import CompiledCase


@dataclass(frozen=True)
class Range:
    """The least and the most that a playthrough can earn, in the key's own units."""

    worst: float
    best: float


def ranges(case: CompiledCase, key: Key, graph: Graph, last: Sequence[str]) -> dict[str, dict[str, Range]]:
    """Returns the range of every measure and of the credit of every competency that the key names.

    By the scene of the ending, and under "" over all of them. `last` are the nodes that are endings.
    """
    tagged = {option.competency for decision in key.decisions.values() for option in decision.options.values()}
    names = (*MEASURES, *sorted(tagged))
    gains = _gains(key, names)
    worst, best = _extremes(case, graph, gains, len(names))
    scenes = dict.fromkeys(str(case.nodes[node]["scene"]) for node in last)
    at = {"": list(last)} | {scene: [node for node in last if case.nodes[node]["scene"] == scene] for scene in scenes}
    return {
        ending: {
            name: Range(min(worst[node][number] for node in nodes), max(best[node][number] for node in nodes))
            for number, name in enumerate(names)
        }
        for ending, nodes in at.items()
    }


def _gains(key: Key, names: Sequence[str]) -> dict[str, Mapping[str, tuple[float, ...]]]:
    """Returns what each option earns of every name, by scene and choice."""
    return {
        scene: {
            choice: tuple(_earned(decision, option, name) for name in names)
            for choice, option in decision.options.items()
        }
        for scene, decision in key.decisions.items()
    }


def _earned(decision: KeyedDecision, option: KeyedOption, name: str) -> float:
    if name in MEASURES:
        return earned_by(decision, option, name)
    return earned_by(decision, option, "judgement") if option.competency == name else 0.0


def _extremes(
    case: CompiledCase, graph: Graph, gains: Mapping[str, Mapping[str, tuple[float, ...]]], names: int
) -> tuple[dict[str, tuple[float, ...]], dict[str, tuple[float, ...]]]:
    """Returns the least and the most that can have been earned on the way to each node."""
    none = (0.0,) * names
    start = next(iter(graph))
    worst, best = {start: none}, {start: none}
    for node, ways in graph.items():
        for way in ways:
            gain = gains[case.nodes[node]["scene"]][way.word] if way.is_choice else none
            low = tuple(map(sum, zip(worst[node], gain, strict=True)))
            high = tuple(map(sum, zip(best[node], gain, strict=True)))
            worst[way.target] = tuple(map(min, worst.get(way.target, low), low))
            best[way.target] = tuple(map(max, best.get(way.target, high), high))
    return worst, best
