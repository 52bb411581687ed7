"""steadyline integrity: what in a cohort's hand-ins a person should look at, and what that can and cannot prove."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Mapping
from pathlib import Path

from steadyline import content
from steadyline.course.cohort_page import as_text
from steadyline.desk.flags import INNOCENT
from steadyline.desk.integrity import LIMITS, Flag, flags_in, handed_in_units
from steadyline.errors import printable

WIDTH = 100


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the cohort's folder, with hand-ins collected")
    parser.add_argument("--unit", metavar="UNIT", help="only this unit")


def run(arguments: argparse.Namespace) -> int:
    """Prints a table for each unit; returns 0 whether or not there is a flag. Raises FileMissing or NotInCourse."""
    there = handed_in_units(arguments.folder)
    codes: set[str] = set()
    for unit in [content.unit(arguments.unit).name] if arguments.unit else there:
        flags = flags_in(arguments.folder, unit)
        codes |= {flag.code for found in flags.values() for flag in found}
        print(f"{_told(unit, flags)}\n")
    if not there:
        print("Nothing was handed in yet.\n")
    if codes:
        print("Reasons that are nobody's fault:")
        print("\n".join(_wrapped(f"{code}: {INNOCENT[code]}.") for code in INNOCENT if code in codes))
        print()
    print("What this can and cannot prove:")
    print("\n".join(map(_wrapped, LIMITS)))
    return 0


def _told(unit: str, flags: Mapping[str, tuple[Flag, ...]]) -> str:
    """Returns a unit's table: one row for each flag, what was seen on the lines below it."""
    rows = [(printable(learner), flag.code, flag.where) for learner, found in flags.items() for flag in found]
    seen = [flag.seen for found in flags.values() for flag in found]
    flagged = sum(bool(found) for found in flags.values())
    head = f"{unit}: {_number(len(flags), 'hand-in')}, {_number(len(rows), 'flag')}"
    if not rows:
        return f"{head}."
    lines = as_text(("learner", "flag", "where"), rows).split("\n")
    told = [f"{line}\n{_wrapped(words, '    ')}" for line, words in zip(lines[2:], seen, strict=True)]
    return "\n".join([f"{head} in {_number(flagged, 'hand-in')}.", *lines[:2], *told])


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _wrapped(words: str, indent: str = "  ") -> str:
    # A learner's words may be among them: on a terminal nothing of theirs acts.
    return textwrap.fill(printable(words), WIDTH, initial_indent=indent, subsequent_indent=indent)
