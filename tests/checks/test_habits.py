"""Habits: what a rule of thumb earns, exactly."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import shipped
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyline import content
from steadyline.checks.habits import HABITS, Habit, habit_findings, habits
from steadyline.graders.key import Key, KeyedDecision, KeyedOption
from steadyline.graders.marks import earned_by
from steadyline.scenarios.compile import CompiledCase


def named(case: CompiledCase, key: Key) -> dict[str, Habit]:
    return {habit.name: habit for habit in habits(case, key)}


def credit_of(case: CompiledCase, key: Key, played: Any) -> float:
    scenes = [case.nodes[node]["scene"] for node in played.nodes if "options" in case.nodes[node]]
    return sum(earned_by(key.decisions[scene], option, "judgement") for scene, option in zip(scenes, played.options, strict=True))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_drawing_lots_earns_the_mean_over_all_playthroughs(
    data: st.DataObject, drawn: st.SearchStrategy[tuple[CompiledCase, Key]], playthroughs: Callable[..., list[Any]]
) -> None:
    case, key = data.draw(drawn)
    expected = sum(each.likely * Fraction(credit_of(case, key, each)) for each in playthroughs(case, key))
    assert named(case, key)["random"].earned == pytest.approx(float(expected))


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_taking_the_first_option_earns_the_mean_over_what_chance_brings(
    data: st.DataObject, drawn: st.SearchStrategy[tuple[CompiledCase, Key]], playthroughs: Callable[..., list[Any]]
) -> None:
    case, key = data.draw(drawn)
    first = {node: next(iter(case.options(node)), "") for node in case.nodes}
    taken = [each for each in playthroughs(case, key)
             if all(word in each.walk for node in each.nodes if (word := first[node]))]  # fmt: skip
    expected = sum(each.chance * Fraction(credit_of(case, key, each)) for each in taken)
    assert named(case, key)["first"].earned == pytest.approx(float(expected))


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_habit_earns_more_than_can_be_earned_and_each_shows_a_walk_that_is_there(
    data: st.DataObject, drawn: st.SearchStrategy[tuple[CompiledCase, Key]], playthroughs: Callable[..., list[Any]]
) -> None:
    case, key = data.draw(drawn)
    walks = {each.walk for each in playthroughs(case, key)}
    for habit in habits(case, key):
        assert 0.0 <= habit.earned <= habit.attainable
        assert habit.walk in walks


@pytest.mark.parametrize("name", shipped.CASES)
def test_no_habit_reaches_the_course_standard_in_a_shipped_case(name: str) -> None:
    assert habit_findings(content.case(name), content.key(name), content.outline().standard) == []


def test_no_habit_reaches_the_course_standard_in_the_example(gate: Callable[..., Any]) -> None:
    _, case, key = gate()
    assert habit_findings(case, key, content.outline().standard) == []


def test_a_habit_at_the_standard_is_told_with_its_walk(gate: Callable[..., Any]) -> None:
    _, case, key = gate()
    first = named(case, key)["first"]
    told = [each for each in habit_findings(case, key, first.share) if each.subject == "first"]
    assert [(each.code, each.severity, each.witness) for each in told] == [("K501", "error", first.walk)]


def test_two_options_of_equal_length_are_a_tie_and_the_habit_takes_either() -> None:
    def option(id: str) -> dict[str, str]:
        return {"id": id, "html": "", "text": "the same", "now_html": "", "now_text": ""}

    nodes = {"a": {"scene": "a", "blocks": [], "ahead": [1, 1], "options": [{"choice": 0, "next": "b"}, {"choice": 1, "next": "b"}]},
             "b": {"scene": "b", "blocks": [], "ahead": [0, 0], "process": "sound", "circumstance": "kind"}}  # fmt: skip
    scenes = {"a": {"title": "a", "kind": "decision", "blocks": [], "choices": [option("x"), option("y")]}, "b": {"title": "b", "kind": "ending", "blocks": []}}
    case = CompiledCase({"case": "tied", "title": "Tied", "start": "a", "scenes": scenes, "nodes": nodes})
    options = {"x": KeyedOption(3, 0, 0, "", "C1", "", "", ()), "y": KeyedOption(0, 1, 1, "", "C1", "", "", ())}
    key = Key("tied", 1, "author", {"a": KeyedDecision("a", "author", "", options)})
    found = named(case, key)
    assert found["longest"].earned == found["shortest"].earned == 1.5
    assert (found["lowest"].earned, found["highest"].earned) == (3.0, 0.0)


def test_telling_somebody_senior_takes_the_option_that_speaks_of_one(gate: Callable[..., Any]) -> None:
    _, case, key = gate(case=[("so that he is treated in the same way as any other family would be.]", "so that your manager can see that he was treated as any other family would be.]")])
    assert named(case, key)["tell the manager"].walk[0] == "standard-letter"


def test_only_a_habit_that_needs_the_key_is_not_judged() -> None:
    assert [name for name, (_, _, is_judged) in HABITS.items() if not is_judged] == ["nearest the middle", "not the outermost"]


def test_a_contested_decision_earns_no_habit_anything(gate: Callable[..., Any]) -> None:
    _, case, key = gate(key=[("- fitting: less\n", "- fitting: less\n- status: contested\n")])
    assert {habit.attainable for habit in habits(case, key)} == {6.0}
