"""steadyline cohort: a folder in which one group's hand-ins are marked, and what knowing the outcome did to them."""

from __future__ import annotations

import argparse
import zlib
from importlib.util import find_spec
from pathlib import Path

from steadyline import content
from steadyline.answers import read_answers
from steadyline.course.cohort_folder import LEARNERS, new_cohort, pseudonyms, read_learners, refuse_folder
from steadyline.course.cohort_page import as_text
from steadyline.course.handin import ANSWERS
from steadyline.errors import SteadylineError, did_you_mean, listed, printable
from steadyline.graders.gradebook import refuse_database

MOST = 500
"""Learners in one cohort; beyond it, marking by hand is no longer one group's work."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    deeds = parser.add_subparsers(dest="deed", metavar="new|bias", required=True)
    new = deeds.add_parser("new", help="make a new cohort's folder")
    new.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder, outside the course's own")
    who = new.add_mutually_exclusive_group()
    who.add_argument("--learners", type=Path, metavar="FILE.csv", help='a list with a column "learner" of codes')
    who.add_argument("--count", type=_count, default=12, metavar="N", help="make up N codes (12 if nothing is said)")
    new.add_argument("--unit", action="append", metavar="UNIT", help="only this unit; may be said several times")
    new.add_argument("--track", metavar="TRACK", help="only the units of this way through the course")
    new.add_argument("--seed", type=int, help="another seed, other codes")
    new.add_argument("--db", default="", metavar="URL", help="keep the gradebook on a PostgreSQL server, in an empty "
                     "database for this cohort alone: postgresql://host/name")
    bias = deeds.add_parser("bias", help="say how ratings moved once an outcome was known: outcome bias, in the group")
    bias.add_argument("folder", type=Path, metavar="FOLDER", help="the cohort's folder, with hand-ins collected")


def run(arguments: argparse.Namespace) -> int:
    """Makes the folder and says what comes next. Raises FolderRefused, LearnersUnusable, NotInCourse."""
    folder: Path = arguments.folder
    if arguments.deed == "bias":
        return _bias(folder)
    refuse_folder(folder)
    units = assessed_units(arguments.unit or _of_track(arguments.track))
    if arguments.learners:
        learners = read_learners(arguments.learners)
    else:
        seed = zlib.crc32(folder.resolve().name.encode()) if arguments.seed is None else arguments.seed
        learners = pseudonyms(arguments.count, seed & 0xFFFFFFFF)
    notebooks = [content.notebook_path(unit) for unit in units]
    new_cohort(folder, learners, notebooks, rubrics_of(units), _database(arguments.db))
    print(_next(folder, len(learners), units))
    return 0


class DatabaseUnusable(SteadylineError):
    """A gradebook cannot be kept at this address."""


def _database(url: str) -> str:
    """Returns the address of a database as it was given. Raises DatabaseUnusable, GradebookBusy, DatabaseTaken."""
    if not url:
        return url
    if not url.startswith("postgresql"):
        raise DatabaseUnusable(
            f"{printable(url)}: the address of a PostgreSQL database begins with postgresql://. "
            "Without --db the gradebook is a file in the cohort's folder."
        )
    if "@" in url and ":" in url.split("@")[0].split("//")[-1]:
        raise DatabaseUnusable(
            "The address holds a password, which would stand in nbgrader_config.py for all who read the folder. "
            "Leave it out, and put it into a password file of PostgreSQL (PGPASSFILE)."
        )
    if find_spec("psycopg") is None:
        raise DatabaseUnusable('PostgreSQL needs one more package: pip install "steadyline[postgresql]"')
    refuse_database(url)
    return url


class TrackUnknown(SteadylineError):
    """The course has no way through it of that name."""


def _of_track(name: str | None) -> list[str]:
    """Returns the units of a track, of the whole course where none is named. Raises TrackUnknown."""
    tracks = {track.name: list(track.units) for track in content.outline().tracks}
    if name is None:
        return content.units()
    if name not in tracks:
        near = did_you_mean(name, tracks)
        raise TrackUnknown(f'The course has no track "{name}".{near} There are: {listed(tracks)}.')
    return tracks[name]


def _bias(folder: Path) -> int:
    """Prints one table for each unit in which something is rated twice."""
    # Only now: pandas takes a second to load, and no other deed needs it.
    from steadyline.cohort import FEWEST, ratings_table

    for unit in map(content.unit, content.units()):
        for rate in unit.ratings:
            paths = sorted(folder.glob(f"submitted/*/{unit.name}/{ANSWERS}"))
            found = {path.parent.parent.name: path for path in paths}
            table = ratings_table({learner: read_answers(path) for learner, path in found.items()}, rate)
            cells = table.astype(object).where(table.notna(), "–").astype(str)
            print(f"\n{unit.title}: {rate.id}, {len(found)} hand-ins")
            print(as_text(list(table.columns), [list(row) for row in cells.itertuples(index=False)]))
    print(f"\nWhat fewer than {FEWEST} learners did is not shown. All rated the same decisions; the outcome differed.")
    return 0


class NothingToMark(SteadylineError):
    """None of the units that are asked for is assessed."""


def assessed_units(names: list[str]) -> list[str]:
    """Returns those of the units that are handed in and marked. Raises NothingToMark or NotInCourse."""
    units = [unit.name for name in names if (unit := content.unit(name)).assessed]
    if not units:
        raise NothingToMark(f"{listed(names)}: nothing in it is marked, so no cohort's folder is needed for it.")
    return units


def rubrics_of(units: list[str]) -> list[Path]:
    """Returns the paths of all rubrics by which reflections in these units are marked."""
    names = {reflect.rubric for unit in units for reflect in content.unit(unit).reflections}
    return [content.rubric_path(name) for name in sorted(names)]


def _count(word: str) -> int:
    if not word.isdigit() or not 1 <= int(word) <= MOST:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {MOST}, not {word!r}")
    return int(word)


def _next(folder: Path, learners: int, units: list[str]) -> str:
    unit = units[0]
    return f"""\
Made {folder} for {learners} learners and {len(units)} {"unit" if len(units) == 1 else "units"}: {", ".join(units)}.

Next:
1. Give each learner one code from {folder / LEARNERS}.
   Keep the list of who has which code apart from this folder, and safe. No name belongs in here.
2. When hand-ins have come, as zips, a folder of zips, or Moodle's "Download all submissions":
     steadyline collect {folder} HANDIN...
3. Then:
     steadyline mark {folder}             gives the automatic marks
     steadyline desk {folder}             opens the assessors' desk for the written work
     steadyline release {folder} --unit {unit} --by YOUR-CODE
                                          lets the pages of feedback go
     steadyline export {folder} --as csv  writes the marks
   docs/assessors.md has the whole of it. nbgrader's own commands, and Formgrader, work in this folder too."""
