"""A simulated session is a session: the room takes every one of its events, and it comes out the same each time."""

from __future__ import annotations

import pytest

from steadyline import content, records
from steadyline.live import room
from steadyline.live.room import room_of
from steadyline.live.simulate import simulated, write_session
from steadyline.live.taken import letter, taken_of

CASE, KEY = content.case("the-porch"), content.key("the-porch")


def held(mode: str = room.PHONES, **more: int) -> room.Room:
    return room_of(CASE, simulated(CASE, KEY, "the-porch", mode=mode, **more))


@pytest.mark.parametrize("mode", room.MODES)
def test_a_simulated_session_reaches_the_debrief(mode):
    assert held(mode).stage == room.DEBRIEF


def test_the_same_seed_gives_the_same_session():
    assert simulated(CASE, KEY, "the-porch", seed=3) == simulated(CASE, KEY, "the-porch", seed=3)
    assert simulated(CASE, KEY, "the-porch", seed=3) != simulated(CASE, KEY, "the-porch", seed=4)


def test_everybody_votes_in_both_rounds_of_every_decision():
    assert {tally.total for each in taken_of(held(people=9)) for tally in each.rounds} == {9}


def test_talking_moves_some_and_not_all():
    taken = taken_of(held())
    assert any(each.first.counts != each.last.counts for each in taken)
    assert any(max(each.last.counts.values()) < each.last.total for each in taken)


def test_a_log_that_was_written_is_the_same_session_when_it_is_read(tmp_path):
    events = simulated(CASE, KEY, "the-porch")
    assert list(records.read(write_session(tmp_path / "a" / "b.jsonl", events)).lines) == events


def test_a_fork_to_which_the_room_returned_is_one_decision():
    taken = taken_of(held(detour_at=2))
    assert [len(each.asked) for each in taken] == [1, 2, 1, 1, 1, 1]
    assert [bool(each.detours) for each in taken] == [False, True, False, False, False, False]
    assert all(each.went_on and not each.on_detour for each in taken)


def test_in_table_mode_a_tables_few_votes_are_told_and_a_persons_are_not():
    tables, phones = taken_of(held(room.TABLES, people=8))[0], taken_of(held(people=4))[0]
    assert tables.first.total == 2
    assert tables.may_be_told(tables.first)
    assert not phones.may_be_told(phones.first)


def test_the_first_option_that_was_shown_is_a():
    assert [letter(("x", "y", "z"), each) for each in "xz"] == ["A", "C"]
