"""The benchmarks run, and each is told of. What they measure is no test: a slow machine must not fail one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
SCRIPTS = sorted(BENCHMARKS.glob("*.py"))
NAMES = [script.name for script in SCRIPTS]


def run(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(script), *arguments], capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_a_benchmark_says_what_it_measures_when_asked(script: Path) -> None:
    asked = run(script, "--help")
    assert asked.returncode == 0, asked.stderr
    assert "--quick" in asked.stdout


def test_compiling_prints_its_figures_with_a_peer_beside_them() -> None:
    printed = run(BENCHMARKS / "compile_case.py", "--quick")
    assert printed.returncode == 0, printed.stderr
    assert "read + explore + compile" in printed.stdout
    assert "plain search" in printed.stdout


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_is_told_of_in_the_list(name: str) -> None:
    assert f"`{name}`" in (BENCHMARKS / "README.md").read_text(encoding="utf-8")


def test_the_list_tells_of_no_benchmark_that_is_not_there() -> None:
    rows = [
        line for line in (BENCHMARKS / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    assert [row.split("`")[1] for row in rows] == NAMES
