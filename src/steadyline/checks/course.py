"""What only shows over the whole course: how often the fitting thing is to do less, and whether it varies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from steadyline.checks.telling import found, joined
from steadyline.findings import Finding
from steadyline.graders.key import FITTINGS, Key
from steadyline.scenarios.model import Place

LESS_AT_LEAST = Fraction(1, 6)
FEW = 6
"""Decisions; a course of fewer is not judged."""


def course_findings(keys: Sequence[Key]) -> list[Finding]:
    """Returns what is found on the keys of a course together.

    Nothing on a course of fewer than six counted decisions, and nothing where one of them does not say what fits.
    """
    fittings = [
        (key, scene, decision.fitting)
        for key in keys
        for scene, decision in key.decisions.items()
        if decision.is_counted
    ]
    if len(fittings) < FEW or not all(fitting for _, _, fitting in fittings):
        return []
    return [*_seldom_less(keys, fittings), *_one_missing(keys, fittings)]


def _seldom_less(keys: Sequence[Key], fittings: list[tuple[Key, str, str]]) -> Iterator[Finding]:
    less = [f"{key.case}: {scene}" for key, scene, fitting in fittings if fitting == "less"]
    if len(less) < LESS_AT_LEAST * len(fittings):
        which = f" ({joined(less)})" if less else ""
        message = (
            f"the fitting thing is to do less in {len(less)} of {len(fittings)} decisions of the course{which}; "
            f"{_least(len(fittings))} are wanted, one in six. Otherwise the course teaches that more is better."
        )
        yield found("K401", _never_less(keys).path, Place(1), message, "less")


def _least(decisions: int) -> int:
    return -(-decisions // LESS_AT_LEAST.denominator)


def _never_less(keys: Sequence[Key]) -> Key:
    """Returns the first key in which nothing is ever stepped down, or simply the first."""
    without = (key for key in keys if all(decision.fitting != "less" for decision in key.decisions.values()))
    return next(without, keys[0])


def _one_missing(keys: Sequence[Key], fittings: list[tuple[Key, str, str]]) -> Iterator[Finding]:
    numbers = {fitting: sum(said == fitting for _, _, said in fittings) for fitting in FITTINGS}
    told = ", ".join(f"{fitting}: {number}" for fitting, number in numbers.items())
    for fitting in ("same", "more"):
        # That "less" is missing is told by K401.
        if numbers[fitting] == 0:
            message = (
                f'in no decision of the course is "{fitting}" what fits ({told}): '
                "a learner can do well without ever weighing it."
            )
            yield found("K402", keys[0].path, Place(1), message, fitting)
