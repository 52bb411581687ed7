"""Where a learner stands over many cases: six competencies, each with a level and a direction, and the two axes.

Never one total, and nothing that could be ranked. The levels are this course's own words for patterns in a story.

The rule. A decision belongs to the competency of its best option. The level of a competency is that of the mean credit
of its decisions: 2.5 and more is 4, 2 and more 3, 1 and more 2, less 1. Fewer than three decisions give no level. At 1
and 2 a direction is told: under or over where at least twice as many positions lie on that side as on the other,
mixed where they lie on both, and method where nothing lies off target and the way of doing it was at fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from steadyline.graders.key import COMPETENCIES, KeyedDecision
from steadyline.graders.marks import AXES, Calibration, DecisionMark, Marks

NAMES = {
    "C1": "Assertiveness: engaging with authority",
    "C2": "Escalation and professional challenge",
    "C3": "The child's daily life and voice",
    "C4": "Assessment, history and analysis",
    "C5": "Shared working, meetings and records",
    "C6": "Reflection, workload, and reasoning under pressure",
}
LEVELS = {4: "adept", 3: "secure", 2: "developing", 1: "not yet safe"}
FEWEST = 3
"""Decisions; from fewer nothing is said."""

_FLOORS = ((4, 2.5), (3, 2.0), (2, 1.0), (1, 0.0))
_TWICE = 2


@dataclass(frozen=True)
class Standing:
    """One competency. `level` is 1 to 4, or 0 where there are too few decisions; `direction` is "" at 3 and 4."""

    competency: str
    decisions: int
    level: int
    direction: str

    @property
    def sentence(self) -> str:
        """What it says, in a sentence."""
        if not self.level:
            return f"{NAMES[self.competency]}: not enough decisions yet ({self.decisions} of {FEWEST})."
        lean = f", {self.direction}" if self.direction else ""
        level = f"level {self.level} of 4, {LEVELS[self.level]}{lean}"
        return f"{NAMES[self.competency]}: {level} ({self.decisions} decisions)."


@dataclass(frozen=True)
class Overall:
    """A learner over several cases: the standings, and each axis over all decisions and by case."""

    standings: tuple[Standing, ...]
    axes: Mapping[str, Calibration]
    by_case: Mapping[str, Mapping[str, Calibration]]


def overall(marks: Sequence[Marks]) -> Overall:
    """Returns where somebody stands; `marks` has one assessed attempt for each case, finished or not."""
    decisions = [each for found in marks for each in found.decisions if each.is_counted]
    homes = {name: [each for each in decisions if home(each.keyed) == name] for name in COMPETENCIES}
    standings = tuple(_standing(name, belonging) for name, belonging in homes.items())
    axes = {
        axis: Calibration(axis, tuple(place for found in marks for place in found.calibration[axis].positions))
        for axis in AXES
    }
    return Overall(standings, axes, {found.playthrough.case.title: found.calibration for found in marks})


def home(keyed: KeyedDecision) -> str:
    """Returns the competency to which a decision belongs: that of its best option."""
    return max(keyed.options.values(), key=lambda option: option.credit).competency


def _standing(competency: str, decisions: Sequence[DecisionMark]) -> Standing:
    if len(decisions) < FEWEST:
        return Standing(competency, len(decisions), 0, "")
    mean = fmean(each.option.credit for each in decisions)
    level = next(level for level, floor in _FLOORS if mean >= floor)
    return Standing(competency, len(decisions), level, _direction(decisions) if level <= _TWICE else "")


def _direction(decisions: Sequence[DecisionMark]) -> str:
    places = [
        place
        for each in decisions
        if not each.option.method
        for place in (each.option.position(axis) for axis in AXES)
        if place
    ]
    under, over = sum(place < 0 for place in places), sum(place > 0 for place in places)
    if not places:
        return "in the method rather than the amount" if any(each.option.method for each in decisions) else ""
    if under >= _TWICE * over:
        return "leaning under"
    return "leaning over" if over >= _TWICE * under else "mixed: now under, now over"
