"""Outcome apart from quality: how far the ending depends on the work, exactly, over all playthroughs of a case."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from steadyline.checks.ranges import Range, ranges
from steadyline.checks.table import Graph, Way, graph_of
from steadyline.checks.telling import found
from steadyline.findings import Finding
from steadyline.graders.key import Key
from steadyline.graders.marks import attainable, earned_by
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.model import Place, Scenario

KINDNESS = {"kind": 1, "neutral": 0, "hard": -1}
TOO_CLOSE = 0.9

Number = int | Fraction
Walk = tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """How often something is reached. `playthroughs`: walks that differ in a choice or in what chance brings.

    `share`: how likely it is for somebody who takes each option offered with equal chance.
    """

    playthroughs: int
    share: float


@dataclass(frozen=True)
class Outcome:
    """What the endings of a case have to do with the work.

    `correlation` is Pearson's, of the judgement credit that a playthrough earned less the best that it could have
    earned (its regret, below zero) with the kindness of its ending (kind 1, neutral 0, hard -1). The population:
    every list of choices once, spread over what chance may bring in proportion to its weights. It is None where one
    of the two never varies. `endings` go by scene; `spread` by process and circumstance; `ranges` by ending, with ""
    for the whole case, and hold worst and best of each measure and of the credit of each competency.
    `sound_and_hard` and `poor_and_kind` are walks in words, None where there is none: of the shortest ones the one
    with the most credit and the one with the least.
    """

    correlation: float | None
    endings: Mapping[str, Share]
    spread: Mapping[tuple[str, str], Share]
    ranges: Mapping[str, Mapping[str, Range]]
    sound_and_hard: Walk | None
    poor_and_kind: Walk | None
    fewest: int
    most: int


def outcome(case: CompiledCase, key: Key) -> Outcome:
    """Returns what the endings of a case have to do with the work, under its key."""
    graph = graph_of(case)
    last = [node for node in graph if "process" in case.nodes[node]]
    paths, likely = _counts(graph)
    kind = {node: (case.nodes[node]["process"], case.nodes[node]["circumstance"]) for node in last}

    def share(nodes: list[str]) -> Share:
        return Share(sum(paths[node] for node in nodes), sum(likely[node] for node in nodes))

    scenes = [slug for slug, scene in case.scenes.items() if scene["kind"] == "ending"]
    fewest, most = case.nodes[str(case.table["start"])]["ahead"]
    return Outcome(
        _correlation(case, key, graph, {node: KINDNESS[circumstance] for node, (_, circumstance) in kind.items()}),
        {scene: share([node for node in last if case.nodes[node]["scene"] == scene]) for scene in scenes},
        {pair: share([node for node in last if kind[node] == pair]) for pair in sorted(set(kind.values()))},
        ranges(case, key, graph, last),
        _shortest(case, key, graph, [node for node in last if kind[node] == ("sound", "hard")], -1),
        _shortest(case, key, graph, [node for node in last if kind[node][0] != "sound" and kind[node][1] == "kind"], 1),
        fewest,
        most,
    )


def outcome_findings(scenario: Scenario, told: Outcome) -> list[Finding]:
    """Returns what is found on a case's outcome."""
    return [*_closeness(scenario, told), *_walks(scenario, told)]


def _closeness(scenario: Scenario, told: Outcome) -> Iterator[Finding]:
    place = next((scene.place for scene in scenario.scenes.values() if scene.ending is not None), Place(1))
    if told.correlation is None:
        message = (
            "whether the ending follows from the work cannot be said: over all playthroughs either every ending is "
            "equally kind, or all decisions are worth the same."
        )
        yield found("K602", scenario.path, place, message, scenario.name)
    elif told.correlation > TOO_CLOSE:
        message = (
            f"over all playthroughs the kindness of the ending follows the quality of the decisions "
            f"(correlation {told.correlation:.2f}; more than {TOO_CLOSE} is too close): the story teaches that "
            "good work is rewarded, and that a hard ending proves bad work."
        )
        yield found("K601", scenario.path, place, message, scenario.name)


