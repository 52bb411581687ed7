"""Habits: what somebody earns who follows a rule of thumb through a whole case and never weighs anything.

Everything is exact: chance is averaged over its weights, and a tie over those that tie, on the node table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from steadyline.checks.cues import BEST
from steadyline.checks.table import Graph, Way, graph_of
from steadyline.checks.telling import found, joined
from steadyline.findings import Finding
from steadyline.graders.key import Key, KeyedDecision, KeyedOption
from steadyline.graders.marks import attainable, earned_by
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.model import Place

MANAGER = re.compile(
    r"\b(?:managers?|supervisors?|supervision|legal|lawyers?|senior|safeguarding lead)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Offered:
    """One option as a habit sees it: its words, and what the key says of it. `credit` is 0 where it is not counted."""

    choice: str
    text: str
    option: KeyedOption
    credit: int

    @property
    def length(self) -> int:
        """Letters: what the eye sees of its length."""
        return len(self.text)

    @property
    def lean(self) -> int:
        """The sum of its positions; an axis that is not exercised adds nothing."""
        return (self.option.assertiveness or 0) + (self.option.escalation or 0)

    @property
    def escalation(self) -> int:
        """Its position on escalation, 0 where that is not exercised."""
        return self.option.escalation or 0


Pick = Callable[[Sequence[Offered]], Sequence[Offered]]
"""Which of the options a habit may take, in the author's order; where there are several, each is equally likely."""


@dataclass(frozen=True)
class Habit:
    """What a habit earns. `earned` and `attainable` are judgement credit from the start of the case.

    `earned` is the mean over chance and over ties; `share` is earned over attainable; `walk` is how it goes when
    every tie falls to the first and chance to its likeliest. A habit that is not judged cannot be had without the key.
    """

    name: str
    what: str
    earned: float
    attainable: float
    walk: tuple[str, ...]
    is_judged: bool = True

    @property
    def share(self) -> float:
        """How much of the attainable credit the habit earns; 0.0 where nothing can be earned."""
        return self.earned / self.attainable if self.attainable else 0.0


def _least(measure: Callable[[Offered], object]) -> Pick:
    return lambda offered: _those(offered, measure, min([measure(each) for each in offered]))  # type: ignore[type-var]


def _most(measure: Callable[[Offered], object]) -> Pick:
    return lambda offered: _those(offered, measure, max([measure(each) for each in offered]))  # type: ignore[type-var]


def _those(offered: Sequence[Offered], measure: Callable[[Offered], object], value: object) -> Sequence[Offered]:
    return [each for each in offered if measure(each) == value]


def _nearest(measure: Callable[[Offered], float], middle: Callable[[Sequence[float]], float]) -> Pick:
    def pick(offered: Sequence[Offered]) -> Sequence[Offered]:
        aim = middle([measure(each) for each in offered])
        return _least(lambda each: abs(measure(each) - aim))(offered)

    return pick


def _manager(offered: Sequence[Offered]) -> Sequence[Offered]:
    speaking = [each for each in offered if MANAGER.search(each.text)]
    return speaking or _most(lambda each: each.escalation)(offered)


def _not_outermost(offered: Sequence[Offered]) -> Sequence[Offered]:
    lean = sorted(offered, key=lambda each: each.lean)
    return [each for each in offered if each not in (lean[0], lean[-1])] or offered


HABITS: Mapping[str, tuple[str, Pick, bool]] = {
    "first": ("takes the first option in the author's order", lambda offered: offered[:1], True),
    "last": ("takes the last option in the author's order", lambda offered: offered[-1:], True),
    "longest": ("takes the longest option", _most(lambda each: each.length), True),
    "shortest": ("takes the shortest option", _least(lambda each: each.length), True),
    "middle": ("takes an option of middling length", _nearest(lambda each: float(each.length), median), True),
    "lowest": ("takes the least that is offered, on both axes together", _least(lambda each: each.lean), True),
    "highest": ("takes the most that is offered, on both axes together", _most(lambda each: each.lean), True),
    "never escalate": ("takes the option that escalates least", _least(lambda each: each.escalation), True),
    "always escalate": ("takes the option that escalates most", _most(lambda each: each.escalation), True),
    "tell the manager": ("takes whatever speaks of somebody senior, or else escalates most", _manager, True),
    "random": ("draws lots", lambda offered: offered, True),
    # The next two need the key: in a key that errs on both sides the fitting option lies in the middle by
    # construction, and whoever can tell which options are outermost has learned half of what is taught.
    "nearest the middle": (
        "knows every position, and takes what is nearest to the middle of what is offered",
        _nearest(lambda each: float(each.lean), lambda leans: (min(leans) + max(leans)) / 2),
        False,
    ),
    "not the outermost": (
        "knows which option is the lowest and which the highest, and guesses among the others",
        _not_outermost,
        False,
    ),
}


