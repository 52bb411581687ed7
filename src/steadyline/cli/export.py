"""steadyline export: gives a cohort's marks out, for a spreadsheet, for Moodle or for a learning record store."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from steadyline.desk import out, out_csv, out_excel, out_moodle, out_people, out_xapi
from steadyline.desk.out import Work
from steadyline.errors import SteadylineError, printable
from steadyline.graders.nbgrader_handed_in import course_id
from steadyline.whole import write_all

ENDS = {"csv": ".csv", "excel": ".xlsx", "moodle": ".csv", "xapi": ".jsonl"}
"""How a file of each form ends."""

NAMES = {"csv": "marks", "excel": "marks", "moodle": "moodle", "xapi": "statements"}
"""What it is called where no name is given."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


class ExportUnclear(SteadylineError):
    """What is asked for does not go together."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the cohort's folder")
    parser.add_argument("--as", dest="form", choices=list(ENDS), required=True, help="the form in which it is written")
    parser.add_argument("--unit", action="append", metavar="UNIT", help="only this unit; may be said several times")
    parser.add_argument("--to", type=Path, metavar="FILE", help="where to write; exports/ in FOLDER if nothing is said")
    parser.add_argument("--people", type=Path, metavar="FILE.csv",
                        help="for Moodle: who has which code, a table kept apart from FOLDER, with the columns learner "
                             "and one of idnumber, email, username")
    parser.add_argument("--home-page", metavar="IRI",
                        help="for xapi: the address of the system in which the learners' codes mean something")


def run(arguments: argparse.Namespace) -> int:
    """Writes what is asked for and says what waits; returns 1 if somebody or something had to be left out.

    Raises ExportUnclear, KeptApart, PeopleUnusable, UnitNotReleased, ExcelNotInstalled.
    """
    folder, form = arguments.folder, arguments.form
    _refuse_what_does_not_fit(arguments)
    to = arguments.to or folder / out_people.EXPORTS / f"{NAMES[form]}{ENDS[form]}"
    out_people.refuse_place(to, folder, arguments.people)
    people = out_people.read_people(arguments.people, folder) if arguments.people else None
    works = out.gathered(folder, arguments.unit or ())
    if form == "moodle":
        said, left_out = _moodle(works, people, to)
    elif form == "xapi":
        said, left_out = _xapi(works, folder, arguments.home_page, to)
    else:
        said, left_out = _tables(works, form, to), []
    print(printable("\n".join([*said, *_standing(works)])))
    for line in left_out:
        print(printable(f"Left out: {line}"), file=sys.stderr)
    return 1 if left_out else 0


def _refuse_what_does_not_fit(arguments: argparse.Namespace) -> None:
    form, to = arguments.form, arguments.to
    if arguments.people and form != "moodle":
        raise ExportUnclear(f"--people is only for --as moodle: with --as {form}, learners are known by their codes.")
    if arguments.people and to is None:
        raise ExportUnclear("With --people, say by --to where the file is to lie: outside the cohort's folder.")
    if arguments.home_page and form != "xapi":
        raise ExportUnclear(f"--home-page is only for --as xapi; --as {form} has no use for it.")
    if arguments.home_page and not _IRI.fullmatch(arguments.home_page):
        raise ExportUnclear(
            f'"{arguments.home_page}" is no address. Write it in full, such as https://learn.example.org.'
        )
    if to is not None and to.suffix.lower() != ENDS[form]:
        raise ExportUnclear(f"{to}: with --as {form}, the file's name has to end in {ENDS[form]}.")


def _tables(works: Sequence[Work], form: str, to: Path) -> list[str]:
    long, wide = out.marks_long(works), out.marks_wide(works)
    if form == "excel":
        write_all({to: out_excel.as_workbook({"by learner and unit": wide, "every mark": long})})
        return [f"{len(wide) - 1} rows by learner and unit, {len(long) - 1} rows of every mark: {to}"]
    by_unit = to.with_name(f"{to.stem}-by-unit{to.suffix}")
    write_all({to: out_csv.as_csv(long), by_unit: out_csv.as_csv(wide)})
    return [f"{len(long) - 1} rows, one a learner and mark: {to}",
            f"{len(wide) - 1} rows, one a learner and unit: {by_unit}"]


def _moodle(works: Sequence[Work], people: out_people.People | None, to: Path) -> tuple[list[str], list[str]]:
    made = out_moodle.for_moodle(works, people)
    write_all({to: out_csv.as_csv(made.table)})
    who = f"{made.table[0][0]}" if people else f"{made.table[0][0]}, as which the learner's code stands"
    said = [
        f"{len(made.table) - 1} learners, known by their {who}: {to}",
        f'"{out_moodle.NO_GRADE}" means no grade yet, and is never a 0.',
        f"In Moodle: make a grade item for each unit ({_points(made.points)}), then Grades > Import > CSV file with "
        f'UTF-8 and comma, map "{made.table[0][0]}", and each unit and its feedback to its item.',
    ]
    left_out = [f"{learner} has no line in the table of people, and is not in the file." for learner in made.left_out]
    strange = sorted(set(people.known) - {work.learner for work in works}) if people else []
    left_out += [f"{code} stands in the table of people, and is no learner of this cohort." for code in strange]
    return said, left_out


def _points(points: Mapping[str, float]) -> str:
    told = {unit: f"{most:g} points" if most else "nothing marked yet" for unit, most in points.items()}
    return ", ".join(f"{unit}: {words}" for unit, words in told.items())


def _xapi(works: Sequence[Work], folder: Path, home_page: str | None, to: Path) -> tuple[list[str], list[str]]:
    course = course_id(folder)
    cohort = out_xapi.Cohort(folder, course, home_page or f"{out_xapi.OURS}cohort:{course}")
    made = out_xapi.statements(cohort, works)
    write_all({to: out_xapi.as_lines(made.statements)})
    counts = Counter(next(iter(each["verb"]["display"].values())) for each in made.statements)
    kinds = ", ".join(f"{counts[word]} {word}" for word in out_xapi.VERBS)
    return [f"{len(made.statements)} statements ({kinds}): {to}"], made.left_out


def _standing(works: Sequence[Work]) -> list[str]:
    """Returns, for each unit, how much of it is settled."""
    said = []
    for unit in dict.fromkeys(work.unit for work in works):
        of_unit = [work for work in works if work.unit == unit]
        states = Counter(work.state for work in of_unit)
        waiting = sum(work.waiting for work in of_unit)
        marks = f"{waiting} {'mark' if waiting == 1 else 'marks'}"
        said.append(
            f"{unit}, of {len(of_unit)} learners: {states[out.SETTLED]} with every mark, {states[out.WAITS]} waiting "
            f"for an assessor ({marks}), {states[out.NOT_HANDED_IN]} with nothing handed in."
        )
    return said
