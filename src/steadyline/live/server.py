"""The server of a session: tornado alone. No kernel and no Jupyter; nothing in it runs code for anybody."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import Any

from tornado import web
from tornado.httpserver import HTTPServer

from steadyline.errors import SteadylineError
from steadyline.live import handlers, sockets
from steadyline.live.address import Served
from steadyline.live.debrief_door import Counts, DebriefPage, Record, Statements
from steadyline.live.limits import LARGEST_BODY, LARGEST_MESSAGE
from steadyline.live.qr import as_svg
from steadyline.live.session import Session

LAST_WORDS = 0.5
"""Seconds in which the last words go out before the server stops."""


class CertificateUnusable(SteadylineError):
    """TLS was asked for with files that do not serve."""

    def __init__(self, why: str) -> None:
        super().__init__(f"--cert and --key: {why}. Give both: a certificate and its key, each in PEM form.")


def application(session: Session, served: Served) -> web.Application:
    """Returns the application: every route there is, below the base."""
    given = {"session": session, "hosts": served.hosts}
    routes = {
        "": handlers.Join, "join": handlers.Join, "room": handlers.RoomPage, "here": handlers.Here,
        "screen": handlers.ScreenPage, "facilitator": handlers.FacilitatorPage, "debrief": DebriefPage,
        "counts.csv": Counts,
        "statements.jsonl": Statements, "session.jsonl": Record, "qr.svg": handlers.Qr,
        r"static/([\w.]{1,40})": handlers.Asset, "ws/room": sockets.PhoneSocket,
        "ws/screen": sockets.ScreenSocket, "ws/facilitator": sockets.FacilitatorSocket,
    }  # fmt: skip
    return web.Application(
        [(f"{served.base}{path}", handler, given) for path, handler in routes.items()],
        default_handler_class=handlers.Nothing, default_handler_args=given, base=served.base, qr=as_svg,
        log_function=lambda _handler: None,  # no address and no key is written anywhere
        websocket_max_message_size=LARGEST_MESSAGE, websocket_ping_interval=20, websocket_ping_timeout=20,
        compress_response=False,
    )  # fmt: skip


def tls(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """Returns what serves by TLS, None where it is not asked for. Raises CertificateUnusable."""
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise CertificateUnusable("one of the two is missing")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise CertificateUnusable(str(error)) from error
    return context


@dataclass
class Running:
    """A server that listens. `stop` ends it; `worker` serves what is asked of the room."""

    session: Session
    server: HTTPServer
    worker: asyncio.Task[None]

    async def until_over(self) -> None:
        """Returns when the facilitator has ended the session."""
        await self.session.over.wait()
        await asyncio.sleep(LAST_WORDS)

    async def stop(self) -> None:
        """Ends all connections and gives the log up."""
        self.session.audience.end()
        self.server.stop()
        await asyncio.sleep(0.05)
        await self.server.close_all_connections()
        self.worker.cancel()
        with suppress(asyncio.CancelledError):
            await self.worker
        self.session.close()


def start(session: Session, served: Served, listening: list[socket], context: ssl.SSLContext | None = None) -> Running:
    """Returns the server, listening. To be called in a running loop."""
    server = HTTPServer(
        application(session, served), ssl_options=context, xheaders=served.behind_a_hub, max_body_size=LARGEST_BODY,
        max_header_size=16 * 1024, idle_connection_timeout=60, body_timeout=10, max_buffer_size=1024 * 1024,
    )  # fmt: skip
    server.add_sockets(listening)
    return Running(session, server, asyncio.get_running_loop().create_task(session.hub.work()))


def serve(
    session: Session, served: Served, listening: list[socket], context: ssl.SSLContext | None,
    ready: Callable[[], Any] = lambda: None,
) -> None:
    """Serves a session until the facilitator ends it or the program is stopped."""

    async def whole() -> None:
        running = start(session, served, listening, context)
        try:
            ready()
            await running.until_over()
        finally:
            await running.stop()

    asyncio.run(whole())
