"""A room rates before and after an outcome: what may be asked when, who sees what, and what came of it."""

from __future__ import annotations

import json

import pytest
from rooms import Played

from steadyline import content
from steadyline.live import asking, asking_rating, out, room, tables
from steadyline.live.debrief import debrief_of
from steadyline.live.debrief_outcome import MEASURED, NOT_MEASURED
from steadyline.live.debrief_page import debrief_page
from steadyline.live.facilitating import facilitator_view
from steadyline.live.flow import Place, onward
from steadyline.live.held import Held
from steadyline.live.rated import NO_FAULT, SAME_OUTCOME, rated_of
from steadyline.live.rating import AFTER, AWAY, BEFORE, SHOWN
from steadyline.live.rating_words import rates_of
from steadyline.live.refusals import NotNow, NotOffered
from steadyline.live.room import room_of
from steadyline.live.screen_pages import Words, screen_pages
from steadyline.live.simulate import simulated
from steadyline.live.views import phone_view, screen_view

UNIT = "fourteen-months"
CASE, KEY = content.unit_case(UNIT), content.key("fourteen-months")
RATE = rates_of(UNIT)[0]
WORDS = Words(rates=(RATE,))
ACCIDENT, SETTLED = "seriously hurt", "safe and settled"


class Rates(Played):
    """A room that reads the first page of Fourteen Months and rates."""

    def __init__(self, people: int = 6, mode: str = room.PHONES) -> None:
        super().__init__(UNIT, mode)
        if mode != room.HANDS:
            self.join(people, mode == room.TABLES)
        self.to(room.READING)

    def opens(self) -> None:
        self.does(asking_rating.open_rating(self.room, RATE))

    def rates(self, *values: int) -> None:
        """Lets the first devices rate, each all things alike."""
        for number, value in enumerate(values):
            given = [value] * len(RATE.things)
            self.does(asking_rating.rate(self.room, f"device-{number}", RATE.id, self.room.rating.phase, given))

    def shows(self, outcome: str = "accident") -> None:
        self.does(asking_rating.show_outcome(self.room, RATE, outcome))

    def closes(self) -> None:
        self.does(asking_rating.close_rating(self.room, RATE.id))


def rated_twice(before: tuple[int, ...], after: tuple[int, ...], mode: str = room.PHONES) -> Rates:
    made = Rates(mode=mode)
    made.opens()
    made.rates(*before)
    made.shows()
    made.rates(*after)
    made.closes()
    return made


def seen(made: Played) -> str:
    """All that phones and every page of the big screen are sent."""
    screens = [screen_view(made.room, Place(page), WORDS) for page in range(len(screen_pages(made.room, WORDS)))]
    return json.dumps([phone_view(made.room, "device-0", WORDS), *screens])


def test_the_means_are_of_those_who_rated_both_times():
    found = rated_of(rated_twice((8, 8, 8, 8, 8, 0), (6, 6, 6, 6, 7)).room)[0]
    assert found.number == 5
    assert [(each.before, each.after, each.moved) for each in found.things] == [(8, 6.2, -1.8)] * 3
    assert found.altogether.moved == -1.8


def test_fewer_than_five_who_rated_both_times_are_told_in_words_only():
    made = rated_twice((8, 8, 8, 8, 8, 8), (3, 3, 3, 3))
    assert rated_of(made.room)[0].things == ()
    result = phone_view(made.room, "device-5", WORDS)["rating"]["result"]
    assert (result["rows"], result["number"]) == ([], 0)
    assert "Fewer than 5" in result["words"][0]
    assert screen_pages(made.room, WORDS)[0]["rows"] == []


def test_few_tables_are_shown_since_a_table_is_no_person():
    found = rated_of(rated_twice((8, 6), (6, 6), room.TABLES).room)[0]
    assert (found.number, found.unit, found.altogether.moved) == (2, "tables", -1.0)


def test_the_later_ratings_of_a_phone_take_the_place_of_the_earlier():
    made = Rates()
    made.opens()
    made.rates(2)
    made.rates(9)
    assert list(made.room.rating.before.values()) == [(9, 9, 9)]


def test_what_was_rated_before_the_outcome_stands():
    made = Rates()
    made.opens()
    made.rates(5)
    made.shows()
    with pytest.raises(NotNow, match="closed"):
        asking_rating.rate(made.room, "device-0", RATE.id, BEFORE, [1, 1, 1])


@pytest.mark.parametrize("given", [[1, 1], [1, 1, 1, 1], [1, 1, 11], [-1, 1, 1], [1, 1, "1"], [1, 1, True], [1, 1, 1.5], []])
def test_ratings_that_cannot_be_are_refused(given):
    made = Rates()
    made.opens()
    with pytest.raises(NotOffered):
        asking_rating.rate(made.room, "device-0", RATE.id, BEFORE, given)


