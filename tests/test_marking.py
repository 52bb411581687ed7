"""The marking cells: a builtin float or a refusal in words, only while nbgrader marks, and never a word on stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from steadyline import content, marking
from steadyline.course.simulate import Simulation
from steadyline.graders.key import Key
from steadyline.graders.marks import scale_of

UNIT = "the-porch"
BY_MACHINE = [cell for cell, _ in content.unit(UNIT).graded if not cell.startswith("reflect-")]
LEARNER = ("the learner's own words: <script>1</script>", "2026-01-12T09:00:00Z")


@pytest.fixture
def handed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A calibrated learner's work, in the folder where the cells run, while nbgrader marks."""
    case = content.unit_case(UNIT)
    simulation = Simulation(content.unit(UNIT), case, content.key(case.name), content.check_answers(UNIT))
    simulation.learner("calibrated", 7, datetime(2026, 1, 12, 9, tzinfo=UTC)).write(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    return tmp_path


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """All that is displayed, in order."""
    displayed: list[dict[str, str]] = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: displayed.append(data))
    return displayed


def edited(path: Path, **values: Any) -> None:
    """Changes values in every line of a log."""
    lines = [{**json.loads(line), **values} for line in path.read_text("utf-8").splitlines()]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


@pytest.mark.parametrize("measure", BY_MACHINE)
def test_a_mark_is_a_builtin_float_within_its_points(handed_in: Path, shown: list[Any], measure: str) -> None:
    mark = marking.award(UNIT, measure)
    assert type(mark) is float
    assert mark == content.unit(UNIT).points(measure)


@pytest.mark.parametrize("measure", BY_MACHINE)
def test_every_mark_explains_itself_as_text_and_as_html(handed_in: Path, shown: list[Any], measure: str) -> None:
    marking.award(UNIT, measure)
    assert [set(each) for each in shown] == [{"text/plain", "text/html"}]


@pytest.mark.parametrize("measure", BY_MACHINE)
def test_outside_marking_nothing_happens(
    handed_in: Path, shown: list[Any], monkeypatch: pytest.MonkeyPatch, measure: str
) -> None:
    monkeypatch.delenv("NBGRADER_EXECUTION")
    assert (marking.award(UNIT, measure), marking.transcript(UNIT), shown) == (None, None, [])


@pytest.mark.parametrize("measure", BY_MACHINE)
def test_no_work_is_no_nought(handed_in: Path, shown: list[Any], measure: str) -> None:
    for path in handed_in.iterdir():
        path.unlink()
    with pytest.raises(marking.MarkRefused, match=r"handed in\. An assessor will look at it"):
        marking.award(UNIT, measure)


def torn(log: Path) -> None:
    log.write_bytes(log.read_bytes()[:-30])


def another_version(log: Path) -> None:
    edited(log, digest="0" * 64)


def damaged(log: Path) -> None:
    log.write_bytes(b"damage\n" + log.read_bytes())


def out_of_turn(log: Path) -> None:
    log.write_bytes(b"".join(reversed(log.read_bytes().splitlines(keepends=True))))


def never_offered(log: Path) -> None:
    edited(log, choice="fly-away")


def elsewhere(log: Path) -> None:
    edited(log, node="nowhere")


def true_for_a_number(log: Path) -> None:
    edited(log, confidence=True)


def a_folder(log: Path) -> None:
    log.unlink()
    log.mkdir()


@pytest.mark.parametrize("measure", ["judgement", "assertiveness", "escalation"])
@pytest.mark.parametrize("harm", [
    torn, another_version, damaged, out_of_turn, never_offered, elsewhere, true_for_a_number, a_folder,
])
def test_a_log_that_is_not_whole_and_sound_is_left_to_an_assessor(
    handed_in: Path, shown: list[Any], harm: Callable[[Path], None], measure: str
) -> None:
    harm(handed_in / "decisions.jsonl")
    with pytest.raises(marking.MarkRefused, match="An assessor will look at it"):
        marking.award(UNIT, measure)
    assert shown == []


def test_a_torn_line_after_the_ending_costs_nothing(handed_in: Path, shown: list[Any]) -> None:
    with (handed_in / "decisions.jsonl").open("ab") as log:
        log.write(b'{"format":1,"attempt":2')
    assert marking.award(UNIT, "judgement") == content.unit(UNIT).points("judgement")


@pytest.mark.parametrize("status", ["contested", "withdrawn"])
def test_a_key_that_does_not_stand_gives_no_mark(
    handed_in: Path, shown: list[Any], monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    key: Key = replace(content.key(UNIT), status=status)  # type: ignore[arg-type]  # one of the four words
    monkeypatch.setattr(content, "scale", lambda name: scale_of(content.case(name), key))
    with pytest.raises(marking.MarkRefused, match=status):
        marking.award(UNIT, "judgement")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.5, 99.0, 4, True, "4.0", None])
def test_what_is_no_plain_number_in_range_is_refused(
    handed_in: Path, shown: list[Any], monkeypatch: pytest.MonkeyPatch, value: object
) -> None:
    monkeypatch.setattr(marking, "check_points", lambda answered, out_of: value)
    with pytest.raises(marking.MarkRefused):
        marking.award(UNIT, "check-check")


