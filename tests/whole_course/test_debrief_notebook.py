"""The facilitators' notebook runs in a kernel, as it stands, on the newest session of the folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from steadyline import content
from steadyline.live.simulate import simulated, write_session


def test_nbval_runs_the_notebook_on_the_newest_session(tmp_path: Path) -> None:
    case, key = content.case("the-porch"), content.key("the-porch")
    sessions = tmp_path / "home" / "Steadyline-sessions"
    write_session(sessions / "2026-01-12-the-porch-1.jsonl", simulated(case, key, "the-porch"))
    shutil.copy(content.root() / "course" / "facilitators" / "debrief.ipynb", tmp_path)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval-lax", "-q", "-c", "/dev/null", "--rootdir", ".", "-p", "no:cacheprovider",
         "debrief.ipynb"],
        cwd=tmp_path, env={**os.environ, "HOME": str(tmp_path / "home"), "USERPROFILE": str(tmp_path / "home")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert "failed" not in ran.stdout
