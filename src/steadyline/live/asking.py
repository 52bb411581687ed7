"""What may be done in a room now: each function returns the event to write down, or refuses in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from steadyline.live.refusals import NotNow, NotOffered
from steadyline.live.room import (
    CLOSED,
    CLOSING,
    DEBRIEF,
    DECIDED,
    ENDED,
    HANDS,
    HOWS,
    LOBBY,
    LONGEST_REASON,
    MOST_DEVICES,
    MOST_HANDS,
    OPEN,
    READING,
    REVEALED,
    START,
    TABLES,
    TALKING,
    Event,
    Question,
    Room,
)

MOST_TABLES = 40

_AFTER: Mapping[str, tuple[str, ...]] = {
    LOBBY: (START, READING), START: (READING, LOBBY), OPEN: (CLOSED,), CLOSED: (REVEALED,), REVEALED: (TALKING,),
    TALKING: (REVEALED,), ENDED: (DEBRIEF, CLOSING), DEBRIEF: (CLOSING, ENDED), CLOSING: (DEBRIEF,),
}  # fmt: skip
"""To which stages the facilitator may turn from each; to ask, decide, go on and return are events of their own."""

_ANYWHERE = (DEBRIEF, CLOSING)
"""A room may be brought to an end from everywhere: time runs short, or something real comes up."""


def join(room: Room, device: str, table: str = "") -> Event | None:
    """Returns the event of a device that comes in; None where it is there already, at the same table."""
    if room.mode == HANDS:
        raise NotNow("This session needs no phones: the room shows hands.")
    if room.mode == TABLES and not (table.isdecimal() and 1 <= int(table) <= MOST_TABLES):
        raise NotOffered(f"Tell the number of your table, from 1 to {MOST_TABLES}.")
    if room.devices.get(device) == table:
        return None
    if device not in room.devices and len(room.devices) >= MOST_DEVICES:
        raise NotNow("This room is full.")
    return {"kind": "joined", "device": device, **({"table": table} if room.mode == TABLES else {})}


def turn_to(room: Room, stage: str) -> Event:
    """Returns the event that brings the room to a stage; a rating that stands is put away. Raises NotNow."""
    if stage not in _ANYWHERE:
        _not_while_rating(room)
    if stage not in (*_AFTER.get(room.stage, ()), *_ANYWHERE) or (stage == room.stage):
        raise NotNow(f"From “{room.stage}” the room cannot turn to “{stage}”.")
    if stage == REVEALED and room.question is None:
        raise NotNow("There is no vote to be shown.")
    return {"kind": "stage", "stage": stage}


def ask(room: Room) -> Event:
    """Returns the event that opens a vote: the first on a decision, or the next one after it was talked over."""
    question = _question(room)
    if room.stage not in (READING, REVEALED, TALKING, CLOSED):
        raise NotNow("A vote is opened when the scene was read, or after the room has talked.")
    return {"kind": "asked", "question": question.number, "round": question.round + 1}


def vote(
    room: Room, device: str, choice: str, confidence: int = -1, reason: str = "", avoid: str = "",
    question: int = 0, round: int = 0,
) -> Event:  # fmt: skip
    """Returns the event of a vote. A second one of the same device or table takes the first one's place.

    `question` and `round` are those which the page showed. Raises NotNow, NotOffered.
    """
    now = _question(room)
    if device not in room.devices:
        raise NotNow("This phone has not joined. Join with the code that is on the screen.")
    if room.stage != OPEN or (question, round) != (now.number, now.round):
        raise NotNow("This vote is closed. What was chosen before it closed is kept.")
    if choice not in now.order or (avoid and (avoid not in now.order or avoid == choice)):
        raise NotOffered("This is none of the options of this decision.")
    if not -1 <= confidence <= 100:
        raise NotOffered("How sure you are is a number from 0 to 100.")
    told = {"confidence": confidence if confidence >= 0 else "", "reason": one_line(reason), "avoid": avoid}
    given = {name: value for name, value in told.items() if value != ""}
    return {"kind": "voted", "question": question, "round": round, "device": device, "choice": choice, **given}


def one_line(text: str) -> str:
    """Returns a participant's line of reasoning: one line, nothing in it that acts, cut at LONGEST_REASON signs."""
    return re.sub(r"\s+", " ", "".join(sign if sign.isprintable() else " " for sign in text)).strip()[:LONGEST_REASON]


def count(room: Room, hands: Mapping[str, int]) -> Event:
    """Returns the event of a show of hands typed in. Raises NotNow, NotOffered."""
    now = _question(room)
    if room.stage not in (OPEN, CLOSED):
        raise NotNow("Hands are typed in while a vote is open, or when it has just closed.")
    if not set(hands) <= set(now.order):
        raise NotOffered("These are not the options of this decision.")
    if any(not isinstance(each, int) or each < 0 for each in hands.values()) or sum(hands.values()) > MOST_HANDS:
        raise NotOffered(f"The hands for an option are a whole number, and at most {MOST_HANDS} in all.")
    return {"kind": "counted", "question": now.number, "round": now.round, "hands": dict(hands)}


def show_reason(room: Room, question: int, round: int, voter: str, show: bool) -> Event:
    """Returns the event that puts one line of reasoning on the big screen, or takes it off. Raises NotOffered."""
    if not 1 <= question <= len(room.questions) or not 1 <= round <= room.questions[question - 1].round:
        raise NotOffered("There is no such vote.")
    found = room.questions[question - 1].rounds[round - 1].get(voter)
    if found is None or not found.reason:
        raise NotOffered("There is no line of reasoning there.")
    return {"kind": "shown", "question": question, "round": round, "voter": voter, "show": show}


def decide(room: Room, choice: str, how: str) -> Event:
    """Returns the event by which the story goes on with a choice. Raises NotNow, NotOffered."""
    now = _question(room)
    if room.stage not in (READING, CLOSED, REVEALED, TALKING):
        raise NotNow("Close the vote first.")
    if choice not in now.order or how not in HOWS:
        raise NotOffered("This is none of the options of this decision.")
    return {"kind": "decided", "question": now.number, "choice": choice, "how": how}


def go_on(room: Room) -> Event:
    """Returns the event that turns the page: from a passage, or from a choice that was made. Raises NotNow."""
    _not_while_rating(room)
    is_passage = room.stage == READING and "next" in room.case.nodes[room.node]
    if not is_passage and room.stage != DECIDED:
        raise NotNow("The story goes on when the room has decided.")
    return {"kind": "went on"}


def return_to(room: Room, question: int) -> Event:
    """Returns the event that brings the room back to the fork where it took a detour. Raises NotNow."""
    _not_while_rating(room)
    if question not in room.forks or room.questions[question - 1].node not in {node for node, _ in room.path}:
        raise NotNow("There is no detour to return from.")
    return {"kind": "returned", "question": question}


def pause(room: Room, paused: bool) -> Event:
    """Returns the event that covers the big screen, or uncovers it."""
    return {"kind": "paused", "paused": paused}


def _not_while_rating(room: Room) -> None:
    if room.rating is not None:
        raise NotNow("A rating stands before the room. Close it and go back to the session first.")


def _question(room: Room) -> Question:
    _not_while_rating(room)
    question = room.question
    if question is None or room.stage in (DECIDED, LOBBY, START):
        raise NotNow("There is no decision before the room now.")
    return question
