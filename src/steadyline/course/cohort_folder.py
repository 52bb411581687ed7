"""A cohort's folder: where nbgrader works for one group of learners.

It holds personal data, so it never lies inside a checkout.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from steadyline.course.handin import LEARNER_PATTERN
from steadyline.course.released import units_of as units_of
from steadyline.decisions import draw
from steadyline.errors import FileMissing, SteadylineError
from steadyline.graders import nbgrader

LEARNERS, RUBRICS = "learners.csv", "rubrics"

_WORDS = (
    "wren", "robin", "heron", "plover", "linnet", "swift", "dunnock", "avocet", "curlew", "tern", "finch", "martin",
    "osprey", "pipit", "teal", "siskin", "lark", "merlin", "rook", "dipper", "kestrel", "magpie", "nuthatch", "ouzel",
    "petrel", "redstart", "snipe", "thrush", "warbler", "whinchat", "bittern", "bunting", "gannet", "godwit", "harrier",
    "jay", "knot", "lapwing", "oriole", "puffin",
)

_CONFIG = '''\
"""How nbgrader works in this folder. Written by `steadyline cohort new`; every nbgrader command here reads it."""

from pathlib import Path

c = get_config()
here = Path(__file__).resolve().parent
door = "steadyline.graders.nbgrader_stages."

c.CourseDirectory.root = str(here)
c.CourseDirectory.course_id = {course!r}
c.CourseDirectory.db_url = {db}

# A learner's log must never be overwritten by a file of the same name in source/.
c.Autograde.exclude_overwriting = {{
    unit.name: ["decisions.jsonl", "answers.jsonl"] for unit in (here / "source").glob("*") if unit.is_dir()
}}

# What is marked is the course's own notebook with the learner's answers put in; a notebook that was sent is not opened.
c.Autograde.exporter_class = door + "GraftedNotebook"
c.GraftedNotebook.graft = "steadyline.course.graft.graft_submission"

# nbgrader's own stages, with ours between: a clean kernel, "needs an assessor" wherever no plain mark is shown, and
# a person's mark that is not asked for again while the work is the same.
c.StaySettled.words = "steadyline.desk.one.words_of"
c.Autograde.autograde_preprocessors = [
    door + "MarkingKernel",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    door + "RefuseUnsettled",
    "steadyline.graders.nbgrader_settled.RememberSettled",
    "nbgrader.preprocessors.SaveAutoGrades",
    door + "AskAnAssessor",
    "steadyline.graders.nbgrader_settled.StaySettled",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# The page of feedback is the course's own. nbgrader's lets tags act, and asks another server for a script.
c.GenerateFeedback.exporter_class = "steadyline.graders.nbgrader_feedback.FeedbackPage"
c.GenerateFeedback.preprocessors = []
c.FeedbackPage.page = "steadyline.desk.feedback_page.page_of"

# A mark that waits and work that was not handed in are no nought in grades.csv either.
c.ExportApp.plugin_class = "steadyline.graders.nbgrader_export.SettledScores"

c.Execute.timeout = 60
# The learner's part of the page needs no marking kernel; its work is in the log.
c.Execute.skip_cells_with_tag = "steadyline-run"
# The kernel only reads; waiting for it to say goodbye would take half a second a hand-in.
c.Execute.shutdown_kernel = "immediate"
c.ClearSolutions.text_stub = "*The reflection is written on the page; it is put here when it is handed in.*"
'''


class FolderRefused(SteadylineError):
    """A cohort cannot be made in this folder."""


class LearnersUnusable(SteadylineError):
    """The list of learners cannot be used."""


def new_cohort(
    folder: Path, learners: Sequence[str], notebooks: Iterable[Path], rubrics: Iterable[Path] = (), db: str = ""
) -> None:
    """Makes a cohort's folder: settings, gradebook, learners, and the built `notebooks` released for marking.

    `rubrics` are laid into rubrics/ for the person who marks the reflections. `db` is the address of an empty database
    on a PostgreSQL server, for this cohort alone; without it the gradebook is a file in the folder.
    Raises FolderRefused, NbgraderFailed. A folder that could not be finished is removed again.
    """
    refuse_folder(folder)
    was_there = folder.exists()
    try:
        _lay_out(folder, learners, notebooks, db)
        _lay_in_rubrics(folder / RUBRICS, rubrics)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if was_there:
            folder.mkdir(exist_ok=True)
        raise


def refuse_folder(folder: Path) -> None:
    """Raises FolderRefused if no cohort may be made there: in Steadyline's own folders, not empty, not writable."""
    place = folder.resolve()
    for parent in (place, *place.parents):
        if (parent / "scenarios").is_dir() and (parent / "graders").is_dir():
            raise FolderRefused(
                f"{folder} lies inside Steadyline's own folder, {parent}. A cohort's folder holds personal data about "
                "learners and must not be published with the course. Choose a folder elsewhere."
            )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderRefused(f"{folder} is already there and is not empty. Nothing was changed. Choose a new folder.")
    standing = next(parent for parent in (place, *place.parents) if parent.exists())
    if not os.access(standing, os.W_OK):
        raise FolderRefused(f"{folder} cannot be made: you may not write in {standing}. Choose a folder of your own.")


