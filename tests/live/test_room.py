"""A room is what its events give, and refuses in words what cannot be done now."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyline import content
from steadyline.course.unit import Rate
from steadyline.live import asking, asking_rating, room
from steadyline.live.booklet import letters_of
from steadyline.live.refusals import NotNow, NotOffered
from steadyline.live.room import Room, apply, opened, room_of
from steadyline.live.tally import FEWEST

CASE = content.case("the-porch")
RATE = Rate("friday", (0, 4), ("poor", "good"), "", (("one", "One."), ("two", "Two.")), (("fire", "A."), ("quiet", "B.")), "")


class Session:
    """A room and the events that made it."""

    def __init__(self, mode: str = room.PHONES) -> None:
        self.events: list[dict[str, object]] = []
        self.room = Room(CASE)
        self.does(opened(CASE, "the-porch", 7, mode, 90))

    def does(self, event: dict[str, object] | None) -> None:
        if event is not None:
            told = {"at": f"2026-01-12T10:00:{len(self.events) % 60:02}Z", **event}
            self.events.append(told)
            apply(self.room, told)

    def begin(self, devices: int = 6, table: str = "") -> None:
        for number in range(devices):
            self.does(asking.join(self.room, f"device-{number}", table or ""))
        self.does(asking.turn_to(self.room, room.READING))
        self.to_question()

    def to_question(self) -> None:
        while self.room.stage == room.READING and self.room.question is None:
            self.does(asking.go_on(self.room))

    def votes(self, *choices: int, **more: object) -> None:
        question = self.room.question
        for number, choice in enumerate(choices):
            self.does(asking.vote(self.room, f"device-{number}", question.order[choice], question=question.number,
                                  round=question.round, **more))  # fmt: skip


@pytest.fixture
def session():
    made = Session()
    made.begin()
    made.does(asking.ask(made.room))
    return made


def test_a_vote_is_counted_once_for_a_device(session):
    session.votes(0, 0, 1)
    session.votes(2)
    tally = session.room.question.tally(1)
    assert [tally.counts[choice] for choice in session.room.question.order[:3]] == [1, 1, 1]
    assert tally.total == 3


def test_fewer_than_five_votes_are_not_shown(session):
    session.votes(*[0] * (FEWEST - 1))
    assert session.room.question.tally(1).is_shown is False
    session.votes(*[0] * FEWEST)
    assert session.room.question.tally(1).is_shown is True


def test_a_vote_after_the_closing_is_refused(session):
    session.does(asking.turn_to(session.room, room.CLOSED))
    with pytest.raises(NotNow, match="closed"):
        session.votes(0)


def test_a_vote_for_an_earlier_round_is_refused(session):
    first = session.room.question
    session.does(asking.turn_to(session.room, room.CLOSED))
    session.does(asking.turn_to(session.room, room.REVEALED))
    session.does(asking.ask(session.room))
    with pytest.raises(NotNow):
        asking.vote(session.room, "device-0", first.order[0], question=first.number, round=1)


def test_a_phone_that_has_not_joined_cannot_vote(session):
    question = session.room.question
    with pytest.raises(NotNow, match="joined"):
        asking.vote(session.room, "stranger", question.order[0], question=question.number, round=question.round)


@pytest.mark.parametrize("more", [{"avoid": "nothing-such"}, {"confidence": 101}, {"confidence": -2}])
def test_what_is_not_offered_is_refused(session, more):
    with pytest.raises(NotOffered):
        session.votes(0, **more)


def test_both_rounds_of_a_vote_are_kept(session):
    session.votes(0, 0, 0, 0, 1)
    session.does(asking.turn_to(session.room, room.CLOSED))
    session.does(asking.turn_to(session.room, room.REVEALED))
    session.does(asking.turn_to(session.room, room.TALKING))
    session.does(asking.ask(session.room))
    session.votes(1, 1, 1, 1, 1)
    first, second = session.room.question.tally(1), session.room.question.tally(2)
    assert (first.leading, second.leading) == ((session.room.question.order[0],), (session.room.question.order[1],))


def test_the_story_goes_on_by_what_the_room_decided(session):
    question = session.room.question
    session.does(asking.turn_to(session.room, room.CLOSED))
    session.does(asking.decide(session.room, question.order[0], room.BY_THE_ROOM))
    session.does(asking.go_on(session.room))
    assert session.room.path == [(question.node, question.order[0])]
    assert session.room.node == CASE.options(question.node)[question.order[0]]


def test_a_detour_can_be_returned_from_and_the_votes_stand(session):
    question = session.room.question
    session.votes(0, 0, 0, 0, 0, 1)
    session.does(asking.turn_to(session.room, room.CLOSED))
    session.does(asking.turn_to(session.room, room.REVEALED))
    session.does(asking.decide(session.room, question.order[1], room.DETOUR))
    session.does(asking.go_on(session.room))
    assert session.room.node != question.node
    session.does(asking.return_to(session.room, question.number))
    assert session.room.node == question.node
    assert session.room.question.tally(1).counts[question.order[0]] == 5
    assert session.room.path == []


def test_the_letters_of_the_screen_are_those_of_the_paper(session):
    printed = letters_of(CASE)
    assert [printed[choice][-1] for choice in session.room.question.order] == ["A", "B", "C", "D"]


def test_there_is_nothing_to_return_from_after_the_rooms_own_choice(session):
    question = session.room.question
    session.does(asking.turn_to(session.room, room.CLOSED))
    session.does(asking.decide(session.room, question.order[0], room.BY_THE_ROOM))
    session.does(asking.go_on(session.room))
    with pytest.raises(NotNow):
        asking.return_to(session.room, question.number)


def test_hands_are_typed_in_and_counted():
    made = Session(room.HANDS)
    made.begin(devices=0)
    made.does(asking.ask(made.room))
    order = made.room.question.order
    made.does(asking.count(made.room, {order[0]: 7, order[1]: 2}))
    assert made.room.question.tally(1).total == 9


@pytest.mark.parametrize("hands", [{"x": 1}, {0: -1}, {0: 501}])
def test_hands_that_cannot_be_are_refused(hands):
    made = Session(room.HANDS)
    made.begin(devices=0)
    made.does(asking.ask(made.room))
    order = made.room.question.order
    with pytest.raises(NotOffered):
        asking.count(made.room, {order[key] if isinstance(key, int) else key: value for key, value in hands.items()})


def test_a_table_has_one_vote_whoever_of_it_gives_it():
    made = Session(room.TABLES)
    for device, table in (("a", "1"), ("b", "1"), ("c", "2")):
        made.does(asking.join(made.room, device, table))
    made.does(asking.turn_to(made.room, room.READING))
    made.to_question()
    made.does(asking.ask(made.room))
    question = made.room.question
    for device, choice in (("a", 0), ("b", 1), ("c", 0)):
        made.does(asking.vote(made.room, device, question.order[choice], question=question.number, round=1))
    assert made.room.question.tally(1).counts[question.order[1]] == 1
    assert made.room.question.tally(1).total == 2


@pytest.mark.parametrize("table", ["", "0", "41", "one", "-1"])
def test_a_table_without_a_number_is_refused(table):
    with pytest.raises(NotOffered):
        asking.join(Session(room.TABLES).room, "a", table)


def test_a_line_of_reasoning_is_one_line_and_short():
    assert asking.one_line("a\n\tb\x1b[31m  c" + "d" * 500) == ("a b [31m c" + "d" * 500)[:200]


def test_a_line_is_on_the_screen_only_when_the_facilitator_shows_it(session):
    session.votes(0, reason="She is afraid.")
    assert session.room.question.shown == set()
    session.does(asking.show_reason(session.room, 1, 1, "device-0", True))
    assert session.room.question.shown == {"1/device-0"}
    session.does(asking.show_reason(session.room, 1, 1, "device-0", False))
    assert session.room.question.shown == set()


def test_a_log_of_another_version_of_the_case_is_refused(session):
    with pytest.raises(room.AnotherCase, match="another version"):
        room_of(CASE, [{**session.events[0], "digest": "0" * 64}])


def tried(made: Session, step: str, pick: int) -> None:
    """Does one step if it can be done now."""
    now = made.room
    question = now.question
    order = question.order if question else ("none",)
    number, round = (question.number, question.round) if question else (0, 0)
    choice = order[pick % len(order)]
    asked = {
        "ask": lambda: asking.ask(now),
        "vote": lambda: asking.vote(now, f"device-{pick % 6}", choice, question=number, round=round),
        "again": lambda: asking.join(now, f"device-{pick % 9}"),
        "decide": lambda: asking.decide(now, choice, room.BY_THE_ROOM),
        "detour": lambda: asking.decide(now, choice, room.DETOUR),
        "on": lambda: asking.go_on(now),
        "return": lambda: asking.return_to(now, (now.forks or [0])[pick % max(len(now.forks), 1)]),
        "pause": lambda: asking.pause(now, bool(pick % 2)),
        "open rating": lambda: asking_rating.open_rating(now, RATE),
        "rate": lambda: asking_rating.rate(now, f"device-{pick % 6}", "friday", now.rating.phase if now.rating else "",
                                           [pick % 5, pick % 4]),
        "show outcome": lambda: asking_rating.show_outcome(now, RATE, ("", "fire", "quiet")[pick % 3]),
        "close rating": lambda: asking_rating.close_rating(now, "friday"),
        "put rating away": lambda: asking_rating.put_away(now, "friday"),
    }  # fmt: skip
    with contextlib.suppress(NotNow, NotOffered):
        made.does(asked[step]() if step in asked else asking.turn_to(now, step))


STEPS = st.lists(st.sampled_from(
    ["ask", "vote", "again", "decide", "detour", "on", "return", "pause", room.CLOSED, room.REVEALED, room.TALKING, room.DEBRIEF]
), max_size=60)  # fmt: skip
RATING = st.lists(st.sampled_from(["open rating", "rate", "rate", "show outcome", "close rating", "put rating away", "ask", "on", room.DEBRIEF]), max_size=30)


@settings(max_examples=60, deadline=None)
@given(RATING, STEPS, RATING, st.integers(0, 1000))
def test_a_room_read_again_from_its_log_is_the_same_room(first, steps, last, luck):
    made = Session()
    made.begin()
    for number, step in enumerate([*first, *steps, *last]):
        tried(made, step, luck + number)
    assert room_of(CASE, made.events) == made.room
