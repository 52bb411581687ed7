"""Many phones at once, each with a real connection, in a process of their own: beside the server, not in it."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

AT_ONCE = 50
"""So many phones join in the same moment."""


@dataclass
class Phone:
    """One phone. `sent` is when its vote went out, `answered` when it was acknowledged, in seconds."""

    number: int
    cookie: str = ""
    choice: str = ""
    socket: WebSocketClientConnection | None = None
    sent: float = 0.0
    answered: float = 0.0


@dataclass
class Watching:
    """What the big screen was told: how many have voted, and when."""

    seen: list[tuple[float, int]] = field(default_factory=list)

    def when(self, voted: int) -> float:
        """Returns when it first stood at so many."""
        return next((at for at, count in self.seen if count >= voted), float("inf"))

    async def until(self, voted: int) -> None:
        """Waits until it stands at so many, for ten seconds at the most."""
        for _ in range(1000):
            if self.when(voted) < float("inf"):
                return
            await asyncio.sleep(0.01)


async def watch(address: str, cookie: str, count_in: Callable[[dict[str, Any]], int | None]) -> Watching:
    """Opens the big screen's connection and notes what it is told, until it ends."""
    watching = Watching()
    socket = await websocket_connect(_request(address, "ws/screen", cookie))

    async def read() -> None:
        while (text := await socket.read_message()) is not None:
            at, count = time.perf_counter(), count_in(json.loads(text))
            if count is not None:
                watching.seen.append((at, count))

    watching.task = asyncio.create_task(read())  # type: ignore[attr-defined]  # kept, so that it is not collected
    return watching


async def join(address: str, phones: Sequence[Phone], code: str) -> None:
    """Lets phones in with the code."""
    client = AsyncHTTPClient(force_instance=True, max_clients=AT_ONCE)

    async def one(phone: Phone) -> None:
        asked = HTTPRequest(f"{address}join", method="POST", body=f"code={code}", follow_redirects=False,
                            headers={"Origin": address.rstrip("/")}, request_timeout=60)  # fmt: skip
        answer = await client.fetch(asked, raise_error=False)
        assert answer.code == 303, (answer.code, answer.body[:200])
        phone.cookie = answer.headers["Set-Cookie"].partition(";")[0]

    await asyncio.gather(*(one(phone) for phone in phones))


async def connect(address: str, phones: Sequence[Phone]) -> None:
    """Opens each phone's connection."""
    for at in range(0, len(phones), AT_ONCE):
        some = phones[at : at + AT_ONCE]
        opened = await asyncio.gather(*(websocket_connect(_request(address, "ws/room", each.cookie)) for each in some))
        for phone, socket in zip(some, opened, strict=True):
            phone.socket = socket


async def vote(phones: Sequence[Phone], seconds: float, luck: int) -> None:
    """Lets each phone vote once, at a moment drawn within so many seconds, and waits for every answer."""
    drawn = random.Random(luck)  # noqa: S311  moments need not be secret
    moments = sorted(drawn.uniform(0, seconds) for _ in phones)
    began = time.perf_counter()

    async def one(phone: Phone, moment: float) -> None:
        await asyncio.sleep(began + moment - time.perf_counter())
        assert phone.socket is not None
        message = {"do": "vote", "id": 1, "device": phone.number, "choice": phone.choice, "question": 1, "round": 1}
        phone.sent = time.perf_counter()
        await phone.socket.write_message(json.dumps(message))
        while True:
            text = await phone.socket.read_message()
            assert text is not None, "the connection went"
            if text.startswith('{"re"'):
                assert '"done"' in text, text
                phone.answered = time.perf_counter()
                return

    await asyncio.gather(*(one(phone, moment) for phone, moment in zip(phones, moments, strict=True)))


def drop(phones: Sequence[Phone]) -> None:
    """Cuts connections as a phone does that goes out of reach: without a word."""
    for phone in phones:
        assert phone.socket is not None
        protocol = phone.socket.protocol
        phone.socket.close()
        if protocol is not None:
            protocol._abort()


def to_tally(phones: Sequence[Phone], watching: Watching, before: int = 0) -> list[float]:
    """Returns for each vote, in the order sent, the seconds until the big screen had counted as many."""
    sent = sorted(phone.sent for phone in phones)
    return [watching.when(before + number) - at for number, at in enumerate(sent, start=1)]


def _request(address: str, path: str, cookie: str) -> HTTPRequest:
    headers = {"Origin": address.rstrip("/"), **({"Cookie": cookie} if cookie else {})}
    return HTTPRequest(address.replace("http", "ws", 1) + path, headers=headers, connect_timeout=60)
