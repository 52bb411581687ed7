"""How far a learner is, as the start page tells it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from steadyline import content
from steadyline.answers import Answer, record_answer
from steadyline.course.handin import pack
from steadyline.course.outline import Track
from steadyline.decisions import Decision, record_decision
from steadyline.learn.start_page import Row, page, rows

UNIT = "the-porch"
CLEAR = ("ring-mum", "cannot-promise", "ask-to-meet-them", "ask-for-a-discussion", "meet-him-and-see-them", "plan-with-a-date")  # fmt: skip

Decide = Callable[[int], None]


@pytest.fixture
def decide(tmp_path: Path, played: Callable[..., list[Decision]]) -> Decide:
    """A function that takes so many of the six decisions."""

    def take(number: int) -> None:
        for decision in played(content.unit_case(UNIT), *CLEAR[:number]):
            record_decision(tmp_path / UNIT / "decisions.jsonl", decision)

    return take


def _answer(folder: Path, item: str, value: str | tuple[str, ...]) -> None:
    record_answer(folder / UNIT / "answers.jsonl", Answer(UNIT, item, value, "2026-11-23T18:20:49Z"))


def test_the_units_stand_in_the_order_of_the_course(tmp_path: Path) -> None:
    assert [row.unit.name for row in rows(tmp_path)] == content.units()


def row_of(folder: Path) -> Row:
    """The row of the unit that these tests work in."""
    return next(row for row in rows(folder) if row.unit.name == UNIT)


def test_looking_at_the_page_writes_nothing(tmp_path: Path) -> None:
    page(tmp_path, "/")
    assert list(tmp_path.iterdir()) == []


def test_a_unit_not_begun_has_a_button_to_start(tmp_path: Path) -> None:
    row = row_of(tmp_path)
    assert (row.words, row.button) == ("Not begun", "Start")


def test_a_unit_in_the_middle_says_how_many_decisions_are_saved(tmp_path: Path, decide: Decide) -> None:
    decide(3)
    row = row_of(tmp_path)
    assert (row.words, row.button) == ("Begun: 3 of 6 decisions, saved", "Carry on")


def test_a_unit_with_only_answers_has_begun_too(tmp_path: Path) -> None:
    _answer(tmp_path, "check/entry", ("no",))
    assert row_of(tmp_path).words == "Begun, and saved"


def test_a_finished_case_says_so_while_the_rest_is_open(tmp_path: Path, decide: Decide) -> None:
    decide(6)
    assert row_of(tmp_path).words == "Begun: finished, 6 decisions"


def test_a_finished_unit_reminds_of_handing_in(tmp_path: Path, decide: Decide) -> None:
    decide(6)
    for check in content.unit(UNIT).checks:
        for question in check.questions:
            _answer(tmp_path, f"{check.id}/{question.id}", tuple(question.option_ids[: question.choose]))
    _answer(tmp_path, "three-sentences", "word " * 60)
    assert row_of(tmp_path).words == "Finished, not handed in yet"


def test_a_unit_handed_in_says_when(tmp_path: Path) -> None:
    made = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    pack(tmp_path / UNIT, tmp_path / "hand-ins", UNIT, "wren-14", UNIT, "d" * 64, made)
    here = made.astimezone()
    assert row_of(tmp_path).words == f"Handed in on {here.day} November 2026 at {here:%H:%M}"


def test_a_damaged_log_is_told_and_the_page_still_stands(tmp_path: Path, decide: Decide) -> None:
    decide(2)
    log = tmp_path / UNIT / "decisions.jsonl"
    log.write_bytes(b"rubbish\n" + log.read_bytes())
    assert "Nothing has been changed or lost" in page(tmp_path, "/")


def test_a_log_of_an_earlier_text_of_the_case_is_told(tmp_path: Path, decide: Decide) -> None:
    decide(2)
    log = tmp_path / UNIT / "decisions.jsonl"
    log.write_text(log.read_text("utf-8").replace(content.unit_case(UNIT).digest, "0" * 64), encoding="utf-8")
    assert "the case was changed since you played it" in page(tmp_path, "/")


def test_the_page_says_that_one_may_stop_where_the_work_is_and_who_can_be_rung(tmp_path: Path) -> None:
    shown = page(tmp_path, "/")
    assert "Nobody is told that you stopped." in shown
    assert str(tmp_path) in shown
    assert "Samaritans, 116 123" in shown


def test_a_folder_with_signs_in_its_name_is_shown_as_it_is_called(tmp_path: Path) -> None:
    assert "a&lt;b&gt; &amp; c" in page(tmp_path / "a<b> & c", "/")


def test_every_way_to_open_a_unit_is_on_the_page(tmp_path: Path) -> None:
    shown = page(tmp_path, "/base/")
    for way in ("voila/render", "notebooks", "lab/tree"):
        assert f'href="/base/{way}/the-porch/the-porch.ipynb"' in shown


def test_the_first_button_of_the_page_goes_on_with_what_is_begun_and_else_with_what_comes_first(
    tmp_path: Path, decide: Decide
) -> None:
    def first(shown: str) -> str:
        return re.sub(r"<[^>]*>", "", shown[shown.index('class="button"') :].split(">", 1)[1].split("</a>")[0])

    assert first(page(tmp_path, "/")) == f"Start: {content.unit(content.units()[0]).title}"
    decide(2)
    assert first(page(tmp_path, "/")) == "Carry on: The Porch"


@pytest.mark.parametrize("track", content.outline().tracks, ids=lambda track: track.name)
def test_a_way_through_the_course_shows_its_units_in_its_order_and_what_may_be_added(tmp_path: Path, track: Track) -> None:
    shown = page(tmp_path, "/", track.name)
    titles = [content.unit(name).title for name in track.units]
    assert re.findall(r"<h3>(.*?)</h3>", shown) == titles
    assert all(content.unit(name).title in shown for name in track.also)


def test_a_way_that_nobody_knows_shows_all_units(tmp_path: Path) -> None:
    assert len(re.findall(r"<h3>", page(tmp_path, "/", "no-such-way"))) == len(content.units())
