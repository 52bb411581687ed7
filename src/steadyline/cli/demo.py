"""steadyline demo: simulated learners go the whole way, from playing the course to their pages of feedback."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

from steadyline import content
from steadyline.cli.cohort import assessed_units, rubrics_of
from steadyline.cohort import overview
from steadyline.course.cohort_folder import new_cohort, pseudonyms, refuse_folder
from steadyline.course.cohort_page import Results, as_text, page
from steadyline.course.collect import LAID_IN, collect
from steadyline.course.handin import LOG, pack
from steadyline.course.simulate import TEMPERAMENTS, Simulation
from steadyline.decisions import draw, read_log
from steadyline.desk.pile import mark_pile
from steadyline.errors import SteadylineError
from steadyline.graders import nbgrader
from steadyline.graders.marks import MEASURES, Marks, mark
from steadyline.marking import assessed, marked
from steadyline.scenarios.replay import replay

BEGAN = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
WAITS = "waits for an assessor"
PAGE = "demo.html"
ENOUGH = 15
"""Attempts of each temperament; with fewer, one lucky walk of the lazy would be told as a fault."""

FEW = "Too few attempts to say how the temperaments compare; the whole course with 10 learners or more does."
ABOUT_EQUAL = 0.1
"""How far the cautious and the coercive may lie apart, as a share of what can be earned: erring costs on both sides."""


class DemoDisagrees(SteadylineError):
    """The gradebook holds another mark than the log gives: something on the way is wrong."""


@dataclass(frozen=True)
class Demo:
    """One run: where its parts lie, and who plays how (temperament by learner's code); `stock` lets nbgrader mark."""

    folder: Path
    units: Sequence[str]
    learners: Mapping[str, str]
    seed: int
    stock: bool = False

    @property
    def cohort(self) -> Path:
        """The cohort's folder, in which nbgrader works."""
        return self.folder / "cohort"

    def work_of(self, learner: str, unit: str) -> Path:
        """Returns the folder in which a learner's log and answers for a unit lie."""
        return self.folder / "learners" / learner / unit


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder; all of the demo lies in it")
    parser.add_argument("--learners", type=int, default=10, choices=range(1, 201), metavar="N", help="how many (10)")
    parser.add_argument("--unit", action="append", metavar="UNIT", help="only this unit; may be said several times")
    parser.add_argument("--seed", type=int, default=7, help="another seed, other learners (7)")
    parser.add_argument("--stock", action="store_true", help="let `nbgrader autograde` mark: the same marks, slowly")


def run(arguments: argparse.Namespace) -> int:
    """Runs the demo and prints its table. Raises FolderRefused, NbgraderFailed, DemoDisagrees."""
    refuse_folder(arguments.folder)
    seed = arguments.seed & 0xFFFFFFFF
    codes = pseudonyms(arguments.learners, seed)
    learners = {code: TEMPERAMENTS[at % len(TEMPERAMENTS)] for at, code in enumerate(codes)}
    units = assessed_units(arguments.unit or content.units())
    demo = Demo(arguments.folder, units, learners, seed, arguments.stock)
    steps = (
        (f"{len(codes)} simulated learners play and hand in", play), ("a cohort's folder is made", make),
        ("the hand-ins are collected", take), (f"{marker(demo)} marks them", grade),
        ("nbgrader writes the feedback", give_back),
    )
    for words, step in steps:
        began = time.perf_counter()
        step(demo)
        print(f"{words}: {time.perf_counter() - began:.1f} s", flush=True)
    report(demo)
    return 0


def play(demo: Demo) -> None:
    """Lets every learner play every unit and pack a hand-in for each."""
    for name in demo.units:
        case = content.unit_case(name)
        simulation = Simulation(content.unit(name), case, content.key(case.name), content.check_answers(name))
        for learner, temperament in demo.learners.items():
            work = demo.work_of(learner, name)
            simulation.learner(temperament, draw(demo.seed, f"{learner}/{name}"), BEGAN).write(work)
            pack(work, demo.folder / "hand-ins", name, learner, case.name, case.digest, BEGAN)


def make(demo: Demo) -> None:
    """Makes the cohort's folder."""
    notebooks = [content.notebook_path(name) for name in demo.units]
    new_cohort(demo.cohort, tuple(demo.learners), notebooks, rubrics_of(list(demo.units)))


def take(demo: Demo) -> None:
    """Collects the hand-ins. Raises DemoDisagrees if one of them is not laid in as it is."""
    digests = {case.name: case.digest for case in map(content.unit_case, demo.units)}
    outcomes = collect(demo.cohort, [demo.folder / "hand-ins"], digests)
    odd = [f"{each.name}: {each.outcome}. {each.remarks}" for each in outcomes if each.outcome != LAID_IN]
    if odd:
        raise DemoDisagrees("\n".join(odd))


def marker(demo: Demo) -> str:
    """Returns who marks."""
    return "nbgrader" if demo.stock else "steadyline mark"


def grade(demo: Demo) -> None:
    """Marks the hand-ins. Raises DemoDisagrees if one of them is set aside."""
    if demo.stock:
        for name in demo.units:
            nbgrader.autograde(demo.cohort, name)
        return
    pile = mark_pile(demo.cohort)
    if pile.aside or pile.waiting:
        raise DemoDisagrees(f"Sound hand-ins were not marked: {pile.aside or dict(pile.reasons)}")


def give_back(demo: Demo) -> None:
    """Lets nbgrader write the pages of feedback."""
    for name in demo.units:
        nbgrader.feedback(demo.cohort, name)


def report(demo: Demo) -> None:
    """Prints and writes the tables, after comparing every mark with the one computed from the learner's own log."""
    found = {name: nbgrader.marks(demo.cohort, name) for name in demo.units}
    compared = sum(compare(demo, name, marks) for name, marks in found.items())
    agreed = f"All {compared} automatic marks in the gradebook equal those computed from the learners' own logs."
    told = judged(shares(demo), content.outline().standard) if _is_enough(demo) else FEW
    print(f"\n{as_text(*temperament_table(shares(demo), content.outline().standard))}\n\n{agreed}\n{told}")
    for name, marks in found.items():
        _write_page(demo, name, table(demo, name, marks), agreed)
    _write_whole_course(demo, (agreed, told))


def _is_enough(demo: Demo) -> bool:
    """Whether there are enough attempts that luck does not decide how a temperament comes out."""
    return len(demo.units) * len(demo.learners) >= ENOUGH * len(TEMPERAMENTS)


def _write_page(demo: Demo, name: str, told: tuple[list[str], list[list[str]]], agreed: str) -> None:
    title = content.unit(name).title
    if len(demo.units) == 1:
        print(f"\n{as_text(*told)}")
    (demo.folder / f"demo-{name}.html").write_text(page(Results(
        f"A demonstration: simulated learners, {title}",
        (f"{len(demo.learners)} simulated learners played “{title}”, handed in, and were marked by {marker(demo)}. "
         "Nobody here is real.", agreed,
         "To see what an assessor sees, run “steadyline desk” on the folder “cohort”."),
        "Marks and calibration by learner", *told,
        [f"cohort/feedback/{learner}/{name}/{name}.html" for learner in sorted(demo.learners)],
    )), encoding="utf-8")


def _write_whole_course(demo: Demo, said: tuple[str, ...]) -> None:
    columns, rows = by_unit(demo)
    (demo.folder / PAGE).write_text(page(Results(
        "A demonstration: simulated learners",
        (f"{len(demo.learners)} simulated learners played {len(demo.units)} units, handed in, and were marked by "
         f"{marker(demo)}. Nobody here is real.", *said),
        "Judgement: the share of what could be earned, by temperament", columns, rows,
        [f"demo-{name}.html" for name in demo.units], "Learners",
    )), encoding="utf-8")
    print(f"The same as pages: {demo.folder / PAGE} and one for each unit."
          f"\nTo see what an assessor sees: steadyline desk {demo.cohort}")


def compare(demo: Demo, name: str, found: Sequence[nbgrader.CellMark]) -> int:
    """Returns how many marks of a unit were compared. Raises DemoDisagrees where gradebook and log differ."""
    unit = content.unit(name)
    by_machine = [each for each in found if not each.cell.startswith("reflect-")]
    odd = [
        f"{each.learner}, {each.cell}: the gradebook says {each.mark}, the log {expected}"
        for each in by_machine
        if each.mark != (expected := marked(unit, each.cell, demo.work_of(each.learner, name))[0])
    ]
    if odd or len(by_machine) != len(demo.learners) * (len(unit.graded) - len(unit.reflections)):
        raise DemoDisagrees("The gradebook and the logs do not agree:\n" + "\n".join(odd or ["marks are missing"]))
    return len(by_machine)


def table(demo: Demo, name: str, found: Sequence[nbgrader.CellMark]) -> tuple[list[str], list[list[str]]]:
    """Returns the columns and, in words, one row a learner, for one unit."""
    wide = overview(found, {learner: _marks(demo, learner, name) for learner in demo.learners})
    cells = wide.astype(object).where(wide.notna(), WAITS).to_dict("index")
    points = dict(content.unit(name).graded)
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


def _marks(demo: Demo, learner: str, name: str) -> Marks:
    unit = content.unit(name)
    decisions = assessed(unit, read_log(demo.work_of(learner, name) / LOG))
    return mark(replay(content.unit_case(name), decisions), content.scale(unit.case))


def by_unit(demo: Demo) -> tuple[list[str], list[list[str]]]:
    """Returns the columns and one row a unit: what each temperament earned of the judgement to be had."""
    rows = [
        [content.unit(name).title, *(f"{told[who]['judgement']:.0%}" if who in told else "–" for who in TEMPERAMENTS)]
        for name in demo.units
        for told in (shares(demo, [name]),)
    ]
    return ["unit", *TEMPERAMENTS], rows


def shares(demo: Demo, units: Sequence[str] = ()) -> dict[str, dict[str, float]]:
    """Returns for each temperament and measure the share of what could be earned, the mean over learners and units."""
    given: dict[str, dict[str, list[float]]] = {}
    for learner, temperament in demo.learners.items():
        for name in units or demo.units:
            for measure, found in _marks(demo, learner, name).measures.items():
                given.setdefault(temperament, {}).setdefault(measure, []).append(found.share)
    return {who: {measure: fmean(each) for measure, each in told.items()} for who, told in given.items()}


def temperament_table(found: Mapping[str, Mapping[str, float]], standard: float) -> tuple[list[str], list[list[str]]]:
    """Returns the columns and one row a temperament, best first by judgement."""
    columns = ["temperament", *MEASURES, f"reaches the standard ({standard:.0%})"]
    rows = [
        [who, *(f"{told[measure]:.0%}" for measure in MEASURES), "yes" if told["judgement"] >= standard else "no"]
        for who, told in sorted(found.items(), key=lambda each: -each[1]["judgement"])
    ]
    return columns, rows


def judged(found: Mapping[str, Mapping[str, float]], standard: float) -> str:
    """Returns in a sentence whether the temperaments come out as they should. Raises DemoDisagrees if they do not."""
    mean = {who: fmean(told.values()) for who, told in found.items()}
    apart = abs(mean["cautious"] - mean["coercive"])
    wrong = [
        words
        for words, holds in (
            ("the calibrated do not come first", mean["calibrated"] > max(mean["cautious"], mean["coercive"])),
            ("the cautious and the coercive are not about equal", apart <= ABOUT_EQUAL),
            ("the lazy reach the standard", found["lazy"]["judgement"] < standard),
            ("the calibrated miss the standard", found["calibrated"]["judgement"] >= standard),
        )
        if not holds
    ]
    if wrong:
        raise DemoDisagrees(f"The temperaments do not come out as they should: {'; '.join(wrong)}.")
    return (
        f"The calibrated come first; the cautious and the coercive lie {apart:.0%} apart; "
        f"the lazy stay below the standard of {standard:.0%}."
    )
