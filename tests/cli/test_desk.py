"""steadyline desk: what it refuses before anything is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from steadyline.cli.main import main


def test_a_folder_that_is_no_cohorts_is_told_with_the_way_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["desk", str(tmp_path), "--no-browser"]) == 2
    assert "steadyline cohort new FOLDER" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_assessors_code_that_is_none_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["desk", str(tmp_path), "--no-browser", "--assessor", "M. Smith"]) == 2
    assert "An assessor's code has 3 to 32 small letters" in capsys.readouterr().err
