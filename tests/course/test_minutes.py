"""How long a unit takes, by its parts."""

from __future__ import annotations

import pytest

from steadyline import content
from steadyline.checking import unit_minutes
from steadyline.course.minutes import ESSAY, Minutes, is_far, minutes_of
from steadyline.course.unit import Check, Prose, Question, Reflect, Unit


def unit(*parts: object, minutes: int = 10) -> Unit:
    return Unit("u", "u.md", "U", "", minutes, (), tuple(parts), True)  # type: ignore[arg-type]


def test_two_hundred_words_take_a_minute_to_read() -> None:
    assert minutes_of(unit(Prose("word " * 400)), 0).reading == 2.0


def test_each_thing_to_be_answered_takes_its_time() -> None:
    question = Question("q", "", 1, (("a", "A"), ("b", "B")))
    assert minutes_of(unit(Check("c", 2, (question, question))), 0).answering == 1.5
    assert minutes_of(unit(Check("c", 2, (question, question), "sort")), 0).answering == 1.0
    assert minutes_of(unit(Check("c", 2, (Question("c", "", 1, (("a", "A"),) * 10),), "spot")), 0).answering == 3.0


def test_what_asks_for_an_essay_is_counted_apart_from_the_sitting() -> None:
    short, long = Reflect("s", 4, (60, 300), "r", ""), Reflect("l", 16, (ESSAY, 600), "r", "")
    found = minutes_of(unit(short, long), 20)
    assert (found.writing, round(found.essays, 1), found.sitting) == (5.0, 16.7, 25)
    assert "written apart from it takes about 17 more" in found.in_words()


@pytest.mark.parametrize(("said", "far"), [(40, False), (54, False), (55, True), (30, False), (29, True)])
def test_the_minutes_may_be_a_third_more_or_less_than_the_estimate(said: int, far: bool) -> None:
    assert is_far(said, Minutes(10, 20, 5, 5, 0)) == far


@pytest.mark.parametrize("name", content.units())
def test_the_minutes_of_every_unit_that_ships_are_near_the_estimate(name: str) -> None:
    assert not is_far(content.unit(name).minutes, unit_minutes(name)), unit_minutes(name).in_words()
