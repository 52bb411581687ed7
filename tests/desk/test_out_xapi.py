"""Statements of the Experience API: valid, the same each time, and silent about what somebody wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from steadyline import content
from steadyline.course.unit import Play, Unit
from steadyline.decisions import Decision
from steadyline.desk.out import Work
from steadyline.desk.out_xapi import Cohort, Said, as_lines, statements
from steadyline.graders.nbgrader import CellMark
from steadyline.graders.nbgrader_handed_in import HandedIn
from steadyline.scenarios.compile import CompiledCase

HOME = "https://learn.example.org"
IRI = re.compile(r"[a-z][a-z0-9+.-]*:\S+")
DURATION = re.compile(r"PT\d+(\.\d+)?S")
Played = Callable[..., list[Decision]]


def mark(cell: str, points: float, automatic: float | None, waits: bool = False, comment: str = "") -> CellMark:
    return CellMark("wren-14", "gate", cell, points, automatic, None, waits, comment)


SENT = HandedIn("wren-14", "gate", datetime(2026, 11, 23, 12, 0, tzinfo=UTC), 3.0, 0.0)
WORK = Work("wren-14", "gate", (mark("judgement", 4, 3.0), mark("reflect-day", 6, None, True, "Not in here.")), SENT)


class Desk:
    """A cohort's folder with one unit that plays the small case, and what is said of it."""

    def __init__(self, folder: Path) -> None:
        self.cohort = Cohort(folder, "autumn", HOME)
        self.log = folder / "submitted" / "wren-14" / "gate" / "decisions.jsonl"
        self.log.parent.mkdir(parents=True)

    def write(self, decisions: Iterable[Decision]) -> None:
        lines = [json.dumps(each.as_record()) for each in decisions]
        self.log.write_text("".join(f"{line}\n" for line in lines), "utf-8")

    def said(self, work: Work = WORK) -> Said:
        return statements(self.cohort, [work])

    def of(self, verb: str, work: Work = WORK) -> list[dict[str, Any]]:
        return [each for each in self.said(work).statements if each["verb"]["id"].endswith(f"/{verb}")]


