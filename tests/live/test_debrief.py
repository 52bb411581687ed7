"""The debrief tells what the room did, in good English, without blame, and nobody in it."""

from __future__ import annotations

import re

import pytest

from steadyline import content
from steadyline.live import asking, room
from steadyline.live.advocacy import CHOSE, advocacy, as_we, concern, inner_quotes, quoted, shortened, uncapitalised
from steadyline.live.debrief import FIRST, LAST, axis_words, day_words, debrief_of
from steadyline.live.debrief_page import debrief_page
from steadyline.live.debrief_words import number_words
from steadyline.live.notes import notes_of
from steadyline.live.room import Room, apply, opened, room_of
from steadyline.live.simulate import simulated

CASE, KEY = content.case("the-porch"), content.key("the-porch")
PLAYED = [unit for unit in content.units() if content.unit(unit).play]


class Held:
    """A session at its first decision, in which people vote."""

    def __init__(self, people: int, mode: str = room.PHONES) -> None:
        self.room = Room(CASE)
        self.does(opened(CASE, "the-porch", 7, mode, 90))
        for number in range(people if mode != room.HANDS else 0):
            self.does(asking.join(self.room, f"d{number}", str(number + 1) if mode == room.TABLES else ""))
        self.does(asking.turn_to(self.room, room.READING))

    def does(self, event):
        apply(self.room, {"at": "2026-01-12T10:00:00Z", **event})

    def votes(self, choices, **more):
        """Opens a vote in which the first device takes the first of these choices, and so on; closes and shows it."""
        self.does(asking.ask(self.room))
        question = self.room.question
        for number, choice in enumerate(choices):
            self.does(asking.vote(self.room, f"d{number}", choice, question=question.number, round=question.round, **more))
        self.does(asking.turn_to(self.room, room.CLOSED))
        self.does(asking.turn_to(self.room, room.REVEALED))

    @property
    def told(self):
        return debrief_of(CASE, KEY, self.room).decisions[0]

    def letter(self, choice):
        return chr(ord("A") + self.room.questions[0].order.index(choice))


def test_fewer_than_five_votes_are_told_in_words_and_in_no_number():
    held = Held(4)
    held.votes(["ring-mum"] * 4, confidence=80)
    page = debrief_page(debrief_of(CASE, KEY, held.room))
    assert held.told.hidden == "Fewer than five voted, so how the votes fell is not shown."
    assert {(each.first, each.last) for each in held.told.options} == {(None, None)}
    assert (held.told.minority, held.told.confidence, held.told.say) == ("", "", ())
    assert not debrief_of(CASE, KEY, held.room).calibration[FIRST]["assertiveness"].counted
    assert "fewer than five phones joined" in page
    assert 'class="votes"' not in page


def test_a_second_vote_of_few_shows_the_first_alone():
    held = Held(6)
    held.votes(["ring-mum"] * 6)
    held.votes(["text-her"] * 3)
    assert sum(each.first for each in held.told.options) == 6
    assert {each.last for each in held.told.options} == {None}
    assert held.told.changed == ""


def test_what_changed_is_told_net():
    held = Held(6)
    held.votes(["text-her"] * 4 + ["ring-mum"] * 2)
    held.votes(["ring-mum"] * 5 + ["text-her"])
    texted, rang = held.letter("text-her"), held.letter("ring-mum")
    assert held.told.changed.replace("\u00a0", " ") in (
        f"After the talk: {texted} −3, {rang} +3.", f"After the talk: {rang} +3, {texted} −3.",
    )  # fmt: skip


def test_votes_that_lie_as_before_are_told_so():
    held = Held(5)
    held.votes(["text-her"] * 5)
    held.votes(["text-her"] * 5)
    assert held.told.changed == "After the talk the votes lay as before."


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (["ring-mum"] * 6, "All the votes fell on one option"),
        (["ring-mum"] * 5 + ["text-her"], "Ask everybody, and not whoever gave it"),
        (["ring-mum"] * 4 + ["text-her"] * 2, "Two people saw it otherwise"),
        (["ring-mum"] * 3 + ["text-her"] * 3, "The votes are even between"),
    ],
)
def test_the_minority_is_given_a_hearing(choices, said):
    held = Held(6)
    held.votes(choices)
    assert said in held.told.minority


