"""A plan is to the minute, can be kept, and leaves nothing out silently."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from steadyline import content
from steadyline.live import timed
from steadyline.live.notes import notes_of
from steadyline.live.plan import NoSuchPlan, lengths_of, plan_of
from steadyline.live.plan_cut import left_out_first
from steadyline.live.reading_aloud import words_of
from steadyline.live.story_order import decisions_in_order
from steadyline.live.timed import Plan

UNITS = content.units()
PLAYED = [unit for unit in UNITS if content.unit(unit).play]


@cache
def made(unit: str, minutes: int, keyed: bool = True) -> Plan:
    case = content.case_played(unit)
    return plan_of(minutes, notes_of(unit), case, content.key(case.name) if case and keyed else None)


@pytest.mark.parametrize("unit", UNITS)
def test_every_plan_fills_its_time_without_a_gap(unit):
    for minutes in lengths_of(notes_of(unit)):
        rows = made(unit, minutes).rows
        assert [row.start for row in rows] == [0, *(row.end for row in rows[:-1])]
        assert (rows[-1].end, min(row.minutes for row in rows) > 0) == (minutes, True)


@pytest.mark.parametrize("unit", PLAYED)
@pytest.mark.parametrize("minutes", [60, 180])
def test_every_decision_is_taken_or_told_once_and_in_order(unit, minutes):
    rows = [row for row in made(unit, minutes).rows if row.kind in (timed.DECISION, timed.TOLD)]
    assert [row.scene for row in rows] == list(decisions_in_order(content.unit_case(unit)))


@pytest.mark.parametrize("unit", PLAYED)
def test_a_decision_of_the_hour_has_its_reading_and_five_minutes(unit):
    rows = made(unit, 60).rows
    taken = [(before, row) for before, row in pairwise(rows) if row.kind == timed.DECISION]
    assert 2 <= len(taken) <= 5
    short = [row.scene for before, row in taken if row.minutes + (before.minutes if before.kind == timed.READ else 0) < row.reading + 5]
    assert short == []


@pytest.mark.parametrize("unit", PLAYED)
def test_the_hour_keeps_the_debrief(unit):
    debrief = next(row for row in made(unit, 60).rows if row.kind == timed.DEBRIEF)
    assert debrief.minutes >= 8


def test_the_hour_leaves_out_first_what_the_guide_can_spare():
    assert left_out_first(notes_of("the-porch"), content.case("the-porch"))[0] == "in-the-kitchen"


def test_the_hour_keeps_longest_what_the_guide_asks_to_keep():
    order = decisions_in_order(content.case("the-minority-view"))
    assert set(left_out_first(notes_of("the-minority-view"), content.case("the-minority-view"))[-2:]) == set(order[4:])


def test_what_is_left_out_goes_on_with_the_best_option():
    key = content.key("the-porch").decisions
    assert all(key[row.scene].options[row.told].credit == 3 for row in made("the-porch", 60).left_out)


def test_without_a_key_what_is_left_out_is_left_to_a_show_of_hands():
    assert {row.told for row in made("the-porch", 60, keyed=False).left_out} == {""}


def test_the_half_day_has_a_break_in_its_middle():
    found = next(row for row in made("the-porch", 180).rows if row.kind == timed.BREAK)
    assert 70 <= found.start <= 110


@pytest.mark.parametrize("unit", PLAYED)
def test_the_half_day_has_time_for_all_that_a_workshop_has(unit):
    minutes = {row.kind: row.minutes for row in made(unit, 180).rows}
    assert minutes[timed.FRAME] == 20
    assert minutes[timed.SKILLS] >= 15
    assert minutes[timed.ACTION] >= 10


def test_the_half_day_votes_again_where_the_guide_stays_longest():
    rows = made("the-porch", 180).rows
    assert {row.scene for row in rows if row.kind == timed.VOTE_AGAIN} == {"wednesday-on-the-step", "a-call-from-school"}


def test_where_the_guide_is_too_short_for_its_own_words_is_told():
    assert made("the-porch", 90).tight == ("three-weeks-on",)


def test_a_length_without_a_plan_is_refused_in_words():
    with pytest.raises(NoSuchPlan, match="There are plans for: 20, 30"):
        made("orientation", 60)


def test_words_before_a_decision_are_what_a_room_hears_on_the_average():
    opening = len(content.case("the-porch").scenes["before-visit-four"]["blocks"])
    assert opening == 4
    assert 250 < words_of(content.case("the-porch"))["before-visit-four"].aloud < 256
