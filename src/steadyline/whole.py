"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from errno import ELOOP
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that nobody ever sees half of it; what stood there stays until all is written.

    A file that was there keeps its permissions. Where a link stands, the file that it points at is written and the
    link stays. Raises OSError, with the path as it was given, if the disk refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        target = Path(os.path.realpath(path))
        if target.is_symlink():
            raise OSError(ELOOP, os.strerror(ELOOP))
        there = target.stat().st_mode if target.exists() else None
        if there is None or stat.S_ISREG(there):
            _replace(target, content, there)
        else:
            target.write_bytes(content)  # a pipe or a terminal is not replaced, and a folder refuses
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def write_all(files: Mapping[Path, bytes]) -> None:
    """Writes new files and their folders: all of them, or none if the disk refuses one. Raises OSError."""
    written: list[Path] = []
    made: list[Path] = []
    try:
        for path, content in files.items():
            made += [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()][::-1]
            written += [] if path.exists() else [path]
            write_whole(path, content)
    except BaseException:
        _take_back(written, made)
        raise


def _replace(target: Path, content: bytes, there: int | None) -> None:
    """Writes beside the target under a name that nobody can have taken, and puts that in its place."""
    unfinished = target.with_name(f".{secrets.token_hex(8)}.part")
    file = unfinished.open("xb")  # refuses whatever stands there, links too
    try:
        with file:
            if there is not None:
                with suppress(OSError):  # a disk that knows no permissions keeps none
                    unfinished.chmod(stat.S_IMODE(there))  # before the first letter: what is private stays so
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except BaseException:
        _take_back([unfinished], [])
        raise


def _take_back(written: Iterable[Path], made: Iterable[Path]) -> None:
    """Removes files, and folders that are empty then, as far as the disk allows."""
    for path in written:
        with suppress(OSError):
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)  # some systems remove nothing that is read-only
            path.unlink()
    for folder in reversed([*made]):
        with suppress(OSError):
            folder.rmdir()
