"""Everybody who is connected, and what each is sent. Nobody is told who is here and who has gone."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from steadyline.graders.key import Key
from steadyline.live.facilitating import facilitator_view
from steadyline.live.hub import Hub
from steadyline.live.limits import MOST_CONNECTIONS, MOST_SOCKETS
from steadyline.live.notes import Notes
from steadyline.live.views import mine_of, room_view, screen_view

GATHERED = 0.025
"""Seconds for which votes are gathered before the screens are told how many there are."""


class Line(Protocol):
    """One connection."""

    def say(self, text: str) -> None:
        """Sends a text; a connection that has gone is no error."""

    def hang_up(self) -> None:
        """Ends it."""


@dataclass
class Audience:
    """The connections of a session, by what they may see. `door` gives address and code as they stand."""

    hub: Hub
    key: Key | None
    notes: Notes | None
    door: Callable[[], Mapping[str, Any]]
    phones: dict[str, list[Line]] = field(default_factory=dict)
    screens: list[Line] = field(default_factory=list)
    facilitators: list[Line] = field(default_factory=list)
    _later: asyncio.TimerHandle | None = None

    @property
    def is_full(self) -> bool:
        """Whether no more connections are taken."""
        return sum(map(len, self.phones.values())) + len(self.screens) + len(self.facilitators) >= MOST_CONNECTIONS

    def changed(self, more: bool) -> None:
        """Tells everybody what has changed: at once, or how many have voted with the next handful."""
        if more:
            self.tell_all()
        elif self._later is None:
            self._later = asyncio.get_running_loop().call_later(GATHERED, self.tell_screens)

    def tell_all(self) -> None:
        """Sends everybody what they may see now."""
        self.tell_screens()
        common = _json(room_view(self.hub.room, self.hub.words))[:-1]
        for device, lines in self.phones.items():
            _say(lines, self._phones_text(device, common))

    def to_phone(self, device: str, line: Line) -> None:
        """Takes a phone's connection in and sends it what it may see; of many of one device the oldest ends."""
        lines = self.phones.setdefault(device, [])
        lines.append(line)
        while len(lines) > MOST_SOCKETS:
            lines.pop(0).hang_up()
        self.tell_phone(device)

    def tell_phone(self, device: str) -> None:
        """Sends one device what it may see now: after its own vote, so that each of its pages shows it."""
        common = _json(room_view(self.hub.room, self.hub.words))[:-1]
        _say(self.phones.get(device, []), self._phones_text(device, common))

    def gone(self, device: str, line: Line) -> None:
        """Forgets a phone's connection."""
        lines = [each for each in self.phones.get(device, []) if each is not line]
        if lines:
            self.phones[device] = lines
        else:
            self.phones.pop(device, None)

    def screen_text(self) -> str:
        """Returns what the big screen is sent."""
        hub = self.hub
        return _json({"view": screen_view(hub.room, hub.place, hub.words), "door": self.door(), "timer": self._timer()})

    def facilitator_text(self) -> str:
        """Returns what the facilitator's page is sent."""
        hub = self.hub
        view = facilitator_view(hub.room, self.key, self.notes, hub.place, hub.words)
        return _json({"view": view, "door": self.door(), "timer": self._timer(), "elapsed": _since(hub.started)})

    def end(self) -> None:
        """Says to everybody that the session is over, and ends all connections."""
        every = [*self.screens, *self.facilitators, *(line for lines in self.phones.values() for line in lines)]
        _say(every, _json({"over": True}))
        for line in every:
            line.hang_up()

    def _phones_text(self, device: str, common: str) -> str:
        return f'{{"view":{common},"mine":{_json(mine_of(self.hub.room, device))}}}}}'

    def tell_screens(self) -> None:
        """Sends the big screen and the facilitator what they may see now."""
        if self._later is not None:
            self._later.cancel()
            self._later = None
        if self.screens:
            _say(self.screens, self.screen_text())
        if self.facilitators:
            _say(self.facilitators, self.facilitator_text())

    def _timer(self) -> int:
        """Returns the seconds left of the silent timer; 0 where none runs."""
        return max(0, round(self.hub.place.timer_ends - time.time()))


def _since(began: str) -> int:
    """Returns the seconds since the session left its lobby; -1 while it stands there."""
    return int((datetime.now(UTC) - datetime.fromisoformat(began)).total_seconds()) if began else -1


def _say(lines: Iterable[Line], text: str) -> None:
    for line in list(lines):
        line.say(text)


def _json(value: object) -> str:
    # "<" is written so that the text is harmless wherever it may come to stand.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
