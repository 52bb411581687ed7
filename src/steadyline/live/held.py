"""A session that was held, read from its log with the case and the key that belong to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from steadyline import content
from steadyline.errors import FileMissing, SteadylineError
from steadyline.graders.key import Key
from steadyline.live.debrief import Debrief, debrief_of
from steadyline.live.log import NotASession, events_in
from steadyline.live.notes import notes_of
from steadyline.live.room import Event, Room, room_of
from steadyline.records import LONGEST_LINE
from steadyline.scenarios.compile import CompiledCase


class SessionUnclear(SteadylineError):
    """The lines of a session's log are each whole, and do not make a session together."""

    def __init__(self, path: Path, why: Exception) -> None:
        self.path = path
        super().__init__(
            f"{path}: the lines of this log do not make a session together ({type(why).__name__}: {why}). It was "
            "changed, or belongs to another version of Steadyline; the file is left as it is. steadyline debrief "
            "--csv gives out what can be counted."
        )


@dataclass(frozen=True)
class Held:
    """A session that was held. `name` is that of its file, without the ending."""

    name: str
    case: CompiledCase
    key: Key
    room: Room

    @property
    def debrief(self) -> Debrief:
        """The debrief, with the script of the unit's guide where there is one."""
        has_guide = self.room.unit in content.units() and content.unit(self.room.unit).play
        return debrief_of(self.case, self.key, self.room, notes_of(self.room.unit) if has_guide else None)


def held_in(path: Path) -> Held:
    """Returns the session in a log.

    Raises FileMissing, NotASession, RecordDamaged, SessionUnclear; AnotherCase where the case has changed since;
    NotInCourse where it, or its key, is not here.
    """
    events = events_in(path)
    case = content.case(str(events[0].get("case", "")))
    key = content.key(case.name)
    return Held(path.stem, case, key, _room(path, case, key, events))


def _room(path: Path, case: CompiledCase, key: Key, events: list[Event]) -> Room:
    try:
        room = room_of(case, events)
        debrief_of(case, key, room)  # a vote for what was never offered is found here, and not while a page is made
        return room
    except (ArithmeticError, KeyError, IndexError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise SessionUnclear(path, error) from error


def check_session(path: Path) -> None:
    """Does nothing where a file begins as a session's log does, whatever follows. Raises FileMissing, NotASession."""
    if not path.is_file():
        raise FileMissing(path, "session's log")
    with path.open("rb") as file:
        first = file.readline(LONGEST_LINE)
    try:
        is_one = json.loads(first).get("kind") == "opened"
    except (ValueError, AttributeError, RecursionError):
        is_one = False
    if not is_one:
        raise NotASession(path)
