"""The built notebooks run, and show what they say they show: nbval, strict."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from steadyline import content


@pytest.mark.parametrize("name", content.units())
def test_nbval_finds_every_output_of_a_built_notebook_as_it_stands(name: str, tmp_path: Path) -> None:
    shutil.copy(content.notebook_path(name), tmp_path)
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-c", "/dev/null", "--rootdir", ".", "-p", "no:cacheprovider"]
    ran = subprocess.run([*command, f"{name}.ipynb"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert "failed" not in ran.stdout
    # Running a unit writes nothing: work begins with the learner.
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".jsonl"] == []
