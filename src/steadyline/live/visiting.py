"""What every page of a session shares: what guards it, who the visitor is, and words for who may not have it."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tornado import web

from steadyline.live.codes import device_of
from steadyline.live.session import Session

SERVED = Path(__file__).parent / "served"
FACILITATOR, SCREEN, DEVICE = "facilitator", "screen", "device"
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
