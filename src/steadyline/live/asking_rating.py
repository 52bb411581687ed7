"""What may be done about a rating now: each function returns the event to write down, or refuses in words."""

from __future__ import annotations

from collections.abc import Sequence

from steadyline.course.unit import Rate
from steadyline.decisions import draw
from steadyline.live.rating import AFTER, AWAY, BEFORE, SHOWN, Rating
from steadyline.live.refusals import NotNow, NotOffered
from steadyline.live.room import DEBRIEF, ENDED, HANDS, READING, Event, Room

MAY_OPEN = (READING, ENDED, DEBRIEF)


def may_open(room: Room, block: str) -> bool:
    """Whether the rating of a block can be opened now: once an outcome was shown, it was measured."""
    found = room.ratings.get(block)
    return room.mode != HANDS and room.stage in MAY_OPEN and room.rating is None and not (found and found.outcome)


def open_rating(room: Room, rate: Rate) -> Event:
    """Returns the event that opens the rating of a block, before any outcome is known. Raises NotNow."""
    if room.mode == HANDS:
        raise NotNow("With a show of hands nothing is rated: it would not be known who rated both times.")
    if rate.id in room.ratings and room.ratings[rate.id].outcome:
        raise NotNow("This was rated already, and its outcome is known.")
    if not may_open(room, rate.id):
        raise NotNow("A rating is opened while the room reads, at the ending or in the debrief.")
    return {"kind": "rating", "block": rate.id, "phase": BEFORE, "things": [id for id, _ in rate.things],
            "scale": list(rate.scale)}  # fmt: skip


def show_outcome(room: Room, rate: Rate, outcome: str = "") -> Event:
    """Returns the event that shows an outcome, drawn by the room's seed where none is named. Raises NotNow, NotOffered.

    With it the ratings so far stand, and the same things are rated again.
    """
    if not _standing(room, rate.id, BEFORE).before:
        raise NotNow("Nobody has rated yet, and an outcome that was shown cannot be taken back.")
    outcomes = [id for id, _ in rate.outcomes]
    chosen = outcome or outcomes[draw(room.seed, f"{rate.id}/outcome") % len(outcomes)]
    if chosen not in outcomes:
        raise NotOffered("This is none of the outcomes of this rating.")
    return {"kind": "rating", "block": rate.id, "phase": AFTER, "outcome": chosen}


def rate(room: Room, device: str, block: str, phase: str, ratings: Sequence[object]) -> Event:
    """Returns the event of a device's ratings, one a thing. Later ones of the same phase take their place.

    Raises NotNow, NotOffered.
    """
    if device not in room.devices:
        raise NotNow("This phone has not joined. Join with the code that is on the screen.")
    now = room.rating
    if now is None or now.block != block or now.phase != phase or phase not in (BEFORE, AFTER):
        raise NotNow("This rating is closed. What was sent before it closed is kept.")
    low, high = now.scale
    if len(ratings) != len(now.things):
        raise NotOffered("Rate each of the decisions.")
    if any(not isinstance(each, int) or isinstance(each, bool) or not low <= each <= high for each in ratings):
        raise NotOffered(f"A rating is a whole number from {low} to {high}.")
    return {"kind": "rated", "block": block, "phase": phase, "device": device, "ratings": list(ratings)}


def close_rating(room: Room, block: str) -> Event:
    """Returns the event that closes a rating and shows the room what moved. Raises NotNow."""
    _standing(room, block, AFTER)
    return {"kind": "rating", "block": block, "phase": SHOWN}


def put_away(room: Room, block: str) -> Event:
    """Returns the event that brings the room back to where it was. Raises NotNow."""
    _standing(room, block, BEFORE, SHOWN)
    return {"kind": "rating", "block": block, "phase": AWAY}


def _standing(room: Room, block: str, *phases: str) -> Rating:
    now = room.rating
    if now is None or now.block != block or now.phase not in phases:
        raise NotNow("That cannot be done with this rating now.")
    return now
