"""What a playthrough earned, against the best and the worst that could be had from its start.

Three measures, each counted by the same rule: judgement (the credit of the option, 0 to 3), assertiveness and
escalation (2 less the distance of the option's position from zero; nothing for a method error or where the option
does not exercise the axis). Regret is how much of the best still attainable one decision gave up, so that the
regrets of a finished playthrough add up to best less earned, leaving early gains nothing, and an earlier slip is
never charged twice. What chance took or gave is in nobody's marks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import fmean, pstdev

from steadyline.decisions import Decision
from steadyline.errors import SteadylineError
from steadyline.graders.key import COUNTED, Key, KeyedDecision, KeyedOption
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.cover_graph import endings_first
from steadyline.scenarios.replay import Playthrough

MEASURES = ("judgement", "assertiveness", "escalation")
AXES = ("assertiveness", "escalation")
ON_TARGET = 2
"""Points for a position of zero: one is lost for each step away on either side."""

DECIMALS = 2


class MarkRefused(SteadylineError):
    """No mark can be given for the reason said. An assessor looks at the work instead."""


@dataclass(frozen=True)
class Measure:
    """One measure of a playthrough, in the key's own units. `unplayed`: the best that decisions not taken offered."""

    name: str
    earned: float
    worst: float
    best: float
    regret: float
    unplayed: float

    @property
    def share(self) -> float:
        """Where the earned stands between the worst (0) and the best (1)."""
        return (self.earned - self.worst) / (self.best - self.worst)

    def points(self, out_of: float) -> float:
        """Returns the share as points, rounded to two decimals. Raises MarkRefused where the case offers nothing."""
        if self.best <= self.worst:
            raise MarkRefused(f"This case offers nothing to be marked as {self.name}, so no mark is given.")
        points = round(float(self.share) * float(out_of), DECIMALS)
        if not math.isfinite(points) or not 0.0 <= points <= out_of:
            raise MarkRefused(f"The mark for {self.name} came out as {points} of {out_of}, which cannot be right.")
        return float(points)


@dataclass(frozen=True)
class Part:
    """What one decision did to one measure."""

    earned: float
    regret: float


@dataclass(frozen=True)
class DecisionMark:
    """One decision, marked. `parts` is empty of effect (all zero) where the decision is not counted."""

    decision: Decision
    scene: str
    keyed: KeyedDecision
    option: KeyedOption
    parts: Mapping[str, Part]

    @property
    def is_counted(self) -> bool:
        """Whether this decision is scored."""
        return self.keyed.is_counted


@dataclass(frozen=True)
class Calibration:
    """One axis over a playthrough. `positions` has one entry a decision, None where none counts for calibration."""

    axis: str
    positions: tuple[int | None, ...]

    @cached_property
    def counted(self) -> tuple[int, ...]:
        """The positions that count: the axis was exercised, the method sound, the decision not contested."""
        return tuple(position for position in self.positions if position is not None)

    @property
    def mean(self) -> float:
        """The mean signed position, from -2 (under) to 2 (over); 0.0 if none counts."""
        return fmean(self.counted) if self.counted else 0.0

    @cached_property
    def spread(self) -> float:
        """The standard deviation of the positions (population formula); 0.0 if none counts."""
        return pstdev(self.counted) if self.counted else 0.0


@dataclass(frozen=True)
class Marks:
    """All that can be said of one attempt."""

    playthrough: Playthrough
    key: Key
    decisions: tuple[DecisionMark, ...]
    measures: Mapping[str, Measure]
    calibration: Mapping[str, Calibration] = field(default_factory=dict)

    @property
    def is_finished(self) -> bool:
        """Whether the attempt reached an ending."""
        return self.playthrough.is_finished


def earned_by(decision: KeyedDecision, option: KeyedOption, measure: str) -> float:
    """Returns what an option earns in a measure."""
    if not decision.is_counted:
        return 0.0
    if measure == "judgement":
        return float(option.credit)
    position = option.position(measure)
    return 0.0 if option.method or position is None else float(ON_TARGET - abs(position))


@dataclass(frozen=True)
class Attainable:
    """The best and the worst that can still be had from every node, for one measure."""

    best: Mapping[str, float]
    worst: Mapping[str, float]


