"""Append-only JSON lines: how a learner's work is kept. No whole line is ever rewritten or removed."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from steadyline.errors import SteadylineError

LONGEST_LINE = 64 * 1024
"""Bytes; no honest record comes near it."""

LARGEST_FILE = 8 * 1024 * 1024
"""Bytes; a year of daily practice with reflections stays below a tenth of it."""


_MAY_BE_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


class RecordDamaged(SteadylineError):
    """A line that is not the last cannot be read: the file was changed by something else."""

    def __init__(self, path: Path | str, line: int, why: str) -> None:
        self.path, self.line, self.why = str(path), line, why
        super().__init__(
            f"{path}:{line}: this line of the record cannot be read ({why}). "
            "The file is left as it is; an assessor can read the lines before it."
        )


class RecordTooLong(SteadylineError):
    """A record, or the file with it, would be longer than what can be read again; nothing was written."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"This is too long to be kept, and was not saved: {what}. What was saved before stands.")


@dataclass(frozen=True)
class Records:
    """What a file holds: `lines` in the order written, and `torn`, an unfinished last line (or "")."""

    lines: tuple[dict[str, Any], ...]
    torn: str = ""


def read(path: Path) -> Records:
    """Returns the records of a file; a file that is not there holds none.

    Raises RecordDamaged where any line but an unfinished last one is not a JSON object.
    """
    if not path.exists():
        return Records(())
    if path.stat().st_size > LARGEST_FILE:
        raise RecordDamaged(path, 1, f"the file is larger than {LARGEST_FILE} bytes")
    return read_bytes(path.read_bytes(), path)


def read_bytes(content: bytes, path: Path | str) -> Records:
    """Returns the records in the content of a file; `path` is only for messages. Raises RecordDamaged."""
    if len(content) > LARGEST_FILE:
        raise RecordDamaged(path, 1, f"the file is larger than {LARGEST_FILE} bytes")
    pieces = content.split(b"\n")
    complete, tail = pieces[:-1], pieces[-1]
    found = []
    for number, piece in enumerate(complete, start=1):
        if piece.strip():
            found.append(_record(piece, path, number))
    if not tail.strip():
        return Records(tuple(found))
    try:
        # Whole but for its newline: the record was written, only the full stop is missing.
        return Records((*found, _record(tail, path, len(pieces))))
    except RecordDamaged:
        return Records(tuple(found), tail.decode("utf-8", errors="replace"))


def plain(path: Path, most: int) -> bytes | None:
    """Returns the first `most` bytes of a file; None where there is no plain file, but nothing, a link or a device.

    It is never waited for: a pipe would be open for ever.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        with os.fdopen(os.open(path, flags), "rb") as file:
            return file.read(most) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    except OSError:
        return None


def before(content: bytes, line: int) -> bytes:
    """Returns the content of a file up to a line, which counts from 1 and is left out."""
    return b"".join(piece + b"\n" for piece in content.split(b"\n")[: line - 1])


def _record(piece: bytes, path: Path | str, number: int) -> dict[str, Any]:
    if len(piece) > LONGEST_LINE:
        raise RecordDamaged(path, number, f"it is longer than {LONGEST_LINE} bytes")
    try:
        record = json.loads(piece.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise RecordDamaged(path, number, "it is not JSON in UTF-8") from error
    if not isinstance(record, dict):
        raise RecordDamaged(path, number, "it is not a JSON object")
    # Half a sign, which JSON can spell, could be written into no file and no gradebook.
    return json.loads(_whole(json.dumps(record, ensure_ascii=False))) if _MAY_BE_HALF.search(piece) else record


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Holds a file for one process: two windows that look and then write do so one after the other.

    The lock lies beside the file and is the operating system's own, so that it ends with the process that holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("ab") as lock:
        if sys.platform == "win32":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        try:
            yield
        finally:
            if sys.platform == "win32":
                lock.seek(0)
                msvcrt.locking(lock.fileno(), msvcrt.LK_UNLCK, 1)


def append(path: Path, record: Mapping[str, Any]) -> None:
    """Writes one record as the last line and returns only when it is on the disk.

    A torn last line is closed first, so that it harms nothing that follows.
    Raises RecordTooLong, or OSError if the disk refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _set_torn_tail_aside(path)
    line = _line(record)
    if len(line) > LONGEST_LINE:
        raise RecordTooLong(f"one line may have {LONGEST_LINE} bytes")
    if path.exists() and path.stat().st_size + len(line) > LARGEST_FILE:
        raise RecordTooLong(f"one file may have {LARGEST_FILE} bytes")
    with path.open("ab") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _line(record: Mapping[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
    return _whole(text).encode("utf-8")


def _whole(text: str) -> str:
    """Returns a text without halves of signs. A browser may cut one in two; the rest must still be kept."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _set_torn_tail_aside(path: Path) -> None:
    """Closes an unfinished last line: a whole record gets its newline, a torn one moves to `<name>.torn`."""
    if not path.exists() or path.stat().st_size == 0:
        return
    content = path.read_bytes()
    if content.endswith(b"\n"):
        return
    start = content.rfind(b"\n") + 1
    tail = content[start:]
    try:
        _record(tail, path, 0)
    except RecordDamaged:
        with path.with_name(path.name + ".torn").open("ab") as file:
            file.write(tail + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with path.open("rb+") as file:
            file.truncate(start)
    else:
        with path.open("ab") as file:
            file.write(b"\n")