@pytest.mark.parametrize(
    ("choice", "sure", "said"),
    [
        ("call-at-seven", 90, "To be sure and off is common"),
        ("ring-mum", 90, "most votes lie on what the key holds sound."),
        ("call-at-seven", 20, "its doubt was a good guide"),
        ("ring-mum", 20, "what would have helped to trust it?"),
        ("ring-mum", 60, "60 of 100; most of the votes"),
    ],
)
def test_confidence_stands_beside_how_the_choices_fared(choice, sure, said):
    held = Held(5)
    held.votes([choice] * 5, confidence=sure)
    assert said in held.told.confidence


def test_each_vote_counts_once_in_the_calibration():
    held = Held(6)
    held.votes(["call-at-seven"] * 4 + ["text-her"] * 2)
    found = debrief_of(CASE, KEY, held.room).calibration[LAST]["assertiveness"]
    assert sorted(found.counted) == [-2, -2, 2, 2, 2, 2]
    assert axis_words(found).startswith("Assertiveness: 0 of 6 on target, 2 under and 4 over.")


def test_a_choice_whose_method_is_at_fault_is_left_out_of_the_calibration_and_said_so():
    case, key = content.case("clean-shirts"), content.key("clean-shirts")
    told = debrief_of(case, key, room_of(case, simulated(case, key, "clean-shirts", 40)))
    faulty = {choice for keyed in key.decisions.values() for choice, option in keyed.options.items() if option.method}
    given = sum(option.last for each in told.decisions for option in each.options if option.choice in faulty)
    assert given > 1
    assert f"{given} of the last votes are left out" in told.left_out


def test_a_detour_is_told_as_one():
    told = debrief_of(CASE, KEY, room_of(CASE, simulated(CASE, KEY, "the-porch", detour_at=2)))
    assert "and came back" in told.decisions[1].went_on
    assert any("the room looked where" in each for each in told.decisions[1].say)
    assert all("came back" not in each.went_on for each in told.decisions if each.number != 2)


def test_tables_stand_in_the_order_of_their_numbers():
    held = Held(12, room.TABLES)
    held.votes(["ring-mum"] * 11 + ["text-her"])
    assert [name for name, _ in held.told.tables] == [f"Table {number}" for number in range(1, 13)]
    assert held.told.tables[11][1] == (held.letter("text-her"),)
    assert "table is better than another" in debrief_page(debrief_of(CASE, KEY, held.room))


def test_nobody_and_no_line_of_reasoning_stands_on_the_page():
    held = Held(6)
    held.votes(["ring-mum"] * 6, reason="<script>alert(1)</script> she is afraid")
    page = debrief_page(debrief_of(CASE, KEY, held.room))
    assert "script>" not in page
    assert "she is afraid" not in page
    assert not re.search(r"\bd[0-5]\b", page)


def test_a_session_before_its_first_vote_has_a_debrief():
    held = Held(6)
    assert debrief_of(CASE, KEY, held.room).decisions == ()
    assert "No decision was taken in this session." in debrief_page(debrief_of(CASE, KEY, held.room))


def test_two_detours_from_one_fork_are_told_together():
    held = Held(6)
    held.votes(["ring-mum"] * 6)
    for choice in ("text-her", "call-at-seven"):
        held.does(asking.decide(held.room, choice, room.DETOUR))
        held.does(asking.go_on(held.room))
        held.does(asking.return_to(held.room, held.room.forks[-1]))
    looked = sorted((held.letter("text-her"), held.letter("call-at-seven")))
    assert held.told.went_on.startswith(f"The room looked where {looked[0]} and {looked[1]} lead, and came back.")
    assert "The session ended before" in held.told.went_on
    assert sum(each.first for each in held.told.options) == 6


def test_a_decision_that_was_met_on_a_detour_is_told_so():
    held = Held(6)
    held.votes(["ring-mum"] * 6)
    held.does(asking.decide(held.room, "ring-mum", room.DETOUR))
    while held.room.question is None or held.room.question.number == 1:
        held.does(asking.go_on(held.room))
    held.votes([held.room.question.order[0]] * 6)
    held.does(asking.return_to(held.room, 1))
    assert "lay on a detour" in debrief_of(CASE, KEY, held.room).decisions[1].went_on


def test_wherever_a_session_stops_there_is_a_debrief():
    events = simulated(CASE, KEY, "the-porch", 6)
    for stop in range(1, len(events), 9):
        assert "Where the votes lay" in debrief_page(debrief_of(CASE, KEY, room_of(CASE, events[:stop])))


