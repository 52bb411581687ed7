"""Cohorts with hand-ins of simulated learners, laid straight into submitted/, as an exchange would."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from steadyline import content
from steadyline.course.cohort_folder import new_cohort
from steadyline.course.graft import graft_submission
from steadyline.course.simulate import TEMPERAMENTS, Simulation
from steadyline.decisions import draw

UNIT = "the-porch"
BEGAN = datetime(2026, 1, 12, 9, tzinfo=UTC)


def cohort_of(folder: Path, learners: Iterable[str] = (), unit: str = UNIT) -> Path:
    """Makes a cohort in which one unit is released and nothing is handed in."""
    new_cohort(folder, [*learners], [content.notebook_path(unit)])
    return folder


def simulation(unit: str = UNIT) -> Simulation:
    case = content.unit_case(unit)
    return Simulation(content.unit(unit), case, content.key(case.name), content.check_answers(unit))


def work_of(plays: Simulation, learner: str, at: int, seed: int = 7) -> dict[str, bytes]:
    """Returns what the learner who is the `at`-th hands in, by the files' names."""
    done = plays.learner(TEMPERAMENTS[at % len(TEMPERAMENTS)], draw(seed, learner), BEGAN)
    return {
        "decisions.jsonl": lines(each.as_record() for each in done.decisions),
        "answers.jsonl": lines(each.as_record() for each in done.answers),
        "timestamp.txt": b"2026-01-12 12:00:00 UTC\n",
    }


def lines(records: Iterable[Mapping[str, object]]) -> bytes:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records).encode()


def hand_in(cohort: Path, learner: str, files: Mapping[str, bytes], unit: str = UNIT) -> Path:
    """Lays a hand-in into submitted/, with the notebook that goes with it."""
    place = cohort / "submitted" / learner / unit
    place.mkdir(parents=True, exist_ok=True)
    for name, held in files.items():
        (place / name).write_bytes(held)
    release = (cohort / "release" / unit / f"{unit}.ipynb").read_text("utf-8")
    (place / f"{unit}.ipynb").write_text(graft_submission(release, place), "utf-8")
    return place


def copy_of(cohort: Path, folder: Path) -> Path:
    """Returns a copy of a cohort's folder in another place; its settings go by where it lies."""
    shutil.copytree(cohort, folder, symlinks=True)
    return folder
