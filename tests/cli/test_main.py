"""Whatever the computer refuses, a person reads words and no traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from steadyline import content
from steadyline.cli.main import main
from steadyline.decisions import Decision, record_decision
from steadyline.scenarios.replay import walk_on


def test_a_full_disk_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(path: Path) -> object:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    (tmp_path / "decisions.jsonl").write_text("")
    monkeypatch.setattr("steadyline.cli.transcript.read_log", full)
    assert main(["transcript", str(tmp_path / "decisions.jsonl")]) == 2
    told = capsys.readouterr().err
    assert "No space left on device." in told
    assert str(tmp_path) in told


def test_a_terminal_that_does_not_know_a_sign_shows_another_in_its_place(
    tmp_path: Path, played: Callable[..., list[Decision]]
) -> None:
    case = content.unit_case("the-porch")
    choice = next(iter(case.options(walk_on(case, case.table["start"], 7, 0)[-1])))
    record_decision(tmp_path / "decisions.jsonl", replace(played(case, choice)[0], reason="Zoë, שלום"))
    ran = subprocess.run(
        [sys.executable, "-m", "steadyline.cli.main", "transcript", str(tmp_path / "decisions.jsonl")],
        capture_output=True, text=True, env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Zo?, ????" in ran.stdout