def test_a_page_needs_nothing_from_elsewhere_and_runs_nothing():
    page = debrief_page(debrief_of(CASE, KEY, room_of(CASE, simulated(CASE, KEY, "the-porch")), notes_of("the-porch")))
    assert not re.search(r"<script|<link|<img|\bsrc=|href=|url\(|@import", page)


@pytest.mark.parametrize(
    ("unit", "mode"), [*((unit, room.PHONES) for unit in PLAYED), ("the-porch", room.TABLES), ("the-porch", room.HANDS)]
)
def test_every_unit_has_a_debrief(unit, mode):
    case = content.unit_case(unit)
    key = content.key(case.name)
    told = debrief_of(case, key, room_of(case, simulated(case, key, unit, 11, 5, mode)), notes_of(unit))
    page = debrief_page(told)
    assert told.ending
    assert all(each.say and each.went_on for each in told.decisions)
    assert page.count("<h3>") >= len(told.decisions)
    assert all(f'id="{step}"' in page for step in ("reactions", "description", "analysis", "application"))


def test_a_unit_that_measures_outcome_bias_alone_says_that_the_session_did_not():
    measured = [unit for unit in PLAYED if content.unit(unit).ratings]
    assert measured
    for unit in measured:
        case = content.unit_case(unit)
        assert "This session did not measure outcome bias" in debrief_of(
            case, content.key(case.name), room_of(case, [opened(case, unit, 1, room.PHONES, 90)])
        ).outcome


NOT_ENGLISH = re.compile(
    r"\byou(rs|rself)?\b|\byour\b(?! minds\?)|  | [,.;:?]|[.,]{2}|\bBut\b|\"|\bus (are|had|have|could|were)\b"
    r"|\bwe[,.;:]|because (?!Mum|Dad|Partner)[A-Z]"
)
"""What would show that a sentence was put together by a machine."""


@pytest.mark.parametrize("name", content.cases())
def test_what_can_be_said_of_every_option_is_good_english(name):
    key, case = content.key(name), content.case(name)
    for scene, keyed in key.decisions.items():
        texts = {each["id"]: each["text"] for each in case.scenes[scene]["choices"]}
        for choice, option in keyed.options.items():
            said = advocacy(case.scenes[scene]["title"], "B", texts[choice], option, key, CHOSE)
            own = said.partition("protects: ")[2]
            assert said.endswith("?")
            assert own
            assert not NOT_ENGLISH.search(own), own
            assert said.count("“") == said.count("”")
            assert ("because" in own) or option.credit >= 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("you have no power to require it", "we have no power to require it"),
        ("nobody can make that statement for you", "nobody can make that statement for us"),
        ("she has just told you that you are late", "she has just told us that we are late"),
        ("it is not yours to promise, and your own desk", "it is not ours to promise, and our own desk"),
        ("a chance to prove you wrong", "a chance to prove us wrong"),
        ("the work that you could not do yourself", "the work that we could not do ourselves"),
    ],
)
def test_you_becomes_we_or_us(words, said):
    assert as_we(words) == said


def test_the_concern_is_what_the_key_says_after_its_but():
    assert concern(KEY.decisions["before-visit-four"].options["text-her"], KEY).startswith("the text leaves out")


def test_a_name_keeps_its_capital_in_mid_sentence():
    assert uncapitalised("Mum's calm", KEY) == "Mum's calm"
    assert uncapitalised("The boys' claim", KEY) == "the boys' claim"


def test_a_quotation_that_is_broken_off_is_closed():
    assert shortened('Ring: "' + "word " * 30 + '"').endswith(' …"')
    assert inner_quotes('a "b" c "d"') == "a ‘b’ c ‘d’"


def test_what_is_all_speech_has_one_pair_of_quotation_marks():
    assert [quoted(each) for each in ('"I see."', 'Say: "I see."')] == ["“I see.”", "“Say: ‘I see.’”"]


@pytest.mark.parametrize(("number", "said"), [(0, "no"), (1, "one"), (12, "twelve"), (13, "13")])
def test_numbers_are_said_in_words_to_twelve(number, said):
    assert number_words(number) == said


def test_a_day_is_said_as_one():
    assert day_words("2026-01-02") == "2 January 2026"
    assert day_words("no day") == "no day"