@pytest.fixture
def desk(tmp_path: Path, small: CompiledCase, played: Played, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """wren-14 finished one attempt, and began a second one."""
    unit = Unit("gate", "unit.md", "The gate", "small", 5, (), (Play("small", "first", 4, 4, 4),))
    monkeypatch.setattr(content, "unit", lambda name: unit)
    monkeypatch.setattr(content, "unit_case", lambda name: small)
    made = Desk(tmp_path)
    first = [replace(each, reason="A secret reason.", tell="A secret name.") for each in played(small, "say-why", "ask")]
    made.write([replace(first[0], confidence=-1), first[1], *played(small, "say-nothing", attempt=2)])
    return made


def nulls(value: object) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return value is None or any(nulls(each) for each in inside)


def test_every_statement_has_what_xapi_requires_and_nothing_empty(desk: Desk) -> None:
    """Experience API 1.0.3, Part Two, 2.4: actor, verb, object; an id that is a UUID; no null; IRIs in full."""
    for each in desk.said().statements:
        assert {"id", "actor", "verb", "object"} <= set(each) <= {
            "id", "actor", "verb", "object", "result", "context", "timestamp"
        }
        assert str(UUID(each["id"])) == each["id"]
        assert each["actor"] == {"objectType": "Agent", "account": {"homePage": HOME, "name": "wren-14"}}
        assert each["object"]["objectType"] == "Activity"
        assert not nulls(each)


def test_every_address_in_a_statement_is_an_iri_in_full(desk: Desk) -> None:
    for each in desk.said().statements:
        around = [one for list_of in each["context"]["contextActivities"].values() for one in list_of]
        addresses = [activity["id"] for activity in (each["object"], *around)]
        addresses += [activity["definition"]["type"] for activity in (each["object"], *around)]
        addresses += [each["verb"]["id"], *each["result"].get("extensions", {})]
        assert [address for address in addresses if not IRI.fullmatch(address)] == []


def test_every_time_is_iso_8601_in_utc_and_every_duration_too(desk: Desk) -> None:
    for each in desk.said().statements:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", each["timestamp"])
        assert DURATION.fullmatch(each["result"].get("duration", "PT0S"))


def test_the_three_verbs_are_those_of_adl(desk: Desk) -> None:
    verbs = {each["verb"]["id"] for each in desk.said().statements}
    assert verbs == {f"http://adlnet.gov/expapi/verbs/{word}" for word in ("answered", "completed", "scored")}


def test_a_decision_answers_its_scene_with_one_of_the_choices_it_offers(desk: Desk) -> None:
    answers = [(each["object"]["id"], each["result"]["response"]) for each in desk.of("answered")]
    assert answers == [
        ("urn:steadyline:case:small:scene:the-door", "say-why"), ("urn:steadyline:case:small:scene:the-kitchen", "ask"),
        ("urn:steadyline:case:small:scene:the-door", "say-nothing"),
    ]
    for each in desk.of("answered"):
        assert {"id": each["result"]["response"]} in each["object"]["definition"]["choices"]


def test_a_confidence_is_said_only_where_one_was_given(desk: Desk) -> None:
    name = "urn:steadyline:extension:confidence"
    assert [each["result"]["extensions"].get(name) for each in desk.of("answered")] == [None, 60, 60]


def test_the_time_of_a_decision_is_that_of_the_log_in_utc(desk: Desk, small: CompiledCase, played: Played) -> None:
    desk.write([replace(each, at="2026-11-23T12:00:00+02:00") for each in played(small, "say-why")])
    assert [each["timestamp"] for each in desk.of("answered")] == ["2026-11-23T10:00:00Z"]


def test_a_unit_is_completed_once_by_the_attempt_that_counts(desk: Desk) -> None:
    found = desk.of("completed")
    assert [(each["object"]["id"], each["timestamp"]) for each in found] == [
        ("urn:steadyline:unit:gate", "2026-11-23T10:02:00Z")
    ]


def test_a_finished_attempt_that_does_not_count_completes_nothing(
    desk: Desk, small: CompiledCase, played: Played
) -> None:
    desk.write([*played(small, "say-why"), *played(small, "say-why", "ask", attempt=2)])
    assert desk.of("completed") == []


def test_a_mark_that_stands_is_a_score_within_its_bounds_and_one_that_waits_is_none(desk: Desk) -> None:
    scores = [each["result"]["score"] for each in desk.of("scored")]
    assert scores == [{"raw": 3.0, "min": 0.0, "max": 4, "scaled": 0.75}]


@pytest.mark.parametrize("given", [4.5, -1.0])
def test_a_mark_out_of_bounds_is_told_and_left_out(desk: Desk, given: float) -> None:
    said = desk.said(replace(WORK, marks=(mark("judgement", 4, given),)))
    assert not [each for each in said.statements if "score" in each["result"]]
    assert "wren-14, gate: the mark of judgement is left out" in said.left_out[0]


def test_a_mark_without_a_known_time_has_none_rather_than_a_guessed_one(desk: Desk) -> None:
    found = desk.of("scored", replace(WORK, sent=replace(SENT, at=None)))
    assert "timestamp" not in found[0]


def test_nothing_that_somebody_wrote_is_given_out(desk: Desk) -> None:
    text = as_lines(desk.said().statements)
    assert not [word for word in (b"secret", b"Not in here") if word in text]


def test_said_twice_it_is_the_same_to_the_letter(desk: Desk) -> None:
    assert as_lines(desk.said().statements) == as_lines(desk.said().statements)


def test_no_two_statements_have_one_id(desk: Desk) -> None:
    ids = [each["id"] for each in desk.said().statements]
    assert len(set(ids)) == len(ids) == 5


def test_a_mark_that_was_changed_is_another_statement(desk: Desk) -> None:
    before = desk.of("scored")[0]["id"]
    assert desk.of("scored", replace(WORK, marks=(mark("judgement", 4, 3.5),)))[0]["id"] != before


def test_each_line_is_one_statement_in_ascii(desk: Desk) -> None:
    said = desk.said().statements
    assert [json.loads(line) for line in as_lines(said).decode("ascii").splitlines()] == said


def left_out(desk: Desk) -> str:
    """What is told of a learner whose decisions are not given out while the marks are."""
    said = desk.said()
    assert [each["verb"]["id"].rpartition("/")[2] for each in said.statements] == ["scored"]
    return "\n".join(said.left_out)


def test_a_damaged_log_is_told_and_the_marks_go_on(desk: Desk) -> None:
    desk.log.write_bytes(b"\xff\xfe\n" + desk.log.read_bytes())
    assert left_out(desk).startswith("wren-14, gate: the decisions are left out: its decisions.jsonl cannot be read")


@pytest.mark.parametrize("step", ["decisions.jsonl", "gate", "wren-14"])
def test_no_link_on_the_way_to_a_log_is_followed(desk: Desk, tmp_path: Path, step: str) -> None:
    way = next(each for each in (desk.log, *desk.log.parents) if each.name == step)
    way.rename(tmp_path / "elsewhere")
    way.symlink_to(tmp_path / "elsewhere")
    assert "is a link" in left_out(desk)


def test_a_folder_in_the_place_of_a_log_is_told(desk: Desk) -> None:
    desk.log.unlink()
    desk.log.mkdir()
    assert "not a file" in left_out(desk)


@pytest.mark.parametrize(("field", "value", "told"), [
    ("digest", "0" * 64, "another version"), ("node", "nowhere", "no longer exists"),
    ("choice", "https://evil.example", "does not offer"), ("at", "the day before", "does not say when"),
    ("case", "another", "is of the case"),
])
def test_an_attempt_that_could_not_be_played_is_told_and_left_out(
    desk: Desk, small: CompiledCase, played: Played, field: str, value: Any, told: str
) -> None:
    desk.write([replace(each, **{field: value}) for each in played(small, "say-why")])
    assert told in left_out(desk)


def test_one_attempt_that_could_not_be_played_leaves_the_others_in(
    desk: Desk, small: CompiledCase, played: Played
) -> None:
    desk.write([*played(small, "say-why", "ask"), *(replace(each, digest="0" * 64) for each in played(small, "say-why", attempt=2))])
    assert [each["result"]["extensions"]["urn:steadyline:extension:attempt"] for each in desk.of("answered")] == [1, 1]


def test_what_is_no_learners_code_is_never_a_path(desk: Desk) -> None:
    said = desk.said(Work("../wren-14", "gate", (), None))
    assert (said.statements, len(said.left_out)) == ([], 1)
    assert "no learner's code" in said.left_out[0]


def test_decisions_are_said_before_anything_is_marked(desk: Desk) -> None:
    assert len(desk.of("answered", Work("wren-14", "gate", (), None))) == 3


def test_a_unit_that_is_not_in_the_course_keeps_its_marks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> Unit:
        raise content.NotInCourse("unit", name, [])

    monkeypatch.setattr(content, "unit", gone)
    assert "There is no unit" in left_out(desk)
