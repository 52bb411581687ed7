"""The peer: a bare tornado server that counts votes in memory. It writes nothing, checks nothing and forgets all.

It tells the screen how many have voted as seldom as ours does. Run as a program: it prints its port.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import ClassVar

from tornado import web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.websocket import WebSocketHandler

GATHERED = 0.025


class Voters(WebSocketHandler):
    """A phone's connection."""

    votes: ClassVar[dict[int, str]] = {}
    told: ClassVar[list[asyncio.TimerHandle]] = []

    def on_message(self, message: str | bytes) -> None:
        """Counts a vote and says so."""
        told = json.loads(message)
        self.votes[told["device"]] = told["choice"]
        self.write_message(json.dumps({"re": told["id"], "done": True}))
        if not self.told:
            self.told.append(asyncio.get_running_loop().call_later(GATHERED, self._tell))

    def _tell(self) -> None:
        self.told.clear()
        for screen in Screens.open_now:
            screen.write_message(json.dumps({"voted": len(self.votes), "counts": Counter(self.votes.values())}))


class Screens(WebSocketHandler):
    """The big screen's connection."""

    open_now: ClassVar[list[WebSocketHandler]] = []

    def open(self, *_: str, **__: str) -> None:
        """Takes it in."""
        self.open_now.append(self)


async def serve() -> None:
    """Serves until it is stopped."""
    listening = bind_sockets(0, "127.0.0.1", backlog=1024)
    HTTPServer(web.Application([("/ws/room", Voters), ("/ws/screen", Screens)])).add_sockets(listening)
    print(listening[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
