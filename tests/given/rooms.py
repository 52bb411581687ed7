"""Rooms for tests: one played by hand, and one that is served, with visitors of every kind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

from steadyline import content
from steadyline.live import asking, room
from steadyline.live.address import Served, sockets_for
from steadyline.live.room import Room, apply, opened
from steadyline.live.server import start
from steadyline.live.session import Session, begin, resume
from steadyline.live.visiting import cookie_name


class Played:
    """A room and the events that made it."""

    def __init__(self, unit: str = "the-porch", mode: str = room.PHONES, seed: int = 7) -> None:
        self.case = content.unit_case(unit)
        self.events: list[dict[str, Any]] = []
        self.room = Room(self.case)
        self.does(opened(self.case, unit, seed, mode, 90))

    def does(self, event: Mapping[str, Any] | None) -> None:
        """Applies an event."""
        if event is not None:
            told = {"at": f"2026-01-12T10:{len(self.events) // 60 % 60:02}:{len(self.events) % 60:02}Z", **event}
            self.events.append(told)
            apply(self.room, told)

    def to(self, *stages: str) -> None:
        """Turns the room to stages, one after the other."""
        for stage in stages:
            self.does(asking.turn_to(self.room, stage))

    def to_question(self) -> None:
        """Goes on until a decision stands before the room."""
        while self.room.stage == room.READING and self.room.question is None:
            self.does(asking.go_on(self.room))

    def join(self, devices: int, tables: bool = False) -> None:
        """Lets devices in, each at a table of its own in table mode."""
        for number in range(devices):
            self.does(asking.join(self.room, f"device-{number}", str(number + 1) if tables else ""))

    def votes(self, *choices: int, **more: Any) -> None:
        """Lets the first devices vote: for the options by their places."""
        question = self.room.question
        assert question is not None
        for number, choice in enumerate(choices):
            self.does(asking.vote(self.room, f"device-{number}", question.order[choice], question=question.number,
                                  round=question.round, **more))  # fmt: skip

    def decides(self, choice: int, how: str = room.BY_THE_ROOM) -> None:
        """Goes on by an option."""
        question = self.room.question
        assert question is not None
        self.does(asking.decide(self.room, question.order[choice], how))


def asked(votes: tuple[int, ...] = (), unit: str = "the-porch", mode: str = room.PHONES, **more: Any) -> Played:
    """A room with its first vote open."""
    played = Played(unit, mode)
    if mode != room.HANDS:
        played.join(8, mode == room.TABLES)
    played.to(room.START, room.READING)
    played.to_question()
    played.does(asking.ask(played.room))
    played.votes(*votes, **more)
    return played


_OPEN: list[Line] = []
"""Connections that tests opened; a session that is no longer held ends them."""


@dataclass
class Line:
    """One open connection, as a page has it."""

    socket: WebSocketClientConnection
    told: list[dict[str, Any]] = field(default_factory=list)
    number: int = 0

    async def next(self) -> dict[str, Any]:
        """Returns what is told next."""
        text = await asyncio.wait_for(self.socket.read_message(), 5)
        assert text is not None, "the connection was closed"
        found: dict[str, Any] = json.loads(text)
        self.told.append(found)
        return found

    async def send(self, message: Any) -> dict[str, Any]:
        """Sends a message and returns its answer."""
        self.number += 1
        told = {**message, "id": self.number} if isinstance(message, dict) else message
        await self.socket.write_message(told if isinstance(told, str | bytes) else json.dumps(told), isinstance(told, bytes))
        while "re" not in (found := await self.next()):
            pass
        return found

    def close(self) -> None:
        """Ends it at once, as a phone does that goes out of reach."""
        protocol = self.socket.protocol
        self.socket.close()
        if protocol is not None:
            protocol._abort()

    async def view(self) -> dict[str, Any]:
        """Returns the newest view."""
        while "view" not in (found := await self.next()):
            pass
        return dict(found["view"])


@dataclass
class Visitor:
    """Somebody with or without credentials. `cookies` are sent along."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    origin: str | None = ""

    def _headers(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        found = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        own = self.address.split("/", 3)
        origin = "/".join(own[:3]) if self.origin == "" else self.origin
        return {**found, **({"Origin": origin} if origin else {}), **(more or {})}

    async def ask(self, path: str, form: Mapping[str, str] | None = None, **more: Any) -> HTTPResponse:
        """Asks for a page, or sends a form, and takes the cookies that come."""
        request = HTTPRequest(self.address + path, method="POST" if form is not None else more.pop("method", "GET"),
                              headers=self._headers(more.pop("headers", None)), follow_redirects=False,
                              body=urlencode(form) if form is not None else more.pop("body", None), allow_nonstandard_methods=True)  # fmt: skip
        answer = await AsyncHTTPClient(force_instance=True).fetch(request, raise_error=False)
        for each in answer.headers.get_list("Set-Cookie"):
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    async def knock(self, path: str) -> int:
        """Returns with what status a connection is answered: 101 where it opens. Tornado's own client leaves it open."""
        parts = urlsplit(self.address + path)
        asked = {**self._headers(), "Host": parts.netloc, "Upgrade": "websocket", "Connection": "Upgrade",
                 "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13"}  # fmt: skip
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        lines = [f"GET {parts.path} HTTP/1.1", *(f"{name}: {value}" for name, value in asked.items()), "", ""]
        writer.write("\r\n".join(lines).encode())
        status = int((await reader.readline()).split()[1])
        writer.close()
        await writer.wait_closed()
        return status

    async def open(self, path: str) -> Line:
        """Opens a connection."""
        request = HTTPRequest(self.address.replace("http", "ws", 1) + path, headers=self._headers())
        line = Line(await websocket_connect(request))
        _OPEN.append(line)
        return line


@dataclass
class Held:
    """A session that is served in this process."""

    session: Session
    address: str

    def visitor(self) -> Visitor:
        """Somebody without anything."""
        return Visitor(self.address)

    async def participant(self, table: str = "") -> Visitor:
        """Somebody who has joined."""
        visitor = self.visitor()
        answer = await visitor.ask("join", {"code": self.session.keys.code, "table": table})
        assert answer.code == 303, answer.body
        return visitor

    def keyed(self, role: str) -> Visitor:
        """Somebody with the key of the screen or the facilitator as a cookie."""
        return Visitor(self.address, {cookie_name(self.session, role): getattr(self.session, role)})

    async def facilitates(self) -> Line:
        """The facilitator's connection."""
        return await self.keyed("facilitator").open("ws/facilitator")

    async def to_vote(self, line: Line) -> dict[str, int]:
        """Opens the first vote, and returns what names it."""
        for deed in ({"do": "turn", "stage": "start"}, {"do": "turn", "stage": "reading"}, {"do": "ask"}):
            assert (await line.send(deed)).get("done"), deed
        return {"question": 1, "round": 1}


@asynccontextmanager
async def held(folder: Path, mode: str = room.PHONES, unit: str = "the-porch", log: Path | None = None,
               served: Served | None = None) -> AsyncIterator[Held]:  # fmt: skip
    """Serves a session while the block lasts: a new one, or one that goes on with a log."""
    session = resume(log) if log else begin(unit, mode, 90, folder, 7)
    listening = sockets_for("127.0.0.1", None)
    port = listening[0].getsockname()[1]
    place = served or Served("127.0.0.1", port)
    session.stand_at(place.address, port, place.public or ("" if place.behind_a_hub else place.link("http")))
    running = start(session, place, listening)
    try:
        yield Held(session, f"http://127.0.0.1:{port}{place.base}")
    finally:
        while _OPEN:
            _OPEN.pop().close()
        await running.stop()
