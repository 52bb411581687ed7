"""Kernels that are ready before anybody asks, and put away when nobody is there any more.

A warmed kernel holds imports and nothing else: it is handed out once, so no page ever meets another page's state.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from traitlets import Float, Integer, Type, Unicode

READ_BY_VOILA = "VOILA_REQUEST_URL"
"""Voila puts this name into the environment of every kernel it starts; notebooks and Lab do not."""


class PromptClient(AsyncKernelClient):
    """A line to a kernel that is ready as soon as the kernel answers.

    Jupyter's own then waits until the kernel has been silent for 0.2 s, which every page would wait for too.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Returns when the kernel answers on both channels. Raises RuntimeError if it does not in time."""
        try:
            async with asyncio.timeout(timeout):
                while True:
                    self.kernel_info()
                    with suppress(Empty):
                        answer = await self.get_shell_msg(timeout=1)
                        await self.get_iopub_msg(timeout=0.2)
                        self._handle_kernel_info_reply(answer)
                        return
        except TimeoutError as error:
            raise RuntimeError(f"The kernel did not answer within {timeout} seconds.") from error


class WarmKernel(ServerKernelManager):
    """One kernel. Started with nobody waiting, it imports what a unit needs; later it is dressed for its page."""

    client_factory = Type(PromptClient, klass=AsyncKernelClient)
    _line: Any = None
    """While the kernel waits: an open line to it, so that dressing it takes milliseconds."""

    async def warm(self, code: str, patience: float = 60.0) -> None:
        """Starts the kernel and runs the code in it. Raises RuntimeError or TimeoutError if it does not answer."""
        await super().start_kernel(env=dict(os.environ), **self._quietly())
        line = self._line = self.client()
        line.start_channels(stdin=False, hb=False)
        await line.wait_for_ready(timeout=patience)
        await _run(line, code, patience)

    async def start_kernel(self, **wanted: Any) -> None:  # type: ignore[override]  # jupyter_client's is made async late
        """Starts the kernel; one that is warm already is only moved to its folder and environment."""
        if self._line is None:
            await super().start_kernel(**wanted, **self._quietly())
            return
        line, self._line = self._line, None
        self.kernel_id = wanted.pop("kernel_id", self.kernel_id)
        # Should the kernel die, its restart begins with what this page asked for.
        asked: Any = {**wanted, "env": dict(wanted.get("env") or os.environ), **self._quietly()}
        self._launch_args = asked
        try:
            await _run(line, dressing(wanted), patience=3.0)
        except TimeoutError:
            self.log.warning("A kernel that waited does not answer; a cold one takes its place.")
            await super().shutdown_kernel(now=True)
            await super().start_kernel(**asked)
        finally:
            line.stop_channels()

    async def discard(self) -> None:
        """Ends a kernel that nobody asked for."""
        if self._line is not None:
            self._line.stop_channels()
            self._line = None
        if self.has_kernel:
            await self.shutdown_kernel(now=True)

    def _quietly(self) -> dict[str, Any]:
        """Returns where a kernel's own words go: into the log, not over the words for the learner."""
        log = getattr(self.parent, "log_file", None)
        return {"stdout": log, "stderr": log} if log else {}


async def _run(line: Any, code: str, patience: float) -> None:
    """Runs code in a kernel and returns when the kernel says that it is done."""
    sent = line.execute(code, silent=True, store_history=False, allow_stdin=False)
    async with asyncio.timeout(patience):
        while (await line.get_shell_msg())["parent_header"].get("msg_id") != sent:
            pass


def dressing(wanted: dict[str, Any]) -> str:
    """Returns code that moves a kernel to its folder and gives it the environment asked for."""
    asked = {name: str(value) for name, value in dict(wanted.get("env") or {}).items()}
    changed = {name: value for name, value in asked.items() if os.environ.get(name) != value}
    folder = str(wanted.get("cwd") or Path.cwd())
    # JSON text is a valid literal here and keeps spaces, quotes and letters of any language as they are.
    return f"import os\nos.chdir({json.dumps(folder)})\nos.environ.update({json.dumps(changed)})\n"


