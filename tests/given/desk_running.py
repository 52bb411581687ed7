"""A running `steadyline desk`, as an assessor starts it, and what can be done to it from outside."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class RunningDesk:
    """The running program; `address` is its page's, with the token, and `base` the server's without."""

    process: subprocess.Popen[str]
    address: str

    @property
    def base(self) -> str:
        return self.address.split("/steadyline?")[0]

    @property
    def token(self) -> str:
        return self.address.split("token=")[1]

    def kernels(self) -> list[psutil.Process]:
        """Returns every kernel, those that wait included."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in children if "ipykernel" in " ".join(child.cmdline())]


    def kernel_with_a_page(self) -> psutil.Process | None:
        """Returns the kernel to which a page is connected now: the one that most lines lead to."""
        lines = {kernel: _lines_to(kernel) for kernel in self.kernels() if kernel.cwd().endswith("desk")}
        return max(lines, key=lambda kernel: lines[kernel], default=None)


def _lines_to(process: psutil.Process) -> int:
    return sum(each.status == psutil.CONN_ESTABLISHED for each in process.net_connections("tcp"))


def _wait_for(port: int) -> None:
    """Waits until the server listens: it tells its address a moment before."""
    for _ in range(100):
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


@contextmanager
def running_desk(folder: Path, home: Path, *arguments: str) -> Iterator[RunningDesk]:
    """Runs the desk of a cohort while the block lasts; nothing of the person's own Jupyter is read or changed."""
    environment = {
        **os.environ, "HOME": str(home), "USERPROFILE": str(home), "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "steadyline.cli.main", "desk", str(folder), "--no-browser", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    try:
        told = ""
        for line in process.stdout or ():
            told += line
            if found := re.search(r"http://[\d.]+:(\d+)\S+token=\w+", line):
                _wait_for(int(found[1]))
                yield RunningDesk(process, found[0])
                return
        raise AssertionError(f"it told no address:\n{told}")
    finally:
        process.terminate()
        process.communicate(timeout=30)