def test_a_phone_that_has_not_joined_cannot_rate():
    made = Rates()
    made.opens()
    with pytest.raises(NotNow, match="joined"):
        asking_rating.rate(made.room, "stranger", RATE.id, BEFORE, [1, 1, 1])


@pytest.mark.parametrize("stage", [room.LOBBY, room.START, room.OPEN, room.CLOSED, room.REVEALED, room.DECIDED, room.CLOSING])
def test_a_rating_is_not_opened_at_another_point_of_the_session(stage):
    made = Rates()
    made.room.stage = stage
    with pytest.raises(NotNow):
        asking_rating.open_rating(made.room, RATE)


@pytest.mark.parametrize("stage", [room.READING, room.ENDED, room.DEBRIEF])
def test_a_rating_is_opened_while_the_room_reads_at_the_ending_and_in_the_debrief(stage):
    made = Rates()
    made.room.stage = stage
    assert asking_rating.open_rating(made.room, RATE)["phase"] == BEFORE


def test_with_a_show_of_hands_it_is_not_measured_and_the_page_says_so():
    made = Rates(mode=room.HANDS)
    with pytest.raises(NotNow, match="show of hands"):
        asking_rating.open_rating(made.room, RATE)
    desk = facilitator_view(made.room, KEY, None, None, WORDS)["ratings"]
    assert "not measured" in desk[0]["say"][0]
    assert desk[0]["steps"] == []


def test_nothing_else_goes_on_while_a_rating_stands():
    made = Rates()
    made.to_question()
    made.opens()
    for refused in (asking.ask, asking.go_on, lambda now: asking.turn_to(now, room.LOBBY)):
        with pytest.raises(NotNow, match="rating"):
            refused(made.room)


def test_bringing_the_room_to_the_debrief_puts_a_rating_away_and_keeps_it():
    made = Rates()
    made.opens()
    made.rates(5)
    made.to(room.DEBRIEF)
    assert made.room.rating is None
    assert made.room.ratings[RATE.id].before == {"device-0": (5, 5, 5)}


def test_one_that_was_put_away_before_its_outcome_can_be_taken_up_again_with_its_ratings():
    made = Rates()
    made.opens()
    made.rates(5)
    made.does(asking_rating.put_away(made.room, RATE.id))
    made.opens()
    assert made.room.rating.before == {"device-0": (5, 5, 5)}


def test_one_whose_outcome_is_known_is_not_opened_again():
    made = rated_twice((5,), (5,))
    made.does(asking_rating.put_away(made.room, RATE.id))
    with pytest.raises(NotNow, match="already"):
        made.opens()


def test_an_outcome_waits_until_somebody_has_rated():
    made = Rates()
    made.opens()
    assert onward(made.room, Place()) is None
    with pytest.raises(NotNow, match="Nobody has rated"):
        made.shows()


def test_the_outcome_is_drawn_by_the_rooms_seed_or_chosen():
    drawn = set()
    for seed in range(12):
        made = Rates()
        made.room.seed = seed
        made.opens()
        made.rates(5)
        event = asking_rating.show_outcome(made.room, RATE)
        assert event == asking_rating.show_outcome(made.room, RATE)
        drawn.add(event["outcome"])
    assert drawn == {"accident", "settled"}
    with pytest.raises(NotOffered):
        asking_rating.show_outcome(made.room, RATE, "flood")


def test_no_outcome_is_sent_before_it_is_shown_and_the_other_one_only_after_the_closing():
    made = Rates()
    made.opens()
    made.rates(5, 5, 5, 5, 5)
    told = seen(made)
    assert ACCIDENT not in told
    assert SETTLED not in told
    made.shows()
    told = seen(made)
    assert ACCIDENT in told
    assert SETTLED not in told
    assert "outcome bias" not in told
    made.closes()
    assert SETTLED in seen(made)


def test_no_mean_is_sent_before_the_closing_and_no_device_ever():
    made = rated_twice((7, 7, 7, 7, 7), (5, 5, 5, 5, 5))
    assert '"moved"' in seen(made)
    assert "device-" not in seen(made)
    still_open = Rates()
    still_open.opens()
    still_open.rates(7, 7, 7, 7, 7)
    still_open.shows()
    still_open.rates(5, 5, 5, 5, 5)
    assert '"moved"' not in seen(still_open)


