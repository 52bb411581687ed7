"""A room as its log tells it: who is there, where the story stands, what was chosen. Pure: it reads and writes nothing.

A session is its list of events, and a room is what applying them in order gives. Whoever wants something done asks the
room for the event (`vote`, `close`, `decide` and so on); the room refuses in words, or returns it. The event is written
down first and applied then, so that a room read again from its log is the same room.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from steadyline.live import rating
from steadyline.live.rating import Rating
from steadyline.live.refusals import AnotherCase, NotOffered
from steadyline.live.story_order import lettered
from steadyline.live.tally import Tally, tally_of
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import walk_on

FORMAT = 1
LOBBY, START, READING, OPEN, CLOSED, REVEALED, TALKING, DECIDED, ENDED, DEBRIEF, CLOSING = STAGES = (
    "lobby", "start", "reading", "open", "closed", "revealed", "talking", "decided", "ended", "debrief", "closing",
)  # fmt: skip
"""Where a session is. START shows the content note and the ground rules, CLOSING the lines of support."""

PHONES, TABLES, HANDS = MODES = ("phones", "tables", "hands")
"""How a room votes: each on a phone, each table as one, or by show of hands that the facilitator types in."""

BY_THE_ROOM, DETOUR = HOWS = ("room", "detour")
"""Why the story went on as it did: by the room's choice, or to see where another choice leads."""

LONGEST_REASON = 200
MOST_DEVICES = 2000
MOST_HANDS = 500

Event = dict[str, Any]


@dataclass(frozen=True)
class Vote:
    """What one device (or one table) chose. `confidence` is 0 to 100, -1 where none was given."""

    choice: str
    confidence: int = -1
    reason: str = ""
    avoid: str = ""
    device: str = ""


@dataclass
class Question:
    """One decision of the room: its node, the votes by round and voter, what was typed in, what was decided."""

    number: int
    node: str
    order: tuple[str, ...]
    rounds: list[dict[str, Vote]] = field(default_factory=list)
    hands: list[dict[str, int]] = field(default_factory=list)
    decided: list[tuple[str, str]] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    revealed: int = 0
    times: dict[str, str] = field(default_factory=dict)

    @property
    def round(self) -> int:
        """The round that is or was last open, from 1; 0 before any."""
        return len(self.rounds)

    def tally(self, round: int) -> Tally:
        """Returns how a round came out, over all options in the order shown."""
        return tally_of(self.order, self.rounds[round - 1].values(), self.hands[round - 1])


