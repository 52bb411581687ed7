"""The whole of docs/assessors.md, command by command, from nothing to an export. Half a minute: `make course` runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cohorts import desk_at
from commands import ASSESSORS

from steadyline import content
from steadyline.course.handin import pack
from steadyline.decisions import record_decision
from steadyline.desk.giving import Given

BIN = Path(sys.executable).parent


def test_an_assessors_commands_lead_from_nothing_to_an_export(tmp_path: Path, played: object) -> None:
    environment = {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]])}
    place = tmp_path / "course"
    place.mkdir()
    for command in ASSESSORS:
        if command.startswith("cd "):
            place = place / command.removeprefix("cd ")
            continue
        if "collect" in command:
            hand_in(tmp_path, played)
        if "agreement" in command:
            mark_written_work(tmp_path / "spring")
        said = command.replace(".venv/bin", str(BIN)).replace("wren-14", first_learner(tmp_path))
        ran = subprocess.run(["sh", "-c", said], cwd=place, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
    lines = (place / "grades.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 20


def hand_in(place: Path, played: object) -> None:
    """Lets the first learner of the cohort play The Porch and hand in."""
    learner = first_learner(place)
    codes = (place / "spring" / "learners.csv").read_text(encoding="utf-8").splitlines()[1:]
    people = ["learner,idnumber", *(f"{code.split(',')[0]},{4711 + at}" for at, code in enumerate(codes))]
    (place / "people.csv").write_text("\n".join(people) + "\n", encoding="utf-8")
    unit, case = content.unit("the-porch"), content.unit_case("the-porch")
    work = place / "work"
    for decision in played(case, *next(iter(content.walks(case.name))).choices):  # type: ignore[operator]
        record_decision(work / "decisions.jsonl", decision)
    pack(work, place / "downloaded-hand-ins", unit.name, learner, case.name, case.digest, datetime.now(UTC))


def first_learner(place: Path) -> str:
    """Returns the first code of the cohort; before there is one, the one in the guide."""
    codes = place / "spring" / "learners.csv"
    return codes.read_text(encoding="utf-8").splitlines()[1].split(",")[0] if codes.is_file() else "wren-14"


def mark_written_work(folder: Path) -> None:
    """Gives what waits for a person a mark, as two assessors do at the desk."""
    for who in ("marker-1", "marker-2"):
        desk = desk_at(folder, who)
        while "none" not in (view := desk.next("the-porch")):
            given = Given(view["unit"], view["learner"], view["cell"], {"whole": 4}, words=view["words"])
            if view["kind"] == "written":
                desk.give(given)
            else:
                comment = replace(given, comment="Nothing was handed in here.", last=view["last"])
                desk.give_points(comment, 0.0)
