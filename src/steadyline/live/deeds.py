"""Messages of the pages, read: each becomes something to be asked of the room, or is refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from steadyline.course.unit import Rate
from steadyline.errors import SteadylineError
from steadyline.live import asking, asking_rating
from steadyline.live.limits import MOST_CHANGES
from steadyline.live.rating import AFTER, AWAY, BEFORE, SHOWN
from steadyline.live.refusals import NotNow, NotOffered
from steadyline.live.room import Event, Room, Vote

Message = dict[str, Any]
Deed = Callable[[Room], Event | None]
"""What is asked of a room: it gives the event to write down, None where nothing changes, or refuses in words."""


class NotUnderstood(SteadylineError):
    """A message is not of the form that pages send."""

    def __init__(self) -> None:
        super().__init__("This was not understood. Load the page again.")


def message_of(text: str | bytes) -> Message:
    """Returns a message. Raises NotUnderstood."""
    try:
        told = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError) as error:
        raise NotUnderstood from error
    if not isinstance(told, dict) or not isinstance(told.get("do"), str):
        raise NotUnderstood
    return told


def voting(message: Message, device: str, changes: Mapping[tuple[str, object, object], int]) -> Deed:
    """Returns the vote in a participant's message. `changes` counts as `change_of` says."""
    number, round_ = whole(message, "question"), whole(message, "round")
    given = Vote(words(message, "choice"), whole(message, "confidence", -1), words(message, "reason", ""),
                 words(message, "avoid", ""), device)  # fmt: skip

    def vote(room: Room) -> Event | None:
        event = asking.vote(room, device, given.choice, given.confidence, given.reason, given.avoid, number, round_)
        question = room.question
        if event.get("avoid") and question is not None and not room.case.asks_what_to_avoid(question.node):
            raise NotOffered("What to avoid is not asked here.")
        stands = question.rounds[-1].get(room.voter_of(device)) if question is not None else None
        if stands == Vote(given.choice, given.confidence, event.get("reason", ""), given.avoid, device):
            return None  # the same again, from a phone that did not hear that it had arrived
        if changes.get((device, number, round_), 0) >= MOST_CHANGES:
            raise NotNow("This vote was changed very often. The last one that was sent stands.")
        return event

    return vote


def change_of(event: Event) -> tuple[str, object, object] | None:
    """Returns under what it is counted how often a device changed something: itself, and what was asked, and when."""
    if event["kind"] == "voted":
        return event["device"], event["question"], event["round"]
    return (event["device"], event["block"], event["phase"]) if event["kind"] == "rated" else None


def rating(message: Message, device: str, changes: Mapping[tuple[str, object, object], int]) -> Deed:
    """Returns the ratings in a participant's message. `changes` counts as `change_of` says."""
    block, phase, ratings = words(message, "block"), words(message, "phase"), message.get("ratings")
    if not isinstance(ratings, list):
        raise NotUnderstood

    def rate(room: Room) -> Event | None:
        event = asking_rating.rate(room, device, block, phase, ratings)
        now = room.rating
        if now is not None and now.taken.get(room.voter_of(device)) == tuple(ratings):
            return None
        if changes.get((device, block, phase), 0) >= MOST_CHANGES:
            raise NotNow("These ratings were changed very often. The last ones that were sent stand.")
        return event

    return rate


def joining(device: str, table: str) -> Deed:
    """Returns the coming in of a device."""
    return lambda room: asking.join(room, device, table)


def facilitators(message: Message, rates: Sequence[Rate] = ()) -> Deed | None:
    """Returns what a facilitator's message asks of the room; None where it asks something of the server alone.

    `rates` are the blocks of the unit that a room can rate.
    """
    if message["do"] == "rating":
        return _rating(message, rates)
    made = _FACILITATORS.get(message["do"])
    return made(message) if made else None


def whole(message: Message, name: str, otherwise: int | None = None) -> int:
    """Returns a whole number of a message. Raises NotUnderstood."""
    found = message.get(name, otherwise)
    if not isinstance(found, int) or isinstance(found, bool) or abs(found) > 10**6:
        raise NotUnderstood
    return found


def words(message: Message, name: str, otherwise: str | None = None) -> str:
    """Returns a text of a message. Raises NotUnderstood."""
    found = message.get(name, otherwise)
    if not isinstance(found, str):
        raise NotUnderstood
    return found


def yes(message: Message, name: str) -> bool:
    """Returns a yes or no of a message. Raises NotUnderstood."""
    found = message.get(name)
    if not isinstance(found, bool):
        raise NotUnderstood
    return found


def _turning(message: Message) -> Deed:
    stage = words(message, "stage")
    return lambda room: asking.turn_to(room, stage)


def _asking(_message: Message) -> Deed:
    return asking.ask


def _deciding(message: Message) -> Deed:
    choice, how = words(message, "choice"), words(message, "how")
    return lambda room: asking.decide(room, choice, how)


def _going_on(_message: Message) -> Deed:
    return asking.go_on


def _returning(message: Message) -> Deed:
    number = whole(message, "question")
    return lambda room: asking.return_to(room, number)


def _pausing(message: Message) -> Deed:
    paused = yes(message, "paused")
    return lambda room: None if room.paused is paused else asking.pause(room, paused)


def _counting(message: Message) -> Deed:
    hands = message.get("hands")
    if not isinstance(hands, dict) or any(isinstance(each, bool) for each in hands.values()):
        raise NotUnderstood
    return lambda room: asking.count(room, hands)


def _showing(message: Message) -> Deed:
    number, round_, voter = whole(message, "question"), whole(message, "round"), words(message, "voter")
    show = yes(message, "show")
    return lambda room: asking.show_reason(room, number, round_, voter, show)


def _rating(message: Message, rates: Sequence[Rate]) -> Deed:
    block, to, outcome = words(message, "block"), words(message, "to"), words(message, "outcome", "")
    asked = next((each for each in rates if each.id == block), None)
    if to == SHOWN:
        return lambda room: asking_rating.close_rating(room, block)
    if to == AWAY:
        return lambda room: asking_rating.put_away(room, block)
    if asked is None or to not in (BEFORE, AFTER):
        raise NotOffered("There is nothing of that name to be rated in this unit.")
    if to == BEFORE:
        return lambda room: asking_rating.open_rating(room, asked)
    return lambda room: asking_rating.show_outcome(room, asked, outcome)


_FACILITATORS: Mapping[str, Callable[[Message], Deed]] = {
    "turn": _turning, "ask": _asking, "decide": _deciding, "on": _going_on, "return": _returning, "pause": _pausing,
    "count": _counting, "show": _showing,
}  # fmt: skip
