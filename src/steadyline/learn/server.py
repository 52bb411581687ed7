"""The server behind `steadyline learn`: Jupyter's own, on this machine alone, with our start page in front."""

from __future__ import annotations

import os
import socket
import sys
import urllib.error
import urllib.request
import warnings
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from jupyter_server.serverapp import ServerApp, list_running_servers
from traitlets.config import Config

from steadyline import content
from steadyline.course.workspace import HIDDEN
from steadyline.errors import SteadylineError
from steadyline.learn import record_page, start_page
from steadyline.learn.settings import HERE, SHARE, settings
from steadyline.learn.warm import WarmKernels

FIRST_PORT = 8766
"""Always tried first: a browser keeps its copies of unsaved work under the address, the port included."""
PORTS_TRIED = 30


class PortInUse(SteadylineError):
    """Something else on this machine listens on the port that was asked for."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(
            f"Port {port} is in use by another program on this computer. "
            "Leave --port out and Steadyline finds a free one, or name another."
        )


class LearnServer(ServerApp):
    """Jupyter's server, with nothing read from the user's own Jupyter configuration and no questions at the end."""

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Reads nothing: settings made for other notebooks on this computer must not change this page."""

    def _handle_sigint(self, sig: Any, frame: Any) -> None:
        self.stop(from_signal=True)

    async def _post_start(self) -> None:
        await super()._post_start()  # type: ignore[no-untyped-call]
        cast(WarmKernels, self.kernel_manager).fill()

    async def cleanup_kernels(self) -> None:
        """Shuts all kernels down, also when none but the waiting ones are left."""
        await cast(WarmKernels, self.kernel_manager).shutdown_all(now=True)


def make_server(folder: Path, port: int) -> LearnServer:
    """Returns the server for a laid-out folder, ready to start."""
    # Kernels inherit it: a case is compiled once on this computer, and not once for every page.
    os.environ[content.KEPT] = str(folder / HIDDEN / "compiled")
    log = folder / HIDDEN / "server.log"
    server = server_with(settings(folder, port, log), log)
    pages = [*start_page.handlers(server.base_url, folder), *record_page.handlers(server.base_url, folder)]
    server.web_app.add_handlers(".*$", pages)  # type: ignore[no-untyped-call]
    return server


def server_with(configured: Config, log: Path) -> LearnServer:
    """Returns a server with these settings and without pages of ours yet; its earlier log is removed."""
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(SHARE), os.environ.get("JUPYTER_PATH", "")]))
    with suppress(OSError):
        log.unlink(missing_ok=True)
    with warnings.catch_warnings():
        # Remarks for programmers, such as that Voila's own scripts ask for no token; our setting makes them ask.
        warnings.simplefilter("ignore")
        server = LearnServer(config=configured)
        server.initialize(argv=[])
    server.no_browser_open_file = True
    return server


def address(server: LearnServer) -> str:
    """Returns the address of the start page with the token that opens it."""
    return _start_page(server.port, server.identity_provider.token)


def running_address(folder: Path) -> str:
    """Returns the address, token included, of a server that already serves this folder, or ""."""
    for found in list_running_servers():
        if Path(found["root_dir"]) == folder:
            its_page = _start_page(found["port"], found["token"])
            if _is_ours(its_page):
                return its_page
    return ""


def _start_page(port: int, token: str) -> str:
    return f"http://{HERE}:{port}/steadyline?token={token}"


def _is_ours(its_page: str) -> bool:
    try:
        with urllib.request.urlopen(its_page, timeout=3) as reply:  # noqa: S310  always http, to this machine
            return start_page.MARK in reply.headers
    except (urllib.error.URLError, OSError, ValueError):
        return False


def free_port(asked: int | None) -> int:
    """Returns the port asked for, or the first free one from 8766 on. Raises PortInUse."""
    if asked is not None:
        if not _is_free(asked):
            raise PortInUse(asked)
        return asked
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if _is_free(port):
            return port
    with socket.socket() as any_free:
        any_free.bind((HERE, 0))
        return int(any_free.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        if os.name != "nt":
            # On Windows this option lets two programs share a port; elsewhere it only forgives recent endings.
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HERE, port))
        except (OSError, OverflowError):
            return False
    return True


def open_in_browser(page: str) -> bool:
    """Opens the page; returns False where there is no browser or no screen."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        return webbrowser.open(page, new=2)
    except webbrowser.Error:
        return False
