"""What is read of submitted/: three files by fixed names, plain ones, of a size that a record may have.

Whatever else lies there is not opened, and nothing there is followed, run or changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from steadyline.course.handin import ANSWERS, LEARNER_PATTERN, LOG
from steadyline.course.work import FILES, HANDED_IN, Work
from steadyline.records import LARGEST_FILE, plain

SUBMITTED = "submitted"
LARGEST = {LOG: LARGEST_FILE + 1, ANSWERS: LARGEST_FILE + 1, HANDED_IN: 101}
"""Bytes read of each file: one more than it may have, so that what is too large is seen to be."""

LINKED = "This is no folder of the learner's own but a link or a file. Nothing in it was read."
NO_TIME = "The time of handing in cannot be read, so whether it came late is not known."

_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?(Z| ?[+-]\d\d:?\d\d| [A-Za-z]+(/[A-Za-z_]+){0,2})?", re.ASCII
)
_OURS = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", re.ASCII)


@dataclass(frozen=True)
class Submission:
    """One hand-in as it lies in submitted/. `handed_in` is UTC without a zone, as the gradebook keeps it.

    `present` are the names of the files that are there, and `notes` what an assessor should know.
    """

    learner: str
    unit: str
    work: Work
    handed_in: datetime | None = None
    present: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def files(self) -> dict[str, bytes]:
        """The files that are there, by name: they are kept beside the marked notebook."""
        held = {LOG: self.work.log, ANSWERS: self.work.answers, HANDED_IN: self.work.time}
        return {name: held[name] for name in self.present}

    @property
    def digest(self) -> str:
        """SHA-256 over all that was read."""
        found = hashlib.sha256()
        for content in (self.work.log, self.work.answers, self.work.time, repr(self.present).encode(),
                        repr(sorted(self.work.not_plain)).encode()):
            found.update(len(content).to_bytes(8, "big") + content)
        return found.hexdigest()


def learners_in(folder: Path, unit: str) -> tuple[list[str], list[str]]:
    """Returns the codes of those who handed a unit in, and the names of folders that are no learner's code."""
    sound: list[str] = []
    unsound: list[str] = []
    if not (folder / SUBMITTED).is_dir():
        return sound, unsound
    with os.scandir(folder / SUBMITTED) as entries:
        for entry in entries:
            if not entry.name.startswith(".") and os.path.lexists(Path(entry.path, unit)):
                (sound if LEARNER_PATTERN.fullmatch(entry.name) else unsound).append(entry.name)
    return sorted(sound), sorted(unsound)


def taken_in(folder: Path, unit: str, learner: str) -> Submission:
    """Returns what a learner handed in for a unit, read without trust; never raises for what lies there."""
    place = folder / SUBMITTED / learner / unit
    if not _is_own_folder(place.parent) or not _is_own_folder(place):
        return Submission(learner, unit, Work(), notes=(LINKED,))
    read = {name: plain(place / name, LARGEST[name]) for name in FILES}
    odd = frozenset(name for name, content in read.items() if content is None and os.path.lexists(place / name))
    text = (read[HANDED_IN] or b"").decode("ascii", "replace").strip()
    time = moment(text)
    notes = (NO_TIME,) if time is None and (text or HANDED_IN in odd) else ()
    work = Work(read[LOG] or b"", read[ANSWERS] or b"", f"{text}\n".encode() if time else b"", odd - {HANDED_IN})
    present = tuple(name for name in FILES if read[name] is not None and (name != HANDED_IN or time))
    return Submission(learner, unit, work, time, present, notes)


def _is_own_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode) and not getattr(os.path, "isjunction", lambda _: False)(path)
    except OSError:
        return False


def moment(text: str) -> datetime | None:
    """Returns the moment that a text tells, in UTC and without a zone; None if it tells none that a clock may show.

    Source: nbgrader 0.9.6, utils.parse_utc, whose readings these are but for one fault: it takes the zone +0100 for a
    hundred seconds. It itself takes seconds to load.
    """
    try:
        if _OURS.fullmatch(text):
            read = datetime.fromisoformat(text[:19])  # what `collect` writes
        elif _TIME.fullmatch(text):
            read = _read_as_nbgrader_does(text)
        else:
            return None
    except Exception:  # whatever it is that the words make of the readers of times
        return None
    return read if datetime(1970, 1, 1) <= read < datetime(9000, 1, 1) else None  # noqa: DTZ001  # nbgrader's are naive


def _read_as_nbgrader_does(text: str) -> datetime:
    from dateutil import parser, tz  # type: ignore[import-untyped]  # ships none

    parts = text.split(" ")
    if len(parts) == 3 and parts[2][0].isalpha():
        read: datetime = parser.parse(" ".join([*parts[:2], "TZ"]), tzinfos={"TZ": tz.gettz(parts[2])})
    else:
        read = parser.parse(text)
    return read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read