def test_a_phone_is_sent_its_own_ratings_and_nobody_elses():
    made = rated_twice((7, 2, 2, 2, 2), (5, 1, 1, 1, 1))
    assert phone_view(made.room, "device-0", WORDS)["mine"]["rating"] == {"before": [7] * 3, "after": [5] * 3}
    assert phone_view(made.room, "device-5", WORDS)["mine"]["rating"] == {}
    assert phone_view(made.room, "stranger", WORDS)["mine"] == {"table": ""}


def test_every_thing_stands_whole_on_the_big_screen():
    made = Rates()
    made.opens()
    told = json.dumps(screen_pages(made.room, WORDS))
    assert [id for id, words in RATE.things if words.split(". ")[-1][:40] not in told] == []


def test_page_down_leads_through_a_rating_and_back_to_where_the_room_was():
    made = Rates()
    made.opens()
    made.rates(5, 5, 5, 5, 5)
    passed = []
    while made.room.rating is not None:
        deed = onward(made.room, Place())
        passed.append(deed["to"])
        made.does({AFTER: lambda: asking_rating.show_outcome(made.room, RATE),
                   SHOWN: lambda: asking_rating.close_rating(made.room, RATE.id),
                   AWAY: lambda: asking_rating.put_away(made.room, RATE.id)}[deed["to"]]())  # fmt: skip
    assert passed == [AFTER, SHOWN, AWAY]
    assert made.room.stage == room.READING


def test_the_facilitator_is_told_how_many_have_rated_and_what_the_figures_can_bear():
    made = Rates()
    made.opens()
    made.rates(5, 5)
    desk = facilitator_view(made.room, KEY, None, None, WORDS)["ratings"][0]
    assert (desk["rated"], desk["of"]) == (2, 6)
    assert desk["caution"] == SAME_OUTCOME
    assert {each.get("outcome", "") for each in desk["steps"]} == {"", "accident", "settled"}
    assert facilitator_view(made.room, KEY, None, None, Words())["ratings"] == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [(6, 4, "went down by 2.0 on average, on a scale from 0 to 10"), (6, 7, "went up by 1.0"), (6, 6, "stand where they stood")],
)
def test_what_moved_is_told_in_words(before, after, said):
    words = rated_of(rated_twice((before,) * 5, (after,) * 5).room)[0].sentences
    assert said in words[0]
    assert (NO_FAULT in words) is (before != after)
    assert words[-1] == SAME_OUTCOME


@pytest.mark.parametrize("mode", [room.PHONES, room.TABLES])
def test_the_debrief_has_a_part_on_what_the_outcome_did(mode):
    held = Held("x", CASE, KEY, room_of(CASE, simulated(CASE, KEY, UNIT, 24, mode=mode)))
    page = debrief_page(held.debrief)
    assert MEASURED in page
    assert ACCIDENT in page or SETTLED in page
    assert SAME_OUTCOME in held.debrief.outcome
    assert [row["rated"] for row in tables.ratings(held)][-1] == "Altogether"
    assert not any(device in page for device in held.room.devices)


def test_the_debrief_of_few_has_no_number_of_them():
    held = Held("x", CASE, KEY, room_of(CASE, simulated(CASE, KEY, UNIT, 4)))
    assert "Fewer than 5 rated both times" in held.debrief.outcome
    assert "Mean ratings" not in debrief_page(held.debrief)
    assert tables.ratings(held) == []
    assert {row[-1] for row in out.rows(held)} == {None}
    assert "extension:before" not in json.dumps(out.statements(held, "https://learn.example.org"))


def test_where_no_outcome_was_shown_the_present_words_stay():
    made = Rates()
    made.opens()
    made.rates(5, 5, 5, 5, 5)
    told = debrief_of(CASE, KEY, made.room)
    assert "This session did not measure outcome bias" in told.outcome
    assert NOT_MEASURED in debrief_page(told)


def test_what_is_given_out_has_the_means_of_each_thing_before_and_after():
    held = Held("x", CASE, KEY, room_of(CASE, simulated(CASE, KEY, UNIT, 9)))
    found = [dict(zip(out.COLUMNS, row, strict=True)) for row in out.rows(held)]
    rated = [each for each in found if each["rated"]]
    assert [(each["rated"], each["vote"]) for each in rated] == [
        (f"{RATE.id}/{id}", number) for id, _ in RATE.things for number in (1, 2)
    ]
    assert {each["voted"] for each in rated} == {9}
    said = [each["result"]["extensions"] for each in out.statements(held, "https://learn.example.org")]
    means = next(each["urn:steadyline:extension:after"] for each in said if "urn:steadyline:extension:after" in each)
    assert means == {each["rated"].split("/")[1]: each["mean"] for each in rated if each["vote"] == 2}