def attainable(case: CompiledCase, key: Key, measure: str) -> Attainable:
    """Returns best and worst from every node, by one pass from the endings backwards."""
    best: dict[str, float] = {}
    worst: dict[str, float] = {}
    for node in endings_first(case):
        ways = _ways(case, key, node, measure)
        best[node] = max((gain + best[target] for gain, target in ways), default=0.0)
        worst[node] = min((gain + worst[target] for gain, target in ways), default=0.0)
    return Attainable(best, worst)


def _ways(case: CompiledCase, key: Key, node: str, measure: str) -> list[tuple[float, str]]:
    """Returns each way out of a node: what it earns, and where it leads."""
    table = case.nodes[node]
    if "next" in table:
        return [(0.0, table["next"])]
    if "outcomes" in table:
        return [(0.0, outcome["next"]) for outcome in table["outcomes"]]
    if "options" not in table:
        return []
    keyed = key.decisions[table["scene"]]
    return [(earned_by(keyed, keyed.options[choice], measure), to) for choice, to in case.options(node).items()]


@dataclass(frozen=True)
class Scale:
    """What a case offers under its key, computed once for any number of playthroughs."""

    case: CompiledCase
    key: Key
    attainable: Mapping[str, Attainable]


def scale_of(case: CompiledCase, key: Key) -> Scale:
    """Returns the scale of a case under its key. Raises MarkRefused where the key does not stand."""
    if key.case != case.name:
        raise MarkRefused(f'The key is for "{key.case}", the playthrough for "{case.name}".')
    if key.status not in COUNTED:
        raise MarkRefused(f'The key to "{case.title}" is {key.status}: its decisions are discussed, not marked.')
    return Scale(case, key, {measure: attainable(case, key, measure) for measure in MEASURES})


def mark(playthrough: Playthrough, scale: Scale) -> Marks:
    """Returns the marks of a playthrough of the scale's case."""
    key = scale.key
    counts = {measure: _count(playthrough, scale, measure) for measure in MEASURES}
    decisions = tuple(
        _decision_mark(playthrough, key, at, {measure: counts[measure][1][at] for measure in MEASURES})
        for at in range(len(playthrough.steps))
    )
    calibration = {axis: Calibration(axis, tuple(_position(each, axis) for each in decisions)) for axis in AXES}
    return Marks(playthrough, key, decisions, {name: count[0] for name, count in counts.items()}, calibration)


def _position(marked: DecisionMark, axis: str) -> int | None:
    return None if marked.option.method or not marked.is_counted else marked.option.position(axis)


def _decision_mark(playthrough: Playthrough, key: Key, at: int, parts: Mapping[str, Part]) -> DecisionMark:
    decision = playthrough.steps[at].decision
    scene = str(playthrough.case.nodes[decision.node]["scene"])
    keyed = key.decisions[scene]
    return DecisionMark(decision, scene, keyed, keyed.options[decision.choice], parts)


def _count(playthrough: Playthrough, scale: Scale, measure: str) -> tuple[Measure, tuple[Part, ...]]:
    """Returns a measure and its part in each decision."""
    case, key, can = scale.case, scale.key, scale.attainable[measure]
    luck_best, luck_worst = _luck(playthrough, can.best), _luck(playthrough, can.worst)
    parts = []
    for step in playthrough.steps:
        node, choice = step.decision.node, step.decision.choice
        keyed = key.decisions[case.nodes[node]["scene"]]
        earned = earned_by(keyed, keyed.options[choice], measure)
        parts.append(Part(earned, can.best[node] - earned - can.best[case.options(node)[choice]]))
    start = str(case.table["start"])
    total = Measure(
        measure,
        sum(part.earned for part in parts),
        can.worst[start] + luck_worst,
        can.best[start] + luck_best,
        sum(part.regret for part in parts),
        can.best[playthrough.node],
    )
    return total, tuple(parts)


def _luck(playthrough: Playthrough, value: Mapping[str, float]) -> float:
    """Returns how much chance changed what could be had along the walk: each is measured against its own luck."""
    walked = playthrough.visited
    nodes = playthrough.case.nodes
    return sum(value[after] - value[before] for before, after in pairwise(walked) if "outcomes" in nodes[before])
