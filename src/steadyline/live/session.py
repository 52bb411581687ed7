"""A session that is running: the hub, its audience, its keys and limits, and what only the server can do."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from steadyline import content
from steadyline.errors import SteadylineError
from steadyline.live import keys as beside
from steadyline.live import log as logs
from steadyline.live.audience import Audience
from steadyline.live.codes import new_code
from steadyline.live.deeds import Message, NotUnderstood, change_of, facilitators, whole, words, yes
from steadyline.live.hub import Hub
from steadyline.live.keys import Keys
from steadyline.live.limits import Limits
from steadyline.live.log import SessionLog, events_in
from steadyline.live.notes import Notes, notes_of
from steadyline.live.plan import lengths_of, plan_of
from steadyline.live.rating_words import rates_of
from steadyline.live.room import CLOSING, Room, opened, room_of
from steadyline.live.screen_pages import Words

LONGEST_TIMER = 30 * 60


class NothingToPlay(SteadylineError):
    """A session is asked for of a unit without a story."""

    def __init__(self, unit: str) -> None:
        super().__init__(f'The unit "{unit}" plays no story, so a room has nothing to decide. Name another unit.')


@dataclass
class Session:
    """Everything that the server's pages stand on. `facilitator` and `screen` are keys in clear, for their links."""

    hub: Hub
    keys: Keys
    facilitator: str
    screen: str
    limits: Limits = field(default_factory=Limits)
    notes: Notes | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)
    is_deleted: bool = False
    where: str = ""

    def __post_init__(self) -> None:
        room = self.hub.room
        key = content.key(room.case.name) if content.has_key(room.case.name) else None
        self.audience = Audience(self.hub, key, self.notes, self.door)
        self.hub.told = self.audience.changed

    @property
    def room(self) -> Room:
        """The room as it stands."""
        return self.hub.room

    @property
    def plan(self) -> list[dict[str, Any]]:
        """The rows of the plan for this session's minutes: `start` and `end` in minutes, `html`, `scene` or ""."""
        if self.notes is None or self.room.minutes not in lengths_of(self.notes):
            return []
        found = plan_of(self.room.minutes, self.notes, self.room.case, self.audience.key)
        return [{"start": row.start, "end": row.end, "html": row.html, "scene": row.scene} for row in found.rows]

    def stand_at(self, address: str, port: int, where: str) -> None:
        """Keeps where the session is served, so that a resumed one is there again; `where` is the join address."""
        self.where = where
        self.keys = replace(self.keys, address=address, port=port)
        beside.keep(self.hub.log.path, self.keys)

    @property
    def support(self) -> list[dict[str, str]]:
        """The lines of support."""
        return [dict(each) for each in self.hub.words.support]

    def door(self) -> Mapping[str, Any]:
        """Returns where and with what code phones join; no code once the session has closed."""
        return {"where": self.where, "code": "" if self.room.stage == CLOSING else self.keys.code}

    def lets_in(self, typed: str) -> bool:
        """Whether a code opens the door now."""
        return self.room.stage != CLOSING and self.keys.lets_in(typed)

    async def do(self, message: Message) -> None:
        """Does what the facilitator's page asks. Raises SteadylineError in words where it cannot be done."""
        deed = facilitators(message, self.hub.words.rates)
        if deed is not None:
            await self.hub.ask(deed)
            return
        acts = {"page": self._turn_page, "timer": self._set_timer, "door": self._set_door, "finish": self._finish}
        if message["do"] not in acts:
            raise NotUnderstood
        acts[message["do"]](message)
        self.audience.tell_screens()

    def _turn_page(self, message: Message) -> None:
        place = self.hub.place
        self.hub.place = replace(place, page=max(0, min(whole(message, "page"), place.pages - 1)))

    def _set_timer(self, message: Message) -> None:
        seconds = max(0, min(whole(message, "seconds"), LONGEST_TIMER))
        self.hub.place = replace(self.hub.place, timer_ends=time.time() + seconds if seconds else 0.0)

    def _set_door(self, message: Message) -> None:
        """Closes the door to new phones, or opens it with a new code; whoever is in stays in."""
        self.keys = replace(self.keys, code=new_code() if words(message, "to") == "renew" else "")
        beside.keep(self.hub.log.path, self.keys)

    def _finish(self, message: Message) -> None:
        """Ends the session: its log is kept, or deleted with all that lies beside it."""
        self.is_deleted = not yes(message, "keep")
        self.over.set()

    def close(self) -> None:
        """Gives the log up; where the facilitator ended the session, the keys go too, or everything."""
        self.hub.log.close()
        if self.is_deleted:
            logs.delete(self.hub.log.path)
        elif self.over.is_set():
            beside.keys_path(self.hub.log.path).unlink(missing_ok=True)


def begin(unit: str, mode: str, minutes: int, folder: Path, seed: int) -> Session:
    """Returns a new session of a unit, its log begun. Raises NotInCourse, NothingToPlay, SessionRunning or OSError."""
    case = content.case_played(unit)
    if case is None:
        raise NothingToPlay(unit)
    path = logs.new_path(folder, unit)
    first = {"at": _now(), **opened(case, unit, seed, mode, minutes)}
    log = SessionLog(path)
    log.append([first])
    made, facilitator, screen = beside.new_keys()
    return _session(room_of(case, [first]), log, made, facilitator, screen)


def resume(path: Path) -> Session:
    """Returns a session as its log tells it, to go on with.

    Raises FileMissing, NotASession, RecordDamaged, SessionRunning, AnotherCase or KeysDamaged.
    """
    events_in(path)
    log = SessionLog(path)
    events = events_in(path)
    room = room_of(content.unit_case(str(events[0].get("unit", ""))), events)
    made, facilitator, screen = beside.new_keys(beside.kept(path))
    session = _session(room, log, made, facilitator, screen)
    session.hub.started = next((str(each.get("at", "")) for each in events if each["kind"] == "stage"), "")
    session.hub.changes = Counter(change for each in events if (change := change_of(each)) is not None)
    return session


def _session(room: Room, log: SessionLog, made: Keys, facilitator: str, screen: str) -> Session:
    notes = notes_of(room.unit)
    support = [each for each in content.support() if each["label"] != "You can stop now"]
    beside.keep(log.path, made)
    words = Words(tuple(notes.ground_rules), support, rates_of(room.unit))
    return Session(Hub(room, log, words), made, facilitator, screen, notes=notes)


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
