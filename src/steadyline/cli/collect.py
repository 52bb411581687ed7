"""steadyline collect: takes hand-ins into a cohort's folder."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from steadyline import content
from steadyline.course.cohort_page import as_text
from steadyline.course.collect import ASIDE, REPORT, SET_ASIDE, Outcome, collect


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the cohort's folder")
    parser.add_argument("sent", type=Path, nargs="+", metavar="HANDIN",
                        help='a hand-in, a folder of them, or the zip of Moodle\'s "Download all submissions"')


def run(arguments: argparse.Namespace) -> int:
    """Prints what became of each hand-in; returns 1 if one was set aside."""
    outcomes = collect(arguments.folder, arguments.sent, {name: content.case(name).digest for name in content.cases()})
    print(told(outcomes))
    counts = Counter(each.outcome for each in outcomes)
    print("\n" + ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
          + f". The same table: {arguments.folder / REPORT}")
    if counts[ASIDE]:
        aside = arguments.folder / SET_ASIDE
        print(f"What was set aside lies in {aside}, each with a reason.txt. Nothing was thrown away.")
    return 1 if counts[ASIDE] else 0


def told(outcomes: tuple[Outcome, ...]) -> str:
    """Returns the outcomes as a table, remarks on lines of their own."""
    rows = [(each.name, each.outcome, each.learner or "-", each.unit or "-") for each in outcomes]
    lines = as_text(("hand-in", "outcome", "learner", "unit"), rows).split("\n")
    remarked = [[line, *([f"    {each.remarks}"] if each.remarks else [])]
                for line, each in zip(lines[2:], outcomes, strict=True)]
    return "\n".join([*lines[:2], *(line for pair in remarked for line in pair)])
