"""Simulated learners: the same seed the same work, and each temperament what it says it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

import pytest
import shipped

from steadyline import content
from steadyline.answers import read_answers
from steadyline.course.simulate import TEMPERAMENTS, Simulated, Simulation
from steadyline.decisions import read_log
from steadyline.graders.marks import Marks, mark
from steadyline.scenarios.replay import replay

BEGAN = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
UNITS = [name for name in content.units() if content.unit(name).case in shipped.CASES]


def simulated(unit: str, temperament: str, seed: int = 7) -> Simulated:
    case = content.unit_case(unit)
    simulation = Simulation(content.unit(unit), case, content.key(case.name), content.check_answers(unit))
    return simulation.learner(temperament, seed, BEGAN)


def marks_of(unit: str, temperament: str, attempt: int = 1) -> Marks:
    decisions = [each for each in simulated(unit, temperament).decisions if each.attempt == attempt]
    case = content.unit_case(unit)
    return mark(replay(case, decisions), content.scale(case.name))


@pytest.mark.parametrize("temperament", TEMPERAMENTS)
@pytest.mark.parametrize("unit", UNITS)
def test_the_same_seed_gives_the_same_work(unit: str, temperament: str) -> None:
    assert simulated(unit, temperament) == simulated(unit, temperament)


@pytest.mark.parametrize("temperament", TEMPERAMENTS)
@pytest.mark.parametrize("unit", UNITS)
def test_every_learner_plays_to_an_ending(unit: str, temperament: str) -> None:
    assert marks_of(unit, temperament).is_finished


@pytest.mark.parametrize("unit", UNITS)
def test_the_calibrated_earn_all_there_is(unit: str) -> None:
    assert marks_of(unit, "calibrated").measures["judgement"].share == 1.0


@pytest.mark.parametrize("unit", UNITS)
def test_the_cautious_lean_under_and_the_coercive_over(unit: str) -> None:
    marks = {each: marks_of(unit, each) for each in ("cautious", "coercive")}
    counted = {who: [place for axis in found.calibration.values() for place in axis.counted] for who, found in marks.items()}
    assert marks["cautious"].calibration["assertiveness"].mean < 0 < marks["coercive"].calibration["assertiveness"].mean
    assert fmean(counted["cautious"]) < -1 < 1 < fmean(counted["coercive"])


@pytest.mark.parametrize("unit", UNITS)
def test_the_calibrated_name_what_does_most_harm_and_the_cautious_and_coercive_the_other_side(unit: str) -> None:
    key = content.key(content.unit(unit).case)
    asked = [each for each in marks_of(unit, "calibrated").decisions if each.decision.avoid]
    assert len(asked) == sum(bool(scene.get("avoid")) for scene in content.unit_case(unit).scenes.values())
    assert all(key.decisions[each.scene].options[each.decision.avoid].avoid for each in asked)
    for each in marks_of(unit, "cautious").decisions:
        if each.decision.avoid:
            assert (key.decisions[each.scene].options[each.decision.avoid].assertiveness or 0) >= 0


def test_ratings_are_given_twice_and_an_outcome_lies_between(tmp_path: Path) -> None:
    work = simulated("fourteen-months", "calibrated")
    (rate,) = content.unit("fourteen-months").ratings
    items = [answer.item for answer in work.answers if answer.item.startswith(f"{rate.id}/")]
    assert items == list(rate.items)


def test_another_seed_gives_the_erratic_another_walk() -> None:
    walks = {tuple(each.choice for each in simulated(UNITS[0], "erratic", seed).decisions) for seed in range(5)}
    assert len(walks) > 1


def test_the_lazy_write_no_reflection_and_tick_one_question_of_each_check() -> None:
    unit = content.unit(UNITS[0])
    assert [answer.item for answer in simulated(UNITS[0], "lazy").answers] == [
        f"{check.id}/{check.questions[0].id}" for check in unit.checks
    ]


def test_what_is_written_is_read_back_as_it_was(tmp_path: Path) -> None:
    work = simulated(UNITS[0], "erratic")
    work.write(tmp_path)
    assert read_log(tmp_path / "decisions.jsonl").decisions == work.decisions
    assert tuple(read_answers(tmp_path / "answers.jsonl").latest.values()) == work.answers
