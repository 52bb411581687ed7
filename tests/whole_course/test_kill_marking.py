"""Killed ten times at moments nobody chose, the marking pile leaves what an undisturbed run leaves."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from gradebook_rows import asked, rows_of
from piles import UNIT, cohort_of, copy_of, hand_in, simulation, work_of

from steadyline.course.cohort_folder import pseudonyms
from steadyline.desk.pile import mark_pile

KILLS = 10
PROGRAM = [sys.executable, "-m", "steadyline.cli.main", "mark", "--jobs", "2"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process is killed in another way there")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two cohorts with the same 300 hand-ins: the first marked in peace, the second killed ten times."""
    folder = tmp_path_factory.mktemp("killed")
    peaceful = cohort_of(folder / "peaceful")
    plays = simulation()
    for at, learner in enumerate(pseudonyms(300, 11)):
        hand_in(peaceful, learner, work_of(plays, learner, at))
    killed = copy_of(peaceful, folder / "killed")
    environment = {**os.environ, "STEADYLINE_COMPILED": str(folder / "compiled")}
    mark_pile(peaceful, jobs=1)
    chance = random.Random(5)
    reached = [kill_once(killed, environment, at % 2 == 1, chance) for at in range(KILLS)]
    assert max(reached) > 0, "no kill came while anything was being marked"
    assert reached == sorted(reached)
    subprocess.run([*PROGRAM, str(killed)], check=True, capture_output=True, env=environment)
    return peaceful, killed


def kill_once(cohort: Path, environment: dict[str, str], at_work: bool, chance: random.Random) -> int:
    """Marks for a while, kills, and returns how many hand-ins are marked in the gradebook.

    Every other time the clock starts with the first hand-in laid down: on a busy computer the start takes longest.
    """
    before = len(laid_down(cohort))
    process = subprocess.Popen(
        [*PROGRAM, str(cohort)], env=environment, start_new_session=True, stderr=subprocess.DEVNULL
    )
    while at_work and process.poll() is None and len(laid_down(cohort)) == before:
        time.sleep(0.005)
    time.sleep(chance.uniform(0.0, 0.4) if at_work else chance.uniform(0.3, 3.0))
    process.kill()
    process.wait()
    wait_until_all_ended(process.pid)
    return len(rows_of(cohort)["submission"])


def laid_down(cohort: Path) -> list[Path]:
    return list((cohort / "autograded").iterdir()) if (cohort / "autograded").is_dir() else []


def wait_until_all_ended(group: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a process went on marking after the one that started it was killed")


@pytest.mark.parametrize("table", ["grade", "comment", "submission", "student"])
def test_no_mark_is_lost_and_none_stands_twice(both: tuple[Path, Path], table: str) -> None:
    peaceful, killed = both
    assert rows_of(killed)[table] == rows_of(peaceful)[table]


def test_every_marked_notebook_is_whole_and_the_same(both: tuple[Path, Path]) -> None:
    peaceful, killed = both
    place = f"*/{UNIT}/*"
    assert {path.relative_to(killed): path.read_bytes() for path in (killed / "autograded").glob(place)} == {
        path.relative_to(peaceful): path.read_bytes() for path in (peaceful / "autograded").glob(place)
    }


def test_the_history_tells_each_mark_once_and_ends_with_what_stands(both: tuple[Path, Path]) -> None:
    _, killed = both
    told = asked(killed, "SELECT learner, cell, after FROM steadyline_event WHERE deed = 'mark'")
    standing = {(row[0], row[2]): row[3] for row in rows_of(killed)["grade"] if row[3] is not None}
    assert len(told) == len(standing)
    assert {(learner, cell): json.loads(str(after))["automatic"] for learner, cell, after in told} == standing


def test_nobody_is_left_over_as_acting(both: tuple[Path, Path]) -> None:
    assert asked(both[1], "SELECT * FROM steadyline_acting") == []


def test_nothing_is_left_beside(both: tuple[Path, Path]) -> None:
    assert not list((both[1] / ".steadyline").glob("marking/*"))