@dataclass
class Room:
    """A session as its events so far tell it."""

    case: CompiledCase
    unit: str = ""
    seed: int = 0
    mode: str = PHONES
    minutes: int = 90
    stage: str = LOBBY
    paused: bool = False
    devices: dict[str, str] = field(default_factory=dict)
    node: str = ""
    path: list[tuple[str, str]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    ratings: dict[str, Rating] = field(default_factory=dict)
    at: str = ""
    began: str = ""
    ended: str = ""

    @property
    def question(self) -> Question | None:
        """The decision that the room has before it; None at a passage, an ending, before and after the story."""
        return self.questions[-1] if self.questions and self.questions[-1].node == self.node else None

    @property
    def rating(self) -> Rating | None:
        """The rating that stands before the room, over whatever else is there; None where there is none."""
        return next((each for each in self.ratings.values() if each.phase != rating.AWAY), None)

    @property
    def scene(self) -> Mapping[str, Any]:
        """What the case's table says of the scene on which the room stands."""
        found: Mapping[str, Any] = self.case.table["scenes"][self.case.nodes[self.node]["scene"]]
        return found

    @property
    def forks(self) -> list[int]:
        """The numbers of the questions to which the room can return: those whose last way was a detour."""
        return [each.number for each in self.questions if each.decided and each.decided[-1][1] == DETOUR]

    def voter_of(self, device: str) -> str:
        """Returns under what a device's vote is kept: itself, or its table."""
        return f"table {self.devices[device]}" if self.mode == TABLES else device


def opened(case: CompiledCase, unit: str, seed: int, mode: str, minutes: int) -> Event:
    """Returns the first event of a session. Raises NotOffered."""
    if mode not in MODES:
        raise NotOffered(f'"{mode}" is no way to vote. There are: {", ".join(MODES)}.')
    return {"kind": "opened", "format": FORMAT, "unit": unit, "case": case.name, "digest": case.digest, "seed": seed,
            "mode": mode, "minutes": minutes}  # fmt: skip


def room_of(case: CompiledCase, events: Iterable[Event]) -> Room:
    """Returns the room that these events give. Raises AnotherCase."""
    room = Room(case)
    for event in events:
        apply(room, event)
    return room


def apply(room: Room, event: Event) -> None:
    """Changes the room by one event that was written down. An event of a kind not known is passed over."""
    room.at = event.get("at", room.at)
    act = _ACTS.get(event["kind"])
    if act is not None:
        act(room, event)


def _opened(room: Room, event: Event) -> None:
    if event["digest"] != room.case.digest or event["case"] != room.case.name:
        raise AnotherCase(room.case.name, event["digest"], room.case.digest)
    room.unit, room.seed, room.mode, room.minutes = event["unit"], event["seed"], event["mode"], event["minutes"]
    room.began = event.get("at", "")


def _joined(room: Room, event: Event) -> None:
    room.devices[event["device"]] = event.get("table", "")


def _staged(room: Room, event: Event) -> None:
    room.stage = event["stage"]
    rating.put_away(room)
    if room.stage == READING and not room.node:
        _stand_on(room, str(room.case.table["start"]))
    question = room.question
    if question is not None:
        question.times.setdefault(f"{room.stage} {max(question.round, 1)}", room.at)
        if room.stage == REVEALED:
            question.revealed = question.round
    if room.stage == CLOSING:
        room.ended = room.at


def _asked(room: Room, event: Event) -> None:
    question = room.question
    if question is not None:
        question.rounds.append({})
        question.hands.append({})
        room.stage = OPEN
        question.times.setdefault(f"{OPEN} {question.round}", room.at)


def _voted(room: Room, event: Event) -> None:
    question = room.questions[event["question"] - 1]
    device = event["device"]
    question.rounds[event["round"] - 1][room.voter_of(device)] = Vote(
        event["choice"], event.get("confidence", -1), event.get("reason", ""), event.get("avoid", ""), device
    )


def _counted(room: Room, event: Event) -> None:
    room.questions[event["question"] - 1].hands[event["round"] - 1] = dict(event["hands"])


def _shown(room: Room, event: Event) -> None:
    shown = room.questions[event["question"] - 1].shown
    (shown.add if event["show"] else shown.discard)(f"{event['round']}/{event['voter']}")


def _decided(room: Room, event: Event) -> None:
    question = room.questions[event["question"] - 1]
    question.decided.append((event["choice"], event["how"]))
    room.path.append((question.node, event["choice"]))
    room.stage = DECIDED


def _went_on(room: Room, _event: Event) -> None:
    table = room.case.nodes[room.node]
    if "next" in table:
        _stand_on(room, str(table["next"]))
    elif room.path and room.path[-1][0] == room.node:
        _stand_on(room, room.case.options(room.node)[room.path[-1][1]])
    room.stage = ENDED if "process" in room.case.nodes[room.node] else READING


def _returned(room: Room, event: Event) -> None:
    question = room.questions[event["question"] - 1]
    at = next(number for number, (node, _) in enumerate(room.path) if node == question.node)
    room.path = room.path[:at]
    room.node = question.node
    again = Question(len(room.questions) + 1, question.node, question.order)
    again.rounds, again.hands = list(question.rounds), list(question.hands)
    again.shown, again.revealed = set(question.shown), question.revealed
    room.questions.append(again)
    room.stage = REVEALED if again.revealed else READING


def _paused(room: Room, event: Event) -> None:
    room.paused = event["paused"]


def _stand_on(room: Room, node: str) -> None:
    """Moves the room to a node, through chance; where a decision waits there, it becomes the next question."""
    while "outcomes" in room.case.nodes[node]:
        node = walk_on(room.case, node, room.seed, len(room.path))[1]
    room.node = node
    if "options" in room.case.nodes[node]:
        # The letters of the screen are those of the paper in people's hands.
        offered = room.case.options(node)
        order = tuple(each for each in lettered(room.case, room.case.nodes[node]["scene"]) if each in offered)
        room.questions.append(Question(len(room.questions) + 1, node, order))


_ACTS = {
    "opened": _opened, "joined": _joined, "stage": _staged, "asked": _asked, "voted": _voted, "counted": _counted,
    "shown": _shown, "decided": _decided, "went on": _went_on, "returned": _returned, "paused": _paused,
    **rating.ACTS,
}  # fmt: skip
