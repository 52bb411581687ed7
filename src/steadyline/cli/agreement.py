"""steadyline agreement: how far a cohort's markers agree, and who is kinder or stricter than the others."""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path

from steadyline import content
from steadyline.course.cohort_folder import units_of
from steadyline.course.cohort_page import as_text
from steadyline.desk.agreeing import Agreement, agreement_of
from steadyline.errors import printable
from steadyline.graders import agreement, severity
from steadyline.graders.gradebook import engine_of


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the cohort's folder, with work marked at the desk")
    parser.add_argument("--unit", metavar="UNIT", help="only this unit; otherwise all units together")


def run(arguments: argparse.Namespace) -> int:
    """Prints the tables. Raises FileMissing, NotInCourse or LibraryMissing."""
    engine = engine_of(arguments.folder)
    units = [content.unit(arguments.unit).name] if arguments.unit else list(units_of(arguments.folder))
    print(told(agreement_of(engine, units)))
    return 0


def told(found: Agreement) -> str:
    """Returns the agreement as it stands on a terminal."""
    counts = (
        f"Marked twice: {found.marked_twice}. By a third person: {found.marked_thrice}. Agreed with a note: "
        f"{found.agreed}. Only blind marks are compared."
    )
    if not found.markers:
        return "Nothing was marked at the desk yet."
    parts = [counts]
    if found.first_and_second:
        parts.append("First and second marks\n" + _table(*agreement.table(found.first_and_second)))
    parts.append("All markers together\n" + _table(*agreement.table(found.together)))
    parts.append("Each marker against the others, by name; it is no ranking\n" + _table(*severity.table(found.markers)))
    return "\n\n".join([*parts, "\n".join(textwrap.fill(line, 100) for line in agreement.HOW_TO_READ)])


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return as_text(columns, [tuple(map(printable, row)) for row in rows])