class WarmKernels(AsyncMappingKernelManager):
    """The kernels of the server: a few wait warmed, one is handed to whoever asks next."""

    warm_count = Integer(2, help="How many kernels wait.").tag(config=True)
    warm_code = Unicode("pass", help="What a waiting kernel has run.").tag(config=True)
    refill_delay = Float(4.0, help="Seconds to leave the machine to the page that was just opened.").tag(config=True)
    kernel_log = Unicode("", help="File for what kernels say on stderr; empty: the terminal.").tag(config=True)
    closed_page_grace = Float(90.0, help="Seconds that a closed Voila page keeps its kernel.").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self.log_file = Path(self.kernel_log).open("ab") if self.kernel_log else None  # noqa: SIM115  closed last of all
        self._waiting: list[WarmKernel] = []
        self._filling: asyncio.Task[None] | None = None
        self._closed_since: dict[str, float] = {}

    def fill(self, delay: float = 0.0) -> None:
        """Sees to it, in the background, that the wanted number of kernels waits."""
        if self._filling is None or self._filling.done():
            self._filling = asyncio.ensure_future(self._fill(delay))

    async def _fill(self, delay: float) -> None:
        await asyncio.sleep(delay)
        while len(self._waiting) < self.warm_count:
            kernel = self._new_kernel()
            try:
                await kernel.warm(self.warm_code)
            except asyncio.CancelledError:
                await kernel.discard()
                raise
            except Exception:  # whatever a kernel dies of, pages still open with a cold one
                self.log.warning("A kernel could not be warmed.", exc_info=True)
                await kernel.discard()
                return
            self._waiting.append(kernel)

    def _new_kernel(self) -> WarmKernel:
        kernel, _, _ = super().pre_start_kernel(None, {})
        assert isinstance(kernel, WarmKernel)  # noqa: S101  the server is configured with this class
        return kernel

    def pre_start_kernel(self, kernel_name: str | None, kwargs: Any) -> Any:
        """Hands out a waiting kernel if there is one of that name, else prepares a cold one."""
        cold, name, kernel_id = super().pre_start_kernel(kernel_name, kwargs)
        while self._waiting and name == self._waiting[0].kernel_name:
            kernel = self._waiting.pop(0)
            if kernel.has_kernel and kernel.ready.done():
                self.fill(self.refill_delay)
                return kernel, name, kernel_id
        self.fill(self.refill_delay)
        return cold, name, kernel_id

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """Puts away a kernel that is idle, or whose Voila page was closed a while ago."""
        if self._page_is_closed(kernel_id):
            logging.getLogger(__name__).info("Putting away kernel %s: its page is closed.", kernel_id)
            self._closed_since.pop(kernel_id, None)
            await self.shutdown_kernel(kernel_id)  # type: ignore[no-untyped-call]
            return
        await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]

    def _page_is_closed(self, kernel_id: str) -> bool:
        arguments = self._kernels[kernel_id]._launch_args or {}
        connected = self._kernel_connections.get(kernel_id, 0) > 0
        if connected or READ_BY_VOILA not in (arguments.get("env") or {}):
            self._closed_since.pop(kernel_id, None)
            return False
        now = time.monotonic()
        return now - self._closed_since.setdefault(kernel_id, now) > self.closed_page_grace

    async def shutdown_all(self, now: bool = False) -> None:  # type: ignore[override]  # jupyter_client's is made async late
        """Shuts down every kernel, those that wait included."""
        if self._filling is not None:
            self._filling.cancel()
            await asyncio.gather(self._filling, return_exceptions=True)
        waiting, self._waiting = self._waiting, []
        for kernel in waiting:
            await kernel.discard()
        await super().shutdown_all(now=now)
        if self.log_file is not None:
            self.log_file.close()
