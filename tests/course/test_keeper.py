"""What is kept of a learner's work, and what is answered."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from steadyline import content
from steadyline.course.handin import LearnerCodeUnusable
from steadyline.course.keeper import AnswersStand, FolderKeeper, NotAsked
from steadyline.course.received import read_hand_in
from steadyline.decisions import Decision, DecisionConflict, read_log
from steadyline.errors import FileMissing
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import AnotherVersion, ChoiceNotOffered

UNIT = "the-porch"
CLEAR = ("ring-mum", "cannot-promise", "ask-to-meet-them", "ask-for-a-discussion", "meet-him-and-see-them", "plan-with-a-date")  # fmt: skip

Play = Callable[..., list[Decision]]


@pytest.fixture
def keeper(tmp_path: Path) -> FolderKeeper:
    return FolderKeeper(
        unit=content.unit(UNIT),
        case=content.unit_case(UNIT),
        folder=tmp_path / UNIT,
        hand_ins=tmp_path / "hand-ins",
        code_file=tmp_path / ".steadyline" / "learner.txt",
        scale=lambda: content.scale(UNIT),
        check_answers=lambda: content.check_answers(UNIT),
    )


@pytest.fixture
def records(played: Play) -> list[dict[str, Any]]:
    return [decision.as_record() for decision in played(content.unit_case(UNIT), *CLEAR)]


def _summative(keeper: FolderKeeper) -> FolderKeeper:
    def never() -> NoReturn:
        raise AssertionError("the key of a summative case was asked for")

    case = CompiledCase({**keeper.case.table, "use": "summative"})
    return replace(keeper, case=case, scale=never, check_answers=never)


def test_before_anything_is_done_nothing_is_written(keeper: FolderKeeper, tmp_path: Path) -> None:
    state = keeper.state()
    assert (state["decisions"], state["answers"], state["trouble"]) == ([], {}, "")
    assert list(tmp_path.iterdir()) == []


def test_a_decision_is_in_the_state_and_on_the_disk(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    keeper.decide(records[0])
    assert keeper.state()["decisions"] == records[:1]
    assert len(read_log(keeper.folder / "decisions.jsonl").decisions) == 1


def test_a_decision_sent_again_is_kept_once(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    keeper.decide(records[0])
    keeper.decide(records[0])
    assert len(keeper.state()["decisions"]) == 1


def test_another_decision_at_the_same_step_is_refused(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    keeper.decide(records[0])
    with pytest.raises(DecisionConflict):
        keeper.decide({**records[0], "choice": "text-her"})


def test_a_decision_in_another_text_of_the_case_is_refused(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    with pytest.raises(AnotherVersion):
        keeper.decide({**records[0], "digest": "0" * 64})
    assert keeper.state()["decisions"] == []


def test_a_choice_that_is_not_there_is_refused(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    with pytest.raises(ChoiceNotOffered):
        keeper.decide({**records[0], "choice": "ring-dad"})
    assert keeper.state()["decisions"] == []


def test_a_finished_attempt_is_explained(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    for record in records:
        keeper.decide(record)
    shown = keeper.review(1)
    assert shown["complete"] is True
    assert len(shown["decisions"]) == 6
    json.dumps(shown, allow_nan=False)


def test_an_unfinished_attempt_is_not_explained(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    keeper.decide(records[0])
    assert "has not reached an ending" in keeper.review(1)["withheld"]


def test_the_key_of_an_assessed_case_is_never_asked_for(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    for record in records:
        keeper.decide(record)
    assessed = _summative(keeper)
    assert "assessor" in assessed.review(1)["withheld"]
    assert "assessor" in assessed.check_review("check")["withheld"]


def test_a_copy_without_keys_says_so(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    def missing() -> NoReturn:
        raise FileMissing(Path("graders/keys/the-porch.md"), "key")

    for record in records:
        keeper.decide(record)
    assert "not part of this copy" in replace(keeper, scale=missing).review(1)["withheld"]


def test_the_latest_answer_counts(keeper: FolderKeeper) -> None:
    keeper.answer("three-sentences", "First.")
    keeper.answer("three-sentences", "Second.")
    keeper.answer("check/footing", ["suspect"])
    assert keeper.state()["answers"] == {"three-sentences": "Second.", "check/footing": ["suspect"]}


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("check/footing", "suspect"), ("check/footing", ["roof"]), ("check/fotting", ["suspect"]), ("check", "text"),
        ("three-sentences", ["children"]), ("three-sentences/x", "text"), ("reviewed/check", "yes"), ("", ""),
    ],
)  # fmt: skip
def test_an_answer_to_nothing_that_is_asked_is_refused(keeper: FolderKeeper, item: str, value: Any) -> None:
    with pytest.raises(NotAsked):
        keeper.answer(item, value)
    assert keeper.state()["answers"] == {}


def test_a_check_is_told_question_by_question(keeper: FolderKeeper) -> None:
    keeper.answer("check/entry", ["no"])
    keeper.answer("check/footing", ["proof"])
    told = keeper.check_review("check")
    assert [(each["id"], each["right"]) for each in told["questions"]] == [
        ("entry", True), ("association", False), ("footing", False), ("emergency", False),
    ]  # fmt: skip
    assert told["out_of"] == 4


def test_once_a_check_was_told_its_answers_stand(keeper: FolderKeeper) -> None:
    keeper.answer("check/entry", ["yes"])
    keeper.check_review("check")
    assert keeper.state()["reviewed"] == ["check"]
    keeper.answer("check/entry", ["yes"])
    with pytest.raises(AnswersStand):
        keeper.answer("check/entry", ["no"])
    with pytest.raises(AnswersStand):
        keeper.answer("check/emergency", ["no"])
    assert keeper.state()["answers"] == {"check/entry": ["yes"]}


def test_a_reflection_can_be_changed_after_a_check_was_told(keeper: FolderKeeper) -> None:
    keeper.check_review("check")
    keeper.answer("three-sentences", "I would say why I have come.")
    assert keeper.state()["answers"] == {"three-sentences": "I would say why I have come."}


def test_a_damaged_log_is_told_and_left_as_it_is(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    keeper.decide(records[0])
    log = keeper.folder / "decisions.jsonl"
    log.write_bytes(b"rubbish\n" + log.read_bytes())
    before = log.read_bytes()
    assert "decisions.jsonl:1" in keeper.state()["trouble"]
    assert log.read_bytes() == before


def test_progress_is_told_in_words(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    for record in records[:3]:
        keeper.decide(record)
    keeper.answer("check/entry", ["no"])
    keeper.answer("three-sentences", "one two three")
    assert [(task["done"], task["words"]) for task in keeper.state()["progress"]] == [
        (False, "3 of 6 decisions, saved"),
        (False, "not begun"),
        (False, "1 of 4 questions answered"),
        (False, "3 words written; 60 to 300 are asked for"),
    ]


def test_what_is_handed_in_is_what_was_kept(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    for record in records:
        keeper.decide(record)
    answer = keeper.hand_in(" wren-14 ")
    taken = read_hand_in(base64.b64decode(answer["data"]))
    assert taken.files["decisions.jsonl"] == (keeper.folder / "decisions.jsonl").read_bytes()
    assert (taken.learner, taken.digest) == ("wren-14", keeper.case.digest)
    assert answer["missing"] == ["Sorting: not begun.", "Knowledge check: not begun.", "Reflection: not begun."]


def test_the_learners_code_is_remembered(keeper: FolderKeeper) -> None:
    keeper.hand_in("wren-14")
    assert keeper.state()["learner"] == "wren-14"


def test_a_hand_in_under_a_name_is_refused(keeper: FolderKeeper) -> None:
    with pytest.raises(LearnerCodeUnusable):
        keeper.hand_in("Zoë")
    assert not keeper.hand_ins.exists()


def test_a_finished_attempt_shows_the_way_through_even_where_the_marks_are_withheld(
    keeper: FolderKeeper, records: list[dict[str, Any]]
) -> None:
    for record in records:
        keeper.decide(record)
    for shown in (keeper.review(1), _summative(keeper).review(1)):
        assert "Your way through The Porch" in shown["map"]["svg"]
        assert "Sixteen days" not in shown["map"]["svg"]


def test_an_unfinished_attempt_shows_no_way_through(keeper: FolderKeeper, records: list[dict[str, Any]]) -> None:
    keeper.decide(records[0])
    assert "map" not in keeper.review(1)
