"""What is given out of a session are counts: nobody is in it, and what fewer than five did is left out."""

from __future__ import annotations

import json

import pytest

from steadyline import content
from steadyline.desk.out_xapi import as_lines
from steadyline.live import log, out, room
from steadyline.live.held import Held, SessionUnclear, check_session, held_in
from steadyline.live.room import AnotherCase, room_of
from steadyline.live.simulate import simulated, write_session
from steadyline.live.taken import taken_of

CASE, KEY = content.case("the-porch"), content.key("the-porch")
NAME = "2026-01-12-the-porch-1"
HOME = "https://learn.example.org"


def held(mode: str = room.PHONES, people: int = 9) -> Held:
    return Held(NAME, CASE, KEY, room_of(CASE, simulated(CASE, KEY, "the-porch", people, mode=mode)))


def told(found: list[out.Row]) -> list[dict[str, object]]:
    return [dict(zip(out.COLUMNS, row, strict=True)) for row in found]


def test_there_is_a_row_for_each_decision_vote_and_option():
    found = told(out.rows(held()))
    assert len(found) == sum(len(each.order) * len(each.rounds) for each in taken_of(held().room))
    assert {each["voted"] for each in found} == {9}


def test_the_votes_of_a_round_add_up_to_all_votes():
    found = told(out.rows(held()))
    for number in range(1, 7):
        assert sum(each["votes"] for each in found if (each["decision"], each["vote"]) == (number, 1)) == 9


def test_fewer_than_five_votes_are_not_given_out_in_any_form():
    few = held(people=4)
    found = told(out.rows(few))
    assert {(each["votes"], each["voted"], each["avoided"], each["confidence"], each["note"]) for each in found} == {
        (None, None, None, None, out.HIDDEN)
    }
    lines = as_lines(out.statements(few, HOME)).decode("ascii")
    assert "extension:votes" not in lines
    assert '"response"' not in lines


def test_a_detour_and_what_the_story_went_on_with_are_told_apart():
    found = told(out.rows(held()))
    assert {each["decision"] for each in found if each["went_on"] == "detour"} == {2}
    assert {each["decision"] for each in found if each["went_on"] == "room"} == {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize("mode", room.MODES)
def test_nobody_and_no_line_of_reasoning_is_in_what_is_given_out(mode):
    given = held(mode)
    everything = repr(out.rows(given)) + as_lines(out.statements(given, HOME)).decode("ascii")
    assert not any(device in everything for device in given.room.devices)
    reasons = {vote.reason for each in given.room.questions for votes in each.rounds for vote in votes.values()} - {""}
    assert not any(reason in everything for reason in reasons)


def test_the_actor_of_every_statement_is_the_group_without_members():
    said = out.statements(held(), HOME)
    assert {json.dumps(each["actor"], sort_keys=True) for each in said} == {
        json.dumps({"objectType": "Group", "account": {"homePage": HOME, "name": NAME}}, sort_keys=True)
    }


def test_a_session_said_twice_is_the_same_statements_each_with_an_id_of_its_own():
    said = out.statements(held(), HOME)
    assert said == out.statements(held(), HOME)
    assert len({each["id"] for each in said}) == len(said) == 13


def test_the_story_that_came_to_its_end_is_completed():
    verbs = [each["verb"]["display"]["en-GB"] for each in out.statements(held(), HOME)]
    assert verbs == ["answered"] * 12 + ["completed"]


@pytest.mark.parametrize("mode", room.MODES)
def test_without_the_case_the_same_votes_are_counted(mode):
    events = simulated(CASE, KEY, "the-porch", 22, mode=mode, detour_at=0)
    with_case = told(out.rows(Held(NAME, CASE, KEY, room_of(CASE, events))))
    without = told(out.bare_rows(NAME, events))
    assert {(each["decision"], each["vote"], each["option"], each["votes"]) for each in with_case if each["votes"]} == {
        (each["decision"], each["vote"], each["option"], each["votes"]) for each in without if each["votes"]
    }


def test_without_the_case_few_votes_are_hidden_as_well():
    found = told(out.bare_rows(NAME, simulated(CASE, KEY, "the-porch", 4)))
    assert {(each["option"], each["votes"], each["note"]) for each in found} == {("", None, out.HIDDEN)}


def test_a_session_is_read_from_its_log(tmp_path):
    path = write_session(tmp_path / f"{NAME}.jsonl", simulated(CASE, KEY, "the-porch", 9))
    assert held_in(path) == held()
    assert held_in(path).debrief.script_html


def test_a_session_of_another_version_of_the_case_is_refused_and_can_still_be_counted(tmp_path):
    events = simulated(CASE, KEY, "the-porch", 9)
    path = write_session(tmp_path / "old.jsonl", [{**events[0], "digest": "0" * 64}, *events[1:]])
    with pytest.raises(AnotherCase):
        held_in(path)
    assert out.bare_rows("old", log.events_in(path))


@pytest.mark.parametrize(
    "damaged",
    [
        {"kind": "voted", "question": 99, "round": 1, "device": "x", "choice": "ring-mum"},
        {"kind": "voted", "question": 1, "round": 1, "device": "x", "choice": "nothing-such"},
        {"kind": "voted", "question": 1, "round": 1, "device": "x", "choice": "ring-mum", "confidence": "sure"},
        {"kind": "decided", "question": 1},
        {"kind": "returned", "question": 4},
        {"kind": "counted", "question": 1, "round": 1, "hands": 5},
    ],
)
def test_lines_that_make_no_session_are_refused_in_words_or_passed_over(tmp_path, damaged):
    path = write_session(tmp_path / "a.jsonl", [*simulated(CASE, KEY, "the-porch", 9), damaged])
    try:
        assert held_in(path).debrief.decisions
    except SessionUnclear as error:
        assert "do not make a session together" in str(error)
    assert out.bare_rows("a", log.events_in(path))


@pytest.mark.parametrize("text", ["", "no json\n", '{"kind":"joined"}\n', "[1]\n", '"opened"\n'])
def test_a_file_that_is_no_session_is_not_taken_for_one(tmp_path, text):
    path = tmp_path / "a.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(log.NotASession):
        check_session(path)
