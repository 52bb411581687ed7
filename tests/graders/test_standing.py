"""Where somebody stands over several cases: levels, directions, and what is left unsaid."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from steadyline import content
from steadyline.course.simulate import Simulation
from steadyline.graders.key import COMPETENCIES
from steadyline.graders.marks import Marks, mark
from steadyline.graders.standing import FEWEST, NAMES, home, overall
from steadyline.graders.standing_picture import standing_svg, standing_words
from steadyline.scenarios.replay import replay

BEGAN = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)


def played(unit: str, temperament: str) -> Marks:
    case = content.unit_case(unit)
    simulation = Simulation(content.unit(unit), case, content.key(case.name), content.check_answers(unit))
    decisions = [each for each in simulation.learner(temperament, 11, BEGAN).decisions if each.attempt == 1]
    return mark(replay(case, decisions), content.scale(case.name))


def formative() -> list[str]:
    return [name for name in content.units() if content.unit(name).play and content.unit_case(name).is_formative]


@pytest.mark.parametrize(("temperament", "direction"), [("cautious", "leaning under"), ("coercive", "leaning over")])
def test_a_temperament_shows_on_its_own_side_in_every_competency_that_has_a_direction(temperament: str, direction: str) -> None:
    found = overall([played(name, temperament) for name in formative()])
    told = [each for each in found.standings if each.direction and "method" not in each.direction]
    assert {each.direction for each in told if each.competency in ("C1", "C2")} == {direction}
    assert len(told) >= 3


def test_the_calibrated_reach_the_highest_level_everywhere_and_have_no_direction() -> None:
    found = overall([played(name, "calibrated") for name in formative()])
    assert {(each.level, each.direction) for each in found.standings if each.level} == {(4, "")}


def test_too_few_decisions_give_no_level() -> None:
    marks = played("the-porch", "calibrated")
    few = {name: sum(home(each.keyed) == name for each in marks.decisions) for name in COMPETENCIES}
    found = {each.competency: each for each in overall([marks]).standings}
    assert any(number < FEWEST for number in few.values())
    for name, number in few.items():
        assert found[name].decisions == number
        assert (found[name].level > 0) == (number >= FEWEST)
        assert ("not enough decisions yet" in found[name].sentence) == (number < FEWEST)


def test_nobody_stands_anywhere_before_the_first_decision() -> None:
    found = overall([])
    assert [each.level for each in found.standings] == [0] * len(NAMES)
    assert standing_words(found.by_case) == []
    assert standing_svg(found.by_case).startswith("<svg")


def test_a_decision_belongs_to_the_competency_of_its_best_option_whatever_was_chosen() -> None:
    key = content.key("the-porch")
    for decision in key.decisions.values():
        best = max(decision.options.values(), key=lambda option: option.credit)
        assert home(decision) == best.competency


def test_the_picture_tells_each_case_on_each_axis_once_and_there_is_no_total() -> None:
    found = overall([played(name, "erratic") for name in formative()])
    picture = standing_svg(found.by_case)
    for name in formative():
        title = content.unit_case(name).title
        assert picture.count(f">{title}<") == sum(bool(axis.counted) for axis in found.by_case[title].values())
    said = " ".join([each.sentence for each in found.standings] + standing_words(found.by_case))
    assert not re.search(r"\btotal|overall score|rank", said, re.IGNORECASE)
