"""steadyline session: opens a session in a room: one facilitator, a big screen, everybody's phone."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import webbrowser
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from socket import socket

from steadyline.live.address import HERE, AddressUnusable, Served, on_a_hub, room_address, sockets_for
from steadyline.live.keys import kept
from steadyline.live.room import HANDS, MODES, PHONES
from steadyline.live.session import Session, begin, resume


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("unit", nargs="?", default="", metavar="UNIT", help="the unit, such as the-porch")
    parser.add_argument("--address", help="this computer's address on the room's network; without it, it is found")
    parser.add_argument("--port", type=int, help="the port to listen on; without it, a free one is found")
    parser.add_argument("--mode", choices=MODES, default=PHONES, help="phones: each votes; tables: each table votes as "
                        "one; hands: no phones, the facilitator types in a show of hands (%(default)s)")  # fmt: skip
    parser.add_argument("--for", dest="minutes", type=int, choices=(60, 90, 180), default=90,
                        help="minutes (%(default)s)")  # fmt: skip
    parser.add_argument("--folder", type=Path, default=Path.home() / "Steadyline-sessions",
                        help="where the session's log is kept (%(default)s)")  # fmt: skip
    parser.add_argument("--resume", type=Path, metavar="FILE", help="go on with a session whose log is this file")
    parser.add_argument("--cert", type=Path, metavar="FILE", help="a certificate, to serve by https")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the certificate's key")
    parser.add_argument("--no-browser", action="store_true", help="open no window; only print the addresses")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when the session is over. Raises as `begin` and `resume`, AddressUnusable, CertificateUnusable."""
    from steadyline.live.server import serve, tls

    if not arguments.unit and not arguments.resume:
        print("steadyline session: say which unit, such as: steadyline session the-porch", file=sys.stderr)
        return 2
    context = tls(arguments.cert, arguments.key)
    scheme = "https" if context else "http"
    served, listening = _place(arguments)  # first of all: where nothing can be served, no log is begun
    with ExitStack() as opened:
        for each in listening:
            opened.enter_context(each)
        session = _session(arguments)
        known = served.public or not served.behind_a_hub
        session.stand_at(served.address, served.port, served.link(scheme) if known else "")
        _tell(session, served, scheme)
        facilitators = served.link(scheme, f"facilitator?key={session.facilitator}")
        opens = not arguments.no_browser and _has_a_screen()
        serve(session, served, listening, context, lambda: webbrowser.open(facilitators) if opens else None)
    kept_at = f"Its record is kept: {session.hub.log.path}"
    print("The session is over. " + ("Its record is deleted." if session.is_deleted else kept_at))
    return 0


def _has_a_screen() -> bool:
    """Whether a window can be opened; else a browser for the terminal might take this one over."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _session(arguments: argparse.Namespace) -> Session:
    if arguments.resume:
        return resume(arguments.resume.expanduser().resolve())
    folder = arguments.folder.expanduser().resolve()
    return begin(arguments.unit, arguments.mode, arguments.minutes, folder, secrets.randbelow(2**31))


def _place(arguments: argparse.Namespace) -> tuple[Served, list[socket]]:
    """Returns where the session is served. One that goes on does so where it was, so that phones find it again."""
    hub, before = on_a_hub(), kept(arguments.resume.expanduser().resolve()) if arguments.resume else None
    found = arguments.address or (HERE if arguments.mode == HANDS else room_address())
    places: list[tuple[Served, int | None]] = [(Served(found, 0), arguments.port)]
    if before and not arguments.address and arguments.port is None:
        places.insert(0, (Served(before.address, 0), before.port))
    if hub:
        places = [(hub, hub.port or None)]
    for served, port in places:
        try:
            listening = sockets_for(served.address, port)
        except AddressUnusable:
            if (served, port) == places[-1]:
                raise
        else:
            return replace(served, port=listening[0].getsockname()[1]), listening
    raise AssertionError  # the last place gives sockets, or its own error


def _tell(session: Session, served: Served, scheme: str) -> None:
    """Prints where everybody goes."""
    room = session.room
    print(f"{room.case.title}, {room.minutes} minutes. The record: {session.hub.log.path}\n")
    if room.mode != HANDS and session.keys.code:
        from steadyline.live.qr import as_blocks

        print(f"Phones join at   {served.link(scheme)}\nwith the code    {session.keys.code}\n")
        print(as_blocks(f"{served.link(scheme)}?code={session.keys.code}"))
    print("For you alone, the facilitator's page:")
    print(f"  {served.link(scheme, f'facilitator?key={session.facilitator}')}")
    print("For the projector, the big screen:")
    print(f"  {served.link(scheme, f'screen?key={session.screen}')}\n")
    print("Leave this window open. To end: press Ctrl and C here. After a crash, go on with:")
    print(f"  steadyline session --resume {session.hub.log.path}", flush=True)
