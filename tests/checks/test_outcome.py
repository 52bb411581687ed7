"""Outcome apart from quality: exact, and the same as counting every playthrough by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import shipped
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyline import content
from steadyline.checks.outcome import KINDNESS, outcome, outcome_findings
from steadyline.graders.key import Key
from steadyline.graders.marks import MEASURES, earned_by
from steadyline.scenarios.compile import CompiledCase


def credits_of(case: CompiledCase, key: Key, played: Any) -> list[int]:
    """Returns what each decision of a playthrough earned."""
    scenes = [case.nodes[node]["scene"] for node in played.nodes if "options" in case.nodes[node]]
    return [int(earned_by(key.decisions[scene], option, "judgement")) for scene, option in zip(scenes, played.options, strict=True)]


def best_from(case: CompiledCase, key: Key, node: str) -> int:
    """Returns the best that can be had from a node, by plain recursion."""
    table = case.nodes[node]
    if "options" in table:
        keyed = key.decisions[table["scene"]]
        return max(int(earned_by(keyed, keyed.options[id], "judgement")) + best_from(case, key, to) for id, to in case.options(node).items())
    targets = [table["next"]] if "next" in table else [each["next"] for each in table.get("outcomes", [])]
    return max((best_from(case, key, target) for target in targets), default=0)


def regret_of(case: CompiledCase, key: Key, played: Any) -> int:
    """Returns the total regret of a playthrough: at each decision, the best before less earned and the best after."""
    credits = iter(credits_of(case, key, played))
    following = zip(played.nodes, played.nodes[1:], strict=False)
    return sum(best_from(case, key, at) - next(credits) - best_from(case, key, to) for at, to in following if "options" in case.nodes[at])


def pearson(rows: list[tuple[Fraction, int, int]]) -> float | None:
    """Returns the weighted correlation from deviations, not from sums of squares."""
    total = sum(weight for weight, _, _ in rows)
    mean_x = sum(weight * x for weight, x, _ in rows) / total
    mean_y = sum(weight * y for weight, _, y in rows) / total
    xx = sum(weight * (x - mean_x) ** 2 for weight, x, _ in rows)
    yy = sum(weight * (y - mean_y) ** 2 for weight, _, y in rows)
    xy = sum(weight * (x - mean_x) * (y - mean_y) for weight, x, y in rows)
    return float(xy) / math.sqrt(xx * yy) if xx and yy else None


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_correlation_shares_and_ranges_are_those_of_counting_every_playthrough(
    data: st.DataObject, drawn: st.SearchStrategy[tuple[CompiledCase, Key]], playthroughs: Callable[..., list[Any]]
) -> None:
    case, key = data.draw(drawn)
    told, every = outcome(case, key), playthroughs(case, key)
    ends = {id(each): case.nodes[each.nodes[-1]] for each in every}
    rows = [(each.chance, -regret_of(case, key, each), KINDNESS[ends[id(each)]["circumstance"]]) for each in every]
    expected = pearson(rows)
    assert (told.correlation is None) == (expected is None)
    assert told.correlation == pytest.approx(expected, abs=1e-9)
    for ending, share in told.endings.items():
        there = [each for each in every if ends[id(each)]["scene"] == ending]
        assert share.playthroughs == len(there)
        assert share.share == pytest.approx(float(sum(each.likely for each in there)))
    assert sum(share.playthroughs for share in told.spread.values()) == len(every)
    for ending, named in told.ranges.items():
        there = [each for each in every if ending in ("", ends[id(each)]["scene"])]
        for name, found in named.items():
            earned = [earned_in(case, key, each, name) for each in there]
            assert (found.worst, found.best) == (min(earned), max(earned)), (ending, name)


def earned_in(case: CompiledCase, key: Key, played: Any, name: str) -> float:
    """Returns what a playthrough earned in a measure, or in the credit of a competency."""
    scenes = [case.nodes[node]["scene"] for node in played.nodes if "options" in case.nodes[node]]
    pairs = [(key.decisions[scene], option) for scene, option in zip(scenes, played.options, strict=True)]
    if name in MEASURES:
        return sum(earned_by(keyed, option, name) for keyed, option in pairs)
    return sum(earned_by(keyed, option, "judgement") for keyed, option in pairs if option.competency == name)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_the_walks_shown_are_shortest_and_end_as_they_should(
    data: st.DataObject, drawn: st.SearchStrategy[tuple[CompiledCase, Key]], playthroughs: Callable[..., list[Any]]
) -> None:
    case, key = data.draw(drawn)
    told, every = outcome(case, key), playthroughs(case, key)
    for walk, wanted, sign in (
        (told.sound_and_hard, {("sound", "hard")}, -1),
        (told.poor_and_kind, {("mixed", "kind"), ("unsafe", "kind")}, 1),
    ):
        there = [each for each in every if (case.nodes[each.nodes[-1]]["process"], case.nodes[each.nodes[-1]]["circumstance"]) in wanted]
        ranked = {each.walk: (len(each.walk), sign * sum(credits_of(case, key, each))) for each in there}
        assert (walk is None) == (not there)
        if walk is not None:
            assert ranked[walk] == min(ranked.values())


@pytest.mark.parametrize("name", shipped.CASES)
def test_in_a_shipped_case_the_ending_does_not_prove_the_work(name: str) -> None:
    told = outcome(content.case(name), content.key(name))
    assert told.correlation is not None
    assert told.correlation <= 0.9
    assert told.sound_and_hard is not None
    assert told.poor_and_kind is not None


@pytest.mark.parametrize("name", shipped.CASES)
def test_the_shares_of_the_endings_of_a_shipped_case_add_up_to_one(name: str) -> None:
    told = outcome(content.case(name), content.key(name))
    assert sum(share.share for share in told.endings.values()) == pytest.approx(1.0)
    assert sum(share.share for share in told.spread.values()) == pytest.approx(1.0)


def test_a_case_whose_kindness_is_drawn_by_lot_has_no_correlation(gate: Callable[..., Any]) -> None:
    _, case, key = gate()
    assert outcome(case, key).correlation == 0.0


def test_of_the_shortest_sound_walks_the_one_with_the_most_credit_is_shown(gate: Callable[..., Any]) -> None:
    _, case, key = gate()
    assert outcome(case, key).sound_and_hard == ("ask-for-twenty-minutes", "say-who-and-why", "stop-with-a-date", "chance: A bad winter")


def test_an_ending_that_is_always_kind_leaves_the_correlation_unsaid(gate: Callable[..., Any]) -> None:
    scenario, case, key = gate(case=[("  - circumstance: luck", "  - circumstance: kind")])
    told = outcome(case, key)
    assert told.correlation is None
    assert [each.code for each in outcome_findings(scenario, told)] == ["K602", "K603"]
