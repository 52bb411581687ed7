"""Cues: what tells the best option from the others without a thought for the family in the story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import fmean, median

from steadyline.checks.telling import found, joined
from steadyline.findings import Finding
from steadyline.graders.key import Key, KeyedDecision
from steadyline.graders.marks import AXES
from steadyline.scenarios.model import Choice, Place, Scenario

BEST = 3
OFF_MEDIAN = 0.25
"""Share of the decision's median length by which an option may differ from it."""

OPTION_WORDS = (25, 45)
TOO_OFTEN = 0.4
"""Share of the decisions in which the best option may be the longest, or stand in one place."""

FEW_FOR_LENGTH, FEW_FOR_PLACE, FEW_FOR_LEANING = 3, 5, 3
ONE_SIDED = 0.7
ABSOLUTE = re.compile(r"\b(always|never|must|only)\b", re.IGNORECASE)
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")

Counted = list[tuple[KeyedDecision, tuple[Choice, ...]]]


def cue_findings(scenario: Scenario, key: Key) -> Iterator[Finding]:
    """Yields what gives the best options of a case away, over its counted decisions."""
    counted = [
        (decision, scenario.scenes[slug].choices) for slug, decision in key.decisions.items() if decision.is_counted
    ]
    for _, choices in counted:
        yield from _lengths(scenario.path, choices)
    yield from _longest_or_shortest(scenario, counted)
    yield from _same_place(scenario, counted)
    yield from _absolute(scenario.path, counted)
    yield from _one_sided(key, counted)


def words_in(choice: Choice) -> int:
    """Returns the length of an option's text in words."""
    return len(choice.text.split())


def _is_best(decision: KeyedDecision, choice: Choice) -> bool:
    return decision.options[choice.id].credit == BEST


def _lengths(path: str, choices: tuple[Choice, ...]) -> Iterator[Finding]:
    middle = median(words_in(choice) for choice in choices)
    shortest, longest = OPTION_WORDS
    for choice in choices:
        words = words_in(choice)
        if abs(words - middle) > OFF_MEDIAN * middle:
            message = (
                f'"{choice.id}" has {words} words where the options of this decision have about {middle:g}: '
                f"more than {OFF_MEDIAN:.0%} off, so its length stands out."
            )
            yield found("K303", path, choice.place, message, choice.id)
        elif not shortest <= words <= longest:
            message = f'"{choice.id}" has {words} words; an option has {shortest} to {longest}.'
            yield found("K318", path, choice.place, message, choice.id)


def _longest_or_shortest(scenario: Scenario, counted: Counted) -> Iterator[Finding]:
    if len(counted) < FEW_FOR_LENGTH:
        return
    for which, pick in (("longest", max), ("shortest", min)):
        at = []
        for decision, choices in counted:
            extreme = [choice for choice in choices if words_in(choice) == pick(map(words_in, choices))]
            # Two that are equally long give nothing away.
            if len(extreme) == 1 and _is_best(decision, extreme[0]):
                at.append(decision.scene)
        if len(at) > TOO_OFTEN * len(counted):
            message = (
                f"the best option is the {which} one in {len(at)} of {len(counted)} decisions "
                f"({joined(at)}): more than {TOO_OFTEN:.0%}."
            )
            yield found("K304", scenario.path, scenario.scenes[at[0]].place, message, which)


def _same_place(scenario: Scenario, counted: Counted) -> Iterator[Finding]:
    if len(counted) < FEW_FOR_PLACE:
        return
    for number, place in enumerate(_PLACES):
        at = [
            decision.scene
            for decision, choices in counted
            if number < len(choices) and _is_best(decision, choices[number])
        ]
        if len(at) > TOO_OFTEN * len(counted):
            message = (
                f"the best option stands {place} in {len(at)} of {len(counted)} decisions ({joined(at)}): "
                f"more than {TOO_OFTEN:.0%}. The player shuffles them; this file and a printed booklet do not."
            )
            yield found("K305", scenario.path, scenario.scenes[at[0]].place, message, place)


def _absolute(path: str, counted: Counted) -> Iterator[Finding]:
    """Yields each absolute word of an option, if no best option of the case has such a word."""
    met = [
        (choice, match[0], _is_best(decision, choice))
        for decision, choices in counted
        for choice in choices
        for match in ABSOLUTE.finditer(choice.text)
    ]
    if any(is_best for _, _, is_best in met):
        return
    for choice, word, _ in met:
        message = f'"{choice.id}" says "{word}", and such words stand in no best option of the case: they give it away.'
        yield found("K306", path, choice.place, message, choice.id)


def _one_sided(key: Key, counted: Counted) -> Iterator[Finding]:
    if len(counted) < FEW_FOR_LEANING:
        return
    for axis in AXES:
        positions = [
            position
            for decision, _ in counted
            for option in decision.options.values()
            if option.credit < BEST and not option.method and (position := option.position(axis)) is not None
        ]
        mean = fmean(positions) if positions else 0.0
        if abs(mean) > ONE_SIDED:
            side, other = ("over", "less") if mean > 0 else ("under", "more")
            message = (
                f"on {axis} the wrong options lie at {mean:+.1f} on average, on the {side} side: "
                f"whoever simply does {other} comes out well."
            )
            yield found("K319", key.path, Place(1), message, axis)
