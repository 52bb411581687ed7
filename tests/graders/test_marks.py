"""What a playthrough earns, and that it adds up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import pytest

from steadyline.decisions import Decision
from steadyline.graders.key import Key, read_key
from steadyline.graders.marks import AXES, MEASURES, Calibration, MarkRefused, Marks, Measure, mark, scale_of
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.read import read_case
from steadyline.scenarios.replay import replay

Played = Callable[..., list[Decision]]
WALKS = [(door, kitchen) for door in ("say-why", "say-nothing", "she-must") for kitchen in ("ask", "leave")]


@pytest.fixture
def marked(small: CompiledCase, small_key: Key, played: Played) -> Callable[..., Marks]:
    def of(*choices: str, seed: int = 7) -> Marks:
        return mark(replay(small, played(small, *choices, seed=seed)), scale_of(small, small_key))

    return of


def test_the_best_way_through_earns_everything_and_regrets_nothing(marked: Callable[..., Marks]) -> None:
    found = marked("say-why", "ask").measures["judgement"]
    assert (found.earned, found.best, found.worst, found.regret, found.share) == (6, 6, 0, 0, 1)


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("measure", MEASURES)
def test_total_regret_is_the_best_less_the_earned(
    marked: Callable[..., Marks], walk: tuple[str, str], measure: str
) -> None:
    found = marked(*walk).measures[measure]
    assert found.regret == pytest.approx(found.best - found.earned)
    assert all(each.parts[measure].regret >= 0 for each in marked(*walk).decisions)


@pytest.mark.parametrize("measure", MEASURES)
def test_leaving_early_gains_nothing(marked: Callable[..., Marks], measure: str) -> None:
    assert marked("say-why").measures[measure].share <= marked("say-why", "ask").measures[measure].share
    assert marked().measures[measure].earned == 0


def test_a_position_costs_its_distance_from_zero_on_either_side(marked: Callable[..., Marks]) -> None:
    assert marked("say-nothing", "ask").measures["assertiveness"].earned == 0 + 2
    assert marked("she-must", "ask").measures["assertiveness"].earned == 0 + 2
    assert marked("say-why", "ask").measures["assertiveness"].earned == 2 + 2


def test_a_method_error_earns_nothing_on_the_axes_and_is_left_out_of_the_mean(marked: Callable[..., Marks]) -> None:
    found = marked("she-must", "leave")
    assert found.decisions[1].parts["assertiveness"].earned == 0
    assert found.calibration["assertiveness"].positions == (2, None)
    assert found.calibration["assertiveness"].mean == 2


def test_mean_and_spread_are_those_of_the_positions_that_count() -> None:
    found = Calibration("assertiveness", (-2, None, 0, 2))
    assert (found.mean, found.spread) == (0, pytest.approx(math.sqrt(8 / 3)))
    assert (Calibration("escalation", (None,)).mean, Calibration("escalation", ()).spread) == (0, 0)


def test_a_contested_decision_costs_nothing_and_gives_nothing(
    small: CompiledCase, small_key_text: str, played: Played
) -> None:
    key = read_key(small_key_text.replace("Why each tempts.", "- status: contested"), small)
    found = [mark(replay(small, played(small, door, "ask")), scale_of(small, key)) for door in ("say-why", "she-must")]
    assert [each.measures["judgement"].share for each in found] == [1, 1]
    assert found[1].calibration["assertiveness"].positions[0] is None


@pytest.mark.parametrize("status", ["contested", "withdrawn"])
def test_under_a_key_that_does_not_stand_a_mark_is_refused(small: CompiledCase, small_key_text: str, status: str) -> None:
    key = read_key(small_key_text.replace("status: author", f"status: {status}"), small)
    with pytest.raises(MarkRefused, match=status):
        scale_of(small, key)


def test_a_measure_in_which_nothing_can_be_earned_is_refused() -> None:
    with pytest.raises(MarkRefused, match="nothing to be marked"):
        Measure("escalation", 0, 0, 0, 0, 0).points(6)


@pytest.mark.parametrize("earned", [math.nan, math.inf, -1, 9])
def test_a_mark_that_cannot_be_right_is_refused(earned: float) -> None:
    with pytest.raises(MarkRefused):
        Measure("judgement", earned, 0, 6, 0, 0).points(12)


def test_points_are_a_builtin_float_within_range(marked: Callable[..., Marks]) -> None:
    for walk in WALKS:
        for measure in MEASURES:
            points = marked(*walk).measures[measure].points(7)
            assert type(points) is float
            assert 0 <= points <= 7


LUCKY = """---
format: 1
title: Luck before a decision
role: r
minutes: 5
content note: n
findings: F1
competencies: C1
use: formative
---
## First

a

- [one](#lot)
  - id: one
  - now: n
- [two](#lot)
  - id: two
  - now: n

## Lot

- Chance: [rich](#rich)
- Chance: [poor](#poor)

## Rich

b

- [three](#end)
  - id: three
  - now: n
- [four](#end)
  - id: four
  - now: n

## Poor

c

- [five](#end)
  - id: five
  - now: n
- [six](#end)
  - id: six
  - now: n

## End

d

- Ending: End
  - process: sound
  - circumstance: neutral
"""
CREDITS = {"one": 3, "two": 1, "three": 3, "four": 0, "five": 3, "six": 2}


def lucky_key() -> str:
    lines = ["---", "format: 1", "case: lucky", "version: 1", "status: author", "---", ""]
    for title, choices in (("First", ("one", "two")), ("Rich", ("three", "four")), ("Poor", ("five", "six"))):
        lines += [f"## {title}", ""]
        for choice in choices:
            lines += [f"### {choice}", f"- credit: {CREDITS[choice]}", "- assertiveness: 0", "- escalation: 0",
                      "- competency: C1", "- reason: r", "- protects: p", "- sources: s", ""]  # fmt: skip
    return "\n".join(lines)


def lots(case: CompiledCase, played: Played) -> Iterator[tuple[int, str]]:
    """Yields a seed for each lot that can be drawn."""
    found: dict[str, int] = {}
    for seed in range(50):
        found.setdefault(replay(case, played(case, "one", seed=seed)).node, seed)
    yield from ((seed, node) for node, seed in found.items())


def test_what_chance_took_or_gave_is_in_nobodys_marks(played: Played) -> None:
    case = compile_case(read_case(LUCKY, "lucky"))
    key = read_key(lucky_key(), case)
    scale = scale_of(case, key)
    seen = set()
    for seed, node in lots(case, played):
        choices = list(case.options(node))
        best = mark(replay(case, played(case, "one", choices[0], seed=seed)), scale).measures["judgement"]
        worse = mark(replay(case, played(case, "two", choices[1], seed=seed)), scale).measures["judgement"]
        assert (best.share, best.regret) == (1, 0)
        assert worse.regret == pytest.approx(worse.best - worse.earned)
        seen.add(node)
    assert seen == {"rich", "poor"}


def test_every_axis_has_a_calibration(marked: Callable[..., Marks]) -> None:
    assert tuple(marked("say-why").calibration) == AXES
