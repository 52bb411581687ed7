"""A simulated session: people of five temperaments vote, talk, and some of them vote otherwise the second time.

It proves that the way from the vote to the debrief holds, and gives an example to look at; it says nothing about how
people decide. The same seed, the same session.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from steadyline.course.simulate import TEMPERAMENTS, avoided, chosen
from steadyline.course.unit import Rate
from steadyline.decisions import draw
from steadyline.graders.key import Key, KeyedOption
from steadyline.live import asking, asking_rating
from steadyline.live.rating import AFTER, BEFORE
from steadyline.live.rating_words import rates_of
from steadyline.live.room import (
    BY_THE_ROOM,
    CLOSED,
    DEBRIEF,
    DETOUR,
    ENDED,
    HANDS,
    PHONES,
    READING,
    REVEALED,
    START,
    TABLES,
    TALKING,
    Event,
    Question,
    Room,
    apply,
    opened,
)
from steadyline.scenarios.compile import CompiledCase
from steadyline.whole import write_whole

BEGAN = "2026-01-12T10:00:00Z"
AT_A_TABLE = 4
_TO_SOUNDEST, _TO_MOST = 25, 45
"""Of a hundred people after the talk: up to where they come to the soundest option, and to what most had chosen."""

_LINES = {
    "cautious": ("She will talk to us if nobody pushes.", "Nobody trusts anybody who rushes."),
    "calibrated": ("Say what we have seen, and by when.", "Kind, and with a date in it."),
    "coercive": ("It has gone on for long enough.", "Somebody has to be plain about what comes next."),
}


@dataclass
class Simulated:
    """A session as it is played: the room so far, and the events that made it."""

    key: Key
    seed: int
    room: Room
    people: tuple[str, ...] = ()
    events: list[Event] = field(default_factory=list)
    began: datetime = field(default_factory=lambda: datetime.fromisoformat(BEGAN))
    seconds: int = 0

    def does(self, event: Event | None, later: int = 2) -> None:
        """Writes an event down and applies it, some seconds after the one before."""
        if event is not None:
            self.seconds += later
            told = {"at": f"{self.began + timedelta(seconds=self.seconds):%Y-%m-%dT%H:%M:%SZ}", **event}
            self.events.append(told)
            apply(self.room, told)

    def temperament(self, device: str) -> str:
        """Returns how somebody in the room tends to choose."""
        return TEMPERAMENTS[draw(self.seed, f"temperament/{device}") % len(TEMPERAMENTS)]


def simulated(
    case: CompiledCase, key: Key, unit: str, people: int = 14, seed: int = 7, mode: str = PHONES, minutes: int = 90,
    detour_at: int = 2,
) -> list[Event]:  # fmt: skip
    """Returns the events of a whole session, from the opening to the debrief.

    At decision `detour_at` the room first looks where another choice leads, and comes back; 0 for no detour.
    """
    devices = tuple(hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()[:32] for number in range(people))
    session = Simulated(key, seed, Room(case), devices)
    session.does(opened(case, unit, seed, mode, minutes))
    for number, device in enumerate(devices if mode != HANDS else ()):
        session.does(asking.join(session.room, device, str(number // AT_A_TABLE + 1) if mode == TABLES else ""), 3)
    session.does(asking.turn_to(session.room, START), 60)
    session.does(asking.turn_to(session.room, READING), 120)
    while session.room.stage != ENDED:
        if session.room.question is None:
            session.does(asking.go_on(session.room), 40)
        else:
            _decide(session, session.room.question, detour_at)
    for rate in rates_of(unit) if mode != HANDS else ():
        _rate(session, rate)
    session.does(asking.turn_to(session.room, DEBRIEF), 60)
    return session.events


def _rate(session: Simulated, rate: Rate) -> None:
    """Rates what the unit has to be rated, fairly at first; what then happened moves two of three a little."""
    room, (low, high) = session.room, rate.scale
    session.does(asking_rating.open_rating(room, rate), 60)
    for device in session.people:
        fair = [low + (high - low) // 2 + draw(session.seed, f"{rate.id}/{id}/{device}") % 3 for id, _ in rate.things]
        session.does(asking_rating.rate(room, device, rate.id, BEFORE, fair), 3)
    session.does(asking_rating.show_outcome(room, rate), 60)
    hard = room.ratings[rate.id].outcome == rate.outcomes[0][0]
    for device in session.people:
        moved = 0 if draw(session.seed, f"{rate.id}/moved/{device}") % 3 == 0 else -2 if hard else 1
        before = room.ratings[rate.id].before[room.voter_of(device)]
        again = [min(high, max(low, value + moved)) for value in before]
        session.does(asking_rating.rate(room, device, rate.id, AFTER, again), 3)
    session.does(asking_rating.close_rating(room, rate.id), 30)
    session.does(asking_rating.put_away(room, rate.id), 240)


def write_session(path: Path, events: Sequence[Event]) -> Path:
    """Writes a session's events as a log, one JSON object a line, and returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n" for event in events)
    write_whole(path, "".join(lines).encode("utf-8"))
    return path


