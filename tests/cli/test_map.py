"""steadyline map: what it prints, what it writes, and what it says when it cannot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from steadyline import content
from steadyline.cli.main import main
from steadyline.decisions import Decision, record_decision

Play = Callable[..., list[Decision]]


@pytest.fixture
def log(tmp_path: Path, played: Play) -> Path:
    """A log with one finished attempt and one of a single decision."""
    path = tmp_path / "decisions.jsonl"
    case = content.case("the-porch")
    decisions = [*played(case, *content.walks("the-porch")[0].choices), *played(case, "ring-mum", attempt=2)]
    for decision in decisions:
        record_decision(path, decision)
    return path


def test_it_prints_the_outline(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", "the-porch"]) == 0
    assert "1. Decision: Before visit four (start)" in capsys.readouterr().out


def test_a_case_is_meant_by_its_path_too(
    tmp_path: Path, small_text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine" / "case.md"
    path.parent.mkdir()
    path.write_text(small_text, encoding="utf-8")
    assert main(["map", str(path)]) == 0
    assert "1. Decision: The door (start)" in capsys.readouterr().out


def test_a_case_with_faults_is_answered_with_its_faults(
    tmp_path: Path, small_text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine" / "case.md"
    path.parent.mkdir()
    path.write_text(small_text.replace("](#the-step)", "](#the-stpe)"), encoding="utf-8")
    assert main(["map", str(path)]) == 2
    assert "S103" in capsys.readouterr().err


def test_it_writes_the_picture_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", "the-porch", "--svg", str(tmp_path / "porch.svg")]) == 0
    assert "27 scenes" in capsys.readouterr().out
    picture = (tmp_path / "porch.svg").read_text(encoding="utf-8")
    assert ElementTree.fromstring(picture).get("role") == "img"  # noqa: S314  # our own


def test_a_picture_is_never_written_over_a_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "case.md").write_text("kept", encoding="utf-8")
    assert main(["map", "the-porch", "--svg", str(tmp_path / "case.md")]) == 2
    assert "ends in .svg" in capsys.readouterr().err
    assert (tmp_path / "case.md").read_text(encoding="utf-8") == "kept"


def test_it_prints_mermaid_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", "the-porch", "--mermaid"]) == 0
    assert capsys.readouterr().out.startswith("flowchart TD\n")


def test_with_a_log_it_shows_the_latest_attempt_only_as_far_as_it_went(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["map", "the-porch", "--log", str(log)]) == 0
    told = capsys.readouterr().out
    assert "2. Decision: Wednesday, on the step (you are here)" in told
    assert "In the kitchen" not in told


def test_with_a_log_and_an_attempt_it_shows_that_one(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", "the-porch", "--log", str(log), "--attempt", "1"]) == 0
    assert "The end: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--attempt", "3", "--log", "LOG"], "there is no attempt 3 in this log. It holds 2 attempts: 1 and 2."),
        (["--log", "LOG.not"], "there is no log of decisions here"),
        (["--attempt", "1"], "--attempt goes with --log"),
        (["--svg", "LOG"], "ends in .svg"),
    ],
)
def test_what_it_cannot_do_is_told_in_words(
    log: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert main(["map", "the-porch", *(word.replace("LOG", str(log)) for word in words)]) == 2
    assert told in capsys.readouterr().err


def test_a_log_of_another_case_is_refused(
    tmp_path: Path, log: Path, small_text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine" / "case.md"
    path.parent.mkdir()
    path.write_text(small_text, encoding="utf-8")
    assert main(["map", str(path), "--log", str(log)]) == 2
    assert 'of the case "the-porch", and the map asked for is of "mine"' in capsys.readouterr().err


def test_an_empty_log_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "decisions.jsonl").write_text("", encoding="utf-8")
    assert main(["map", "the-porch", "--log", str(tmp_path / "decisions.jsonl")]) == 2
    assert "Nothing is decided in it yet." in capsys.readouterr().err


def test_a_case_that_is_not_there_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", "the-proch"]) == 2
    assert 'Did you mean "the-porch"?' in capsys.readouterr().err
