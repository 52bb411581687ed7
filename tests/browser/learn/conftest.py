"""One running `steadyline learn`, used by every test here; each test begins with no work done."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

UNIT = "the-porch"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
expect.set_options(timeout=20_000)

WAYS = {"voila": "voila/render", "notebook": "notebooks", "lab": "lab/tree"}


@dataclass(frozen=True)
class Learn:
    """The running program. `address` is the start page's with its token, `base` the server's without."""

    process: subprocess.Popen[str]
    folder: Path
    address: str
    environment: dict[str, str]

    @property
    def base(self) -> str:
        return self.address.split("/steadyline?")[0]

    @property
    def log(self) -> Path:
        return self.folder / UNIT / "decisions.jsonl"

    def unit(self, way: str) -> str:
        """Returns the address of the unit in Voila, Notebook 7 or Lab."""
        return f"{self.base}/{WAYS[way]}/{UNIT}/{UNIT}.ipynb"

    def kernels(self) -> list[psutil.Process]:
        """Returns every kernel process, those that wait included."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in children if "ipykernel" in " ".join(child.cmdline())]


    def finish(self) -> str:
        """Ends the program as Ctrl and C does and returns its last words."""
        self.process.send_signal(signal.SIGINT)
        told, _ = self.process.communicate(timeout=30)
        return told


def start(folder: Path, home: Path, *arguments: str) -> Learn:
    """Starts the program and returns it when it has told its address."""
    environment = {
        **os.environ, "HOME": str(home), "USERPROFILE": str(home), "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "steadyline.cli.main", "learn", str(folder), "--no-browser", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    assert process.stdout is not None
    told = ""
    for line in process.stdout:
        told += line
        if found := re.search(r"http://\S+token=\w+", line):
            return Learn(process, folder, found[0], environment)
    raise AssertionError(f"it told no address:\n{told}")


@pytest.fixture(scope="package")
def learn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learn]:
    folder = tmp_path_factory.mktemp("a learner") / "Zoë's course"
    started = start(folder, tmp_path_factory.mktemp("home"))
    wait_until(lambda: len(started.kernels()) >= 2, "no kernel was warmed")
    yield started
    with suppress(ProcessLookupError):
        started.finish()


@pytest.fixture
def begin_another(tmp_path: Path) -> Callable[[Path], Learn]:
    """A function that starts the program for another folder, with two kernels waiting."""

    def begin(folder: Path) -> Learn:
        started = start(folder, tmp_path / "home")
        wait_until(lambda: len(started.kernels()) >= 1, "no kernel was warmed")
        return started

    return begin


@pytest.fixture(autouse=True)
def no_work_done(learn: Learn) -> None:
    for name in ("decisions.jsonl", "answers.jsonl"):
        (learn.folder / UNIT / name).unlink(missing_ok=True)


def wait_until(holds: Callable[[], Any], otherwise: str, patience: float = 20.0) -> None:
    """Waits until something holds; fails with words if it never does."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Not for longer: while Playwright's loop runs, no other test can start a second one or a loop of its own.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, learn: Learn) -> Iterator[Callable[..., Page]]:
    """A function that opens an address with the token's cookie; anything fetched from elsewhere fails the test."""
    contexts = []
    elsewhere: list[str] = []

    def heard(request: Request) -> None:
        if not request.url.startswith((learn.base, "data:", "blob:")):
            elsewhere.append(request.url)

    def open_it(address: str = "", **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("request", heard)
        page.goto(learn.address)
        if address:
            page.goto(address)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert elsewhere == []
