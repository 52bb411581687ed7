"""The connections of the pages that stay open. Each is refused before it opens to whoever may not have it."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from tornado import web
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from steadyline.errors import SteadylineError
from steadyline.live.deeds import NotUnderstood, message_of, rating, voting
from steadyline.live.visiting import Page

LISTENER_WAITS = 0.2
"""Seconds for which a connection that has nothing to say is kept waiting when it does."""

TOO_FAST = "That was very fast. Wait a moment and send it again."


class Socket(Page, WebSocketHandler):
    """A connection of a page. It takes messages of a bounded size, one after the other."""

    def check_origin(self, origin: str) -> bool:
        """Whether the connection comes from a page of ours."""
        return self.is_ours()

    async def get(self, *_: Any, **__: Any) -> None:
        """Opens the connection to who may have it."""
        if not self.is_ours() or not self.may_open():
            raise web.HTTPError(403)
        if self.session.audience.is_full:
            raise web.HTTPError(503)
        await super().get()

    def may_open(self) -> bool:
        """Whether the visitor may have this connection; nobody may, until a kind of connection says who."""
        return False

    def say(self, text: str) -> None:
        """Sends a text; a connection that has gone is no error."""
        with suppress(WebSocketClosedError):
            self.write_message(text)

    def hang_up(self) -> None:
        """Ends it."""
        self.close(1000)

    async def answered(self, text: str | bytes) -> None:
        """Does what a message asks and says that it is done, or why it is not."""
        answer: dict[str, Any] = {"re": 0}
        try:
            message = message_of(text)
            answer["re"] = message.get("id", 0) if isinstance(message.get("id"), int) else 0
            await self.does(message)
            answer["done"] = True
        except SteadylineError as refused:
            answer["refused"] = str(refused)
        self.say(json.dumps(answer))

    async def does(self, message: dict[str, Any]) -> None:
        """Does what a message asks. Raises SteadylineError."""
        raise NotUnderstood


class PhoneSocket(Socket):
    """A participant's connection. All that it can do is vote, and rate where that is asked."""

    its_device = ""

    def may_open(self) -> bool:
        """Whether the visitor's device has joined."""
        self.its_device = self.device
        return bool(self.its_device)

    def open(self, *_: str, **__: str) -> None:
        """Sends what the room shows."""
        self.session.audience.to_phone(self.its_device, self)

    def on_close(self) -> None:
        """Forgets the connection; nobody is told."""
        self.session.audience.gone(self.its_device, self)

    async def on_message(self, message: str | bytes) -> None:
        """Takes what is sent. Whoever sends too fast waits: the next message is read only after this one."""
        if not self.session.limits.messages.take(self.its_device):
            await asyncio.sleep(1)
            self.say(json.dumps({"re": _id_of(message), "refused": TOO_FAST}))
            return
        await self.answered(message)

    async def does(self, message: dict[str, Any]) -> None:
        """Takes a vote or ratings, and nothing else."""
        reads = {"vote": voting, "rate": rating}.get(message["do"])
        if reads is None:
            raise NotUnderstood
        await self.session.hub.ask(reads(message, self.its_device, self.session.hub.changes), alone=False)


class ScreenSocket(Socket):
    """The big screen's connection. It only listens."""

    def may_open(self) -> bool:
        """Whether the visitor may see the big screen."""
        return self.is_screen

    def open(self, *_: str, **__: str) -> None:
        """Sends what the screen shows."""
        self.session.audience.screens.append(self)
        self.say(self.session.audience.screen_text())

    def on_close(self) -> None:
        """Forgets the connection."""
        with suppress(ValueError):
            self.session.audience.screens.remove(self)

    async def on_message(self, message: str | bytes) -> None:
        """Says that nothing is taken here."""
        await asyncio.sleep(LISTENER_WAITS)
        await self.answered(message)


class FacilitatorSocket(Socket):
    """The facilitator's connection."""

    def may_open(self) -> bool:
        """Whether the visitor is the facilitator."""
        return self.is_facilitator

    def open(self, *_: str, **__: str) -> None:
        """Sends the plan once, and what stands now."""
        self.session.audience.facilitators.append(self)
        self.say(json.dumps({"plan": self.session.plan}))
        self.say(self.session.audience.facilitator_text())

    def on_close(self) -> None:
        """Forgets the connection."""
        with suppress(ValueError):
            self.session.audience.facilitators.remove(self)

    async def on_message(self, message: str | bytes) -> None:
        """Does what the facilitator asks."""
        await self.answered(message)

    async def does(self, message: dict[str, Any]) -> None:
        """Does what the facilitator asks."""
        await self.session.do(message)


def _id_of(text: str | bytes) -> int:
    with suppress(SteadylineError):
        found = message_of(text).get("id")
        return found if isinstance(found, int) else 0
    return 0
