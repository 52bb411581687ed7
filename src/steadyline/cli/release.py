"""steadyline release: hands feedback on a unit out to learners, and writes down who did so, when and why."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from steadyline.cli.feedback import keep_compiled
from steadyline.desk.desk import Desk
from steadyline.desk.feedback_zip import ZIPS
from steadyline.errors import printable


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the cohort's folder, with marked hand-ins")
    parser.add_argument("--unit", required=True, metavar="UNIT", help="the unit")
    parser.add_argument("--learner", action="append", default=[], metavar="CODE",
                        help="only to this learner; may be repeated")
    parser.add_argument("--by", required=True, metavar="ASSESSOR", help="the code of the assessor who releases it")
    parser.add_argument("--why", default="", metavar="WORDS",
                        help="a reason; needed to release again what was changed since it was released")
    parser.add_argument("--despite-waiting", action="store_true",
                        help="also where marks still wait; the page says which")


def run(arguments: argparse.Namespace) -> int:
    """Releases, and says to whom not; returns 1 if somebody was left out. Raises AssessorUnusable, NotInCohort."""
    keep_compiled(arguments.folder)
    desk = Desk(arguments.folder, arguments.by, lambda _folder, _unit: {})
    outcome = desk.release(arguments.unit, arguments.why, arguments.learner, arguments.despite_waiting)
    print(printable(outcome["said"]))
    for each in outcome["waiting"]:
        print(printable(f"Left out: {each['learner']}: {each['why']}."), file=sys.stderr)
    if outcome["released"]:
        print(printable(f"Zips to be sent: {arguments.folder / ZIPS}"))
    return 1 if outcome["waiting"] else 0
