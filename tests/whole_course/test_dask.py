"""The marking pile mapped over a Dask cluster leaves what it leaves on one machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gradebook_rows import rows_of
from piles import cohort_of, copy_of, hand_in, simulation, work_of

from steadyline.desk.pile import mark_pile

distributed = pytest.importorskip("distributed")
LEARNERS = [f"wren-{number}" for number in range(20, 40)]


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty hand-ins, one of them without decisions."""
    cohort = cohort_of(tmp_path_factory.mktemp("dask") / "cohort")
    plays = simulation()
    for at, learner in enumerate(LEARNERS):
        hand_in(cohort, learner, work_of(plays, learner, at))
    (cohort / "submitted" / "wren-25" / "the-porch" / "decisions.jsonl").unlink()
    return cohort


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers, each a process of its own, as on two machines."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster


def test_a_cluster_leaves_the_same_gradebook_and_the_same_files(cohort: Path, cluster: Any, tmp_path: Path) -> None:
    alone, mapped = copy_of(cohort, tmp_path / "alone"), copy_of(cohort, tmp_path / "mapped")
    mark_pile(alone, jobs=1)
    with distributed.Client(cluster) as client:
        found = mark_pile(mapped, jobs=2, executor=client.get_executor())
    assert (found.marked, found.waiting, found.aside) == (20, 1, [])
    assert rows_of(mapped) == rows_of(alone)
    assert files_of(mapped) == files_of(alone)


def test_the_command_marks_on_a_scheduler_named_by_its_address(cohort: Path, cluster: Any, tmp_path: Path) -> None:
    mapped = copy_of(cohort, tmp_path / "mapped")
    ran = subprocess.run(
        [sys.executable, "-m", "steadyline.cli.main", "mark", str(mapped), "--scheduler", cluster.scheduler_address],
        capture_output=True, text=True, env={**os.environ, "STEADYLINE_COMPILED": str(tmp_path / "compiled")},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert len(rows_of(mapped)["submission"]) == 20


def test_a_scheduler_that_does_not_answer_is_told_of(cohort: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "steadyline.cli.main", "mark", str(cohort), "--scheduler", "tcp://127.0.0.1:9"],
        capture_output=True, text=True,
    )
    assert ran.returncode == 2
    assert "No Dask scheduler answered at tcp://127.0.0.1:9" in ran.stderr


def files_of(cohort: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(cohort)): path.read_bytes()
        for path in (cohort / "autograded").rglob("*") if path.is_file()
    }  # fmt: skip
