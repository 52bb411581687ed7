"""What is served by ordinary requests. Each says who may have it; whoever may not is told so, and nothing else."""

from __future__ import annotations

import asyncio
import re

from tornado import web

from steadyline.errors import SteadylineError
from steadyline.live.codes import device_of, new_key
from steadyline.live.deeds import joining
from steadyline.live.room import HANDS, TABLES
from steadyline.live.visiting import DEVICE, FACILITATOR, SCREEN, SERVED, Page

ASSETS = {"join.css": "text/css", "phone.css": "text/css", "phone.js": "text/javascript", "line.js": "text/javascript",
          "screen.css": "text/css", "screen.js": "text/javascript", "parts.js": "text/javascript",
          "facilitator.css": "text/css", "facilitator.js": "text/javascript", "key.js": "text/javascript",
          "rate.js": "text/javascript", "rate_desk.js": "text/javascript"}  # fmt: skip
"""Everything that pages load, by name: nothing else of the disk can be had."""

WRONG_CODE = "That is not the code. It stands on the big screen: six letters and digits."
WAIT = "Several codes were wrong. Wait a few seconds and try again."
_TOKEN = re.compile(r"[\w-]{32}")


class Join(Page):
    """The page on which the code is typed."""

    def get(self) -> None:
        """Sends it, with the code filled in where the address has one; who is in already goes on to the room."""
        if self.device:
            self.redirect("room")
            return
        self._ask(self.get_query_argument("code", "")[:16], "")

    async def post(self) -> None:
        """Lets a device in. A wrong code is answered slowly, and many of them more slowly."""
        if not self.is_ours():
            raise web.HTTPError(403)
        typed, table = self.get_body_argument("code", "")[:32], self.get_body_argument("table", "")[:8].strip()
        if not self.session.limits.wrong.allows(self.who):
            self.set_status(429)
            self._ask("", WAIT)
            return
        if not self.session.lets_in(typed):
            self.session.limits.wrong.take(self.who)
            await asyncio.sleep(0.3)
            self.set_status(403)
            self._ask("", WRONG_CODE)
            return
        had = self.cookie_of(DEVICE)
        token = had if _TOKEN.fullmatch(had) else new_key()
        try:
            await self.session.hub.ask(joining(device_of(token), table), alone=False)
        except SteadylineError as refused:
            self.set_status(400)
            self._ask(typed, str(refused))
            return
        self.give_cookie(DEVICE, token)
        self.redirect("room", status=303)

    def _ask(self, code: str, said: str) -> None:
        page = {HANDS: "hands.html", TABLES: "join_table.html"}.get(self.session.room.mode, "join.html")
        self.send_page(page, title=self.session.room.case.title, code=code, said=said)


class RoomPage(Page):
    """The participant's page."""

    def get(self) -> None:
        """Sends it to who has joined; everybody else is asked for the code."""
        if not self.device:
            self.redirect("./")
            return
        support = "\n\n".join(f"{each['label']}: {each['text']}" for each in self.session.support)
        self.send_page("room.html", title=self.session.room.case.title, support=support)


class Here(Page):
    """Says to a page that lost its connection whether its device still belongs here."""

    def get(self) -> None:
        """Sends yes or no."""
        self.finish({"here": bool(self.device)})


class Keyed(Page):
    """A page that a key in its address opens: the key becomes a cookie and leaves the address."""

    role = SCREEN
    page = "screen.html"

    async def get(self) -> None:
        """Sends the page to who may see it."""
        key = self.get_query_argument("key", "")
        if key:
            await self._take(key)
        elif self._may_see():
            self.send_page(self.page, title=self.session.room.case.title)
        else:
            raise web.HTTPError(403)

    def _may_see(self) -> bool:
        return self.is_screen if self.role == SCREEN else self.is_facilitator

    async def _take(self, key: str) -> None:
        keys, limit = self.session.keys, self.session.limits.wrong
        if not limit.allows(self.who) or not (keys.is_screen if self.role == SCREEN else keys.is_facilitator)(key):
            limit.take(self.who)
            await asyncio.sleep(0.3)
            raise web.HTTPError(403)
        self.give_cookie(self.role, key)
        self.set_header("Referrer-Policy", "no-referrer")
        # Not by a redirect: followed from a link in a letter, it would not carry a cookie that other sites cannot send.
        self.send_page("through.html", title=self.session.room.case.title, to=self.role)


class ScreenPage(Keyed):
    """The big screen."""


class FacilitatorPage(Keyed):
    """The facilitator's page."""

    role = FACILITATOR
    page = "facilitator.html"


class Qr(Page):
    """The join address as a QR code, for the big screen."""

    def get(self) -> None:
        """Sends it to who may see the big screen."""
        if not self.is_screen:
            raise web.HTTPError(403)
        door = self.session.door()
        self.set_header("Content-Type", "image/svg+xml")
        self.finish(self.settings["qr"](f"{door['where'] or self._here()}?code={door['code']}"))

    def _here(self) -> str:
        return f"{self.request.protocol}://{self.request.host}{self.settings['base']}"


class Asset(Page):
    """One of the files that pages load, by a fixed name."""

    def get(self, name: str) -> None:
        """Sends it."""
        if name not in ASSETS:
            raise web.HTTPError(404)
        self.set_header("Content-Type", f"{ASSETS[name]}; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish((SERVED / name).read_bytes())


class Nothing(Page):
    """Every other address."""

    def prepare(self) -> None:
        """Says that there is nothing."""
        super().prepare()
        raise web.HTTPError(404)