def _decide(session: Simulated, question: Question, detour_at: int) -> None:
    """Votes, talks, votes again, and goes on by what most chose; once by another choice, and back."""
    room = session.room
    _round(session, _first)
    session.does(asking.turn_to(room, TALKING), 20)
    _round(session, _second)
    leading = question.tally(question.round).leading
    choice = leading[0] if leading else question.order[0]
    decided = len({node for node, _ in room.path}) + 1
    if decided == detour_at:
        other = next(each for each in (*question.tally(1).leading, *question.order) if each != choice)
        session.does(asking.decide(room, other, DETOUR), 30)
        session.does(asking.go_on(room), 60)
        session.does(asking.return_to(room, question.number), 120)
    session.does(asking.decide(room, choice, BY_THE_ROOM), 30)
    session.does(asking.go_on(room), 40)


Voting = Callable[[Simulated, str, Mapping[str, KeyedOption], Question], str]


def _round(session: Simulated, voting: Voting) -> None:
    """Opens a vote, lets everybody choose, closes and shows it."""
    room = session.room
    session.does(asking.ask(room), 60)
    question = room.question
    assert question is not None, "a vote is open"  # noqa: S101  `ask` refuses where no decision is before the room
    offered = {choice: session.key.decisions[str(room.case.nodes[question.node]["scene"])].options[choice]
               for choice in question.order}  # fmt: skip
    choices = {device: voting(session, device, offered, question) for device in session.people}
    if room.mode == HANDS:
        counted = list(choices.values())
        session.does(asking.count(room, {choice: counted.count(choice) for choice in question.order}), 45)
    for device, choice in choices.items() if room.mode != HANDS else ():
        session.does(_vote(session, device, choice, offered, question), 2)
    session.does(asking.turn_to(room, CLOSED), 10)
    session.does(asking.turn_to(room, REVEALED), 5)


def _vote(
    session: Simulated, device: str, choice: str, offered: Mapping[str, KeyedOption], question: Question
) -> Event:
    temperament, number = session.temperament(device), question.number
    lowest = {"cautious": 35, "calibrated": 55, "coercive": 75}.get(temperament, -1)
    sure = lowest + draw(session.seed, f"sure/{device}/{number}/{question.round}") % 25 if lowest >= 0 else -1
    reason = avoid = ""
    lines = _LINES.get(temperament, ())
    if lines and draw(session.seed, f"line/{device}/{number}") % 3 == 0:
        reason = lines[number % len(lines)]
    if session.room.case.asks_what_to_avoid(question.node):
        others = {each: option for each, option in offered.items() if each != choice}
        avoid = avoided(temperament, others, _own(session, device), number)
    return asking.vote(session.room, device, choice, sure, reason, avoid, number, question.round)


def _first(session: Simulated, device: str, offered: Mapping[str, KeyedOption], question: Question) -> str:
    """Each chooses by their own leaning; now and then anybody chooses what lies next to it."""
    luck = draw(session.seed, f"slip/{device}/{question.number}") % 5
    temperament = "erratic" if luck == 0 else session.temperament(device)
    return chosen(temperament, offered, _own(session, device), question.number)


def _second(session: Simulated, device: str, offered: Mapping[str, KeyedOption], question: Question) -> str:
    """After the room has talked some come to what the key holds soundest, some to what most chose; the rest stay."""
    luck = draw(session.seed, f"moved/{device}/{question.number}") % 100
    if luck < _TO_SOUNDEST:
        return max(offered, key=lambda choice: offered[choice].credit)
    return question.tally(1).leading[0] if luck < _TO_MOST else _first(session, device, offered, question)


def _own(session: Simulated, device: str) -> int:
    return session.seed ^ (draw(session.seed, device) & 0xFFFF)
