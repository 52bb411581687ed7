"""A session's log on the disk: append-only JSON lines, many at a time, on the disk before anybody is told of them."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from steadyline.errors import FileMissing, SteadylineError
from steadyline.live.keys import keys_path
from steadyline.live.room import Event
from steadyline.records import LARGEST_FILE, RecordDamaged, read_bytes

LARGEST_LOG = 64 * 1024 * 1024
"""Bytes; 2,000 phones that change every vote several times over a day stay below it."""

ENDING = ".jsonl"


class SessionRunning(SteadylineError):
    """Another process holds this session."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: this session is running already. Use its window, or end it first.")


class LogFull(SteadylineError):
    """The log has grown beyond what can be read again; nothing was written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: the session's log is full. What was saved stands; start another session.")


class NotASession(SteadylineError):
    """A file does not begin as a session's log does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: this is not the log of a session. It would begin with the line “opened”.")


def new_path(folder: Path, unit: str) -> Path:
    """Returns a path for a new session of a unit, which no file has: its day, its unit, a number."""
    day = datetime.now(UTC).astimezone().date().isoformat()
    taken = {path.name for path in folder.glob(f"{day}-{unit}-*")} if folder.is_dir() else set()
    number = next(each for each in range(1, 10_000) if f"{day}-{unit}-{each}{ENDING}" not in taken)
    return folder / f"{day}-{unit}-{number}{ENDING}"


def events_in(path: Path) -> list[Event]:
    """Returns the events of a session's log; an unfinished last line is left out.

    Raises FileMissing, NotASession, or RecordDamaged where any other line cannot be read.
    """
    if not path.is_file():
        raise FileMissing(path, "session's log")
    if path.stat().st_size > LARGEST_LOG:
        raise RecordDamaged(path, 1, f"the file is larger than {LARGEST_LOG} bytes")
    content, at = path.read_bytes(), 0
    found: list[Event] = []
    while at < len(content):
        cut = content.rfind(b"\n", at, at + LARGEST_FILE) + 1
        end = len(content) if at + LARGEST_FILE >= len(content) or cut <= at else cut
        found += read_bytes(content[at:end], path).lines
        at = end
    if not found or found[0].get("kind") != "opened":
        raise NotASession(path)
    return [each for each in found if isinstance(each.get("kind"), str)]


class SessionLog:
    """The log of a session that is running. It is held by this process alone, as long as it is open."""

    def __init__(self, path: Path) -> None:
        """Opens or begins a log and closes a torn last line. Raises SessionRunning or OSError."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _held(path)
        is_new = not path.exists()
        self._file = path.open("ab")
        if is_new:
            with suppress(OSError):  # a disk that knows no permissions keeps none
                path.chmod(0o600)
        _set_torn_tail_aside(path, self._file)
        self._size = path.stat().st_size

    def append(self, events: Sequence[Event]) -> None:
        """Writes events in one piece, and returns only when they are on the disk.

        Raises LogFull, or OSError if the disk refuses; then nothing of them stays in the log.
        """
        content = b"".join(_line(event) for event in events)
        if self._size + len(content) > LARGEST_LOG:
            raise LogFull(self.path)
        try:
            self._file.write(content)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError:
            with suppress(OSError):
                self._file.truncate(self._size)
            raise
        self._size += len(content)

    def close(self) -> None:
        """Gives the log up."""
        self._file.close()
        self._lock.close()
        with suppress(OSError):
            _lock_path(self.path).unlink()


def beside(path: Path) -> list[Path]:
    """Returns a session's files that are there: the log, and what lies beside it."""
    every = [path, keys_path(path), _torn_path(path), _lock_path(path)]
    return [each for each in every if each.exists()]


def delete(path: Path) -> list[Path]:
    """Removes a session's log and what lies beside it, and returns what was. Raises SessionRunning or OSError."""
    _held(path).close()
    found = beside(path)
    for each in found:
        each.unlink()
    return found


def newest(folder: Path) -> Path | None:
    """Returns the log in a folder that was written last, None where there is none."""
    found = [path for path in folder.glob(f"*{ENDING}") if re.match(r"\d{4}-\d\d-\d\d-", path.name)]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def _line(event: Event) -> bytes:
    text = json.dumps(event, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
    return text.encode("utf-8", "replace")  # half a sign, cut by a phone, is in no UTF-8


def _torn_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.torn")


def _lock_path(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def _held(path: Path) -> IO[bytes]:
    """Returns the lock's file, held; the operating system lets go of it when the process ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = _lock_path(path).open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise SessionRunning(path) from error
    return lock


def _set_torn_tail_aside(path: Path, file: IO[bytes]) -> None:
    """Moves an unfinished last line to `<name>.torn`; a whole one that lacks its newline gets it."""
    content = path.read_bytes()
    start = content.rfind(b"\n") + 1
    tail = content[start:]
    if not tail:
        return
    try:
        whole = isinstance(json.loads(tail), dict)
    except ValueError:
        whole = False
    if whole:
        file.write(b"\n")
    else:
        with _torn_path(path).open("ab") as torn:
            torn.write(tail + b"\n")
            torn.flush()
            os.fsync(torn.fileno())
        file.truncate(start)
    file.flush()
    os.fsync(file.fileno())