def _lay_out(folder: Path, learners: Sequence[str], notebooks: Iterable[Path], db: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    course = re.sub(r"[^A-Za-z0-9-]+", "-", folder.resolve().name).strip("-") or "cohort"
    where = repr(db) if db else f"f\"sqlite:///{{here / '{nbgrader.DATABASE}'}}\""
    (folder / nbgrader.CONFIG).write_text(_CONFIG.format(course=course, db=where), "utf-8")
    units = []
    for notebook in notebooks:
        if not notebook.is_file():
            raise FileMissing(notebook, "built notebook; `steadyline build` makes it")
        place = folder / "source" / notebook.stem
        place.mkdir(parents=True)
        shutil.copyfile(notebook, place / notebook.name)
        units.append(notebook.stem)
    nbgrader.enrol(folder, learners)
    for unit in units:
        nbgrader.release(folder, unit)
    write_learners(folder / LEARNERS, learners)


def _lay_in_rubrics(place: Path, rubrics: Iterable[Path]) -> None:
    for rubric in rubrics:
        if not rubric.is_file():
            raise FileMissing(rubric, "rubric, which a unit's reflection names")
        place.mkdir(exist_ok=True)
        shutil.copyfile(rubric, place / rubric.name)


def pseudonyms(count: int, seed: int) -> tuple[str, ...]:
    """Returns `count` different learner codes such as `wren-14`; the same for the same seed."""
    codes: dict[str, None] = {}
    step = 0
    while len(codes) < min(count, 90 * len(_WORDS)):
        word = _WORDS[draw(seed, f"word/{step}") % len(_WORDS)]
        codes[f"{word}-{10 + draw(seed, f'number/{step}') % 90}"] = None
        step += 1
    return tuple(codes)


def read_learners(path: Path) -> tuple[str, ...]:
    """Returns the codes in the column `learner` of a CSV file; no other column is read or kept.

    Raises FileMissing, LearnersUnusable with the line to mend.
    """
    if not path.is_file():
        raise FileMissing(path, "list of learners")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (UnicodeDecodeError, csv.Error) as error:
        raise LearnersUnusable(f"{path}: this is not a CSV file in UTF-8. Save it as “CSV UTF-8”.") from error
    if not rows or "learner" not in rows[0]:
        raise LearnersUnusable(
            f'{path}: the first line must name a column "learner", and at least one line must follow it.'
        )
    return _sound_codes(path, [(row["learner"] or "").strip() for row in rows])


def _sound_codes(path: Path, codes: Sequence[str]) -> tuple[str, ...]:
    for number, code in enumerate(codes, start=2):
        if not LEARNER_PATTERN.fullmatch(code):
            raise LearnersUnusable(
                f'{path}:{number}: "{code}" cannot be a learner\'s code. A code is 3 to 32 small letters, digits and '
                "hyphens, beginning with a letter, such as wren-14. It should not be a name."
            )
        if code in codes[: number - 2]:
            raise LearnersUnusable(f'{path}:{number}: "{code}" stands in the list twice.')
    return tuple(codes)


def write_learners(path: Path, learners: Sequence[str]) -> None:
    """Writes the codes as a CSV file with the one column `learner`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["learner"], *([code] for code in learners)])
