"""The commands that authors use."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from steadyline import content
from steadyline.cli.main import VERBS, main
from steadyline.decisions import record_decision

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the content that a test may break."""
    for folder in ("scenarios", "graders", "course"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.setattr(content, "root", lambda: tmp_path)
    content.forget()
    yield tmp_path
    content.forget()


def test_faults_are_printed_with_their_places_and_the_command_says_no(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copied / "scenarios" / "the-porch" / "case.md"
    path.write_text(path.read_text(encoding="utf-8").replace("](#in-the-kitchen)", "](#in-the-kichen)", 1), encoding="utf-8")
    assert main(["check", "the-porch"]) == 1
    out = capsys.readouterr().out
    assert "S103" in out
    assert 'Did you mean "in-the-kitchen"?' in out


def test_a_unit_whose_case_is_not_there_is_told_so(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copied / "course" / "units" / "the-porch" / "unit.md"
    path.write_text(path.read_text(encoding="utf-8").replace("case: the-porch", "case: the-proch"), encoding="utf-8")
    assert main(["check", "the-porch"]) == 1
    assert 'it plays the case "the-proch", which is not there. Did you mean "the-porch"?' in capsys.readouterr().out


def test_a_name_that_is_not_there_is_answered_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "the-proch"]) == 2
    assert 'Did you mean "the-porch"?' in capsys.readouterr().err


def test_build_check_finds_a_notebook_that_is_not_up_to_date_and_build_mends_it(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copied / "course" / "units" / "the-porch" / "unit.md"
    path.write_text(path.read_text(encoding="utf-8").replace("## The case", "## The whole case"), encoding="utf-8")
    assert main(["build", "--check"]) == 1
    assert main(["build"]) == 0
    assert main(["build", "--check"]) == 0
    assert "not what" in capsys.readouterr().out


def test_a_log_is_printed_as_a_transcript(tmp_path: Path, played: object, capsys: pytest.CaptureFixture[str]) -> None:
    case = content.case("the-porch")
    for decision in played(case, "ring-mum"):  # type: ignore[operator]
        record_decision(tmp_path / "decisions.jsonl", decision)
    assert main(["transcript", str(tmp_path / "decisions.jsonl")]) == 0
    assert case.choice(case.table["start"], "ring-mum")["text"][:30] in capsys.readouterr().out


def test_a_damaged_log_is_refused_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "decisions.jsonl"
    log.write_text("nonsense\n{}\n", encoding="utf-8")
    assert main(["transcript", str(log)]) == 2
    assert f"{log}:1: this line of the record cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    assert f"usage: steadyline {verb}" in capsys.readouterr().out
