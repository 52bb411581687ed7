"""A pile of hand-ins in which honest work lies between attacks, and what it must and must not come to."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from attacks import MODEL, Attack
from steadyline import content
from steadyline.course.cohort_folder import new_cohort
from steadyline.course.simulate import Simulated, Simulation
from steadyline.marking import marked

UNIT = "the-porch"
HONEST = {MODEL: "calibrated", "wren-99": "erratic"}
"""The honest learners, one sorted before all attackers and one after, and how each plays."""

ATTACKER = "cautious"
"""How everybody plays who attacks: their own work earns little, so that a gain is seen."""

LARGE = 10 * 1024 * 1024

TIME = "2026-01-12 11:00:00 UTC"


@cache
def work(temperament: str) -> Simulated:
    """Returns what a learner of this temperament does in the unit."""
    case = content.unit_case(UNIT)
    simulation = Simulation(content.unit(UNIT), case, content.key(case.name), content.check_answers(UNIT))
    return simulation.learner(temperament, 7, datetime(2026, 1, 12, 9, tzinfo=UTC))


@cache
def written(temperament: str) -> Mapping[str, bytes]:
    """Returns the log and the answers of this learner by the name of the file."""
    with tempfile.TemporaryDirectory() as folder:
        work(temperament).write(Path(folder))
        return {path.name: path.read_bytes() for path in Path(folder).glob("*.jsonl")}


@cache
def earned(temperament: str) -> Mapping[str, float]:
    """Returns the automatic marks by cell that this learner's work gives."""
    unit = content.unit(UNIT)
    with tempfile.TemporaryDirectory() as folder:
        work(temperament).write(Path(folder))
        cells = [cell for cell, _ in unit.graded if not cell.startswith("reflect-")]
        return {cell: marked(unit, cell, Path(folder))[0] for cell in cells}


def hand_in(submission: Path, temperament: str, release: str) -> None:
    """Puts an honest hand-in into submitted/<learner>/<unit>/, as an exchange does."""
    submission.mkdir(parents=True)
    for name, lines in written(temperament).items():
        (submission / name).write_bytes(lines)
    (submission / f"{UNIT}.ipynb").write_text(release, "utf-8")
    (submission / "timestamp.txt").write_text(f"{TIME}\n", "utf-8")


def released(cohort: Path) -> str:
    """Returns the text of the notebook that learners were given."""
    return (cohort / "release" / UNIT / f"{UNIT}.ipynb").read_text("utf-8")


def lay(cohort: Path, attack: Attack) -> None:
    """Puts one attack into a cohort's folder in which the model work lies."""
    submission = cohort / "submitted" / attack.who / UNIT
    hand_in(submission, ATTACKER, released(cohort))
    attack.lay(submission, released(cohort))


def pile(cohort: Path, attacks: Iterable[Attack]) -> None:
    """Makes a cohort's folder, and puts the honest hand-ins and these attacks into it."""
    new_cohort(cohort, tuple(HONEST), [content.notebook_path(UNIT)])
    for learner, temperament in HONEST.items():
        hand_in(cohort / "submitted" / learner / UNIT, temperament, released(cohort))
    for attack in attacks:
        lay(cohort, attack)


def fingerprints(folder: Path) -> dict[str, str]:
    """Returns what stands under a folder: by path, where a link leads, the hash of a file, or the kind of another.

    Of a very large file, which takes long to read, its size and when it was changed.
    """
    return dict(_fingerprints(folder))


def _fingerprints(folder: Path) -> Iterator[tuple[str, str]]:
    for at, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(at) / name
            if path.is_symlink():
                yield str(path), f"to {path.readlink()}"
            elif path.is_file():
                yield str(path), _hash(path)
            else:
                yield str(path), str(path.lstat().st_mode)


def _hash(path: Path) -> str:
    if path.stat().st_size > LARGE:
        return f"{path.stat().st_size} {path.stat().st_mtime_ns}"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
