"""steadyline demo: simulated learners go the whole way, from playing a unit to their page of feedback."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from steadyline import content
from steadyline.cli.cohort import rubrics_of
from steadyline.cohort import overview
from steadyline.course.cohort_folder import new_cohort, pseudonyms, refuse_folder
from steadyline.course.cohort_page import Results, as_text, page
from steadyline.course.collect import LAID_IN, collect
from steadyline.course.handin import LOG, pack
from steadyline.course.simulate import TEMPERAMENTS, Simulation
from steadyline.decisions import draw, read_log
from steadyline.errors import SteadylineError
from steadyline.graders import nbgrader
from steadyline.graders.marks import Marks, mark
from steadyline.marking import assessed, marked
from steadyline.scenarios.replay import replay

BEGAN = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
WAITS = "waits for an assessor"
PAGE = "demo.html"


class DemoDisagrees(SteadylineError):
    """The gradebook holds another mark than the log gives: something on the way is wrong."""


@dataclass(frozen=True)
class Demo:
    """One run: where its parts lie, and who plays how (temperament by learner's code)."""

    folder: Path
    unit: str
    learners: Mapping[str, str]
    seed: int

    @property
    def cohort(self) -> Path:
        """The cohort's folder, in which nbgrader works."""
        return self.folder / "cohort"

    def work_of(self, learner: str) -> Path:
        """Returns the folder in which a learner's log and answers lie."""
        return self.folder / "learners" / learner / self.unit


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder; all of the demo lies in it")
    parser.add_argument("--learners", type=int, default=10, choices=range(1, 201), metavar="N", help="how many (10)")
    parser.add_argument("--seed", type=int, default=7, help="another seed, other learners (7)")


def run(arguments: argparse.Namespace) -> int:
    """Runs the demo and prints its table. Raises FolderRefused, NbgraderFailed, DemoDisagrees."""
    refuse_folder(arguments.folder)
    seed = arguments.seed & 0xFFFFFFFF
    codes = pseudonyms(arguments.learners, seed)
    learners = {code: TEMPERAMENTS[at % len(TEMPERAMENTS)] for at, code in enumerate(codes)}
    demo = Demo(arguments.folder, content.units()[0], learners, seed)
    steps = (
        (f"{len(codes)} simulated learners play and hand in", play), ("a cohort's folder is made", make),
        ("the hand-ins are collected", take), ("nbgrader marks them", grade),
        ("nbgrader writes the feedback", give_back),
    )
    for words, step in steps:
        began = time.perf_counter()
        step(demo)
        print(f"{words}: {time.perf_counter() - began:.1f} s", flush=True)
    report(demo)
    return 0


def play(demo: Demo) -> None:
    """Lets every learner play the unit and pack a hand-in."""
    case = content.unit_case(demo.unit)
    simulation = Simulation(content.unit(demo.unit), case, content.key(case.name), content.check_answers(demo.unit))
    for learner, temperament in demo.learners.items():
        simulation.learner(temperament, draw(demo.seed, learner), BEGAN).write(demo.work_of(learner))
        pack(demo.work_of(learner), demo.folder / "hand-ins", demo.unit, learner, case.name, case.digest, BEGAN)


def make(demo: Demo) -> None:
    """Makes the cohort's folder."""
    new_cohort(demo.cohort, tuple(demo.learners), [content.notebook_path(demo.unit)], rubrics_of([demo.unit]))


def take(demo: Demo) -> None:
    """Collects the hand-ins. Raises DemoDisagrees if one of them is not laid in as it is."""
    case = content.unit_case(demo.unit)
    outcomes = collect(demo.cohort, [demo.folder / "hand-ins"], {case.name: case.digest})
    odd = [f"{each.name}: {each.outcome}. {each.remarks}" for each in outcomes if each.outcome != LAID_IN]
    if odd:
        raise DemoDisagrees("\n".join(odd))


def grade(demo: Demo) -> None:
    """Lets nbgrader mark the hand-ins."""
    nbgrader.autograde(demo.cohort, demo.unit)


def give_back(demo: Demo) -> None:
    """Lets nbgrader write the pages of feedback."""
    nbgrader.feedback(demo.cohort, demo.unit)


def report(demo: Demo) -> None:
    """Prints and writes the table, after comparing every mark with the one computed from the learner's own log."""
    found = nbgrader.marks(demo.cohort, demo.unit)
    compared = compare(demo, found)
    columns, rows = table(demo, found)
    agreed = f"All {compared} automatic marks in the gradebook equal those computed from the learners' own logs."
    print(f"\n{as_text(columns, rows)}\n\n{agreed}")
    (demo.folder / PAGE).write_text(page(Results(
        "A demonstration: simulated learners",
        (f"{len(rows)} simulated learners played “{content.unit(demo.unit).title}”, handed in, and were marked by "
         "nbgrader. Nobody here is real.", agreed,
         "To see what an assessor sees, run “jupyter lab” in the folder “cohort” and open Formgrader."),
        "Marks and calibration by learner", columns, rows,
        [f"cohort/feedback/{learner}/{demo.unit}/{demo.unit}.html" for learner in sorted(demo.learners)],
    )), encoding="utf-8")
    print(f"The same as a page: {demo.folder / PAGE}\nTo see what an assessor sees: cd {demo.cohort} && jupyter lab")


def compare(demo: Demo, found: Sequence[nbgrader.CellMark]) -> int:
    """Returns how many marks were compared. Raises DemoDisagrees where gradebook and log differ."""
    unit = content.unit(demo.unit)
    by_machine = [each for each in found if not each.cell.startswith("reflect-")]
    odd = [
        f"{each.learner}, {each.cell}: the gradebook says {each.mark}, the log {expected}"
        for each in by_machine
        if each.mark != (expected := marked(unit, each.cell, demo.work_of(each.learner))[0])
    ]
    if odd or len(by_machine) != len(demo.learners) * (len(unit.graded) - len(unit.reflections)):
        raise DemoDisagrees("The gradebook and the logs do not agree:\n" + "\n".join(odd or ["marks are missing"]))
    return len(by_machine)


def table(demo: Demo, found: Sequence[nbgrader.CellMark]) -> tuple[list[str], list[list[str]]]:
    """Returns the columns and, in words, one row a learner."""
    wide = overview(found, {learner: _marks(demo, learner) for learner in demo.learners})
    cells = wide.astype(object).where(wide.notna(), WAITS).to_dict("index")
    points = dict(content.unit(demo.unit).graded)
    means = ["mean assertiveness", "mean escalation"]
    columns = ["learner", "temperament", *(f"{cell} ({points[cell]})" for cell in points), *means]
    rows = [
        [learner, demo.learners[learner], *(_number(cells[learner][cell], "g") for cell in points),
         *(_number(cells[learner][mean], "+.2f") for mean in means)]
        for learner in sorted(demo.learners)
    ]
    return columns, rows


def _number(value: object, how: str) -> str:
    return format(value, how) if isinstance(value, float) else str(value)


def _marks(demo: Demo, learner: str) -> Marks:
    unit = content.unit(demo.unit)
    decisions = assessed(unit, read_log(demo.work_of(learner) / LOG))
    return mark(replay(content.unit_case(demo.unit), decisions), content.scale(unit.case))
