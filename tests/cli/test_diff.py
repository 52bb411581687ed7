"""`steadyline diff`: two versions of a case, and logs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from steadyline.cli.main import main
from steadyline.decisions import Decision, record_decision
from steadyline.scenarios.compile import CompiledCase


@pytest.fixture
def versions(tmp_path: Path, small_text: str) -> tuple[Path, Path]:
    """An old and a new version of the small case, in folders of the same name."""
    paths = tmp_path / "old" / "small", tmp_path / "new" / "small"
    for path, text in zip(paths, (small_text, small_text.replace("It is raining.", "It is snowing.")), strict=True):
        path.mkdir(parents=True)
        (path / "case.md").write_text(text, encoding="utf-8")
    return paths


def test_nothing_changed_is_0_and_something_is_1(versions: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = map(str, versions)
    assert main(["diff", old, old]) == 0
    assert main(["diff", old, new]) == 1
    out = capsys.readouterr().out
    assert "is [raining.]" in out
    assert "is [snowing.]" in out
    assert f"{new}/case.md:" in out
    assert "refused for marks" in out


def test_a_compiled_case_serves_as_the_old_version(versions: tuple[Path, Path], small: CompiledCase, tmp_path: Path) -> None:
    (tmp_path / "kept.json").write_text(small.as_json(), encoding="utf-8")
    assert main(["diff", str(tmp_path / "kept.json"), str(versions[0])]) == 0
    assert main(["diff", str(tmp_path / "kept.json"), str(versions[1])]) == 1


def test_a_log_is_told_step_by_step(
    versions: tuple[Path, Path], small: CompiledCase, played: Callable[..., list[Decision]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "decisions.jsonl"
    for decision in played(small, "say-why", "ask"):
        record_decision(log, decision)
    before = log.read_bytes()
    assert main(["diff", *map(str, versions), "--logs", str(log)]) == 1
    assert "All 2 steps fit" in capsys.readouterr().out
    assert log.read_bytes() == before
    assert main(["diff", *map(str, versions), "--logs", str(tmp_path / "none.jsonl")]) == 2


def test_a_version_with_faults_is_told_and_not_compared(versions: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = versions[1] / "case.md"
    path.write_text(path.read_text(encoding="utf-8").replace("(#luck)", "(#lck)"), encoding="utf-8")
    assert main(["diff", *map(str, versions)]) == 2
    told = capsys.readouterr()
    assert "S103" in told.out
    assert "cannot be compared" in told.err


def test_a_file_that_is_no_version_is_refused_in_words(versions: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept.json").write_text("{}", encoding="utf-8")
    assert main(["diff", str(tmp_path / "kept.json"), str(versions[0])]) == 2
    assert "this is not a compiled case" in capsys.readouterr().err


def test_what_would_act_on_the_terminal_is_shown(versions: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = versions[1] / "case.md"
    path.write_text(path.read_text(encoding="utf-8").replace("snowing", "snow\x1b[2J\u202eing"), encoding="utf-8")
    main(["diff", *map(str, versions)])
    captured = capsys.readouterr()
    assert not {"\x1b", "\u202e"} & set(captured.out + captured.err)
