"""Who must still mark, and which mark stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyline import content
from steadyline.graders.moderation import (
    AGREED,
    FIRST,
    SECOND,
    SETTLED,
    THIRD,
    Marking,
    MarkingUnfit,
    Rule,
    check_marking,
    standing,
    why_apart,
)

RULE = Rule()
FOUR = ("child-first", "calibration", "route-and-record", "reflection-and-system")


def marking(who: str, stage: str, level: int, **more: object) -> Marking:
    return Marking(who, stage, {"whole": level}, words="w", **more)  # type: ignore[arg-type]


def four(who: str, stage: str, *levels: int, **more: object) -> Marking:
    return Marking(who, stage, dict(zip(FOUR, levels, strict=True)), words="w", **more)  # type: ignore[arg-type]


def after(*markings: Marking) -> object:
    return standing(markings, RULE, "w")


def test_nothing_given_is_followed_by_a_first_mark():
    assert after().next == FIRST


@pytest.mark.parametrize("level", [0, 1, 2])
def test_every_mark_below_the_standard_is_followed_by_a_second(level):
    found = after(marking("a", FIRST, level))
    assert (found.next, found.stands) == (SECOND, None)
    assert found.why == "it does not reach the standard"


@pytest.mark.parametrize("level", [3, 4])
def test_a_mark_well_above_the_standard_stands_alone(level):
    found = after(marking("a", FIRST, level))
    assert (found.next, found.stands.levels) == (SETTLED, {"whole": level})


def test_a_mark_near_the_standard_is_followed_by_a_second():
    assert after(four("a", FIRST, 3, 3, 3, 2)).why == "it is near the standard"
    assert after(four("a", FIRST, 3, 3, 3, 3)).next == SETTLED


def test_a_mark_that_was_drawn_is_followed_by_a_second():
    assert after(marking("a", FIRST, 4, drawn=True)).why == "it was drawn at random"


def test_two_who_gave_the_same_settle_it():
    assert after(marking("a", FIRST, 1), marking("b", SECOND, 1)).next == SETTLED


def test_the_same_levels_leaning_to_other_sides_are_not_the_same():
    found = after(marking("a", FIRST, 1, direction="under"), marking("b", SECOND, 1, direction="over"))
    assert found.next == AGREED


def test_two_a_level_apart_agree_without_a_third():
    assert after(marking("a", FIRST, 1), marking("b", SECOND, 2)).next == AGREED


def test_two_levels_apart_in_one_criterion_call_a_third():
    found = after(four("a", FIRST, 2, 2, 2, 2), four("b", SECOND, 4, 2, 2, 2))
    assert found.next == THIRD
    assert "child-first" in found.why


def test_one_who_passes_it_and_one_who_does_not_call_a_third():
    found = after(marking("a", FIRST, 2), marking("b", SECOND, 3))
    assert found.next == THIRD
    assert "reaches the standard" in found.why


def test_only_the_third_agrees_where_there_is_one():
    found = after(marking("a", FIRST, 1), marking("b", SECOND, 3), marking("c", THIRD, 2))
    assert [who for who in "abcd" if found.is_for(who)] == ["c"]


def test_either_of_two_agrees_where_there_is_no_third():
    found = after(marking("a", FIRST, 1), marking("b", SECOND, 2))
    assert [who for who in "abc" if found.is_for(who)] == ["a", "b"]


def test_nobody_marks_the_same_work_twice():
    assert not after(marking("a", FIRST, 1)).is_for("a")


def test_a_second_marker_sees_nothing_of_the_first():
    assert after(marking("a", FIRST, 1)).seen_by("b") == ()


def test_all_marks_are_seen_once_they_are_to_be_agreed():
    found = after(marking("a", FIRST, 1), marking("b", SECOND, 2))
    assert [each.who for each in found.seen_by("b")] == ["a", "b"]


def test_marks_of_an_earlier_text_count_no_more():
    found = standing([Marking("a", FIRST, {"whole": 4}, words="old")], RULE, "new")
    assert found.next == FIRST
    assert "anew" in found.why


def test_the_latest_agreed_mark_stands():
    found = after(marking("a", FIRST, 1), marking("b", SECOND, 2), marking("a", AGREED, 1), marking("b", AGREED, 2))
    assert found.stands.levels == {"whole": 2}


@given(st.integers(0, 2**32 - 1))
def test_exactly_one_in_each_five_is_drawn_whatever_the_seed(seed):
    rule = Rule(seed=seed)
    drawn = [rule.is_drawn(number, "the-porch", "reflect-x") for number in range(50)]
    assert [sum(drawn[at : at + 5]) for at in range(0, 50, 5)] == [1] * 10


def test_another_seed_draws_others():
    draws = {tuple(Rule(seed=seed).is_drawn(number, "u", "c") for number in range(25)) for seed in range(20)}
    assert len(draws) > 10


def test_the_same_seed_draws_the_same():
    assert [Rule(seed=5).is_drawn(n, "u", "c") for n in range(40)] == [Rule(seed=5).is_drawn(n, "u", "c") for n in range(40)]


@given(st.lists(st.integers(0, 4), min_size=4, max_size=4), st.lists(st.integers(0, 4), min_size=4, max_size=4))
def test_whether_a_third_is_called_does_not_depend_on_who_was_first(one, other):
    assert bool(why_apart(four("a", FIRST, *one), four("b", SECOND, *other), RULE)) == bool(
        why_apart(four("b", FIRST, *other), four("a", SECOND, *one), RULE)
    )


def test_a_criterion_without_a_level_is_told_by_its_name():
    rubric = content.rubric("reflective-account")
    with pytest.raises(MarkingUnfit, match="Calibration"):
        check_marking(Marking("a", FIRST, {"child-first": 1, "route-and-record": 2, "reflection-and-system": 2}), rubric)


@pytest.mark.parametrize("levels", [{"whole": 5}, {"whole": -1}, {"whole": 1, "other": 2}])
def test_levels_that_are_not_the_rubrics_are_refused(levels):
    with pytest.raises(MarkingUnfit):
        check_marking(Marking("a", FIRST, levels), content.rubric("three-sentences"))


def test_an_agreed_mark_needs_a_note():
    rubric = content.rubric("three-sentences")
    with pytest.raises(MarkingUnfit, match="note"):
        check_marking(marking("a", AGREED, 2, note="ok"), rubric)
    check_marking(marking("a", AGREED, 2, note="both risks are weighed"), rubric)
