"""Somebody's work on a unit as bytes: what a mark is made from, wherever it lies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from steadyline.answers import Answers, read_answers_bytes
from steadyline.course.handin import ANSWERS, LOG
from steadyline.decisions import DecisionLog, read_log_bytes
from steadyline.records import LARGEST_FILE

HANDED_IN = "timestamp.txt"
FILES = (LOG, ANSWERS, HANDED_IN)
"""All that is ever read of a hand-in."""


@dataclass(frozen=True, eq=False)
class Work:
    """A log, the answers and the time of handing in: b"" where there is none, or nothing that is a plain file.

    `not_plain` are the names in whose place something else stands: a link, a folder, a device.
    """

    log: bytes = b""
    answers: bytes = b""
    time: bytes = b""
    not_plain: frozenset[str] = frozenset()

    @cached_property
    def decisions(self) -> DecisionLog:
        """The decisions. Raises RecordDamaged."""
        return read_log_bytes(self.log, LOG)

    @cached_property
    def given(self) -> Answers:
        """The answers. Raises RecordDamaged."""
        return read_answers_bytes(self.answers, ANSWERS)

    @property
    def handed_in(self) -> str:
        """The time as it was written, or "". Raises UnicodeDecodeError."""
        return self.time.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").strip()


def work_in(folder: Path) -> Work:
    """Returns the work in a folder. Of a file too large to be a record, no more is read than shows that it is."""
    log, answers, time = (_read(folder / name) for name in FILES)
    odd = frozenset(name for name in FILES if (folder / name).exists() and not (folder / name).is_file())
    return Work(log, answers, time, odd)


def _read(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)
