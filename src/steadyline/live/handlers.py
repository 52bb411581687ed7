"""What is served by ordinary requests. Each says who may have it; whoever may not is told so, and nothing else."""

from __future__ import annotations

import asyncio
import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tornado import web

from steadyline.errors import SteadylineError
from steadyline.live.codes import device_of, new_key
from steadyline.live.deeds import joining
from steadyline.live.room import HANDS, TABLES
from steadyline.live.session import Session

SERVED = Path(__file__).parent / "served"
ASSETS = {"join.css": "text/css", "phone.css": "text/css", "phone.js": "text/javascript", "line.js": "text/javascript",
          "screen.css": "text/css", "screen.js": "text/javascript", "parts.js": "text/javascript",
          "facilitator.css": "text/css", "facilitator.js": "text/javascript", "key.js": "text/javascript"}  # fmt: skip
"""Everything that pages load, by name: nothing else of the disk can be had."""

FACILITATOR, SCREEN, DEVICE = "facilitator", "screen", "device"
WRONG_CODE = "That is not the code. It stands on the big screen: six letters and digits."
WAIT = "Several codes were wrong. Wait a few seconds and try again."
_TOKEN = re.compile(r"[\w-]{32}")
A_DAY = 24 * 3600


class Page(web.RequestHandler):
    """A page of a session, with what every answer carries."""

    session: Session
    hosts: frozenset[str]

    def initialize(self, session: Session, hosts: frozenset[str]) -> None:
        """Takes the session; `hosts` are the names under which it is served, none where a hub stands before it."""
        self.session, self.hosts = session, hosts

    def set_default_headers(self) -> None:
        """Puts on every answer what keeps it from being framed, sniffed, kept, or from loading anything else."""
        self.clear_header("Server")
        for name, value in {
            "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store", "Content-Security-Policy": policy(self.request.host),
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        }.items():  # fmt: skip
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuses other names than its own, and whoever asks too much."""
        if self.hosts and _name_of(self.request.host) not in self.hosts:
            raise web.HTTPError(421)
        if not self.session.limits.asks.take(self.who):
            raise web.HTTPError(429)

    @property
    def who(self) -> str:
        """The address that asks."""
        return str(self.request.remote_ip)

    def cookie_of(self, role: str) -> str:
        """Returns what a visitor's cookie for a role holds, "" where there is none."""
        return self.get_cookie(cookie_name(self.session, role)) or ""

    def give_cookie(self, role: str, value: str) -> None:
        """Gives a cookie that no script can read and no other site can send."""
        base = str(self.settings["base"])
        secure = self.request.protocol == "https"
        self.set_cookie(cookie_name(self.session, role), value, path=base, httponly=True, samesite="Strict",
                        secure=secure, max_age=A_DAY)  # fmt: skip

    @property
    def is_facilitator(self) -> bool:
        """Whether the visitor may do what a facilitator does."""
        return self.session.keys.is_facilitator(self.cookie_of(FACILITATOR))

    @property
    def is_screen(self) -> bool:
        """Whether the visitor may see the big screen."""
        return self.is_facilitator or self.session.keys.is_screen(self.cookie_of(SCREEN))

    @property
    def device(self) -> str:
        """The device that asks, as the log names it; "" where it has not joined."""
        device = device_of(self.cookie_of(DEVICE))
        return device if device in self.session.room.devices else ""

    def is_ours(self) -> bool:
        """Whether a form or a connection comes from a page of ours and not from another site's."""
        origin = self.request.headers.get("Origin", "")
        if origin:
            return urlsplit(origin).netloc == self.request.host
        return self.request.headers.get("Sec-Fetch-Site", "") == "same-origin"

    def send_page(self, name: str, **words: str) -> None:
        """Sends a page; what is put into it is escaped."""
        text = (SERVED / name).read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(f"{{{{ {word} }}}}", html.escape(value))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(text)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Says in words what is the matter, and nothing of how it came about."""
        self.set_status(status_code)
        title = "One moment" if status_code == 429 else "Not here"
        self.send_page("plain.html", title=title, words=_words(status_code))


def policy(host: str) -> str:
    """Returns the content security policy for pages served under a host: own files and own connections only."""
    sockets = f" ws://{host} wss://{host}" if re.fullmatch(r"[\w.:\[\]-]{1,255}", host or "") else ""
    return ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            f"connect-src 'self'{sockets}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")  # fmt: skip


def cookie_name(session: Session, role: str) -> str:
    """Returns the name of a cookie: two sessions on one computer do not take each other's."""
    return f"steadyline-{session.keys.session}-{role}"


def _name_of(host: str) -> str:
    return host.rpartition(":")[0].lower() if re.search(r":\d+$", host) else host.lower()


def _words(status: int) -> str:
    return {
        403: "This page is not for this browser. To take part, join with the code that is on the big screen.",
        421: "This address is not one of this session's. Use the one that is on the big screen.",
        429: "Very much was asked from here at once. Wait a few seconds and load the page again.",
    }.get(status, "There is nothing here. To take part, join with the code that is on the big screen.")


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