def _walks(scenario: Scenario, told: Outcome) -> Iterator[Finding]:
    for code, walk, processes, said, missing in (
        ("K603", told.sound_and_hard, ("sound",), "sound work", "ends hard"),
        ("K604", told.poor_and_kind, ("mixed", "unsafe"), "poor work", "ends kindly"),
    ):
        if walk is None:
            message = f"no walk of {said} {missing}: the learner is left to think that the ending proves the work."
            yield found(code, scenario.path, _ending_place(scenario, processes), message, scenario.name)


def _ending_place(scenario: Scenario, processes: tuple[str, ...]) -> Place:
    endings = [scene.ending for scene in scenario.scenes.values() if scene.ending is not None]
    fitting = [ending.place for ending in endings if ending.process in processes]
    return [*fitting, *(ending.place for ending in endings), Place(1)][0]


def _shortest(case: CompiledCase, key: Key, graph: Graph, ends: list[str], sign: int) -> Walk | None:
    """Returns a shortest walk to one of the endings; `sign` -1 prefers the most credit among those, 1 the least."""
    walks: dict[str, tuple[int, int, Walk]] = {next(iter(graph)): (0, 0, ())}
    for node, ways in graph.items():
        _, credit, walk = walks[node]
        for way in ways:
            on = (*walk, way.word) if way.word else walk
            reached = (len(on), credit + sign * _credit(case, key, node, way), on)
            walks[way.target] = min(walks.get(way.target, reached), reached)
    return min((walks[node] for node in ends), default=(0, 0, None))[2]


def _credit(case: CompiledCase, key: Key, node: str, way: Way) -> int:
    """Returns the judgement credit that a way earns; only choices earn any."""
    if not way.is_choice:
        return 0
    decision = key.decisions[case.nodes[node]["scene"]]
    return int(earned_by(decision, decision.options[way.word], "judgement"))


def _counts(graph: Graph) -> tuple[dict[str, int], dict[str, float]]:
    """Returns the number of walks to each node, and how likely equal chances for every option lead there."""
    paths = dict.fromkeys(graph, 0)
    likely = dict.fromkeys(graph, 0.0)
    start = next(iter(graph))
    paths[start], likely[start] = 1, 1.0
    for node, ways in graph.items():
        for way in ways:
            paths[way.target] += paths[node]
            likely[way.target] += likely[node] * (1 / len(ways) if way.is_choice else float(way.chance))
    return paths, likely


def _correlation(case: CompiledCase, key: Key, graph: Graph, kindness: Mapping[str, int]) -> float | None:
    """Returns Pearson's correlation of regret (below zero) and kindness, from exact sums; None if one never varies."""
    sums = _regrets(case, key, graph)
    count = sum(sums[node][0] for node in kindness)
    x = sum(sums[node][1] for node in kindness)
    xx = sum(sums[node][2] for node in kindness)
    y = sum(sums[node][0] * kind for node, kind in kindness.items())
    yy = sum(sums[node][0] * kind * kind for node, kind in kindness.items())
    xy = sum(sums[node][1] * kind for node, kind in kindness.items())
    spread = (count * xx - x * x) * (count * yy - y * y)
    return float(count * xy - x * y) / math.sqrt(spread) if spread else None


def _regrets(case: CompiledCase, key: Key, graph: Graph) -> dict[str, tuple[Number, Number, Number]]:
    """Returns for each node the number of playthroughs through it, and the sum and the sum of squares of -regret."""
    best = {node: int(value) for node, value in attainable(case, key, "judgement").best.items()}
    sums: dict[str, list[Number]] = {node: [0, 0, 0] for node in graph}
    sums[next(iter(graph))] = [1, 0, 0]
    for node, ways in graph.items():
        count, x, xx = sums[node]
        for way in ways:
            into = sums[way.target]
            if not way.is_choice:
                part = way.chance if way.chance != 1 else 1
                into[0], into[1], into[2] = into[0] + count * part, into[1] + x * part, into[2] + xx * part
                continue
            lost = best[way.target] + _credit(case, key, node, way) - best[node]
            into[0] += count
            into[1] += x + lost * count
            into[2] += xx + 2 * lost * x + lost * lost * count
    return {node: (count, x, xx) for node, (count, x, xx) in sums.items()}
