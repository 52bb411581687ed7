"""Every command that the documents show is run here, as it is written there, or is known to another test."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import ASSESSORS

from steadyline.cli.main import VERBS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "scenarios" / "README.md", ROOT / "benchmarks" / "README.md",
         *sorted((ROOT / "docs").glob("*.md"))]  # fmt: skip
BIN = Path(sys.executable).parent

AUTHORS = [".venv/bin/steadyline check the-porch", ".venv/bin/steadyline build"]
# The whole of docs/writing-a-case.md, in its order, in a copy of the course.
NEW_AUTHORS = [
    '.venv/bin/steadyline new the-back-door --title "The back door"',
    ".venv/bin/steadyline play the-back-door",
    ".venv/bin/steadyline check the-back-door",
    ".venv/bin/steadyline explain S401",
    ".venv/bin/steadyline format the-back-door",
    ".venv/bin/steadyline walk the-back-door",
    ".venv/bin/steadyline walk the-back-door --write",
    ".venv/bin/steadyline map the-back-door",
    ".venv/bin/steadyline map the-back-door --svg the-back-door.svg",
    ".venv/bin/steadyline check the-back-door --page the-back-door.html",
    ".venv/bin/steadyline proofread the-back-door --out proofs",
    ".venv/bin/steadyline fingerprint report.txt --name my-report",
    ".venv/bin/steadyline new the-back-door --unit",
    ".venv/bin/steadyline diff old/the-back-door scenarios/the-back-door",
]
# Where else a command is run: the whole of the tests is one `make test`; the rest is tried in the tests named.
ELSEWHERE = {
    "make test": ".ci/run",
    "make course": ".ci/run",
    "make start": "test_make_start_serves_the_course_and_prints_its_address",
    "make start FOLDER=/path/to/folder": "test_make_start_serves_the_course_and_prints_its_address",
    "make benchmarks": "tests/house/test_benchmarks.py",
    ".venv/bin/steadyline pack the-porch --for 90 --people 12": "tests/live/test_pack.py",
    ".venv/bin/steadyline session the-porch": "tests/live/test_log.py and tests/browser/live",
    ".venv/bin/steadyline desk ../spring": "tests/browser/desk/test_running.py",
    ".venv/bin/steadyline cohort new ../autumn --count 200 --db postgresql://marking@db.example.org/autumn":
        "tests/whole_course/test_postgresql.py",
    ".venv/bin/steadyline mark ../autumn --scheduler tcp://scheduler.example.org:8786": "tests/whole_course/test_dask.py",
    ".venv/bin/steadyline demo ../my-demo --unit the-porch": "tests/cli/test_demo.py",
    "make fuzz": "tests/scenarios/test_fuzz.py, in small",
    ".venv/bin/steadyline check the-back-door --watch": "tests/cli/test_check.py",
    "steadyline check the-porch": "the same command as in README",
    "steadyline walk the-porch": "tests/cli/test_walk_and_proofread.py",
    "steadyline proofread the-porch": "tests/cli/test_walk_and_proofread.py",
    "steadyline build": "the same command as in README",
    ".venv/bin/python -m pytest tests/scenarios -q": "these tests",
    # The same steps as in the Makefile, for Windows, where these tests do not run.
    "py -m venv .venv": "Makefile",
    ".venv\\Scripts\\pip install --require-hashes -r requirements.lock": "Makefile",
    ".venv\\Scripts\\pip install --no-deps --no-build-isolation -e .": "Makefile",
    ".venv\\Scripts\\steadyline learn": "tests/browser/learn",
}


def documented() -> Iterator[tuple[str, str]]:
    """Yields every command in a block without a language, with the page that shows it."""
    for page in PAGES:
        blocks = re.findall(r"^(`{3,})(\w*)\n(.*?)^\1$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        for line in (line for _, language, block in blocks if not language for line in block.splitlines()):
            command = line.split("  #")[0].strip()
            if re.match(r"(make|steadyline|nbgrader|cd|py|python|pip|\.venv)\b|\.venv", command):
                yield page.name, command


def test_every_documented_command_is_run_by_some_test() -> None:
    known = {*AUTHORS, *NEW_AUTHORS, *ASSESSORS, *ELSEWHERE}
    unknown = [(page, command) for page, command in documented() if command not in known]
    assert [each for each in unknown if not each[1].startswith(".venv/bin/python benchmarks/")] == []


def test_every_command_that_is_run_here_is_still_documented() -> None:
    shown = {command for _, command in documented()}
    assert {*AUTHORS, *NEW_AUTHORS, *ASSESSORS} <= shown


def test_every_verb_is_named_in_a_document() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [verb for verb in VERBS if not re.search(rf"steadyline {verb}\b", text)] == []


@pytest.mark.parametrize("target", sorted({command.split()[1] for _, command in documented() if command.startswith("make ")}))
def test_every_make_target_that_is_documented_is_there(target: str) -> None:
    ran = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("command", AUTHORS)
def test_an_authors_command_does_what_it_says(command: str) -> None:
    ran = subprocess.run(["sh", "-c", command.replace(".venv/bin", str(BIN))], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_new_authors_commands_lead_from_an_idea_to_a_case_that_is_proven(tmp_path: Path) -> None:
    for folder in ("scenarios", "graders", "course"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    report = "A report that somebody once wrote. " + " ".join(f"Sentence {at} of it says another thing." for at in range(60))
    (tmp_path / "report.txt").write_text(report, encoding="utf-8")
    environment = {**os.environ, "STEADYLINE_CONTENT": str(tmp_path)}
    for command in NEW_AUTHORS:
        if command.split()[1] == "diff":
            shutil.copytree(tmp_path / "scenarios" / "the-back-door", tmp_path / "old" / "the-back-door")
        ran = subprocess.run(["sh", "-c", command.replace(".venv/bin", str(BIN))], cwd=tmp_path, env=environment,
                             stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)  # fmt: skip
        assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
        assert "Traceback" not in ran.stderr
    for written in ("the-back-door.svg", "the-back-door.html", "scenarios/fingerprints/my-report.json"):
        assert (tmp_path / written).is_file(), written
    assert list((tmp_path / "proofs").iterdir())


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here, and so no make start")
def test_make_start_serves_the_course_and_prints_its_address(tmp_path: Path) -> None:
    if not (ROOT / ".venv" / ".ready").exists():
        pytest.skip("these tests were not started with make, so that make would set everything up first")
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    process = subprocess.Popen(["make", "start", f"FOLDER={tmp_path / 'work'}"], cwd=ROOT, env=environment, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)  # fmt: skip
    try:
        told = []
        for line in process.stdout or ():
            told.append(line)
            if "http://127.0.0.1:" in line:
                break
        assert "token=" in told[-1], "".join(told)
        assert (tmp_path / "work" / "the-porch" / "the-porch.ipynb").is_file()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=30)


def test_the_readmes_pictures_are_there() -> None:
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert (ROOT / picture).is_file(), picture


def test_links_inside_the_project_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            if page.parent.name != "scenarios":
                assert (page.parent / target).exists(), f"{page.name}: {target}"