def test_a_float_of_numpy_is_refused(handed_in: Path, shown: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy
    monkeypatch.setattr(marking, "check_points", lambda answered, out_of: numpy.float64(4.0))
    with pytest.raises(marking.MarkRefused):
        marking.award(UNIT, "check-check")


def test_a_measure_that_the_unit_does_not_have_is_refused(handed_in: Path, shown: list[Any]) -> None:
    with pytest.raises(marking.MarkRefused):
        marking.award(UNIT, "boldness")


def test_a_unit_that_is_not_there_is_refused(handed_in: Path, shown: list[Any]) -> None:
    with pytest.raises(marking.MarkRefused, match="no unit"):
        marking.award("the-prch", "judgement")


def test_a_refusal_is_shown_as_its_words_alone(handed_in: Path) -> None:
    with pytest.raises(marking.MarkRefused) as refused:
        marking.award("the-prch", "judgement")
    assert refused.value._render_traceback_() == [str(refused.value)]


def test_the_words_of_a_learner_are_escaped_in_the_transcript(handed_in: Path, shown: list[Any]) -> None:
    edited(handed_in / "decisions.jsonl", tell=LEARNER[0])
    marking.transcript(UNIT)
    assert "<script>" not in shown[0]["text/html"]
    assert "<script>" in shown[0]["text/plain"]


def test_the_transcript_says_when_it_was_handed_in_and_what_is_marked(handed_in: Path, shown: list[Any]) -> None:
    (handed_in / "timestamp.txt").write_text("2026-01-12 12:00:00 UTC\n")
    marking.transcript(UNIT)
    assert "Handed in: 2026-01-12 12:00:00 UTC. Attempts: 1; the first one is marked." in shown[0]["text/plain"]


@pytest.mark.parametrize(("harm", "words"), [
    (torn, "The last line of the log is unfinished"),
    (damaged, "The log cannot be read from line 1 on"),
    (another_version, "The Porch, attempt 1"),
    (a_folder, "The transcript cannot be shown"),
])
def test_the_transcript_tells_of_damage_and_never_raises(
    handed_in: Path, shown: list[Any], harm: Callable[[Path], None], words: str
) -> None:
    harm(handed_in / "decisions.jsonl")
    marking.transcript(UNIT)
    assert words in shown[0]["text/plain"]


def test_no_log_is_no_fault_of_the_transcript(handed_in: Path, shown: list[Any]) -> None:
    (handed_in / "decisions.jsonl").unlink()
    marking.transcript(UNIT)
    assert "not begun" in shown[0]["text/plain"]


def test_not_a_word_goes_to_stderr(handed_in: Path) -> None:
    """As the kernel runs it: imports and all, with every warning switched on."""
    program = f"from steadyline.marking import award, transcript; transcript({UNIT!r}); print(award({UNIT!r}, 'judgement'))"
    ran = subprocess.run([sys.executable, "-W", "default", "-c", program], capture_output=True, text=True, cwd=handed_in)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_no_mark_stands_on_half_a_check(handed_in: Path, shown: list[Any]) -> None:
    """An answer that is not given earns nothing; the ones that are given count."""
    answers = handed_in / "answers.jsonl"
    lines = answers.read_text("utf-8").splitlines(keepends=True)
    answers.write_text(next(line for line in lines if '"check/' in line), "utf-8")
    assert marking.award(UNIT, "check-check") == 1.0


def answered(folder: Path, value: Any, item: str = "") -> None:
    """Leaves one answer to each question of the check in the file, always the same."""
    ids = [item] if item else [question.id for question in next(each for each in content.unit(UNIT).checks if each.id == "check").questions]
    lines = [{"format": 1, "unit": UNIT, "item": f"check/{id}", "value": value, "at": LEARNER[1]} for id in ids]
    (folder / "answers.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


@pytest.mark.parametrize(("value", "item"), [([], ""), ("no", ""), (["nobody-offers-this"], ""), (["no"], "old-question")])
def test_answers_that_the_check_does_not_offer_are_no_automatic_nought(
    handed_in: Path, shown: list[Any], value: Any, item: str
) -> None:
    answered(handed_in, value, item)
    with pytest.raises(marking.MarkRefused, match="An assessor will look"):
        marking.award(UNIT, "check-check")


def test_an_answer_ticked_twice_counts_once(handed_in: Path, shown: list[Any]) -> None:
    answered(handed_in, ["no", "no"], "entry")
    assert marking.award(UNIT, "check-check") == 1.0


def test_the_transcript_shows_what_stands_before_damage_that_hides_earlier_damage(
    handed_in: Path, shown: list[Any]
) -> None:
    log = handed_in / "decisions.jsonl"
    first = log.read_bytes().splitlines(keepends=True)[0]
    log.write_bytes(first + b'{"format":1}\nnot json\n')
    marking.transcript(UNIT)
    assert "cannot be read from line 2 on" in shown[0]["text/plain"]
    assert "1. " in shown[0]["text/plain"]


def test_the_transcript_tells_of_an_attempt_gone_on_with_after_a_later_one_began(
    handed_in: Path, shown: list[Any]
) -> None:
    log = handed_in / "decisions.jsonl"
    first, *rest = log.read_text("utf-8").splitlines(keepends=True)
    later = json.dumps({**json.loads(first), "attempt": 2}) + "\n"
    log.write_text("".join([first, *rest, later]), "utf-8")
    marking.transcript(UNIT)
    log.write_text("".join([first, later, *rest]), "utf-8")
    marking.transcript(UNIT)
    assert ["after a later one had begun" in each["text/plain"] for each in shown] == [False, True]
