"""steadyline feedback: writes the pages of feedback, and a zip for each learner of those that were released."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from steadyline import content
from steadyline.desk.feedback_facts import CHANGED_SINCE, NOT_RELEASED, RELEASED_AS_IT_STANDS
from steadyline.desk.feedback_files import FAILED, UNCHANGED, WRITTEN, FeedbackWritten, PageWritten, write_feedback
from steadyline.desk.feedback_zip import ZIPS
from steadyline.desk.shelf import OWN
from steadyline.errors import printable


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the cohort's folder, with marked hand-ins")
    parser.add_argument("--unit", action="append", default=[], metavar="UNIT", help="only this unit; may be repeated")
    parser.add_argument("--learner", action="append", default=[], metavar="CODE",
                        help="only this learner; may be repeated")
    parser.add_argument("--jobs", type=_jobs, default=0, metavar="N", help="processes that write (one a processor)")


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError("a whole number from 1 to 256 is needed")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Writes and says what became of the pages; returns 1 if one could not be written. Raises NotInCohort."""
    keep_compiled(arguments.folder)
    written = write_feedback(arguments.folder, arguments.unit, arguments.learner, arguments.jobs)
    print(printable("\n".join(told(written, arguments.folder))))
    return 1 if any(each.outcome == FAILED for each in written.pages) else 0


def keep_compiled(folder: Path) -> None:
    """Lets compiled cases be kept with the cohort, so that they are not explored anew each time."""
    if folder.is_dir():
        os.environ.setdefault(content.KEPT, str(folder.resolve() / OWN / "compiled"))


def told(written: FeedbackWritten, folder: Path) -> list[str]:
    """Returns what became of the pages and of the zips, in lines."""
    if not written.pages:
        return ["Nothing was marked yet, so there is no feedback to write."]
    lines = [_unit(unit, [each for each in written.pages if each.unit == unit])
             for unit in dict.fromkeys(each.unit for each in written.pages)]  # fmt: skip
    lines += [f"Not written: {each.learner}, {each.unit}: {each.why}." for each in written.pages if each.why]
    full = sum(bool(each.units) for each in written.zips)
    lines.append(f"Pages: {folder / 'feedback'}")
    if full:
        lines.append(f"Zips to be sent, of what is released, for {full} learners: {folder / ZIPS}")
    if any(each.status != RELEASED_AS_IT_STANDS for each in written.pages):
        lines.append("A page that is not released says so at its top and is in no zip: `steadyline release` releases.")
    return lines


def _unit(unit: str, pages: Sequence[PageWritten]) -> str:
    outcomes, states = Counter(each.outcome for each in pages), Counter(each.status for each in pages)
    return (
        f"{unit}: {outcomes[WRITTEN]} pages written, {outcomes[UNCHANGED]} unchanged; "
        f"{states[RELEASED_AS_IT_STANDS]} released, {states[CHANGED_SINCE]} changed since, "
        f"{states[NOT_RELEASED]} not released."
    )
