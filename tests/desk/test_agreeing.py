"""How markers agree, taken from what they gave at the desk."""

from __future__ import annotations

import pytest
from cohorts import CELL, LEARNERS, UNIT, desk_at, give, lay_out

from steadyline.cli.agreement import told
from steadyline.desk.agreeing import agreement_of, blind_marks
from steadyline.graders.gradebook import engine_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two markers give the same to one learner, lie one level apart on another, and agree on that."""
    made = lay_out(tmp_path_factory.mktemp("agreeing") / "cohort")
    one, two = desk_at(made, "marker-1"), desk_at(made, "marker-2")
    for learner, levels in zip(LEARNERS, ((1, 1), (1, 2), (2, 2)), strict=False):
        give(one, learner, levels[0])
        give(two, learner, levels[1])
    view = one.open(UNIT, LEARNERS[1], CELL)
    give(one, LEARNERS[1], 4, note="weighed by both together", last=view["last"], blind=False)
    return made


def test_agreed_marks_are_not_compared(folder):
    given = [(marking.who, marking.stage, marking.levels["whole"]) for _, marking in blind_marks(engine_of(folder), [UNIT])]
    assert sorted(given) == [
        ("marker-1", "first", 1), ("marker-1", "first", 1), ("marker-1", "first", 2),
        ("marker-2", "second", 1), ("marker-2", "second", 2), ("marker-2", "second", 2),
    ]  # fmt: skip


def test_first_and_second_marks_are_compared_script_by_script(folder):
    found = agreement_of(engine_of(folder), [UNIT])
    assert found.first_and_second[0].value == pytest.approx(2 / 3)
    assert (found.marked_twice, found.marked_thrice, found.agreed) == (3, 0, 1)


def test_three_scripts_are_said_to_be_too_few(folder):
    text = told(agreement_of(engine_of(folder), [UNIT]))
    assert "too few to say" in text
    assert "nan" not in text.lower()


def test_a_unit_in_which_nobody_marked_says_so(folder):
    assert told(agreement_of(engine_of(folder), ["clean-shirts"])) == "Nothing was marked at the desk yet."
