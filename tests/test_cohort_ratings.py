"""Outcome bias in a group: how ratings moved, by the outcome that was shown; small groups are not shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from steadyline import content
from steadyline.answers import Answer, Answers, record_answer
from steadyline.cli.main import main
from steadyline.cohort import FEWEST, RATING_COLUMNS, ratings_table
from steadyline.course.handin import ANSWERS

UNIT = content.unit("fourteen-months")
(RATE,) = UNIT.ratings
FIRST, OTHER = (id for id, _ in RATE.outcomes)
THING = RATE.things[0][0]


def given(outcome: str, before: str, after: str) -> Answers:
    said = {f"{RATE.id}/outcome": outcome}
    for id, _ in RATE.things:
        said |= {f"{RATE.id}/{id}": before, f"{RATE.id}/{id}-again": after}
    return Answers({item: Answer(UNIT.name, item, value, "2026-11-23T10:00:00Z") for item, value in said.items()})


def test_the_gap_between_the_outcomes_is_told_for_each_thing() -> None:
    group = {f"a-{n}": given(FIRST, "7", "4") for n in range(6)} | {f"b-{n}": given(OTHER, "7", "8") for n in range(5)}
    table = ratings_table(group, RATE)
    assert tuple(table.columns) == RATING_COLUMNS
    rows = {(row.rated, row.outcome): row for row in table.itertuples()}
    assert (rows[THING, FIRST].learners, rows[THING, FIRST].moved) == (6, -3.0)
    assert (rows[THING, OTHER].learners, rows[THING, OTHER].moved) == (5, 1.0)


def test_what_fewer_than_five_did_is_not_shown_not_even_how_many_they_were() -> None:
    group = {f"a-{n}": given(FIRST, "7", "4") for n in range(FEWEST - 1)}
    table = ratings_table(group, RATE)
    assert table[["learners", "before", "after", "moved"]].isna().all().all()


def test_ratings_that_are_none_or_only_one_of_two_are_left_out() -> None:
    group = {f"a-{n}": given(FIRST, "7", "4") for n in range(5)} | {"x": given(FIRST, "7", "99"), "y": Answers({})}
    assert int(ratings_table(group, RATE)["learners"].dropna().iloc[0]) == 5


def test_the_verb_reads_a_cohorts_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for n in range(5):
        for answer in given(FIRST, "7", "4").latest.values():
            record_answer(tmp_path / "submitted" / f"wren-{n}" / UNIT.name / ANSWERS, answer)
    assert main(["cohort", "bias", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "Fourteen Months: hindsight, 5 hand-ins" in said
    assert "-3.0" in said
    assert "fewer than 5" in said
