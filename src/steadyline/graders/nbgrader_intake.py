"""What nbgrader is shown of submitted/: for each learner a folder with plain files of known names and sizes.

nbgrader itself copies whatever it finds, through links and from devices, and one time that it cannot read ends its
run for everybody. So nothing in submitted/ is opened by it, and nothing there is changed: it works on this copy.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.utils import parse_utc

from steadyline.errors import FileMissing
from steadyline.records import LARGEST_FILE, plain

RECORDS = ("decisions.jsonl", "answers.jsonl")
TIME = "timestamp.txt"
"""With these, all that is taken of a submission; of the notebook, only its name."""

PLACE = ".being-marked-"
LEFT_BEHIND = 24 * 60 * 60
"""Seconds; a copy so old is of a run that was cut off."""

_NAME = re.compile(r"\w[\w .@+-]{0,99}")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?(Z| ?[+-]\d\d:?\d\d| [A-Za-z]+(/[A-Za-z_]+){0,2})?")
_LONGEST_TIME = 100


@dataclass(frozen=True)
class Intake:
    """The copy: nbgrader's own table of notebooks by folder, and `clear`, which removes it (as the process' end does).
    """

    directory: str
    notebooks: dict[str, list[str]]
    clear: Callable[[], object]


def take_in(course: Any, say: Callable[[str], None]) -> Intake:
    """Copies what may be marked of the submissions that `course` (nbgrader's CourseDirectory) speaks of.

    `say` is told of each submission that is left out and of each that is not plain. Raises FileMissing.
    """
    release = Path(course.format_path(course.release_directory, ".", course.assignment_id))
    released = sorted(release.glob("*.ipynb"))
    if not released:
        raise FileMissing(release, "released unit; `nbgrader generate_assignment` makes it")
    _clear_what_was_left(Path(course.root))
    place = Path(tempfile.mkdtemp(prefix=PLACE, dir=course.root))
    clear = weakref.finalize(course, shutil.rmtree, place, ignore_errors=True)
    notebooks: dict[str, list[str]] = {}
    pattern = course.format_path(course.submitted_directory, course.student_id, course.assignment_id)
    for sent in sorted(glob.glob(pattern)):  # noqa: PTH207  # found as nbgrader finds them
        submission = Path(sent)
        learner = submission.parent.name
        if not is_name(learner):
            # Quoted: the name may hold what a terminal acts on.
            say(f"submitted/{learner!a}: this is no learner's name, so what lies in it is not marked.")
            continue
        into = Path(course.format_path(place.name, learner, course.assignment_id))
        into.mkdir(parents=True)
        for words in _taken(submission, into):
            say(f"submitted/{learner}/{submission.name}: {words}")
        notebooks[str(into)] = [shutil.copyfile(path, str(into / path.name)) for path in released]
    return Intake(place.name, notebooks, clear)


def is_name(text: str) -> bool:
    """Whether a folder's name can be a learner's: letters of any script, digits, spaces and a few signs.

    It goes into tables, pages and patterns of files, so nothing that acts in one of these is a name.
    """
    return bool(_NAME.fullmatch(text)) and text.isprintable()


def _taken(submission: Path, into: Path) -> Iterator[str]:
    """Copies a submission's records and its time, and yields what an assessor should know."""
    if submission.is_symlink() or submission.parent.is_symlink() or not submission.is_dir():
        yield "this is no folder of the learner's own but a link or a file; nothing in it is read."
        return
    for name in RECORDS:
        content = plain(submission / name, LARGEST_FILE + 1)
        if content is not None:
            (into / name).write_bytes(content)
        elif os.path.lexists(submission / name):
            # An empty folder in its place: the graft tells the assessor that it was no plain file.
            (into / name).mkdir()
            yield f"{name} is no plain file; it is not read."
    time = _readable_time(plain(submission / TIME, _LONGEST_TIME + 1))
    if time:
        (into / TIME).write_text(f"{time}\n", "utf-8")
    elif os.path.lexists(submission / TIME):
        yield f"{TIME} does not hold a time; the work is marked without one."


def _readable_time(content: bytes | None) -> str | None:
    """Returns the time as it was written if nbgrader can read it and it is one that a clock may show, or None."""
    text = (content or b"").decode("ascii", "replace").strip()
    if len(text) > _LONGEST_TIME or not _TIME.fullmatch(text):
        return None
    try:
        read = parse_utc(text)
    except Exception:  # whatever it is that the words make of the readers of times
        return None
    return text if datetime(1970, 1, 1) <= read < datetime(9000, 1, 1) else None  # noqa: DTZ001  # nbgrader's are naive


def _clear_what_was_left(root: Path) -> None:
    for place in root.glob(f"{PLACE}*"):
        if place.is_dir() and not place.is_symlink() and time.time() - place.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(place, ignore_errors=True)
