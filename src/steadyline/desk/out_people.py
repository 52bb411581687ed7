"""Who is who: the one table that ties codes to people. It is read where it lies, apart from the cohort's folder.

Nothing here is ever written, and no name of a person goes into a message.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from steadyline.course.handin import LEARNER_PATTERN
from steadyline.errors import FileMissing, SteadylineError, listed

LEARNER = "learner"
KINDS = {"idnumber": "ID number", "email": "Email address", "username": "Username"}
"""By which of them Moodle is to know somebody, and what its own export calls the column."""

EXPORTS = "exports"
"""The only place in a cohort's folder for what is given out, so that nothing that is marked can be written over."""

_UNSOUND = re.compile(r"\A[=+\-@'\uff1d\uff0b\uff0d\uff20]|[\x00-\x1f\x7f-\x9f\u2028\u2029\"\\]")


class PeopleUnusable(SteadylineError):
    """The table of people cannot be used."""


class KeptApart(SteadylineError):
    """Something would bring names and marks together in a place where they are kept apart."""


@dataclass(frozen=True)
class People:
    """`kind` is a key of KINDS; `known` has what Moodle knows somebody by, by the learner's code."""

    kind: str
    known: Mapping[str, str]


def lies_within(path: Path, folder: Path) -> bool:
    """Whether a path leads into a folder, by its words or by what links make of it."""
    by_its_words = path.parent.resolve() / path.name  # a link that lies there lies there, wherever it leads
    ways = [place for end in (by_its_words, path.resolve()) for place in (end, *end.parents)]
    if not folder.exists():
        return folder.resolve() in ways
    # Some disks take capitals and small letters for the same: whether it is the folder, only they can say.
    return any(place.exists() and place.samefile(folder) for place in ways)


def refuse_people_within(people: Path, folder: Path) -> None:
    """Raises KeptApart if the table of people lies in the cohort's folder."""
    if lies_within(people, folder):
        raise KeptApart(
            f"{people} lies inside the cohort's folder. Who has which code is kept apart from the marks, so that "
            "whoever sees the folder sees no names. Move the table elsewhere, and name it there."
        )


def refuse_place(to: Path, folder: Path, people: Path | None) -> None:
    """Raises KeptApart if a file may not be written there; `people` is the table whose people stand in it, if any."""
    if people is not None and lies_within(to, folder):
        raise KeptApart(
            f"{to} lies inside the cohort's folder, and would hold what people are known by beside their marks. Names "
            "and marks are kept apart: choose a place outside the folder, and delete the file once it is imported."
        )
    if people is not None and to.resolve() == people.resolve():
        raise KeptApart(f"{to} is the table of people itself. It was left as it is. Choose another file.")
    if lies_within(to, folder) and not to.resolve().is_relative_to((folder / EXPORTS).resolve()):
        raise KeptApart(
            f"{to} lies among what the cohort's marks are made from, and could write over it. Choose a place in "
            f"{folder / EXPORTS}, or outside the folder."
        )


def read_people(path: Path, folder: Path) -> People:
    """Returns the people in a CSV file: a column `learner` and one of `idnumber`, `email`, `username`.

    No other column is read. Raises KeptApart, FileMissing, PeopleUnusable with the line to mend.
    """
    refuse_people_within(path, folder)
    if not path.is_file():
        raise FileMissing(path, "table of people")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = [(name or "").strip() for name in reader.fieldnames or ()]
            reader.fieldnames = columns
            kind = _kind(path, columns)
            rows = [(reader.line_num, (row[LEARNER] or "").strip(), (row[kind] or "").strip()) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise PeopleUnusable(f"{path}: this is not a CSV file in UTF-8. Save it as “CSV UTF-8”.") from error
    return People(kind, _sound(path, kind, rows))


def _kind(path: Path, columns: Sequence[str]) -> str:
    kinds = [kind for kind in KINDS if kind in columns]
    if LEARNER not in columns or not kinds:
        raise PeopleUnusable(
            f'{path}: the first line must name a column "{LEARNER}" and one of {listed(KINDS)}, parted by a comma.'
        )
    if len(kinds) > 1 or columns.count(kinds[0]) > 1 or columns.count(LEARNER) > 1:
        raise PeopleUnusable(
            f"{path}: it must be plain by what Moodle is to know people. Leave the column \"{LEARNER}\" and only one "
            f"of {listed(KINDS)} in the table."
        )
    return kinds[0]


def _sound(path: Path, kind: str, rows: Sequence[tuple[int, str, str]]) -> dict[str, str]:
    known: dict[str, str] = {}
    taken: set[str] = set()
    for line, learner, value in rows:
        where = f"{path}:{line}"
        if not LEARNER_PATTERN.fullmatch(learner):
            raise PeopleUnusable(f"{where}: the first thing here is no learner's code such as wren-14.")
        # Moodle takes "0" for nothing, and gives a row that names nobody to the person in the row above it.
        if value in ("", "0") or _UNSOUND.search(value):
            raise PeopleUnusable(
                f'{where}: the "{kind}" of {learner} is empty, or holds signs that Moodle or a spreadsheet would take '
                "for something else. It may not be 0, hold a quotation mark or a backslash, nor begin with an "
                "apostrophe or one of = + - @."
            )
        if learner in known or value.lower() in taken:
            what = "the code" if learner in known else f'the "{kind}"'
            raise PeopleUnusable(f"{where}: {what} of {learner} stands in the table twice. One of them must go.")
        known[learner] = value
        taken.add(value.lower())
    return known
