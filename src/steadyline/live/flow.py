"""The way through a session, step by step: what Page Down does now, what Page Up takes back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from steadyline.live.rating import AFTER, AWAY, BEFORE, SHOWN, Rating
from steadyline.live.room import (
    CLOSED,
    CLOSING,
    DEBRIEF,
    DECIDED,
    ENDED,
    HANDS,
    LOBBY,
    OPEN,
    READING,
    REVEALED,
    START,
    TALKING,
    Room,
)

Deed = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """Where the big screen stands: its page and how many there are, and until when a timer runs (server's seconds).

    It is not written down: after a crash a screen begins at its first page again, and nothing is lost.
    """

    page: int = 0
    pages: int = 1
    timer_ends: float = 0.0


_TURNS = {
    LOBBY: START, START: READING, OPEN: CLOSED, CLOSED: REVEALED, REVEALED: TALKING, ENDED: DEBRIEF, DEBRIEF: CLOSING,
}  # fmt: skip
_LABELS = {
    START: "Content note and ground rules", READING: "Begin the story", CLOSED: "Close the vote",
    REVEALED: "Show the room how it chose", TALKING: "Talk it over", DEBRIEF: "Go to the debrief",
    CLOSING: "Closing round", LOBBY: "Back to joining", ENDED: "Back to the ending",
}  # fmt: skip
_RATING = {
    BEFORE: (AFTER, "Show what happened, drawn by chance"), AFTER: (SHOWN, "Close the rating and show what moved"),
    SHOWN: (AWAY, "Back to the session"),
}  # fmt: skip
_BACK = {START: LOBBY, TALKING: REVEALED}


def onward(room: Room, place: Place) -> Deed | None:
    """Returns the one next step as a deed with its `label`; None where the facilitator has to choose."""
    pages_left = place.pages - 1 - place.page
    if pages_left > 0:
        return {"do": "page", "page": place.page + 1, "label": "Next page"}
    if room.rating is not None:
        return _rating_onward(room.rating)
    if room.stage in _TURNS:
        to = _TURNS[room.stage]
        if room.mode == HANDS and to == CLOSED and not _hands_typed(room):
            return None
        return {"do": "turn", "stage": to, "label": _LABELS[to]}
    if room.stage == READING:
        is_question = room.question is not None
        label = "Show hands" if room.mode == HANDS else "Open the vote"
        return {"do": "ask", "label": label} if is_question else {"do": "on", "label": "Go on with the story"}
    if room.stage == DECIDED:
        return {"do": "on", "label": "Go on with the story"}
    return None


def backward(room: Room, place: Place) -> Deed | None:
    """Returns the step back: a page before this one, or an earlier stage where nothing is undone by it."""
    if place.page > 0:
        return {"do": "page", "page": place.page - 1, "label": "Page before"}
    if room.stage in _BACK and room.rating is None:
        return {"do": "turn", "stage": _BACK[room.stage], "label": _LABELS[_BACK[room.stage]]}
    return None


def may_ask_again(room: Room) -> bool:
    """Whether another vote can be opened now."""
    question = room.question
    return question is not None and question.round > 0 and room.stage in (CLOSED, REVEALED, TALKING)


def may_decide(room: Room) -> bool:
    """Whether the story can go on by a choice now."""
    return room.question is not None and room.rating is None and room.stage in (READING, CLOSED, REVEALED, TALKING)


def _rating_onward(rating: Rating) -> Deed | None:
    """Returns the next step of a rating; None as long as nobody has rated, since an outcome cannot be taken back."""
    if rating.phase == BEFORE and not rating.before:
        return None
    to, label = _RATING[rating.phase]
    return {"do": "rating", "block": rating.block, "to": to, "label": label}


def _hands_typed(room: Room) -> bool:
    question = room.question
    return bool(question and question.hands and question.hands[-1])