def habits(case: CompiledCase, key: Key) -> list[Habit]:
    """Returns what every habit earns in the case, in the order of HABITS."""
    graph = graph_of(case)
    start = str(case.table["start"])
    best = attainable(case, key, "judgement").best[start]
    scenes = {node: str(case.nodes[node]["scene"]) if "options" in case.nodes[node] else "" for node in graph}
    offered = _offered(case, key)
    told: list[Habit] = []
    for name, (what, pick, is_judged) in HABITS.items():
        played = _Played(graph, scenes, offered, pick)
        told.append(Habit(name, what, float(played.expected[start]), best, played.walk(start), is_judged))
    return told


def habit_findings(
    case: CompiledCase, key: Key, standard: float, played: Sequence[Habit] | None = None
) -> list[Finding]:
    """Returns each habit that reaches the course's standard, a share of the attainable credit.

    `played` are the case's habits where they are known already.
    """
    told: list[Finding] = []
    for habit in habits(case, key) if played is None else played:
        if habit.is_judged and habit.share >= standard:
            at = _best_on(key, habit.walk)
            where = joined(case.scenes[each.scene]["title"] for each in at)
            message = (
                f"somebody who {habit.what} earns {habit.earned:.1f} of {habit.attainable:g} ({habit.share:.0%}) "
                f"without weighing anything; the course's standard is {standard:.0%}."
                + (f" It finds the best option at {where}: change something there." if at else "")
            )
            place = Place(at[0].line if at else 1)
            told.append(found("K501", key.path, place, message, habit.name, habit.walk))
    return told


def _best_on(key: Key, walk: tuple[str, ...]) -> list[KeyedDecision]:
    """Returns the decisions at which a walk takes an option of the top credit."""
    return [
        decision
        for decision in key.decisions.values()
        if any(each in walk and option.credit == BEST for each, option in decision.options.items())
    ]


def _offered(case: CompiledCase, key: Key) -> dict[str, dict[str, Offered]]:
    """Returns every option by its scene and its id."""
    offered: dict[str, dict[str, Offered]] = {}
    for slug, keyed in key.decisions.items():
        texts = {choice["id"]: str(choice["text"]) for choice in case.scenes[slug]["choices"]}
        offered[slug] = {
            id: Offered(id, texts[id], option, int(earned_by(keyed, option, "judgement")))
            for id, option in keyed.options.items()
        }
    return offered


class _Played:
    """One habit played: forwards to see where it can come, and backwards over that to see what it earns."""

    def __init__(
        self, graph: Graph, scenes: Mapping[str, str], offered: Mapping[str, Mapping[str, Offered]], pick: Pick
    ) -> None:
        self.offered, self.pick = offered, pick
        self.picked: dict[tuple[str, ...], frozenset[str]] = {}
        self.expected: dict[str, Fraction | int] = {}
        self.taken: dict[str, Sequence[Way]] = {}
        met = {next(iter(graph))}
        for node, ways in graph.items():
            if node in met:
                self.taken[node] = self._taken(scenes[node], ways) if scenes[node] else ways
                met |= {way.target for way in self.taken[node]}
        for node in reversed(self.taken):
            self.expected[node] = self._expected(scenes[node], self.taken[node])

    def _taken(self, scene: str, ways: tuple[Way, ...]) -> Sequence[Way]:
        """Returns the ways that the habit may take; it decides in the same way wherever the same is offered."""
        ids = tuple(way.word for way in ways)
        if ids not in self.picked:
            self.picked[ids] = frozenset(each.choice for each in self.pick([self.offered[scene][id] for id in ids]))
        return [way for way in ways if way.word in self.picked[ids]]

    def _expected(self, scene: str, ways: Sequence[Way]) -> Fraction | int:
        credits = [self.expected[way.target] + (self.offered[scene][way.word].credit if scene else 0) for way in ways]
        if len(ways) <= 1:
            return sum(credits)
        weights = [Fraction(1, len(ways)) if scene else way.chance for way in ways]
        return sum(weight * credit for weight, credit in zip(weights, credits, strict=True))

    def walk(self, node: str) -> tuple[str, ...]:
        """Returns how the habit goes from there, in words."""
        words: list[str] = []
        while self.taken[node]:
            way = max(self.taken[node], key=lambda way: way.chance)
            words.append(way.word)
            node = way.target
        return tuple(word for word in words if word)
