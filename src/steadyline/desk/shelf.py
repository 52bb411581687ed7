"""The folder autograded/: a marked hand-in stands there whole, or not at all.

Each is laid out beside and moved in. Nothing is synced file by file, which would take longer than the marking: the
fingerprint kept in the gradebook holds the digest of the notebook, and what does not fit it is marked anew.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from steadyline.desk.one import digest
from steadyline.errors import SteadylineError

AUTOGRADED, OWN = "autograded", ".steadyline"


class AlreadyMarking(SteadylineError):
    """Another `steadyline mark` is at work in the same cohort."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            f"{folder}: another `steadyline mark` is at work here. Nothing was changed. Let it finish, or stop it."
        )


class Shelf:
    """A cohort's autograded/ and the place beside it in which folders are laid out."""

    def __init__(self, folder: Path, mode: int, shared: bool) -> None:
        self._marked = folder / AUTOGRADED
        self._beside = folder / OWN / "marking"
        self._mode, self._shared = mode, shared
        _remove(self._beside)  # left by a run that was cut off
        self._beside.mkdir(parents=True)

    def holds(self, learner: str, unit: str, files: Mapping[str, bytes], notebook: str) -> bool:
        """Whether a marked hand-in stands there with these files beside a notebook of this digest."""
        place = self._marked / learner / unit
        try:
            if place.is_symlink() or digest((place / f"{unit}.ipynb").read_bytes()) != notebook:
                return False
            return all((place / name).read_bytes() == held for name, held in files.items())
        except OSError:
            return False

    def put(self, learner: str, unit: str, files: Mapping[str, bytes]) -> None:
        """Puts a marked hand-in in its place; what stood there goes."""
        made = Path(tempfile.mkdtemp(dir=self._beside))
        for name, content in files.items():
            path = made / name
            if "/" in name:  # the course's own, beside the notebook
                path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(self._mode)
        made.chmod(0o2775 if self._shared else 0o755)
        place = self._marked / learner / unit
        place.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(place):
            gone = Path(tempfile.mkdtemp(dir=self._beside))
            place.rename(gone / unit)
            made.rename(place)
            _remove(gone)
        else:
            made.rename(place)

    def close(self) -> None:
        """Removes the place beside."""
        _remove(self._beside)


def _remove(folder: Path) -> None:
    """Removes a folder, if it is there, with what is read-only in it."""
    if sys.version_info >= (3, 12):
        shutil.rmtree(folder, onexc=_writable)
    else:
        shutil.rmtree(folder, onerror=_writable)


def _writable(function: Callable[..., Any], path: str, _error: object) -> None:
    """Some systems remove nothing that is read-only; what is not there need not be removed."""
    if os.path.lexists(path):
        Path(path).chmod(stat.S_IRWXU)
        function(path)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Holds a cohort for one marking at a time; the operating system lets go when the process ends, however it does.

    Raises AlreadyMarking.
    """
    (folder / OWN).mkdir(exist_ok=True)
    with (folder / OWN / "marking.lock").open("ab") as lock:
        try:
            if sys.platform == "win32":
                import msvcrt

                lock.seek(0)
                msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # not inherited by the processes that mark
        except OSError as error:
            raise AlreadyMarking(folder) from error
        yield
