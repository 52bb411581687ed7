"""Thirty simulated learners go through the whole course: every mark agrees, every temperament comes out.

Five of them go nbgrader's own way too, with its kernels.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from steadyline import content
from steadyline.course.simulate import TEMPERAMENTS

ASSESSED = [name for name in content.units() if content.unit(name).assessed]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    return folder, demo(folder, "--learners", "30")


def demo(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "steadyline.cli.main", "demo", str(folder), *words]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_every_automatic_mark_of_the_whole_course_equals_the_one_from_the_log(told: tuple[Path, str]) -> None:
    assert f"All {30 * by_machine()} automatic marks in the gradebook equal" in told[1]


def by_machine() -> int:
    """Returns how many marks a learner has from the machine, over the whole course."""
    return sum(not cell.startswith("reflect-") for name in ASSESSED for cell, _ in content.unit(name).graded)


def test_nbgraders_own_marking_agrees_over_the_whole_course(tmp_path: Path) -> None:
    said = demo(tmp_path / "demo", "--learners", str(len(TEMPERAMENTS)), "--stock")
    assert f"All {len(TEMPERAMENTS) * by_machine()} automatic marks in the gradebook equal" in said


def test_the_temperaments_come_out_as_they_should(told: tuple[Path, str]) -> None:
    assert "The calibrated come first; the cautious and the coercive lie" in told[1]
    rows = dict(re.findall(r"^(\w+)\s+(\d+)%\s+\d+%\s+\d+%\s+(?:yes|no)$", told[1], re.MULTILINE))
    assert set(rows) == set(TEMPERAMENTS)
    assert int(rows["calibrated"]) > max(int(rows["cautious"]), int(rows["coercive"]))
    assert int(rows["lazy"]) < 100 * content.outline().standard


def test_every_learner_has_a_page_of_feedback_for_every_unit(told: tuple[Path, str]) -> None:
    for name in ASSESSED:
        assert len(list((told[0] / "cohort" / "feedback").glob(f"*/{name}/{name}.html"))) == 30
        assert (told[0] / f"demo-{name}.html").is_file()


def test_the_page_of_the_whole_course_has_a_row_for_every_unit(told: tuple[Path, str]) -> None:
    page = (told[0] / "demo.html").read_text("utf-8")
    assert [name for name in ASSESSED if f'href="demo-{name}.html"' not in page] == []
