"""A server as `steadyline learn` starts it, in a folder of its own that is gone afterwards."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO
from urllib.parse import urlsplit

import psutil

HERE = Path(__file__).resolve().parent
WARMED = 2
"""How many kernels wait in the learner's server."""


@dataclass(frozen=True)
class Served:
    """One running server. `start_page` is its address with the token that opens it."""

    folder: Path
    start_page: str
    process: psutil.Process
    waiting: int

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return urlsplit(self.start_page).port or 0

    def at_port(self, port: int) -> str:
        """Returns the start page's address through another port."""
        return self.start_page.replace(f":{self.port}/", f":{port}/")

    def settle(self, patience: float = 60.0) -> None:
        """Returns when the kernels that should wait are there and the server and all of them have gone quiet."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            before = self._busy_seconds()
            time.sleep(1.0)
            if self._kernels() >= self.waiting and self._busy_seconds() - before < 0.04:
                return
        raise TimeoutError("The server did not go quiet.")

    def end_kernels(self) -> None:
        """Ends the kernels of pages that were opened; those that wait stay."""
        for kernel in json.loads(self._ask("GET", "")):
            self._ask("DELETE", f"/{kernel['id']}")

    def _ask(self, method: str, path: str) -> bytes:
        parts = urlsplit(self.start_page)
        asked = urllib.request.Request(
            f"http://{parts.netloc}/api/kernels{path}",
            method=method,
            headers={"Authorization": parts.query.replace("=", " ")},
        )
        with urllib.request.urlopen(asked, timeout=30) as reply:  # noqa: S310  always http, to this machine
            return bytes(reply.read())

    def _tree(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def _kernels(self) -> int:
        return sum("ipykernel" in " ".join(each.cmdline()) for each in self._tree())

    def _busy_seconds(self) -> float:
        spent = [each.cpu_times() for each in self._tree()]
        return sum(each.user + each.system for each in spent)


@contextmanager
def learn(warmed: bool = True) -> Iterator[Served]:
    """Starts a learner's server and ends it: `steadyline learn` itself, or the same without waiting kernels."""
    with TemporaryDirectory(prefix="steadyline-benchmark-", ignore_cleanup_errors=True) as place:
        folder = Path(place).resolve() / "learner"
        command = [str(Path(sys.executable).with_name("steadyline")), "learn", str(folder), "--no-browser"]
        if not warmed:
            command = [sys.executable, str(HERE / "cold.py"), str(folder)]
        remarks = (Path(place) / "remarks.txt").open("w+", encoding="utf-8")
        process = subprocess.Popen(
            command, env=_surroundings(Path(place)), stdout=subprocess.PIPE, stderr=remarks, text=True
        )
        try:
            served = Served(folder, _address(process, remarks), psutil.Process(process.pid), WARMED if warmed else 0)
            served.settle()
            yield served
        finally:
            process.terminate()
            process.wait(timeout=30)
            remarks.close()


def _surroundings(place: Path) -> dict[str, str]:
    """Returns an environment in which nothing of this computer's own Jupyter is read or changed."""
    own = {f"JUPYTER_{name}_DIR": str(place / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    return {**os.environ, **own, "PYTHONPATH": str(HERE.parent), "PYTHONUNBUFFERED": "1"}


def _address(process: subprocess.Popen[str], remarks: TextIO) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://\S+token=\S+", line):
            return found[0]
    remarks.seek(0)
    raise RuntimeError(f"The server ended before it told its address. {remarks.read()}")
