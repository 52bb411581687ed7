"""What the facilitator's page shows of ratings: the next steps, what to say, and what the figures can bear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from steadyline.course.unit import Rate
from steadyline.live.asking_rating import may_open
from steadyline.live.rated import SAME_OUTCOME, rated
from steadyline.live.rating import AFTER, AWAY, BEFORE, SHOWN, Rating
from steadyline.live.rating_views import means_view
from steadyline.live.rating_words import as_html
from steadyline.live.room import HANDS, TABLES, Room

View = dict[str, Any]

NOT_BY_HANDS = (
    "This unit measures outcome bias. With a show of hands it is not measured: it would not be known who rated both "
    "times. Ask instead: “If the story had ended otherwise, which of our decisions would we think better of?”"
)
BEFOREHAND = (
    "Decisions of others are rated, one outcome is shown, and they are rated again. It goes best once the story has "
    "ended, before the room talks about it."
)
LATER = "It can be opened while the room reads, at the ending and in the debrief; never while a vote is open."
_SAY = {
    BEFORE: (
        "“How good was each of these, on what was known that day?” Read each one aloud, in the same voice.",
        "When the outcome is shown, these ratings stand and cannot be given any more.",
    ),
    AFTER: (
        "Read aloud what happened, and leave a breath. “The decisions are the same. Rate them once more.”",
        "No talking until it is closed: what is said now would move the ratings too.",
    ),
    SHOWN: (
        "“What did it do to us to know how it ended?” Look at the figures, and at nobody.",
        "“In a real file nobody tells us which way it might have gone. Where has that happened to us?”",
    ),
}


def rating_desk(room: Room, rates: Sequence[Rate]) -> list[View]:
    """Returns one view for each block that the unit has; none where it has none."""
    if room.mode == HANDS:
        return [{"title": "Outcome bias", "say": [NOT_BY_HANDS], "steps": []}] if rates else []
    return [_desk(room, each, len(rates) > 1) for each in rates]


def _desk(room: Room, rate: Rate, several: bool) -> View:
    found = room.ratings.get(rate.id)
    stands = found is not None and found is room.rating
    view: View = {"title": f"Rate, and rate again{f': {rate.id}' if several else ''}", "stands": stands, "steps": []}
    if found is not None and (stands or found.outcome):
        voters = len(set(room.devices.values())) if room.mode == TABLES else len(room.devices)
        view |= {"rated": len(found.taken), "of": voters, "say": list(_SAY.get(found.phase, ()))}
    else:
        view["say"] = [BEFOREHAND, *([] if may_open(room, rate.id) else [LATER])]
    if stands and found is not None:
        view["steps"] = _steps(found, rate)
    elif may_open(room, rate.id):
        view["steps"] = [_step(rate.id, BEFORE, "Open the rating")]
    if found is not None and found.outcome and found.phase in (SHOWN, AWAY):
        others = "".join(as_html(told) for id, told in rate.outcomes if id != found.outcome)
        view |= {"result": means_view(rated(room, found)), "others": others, "afterwards": as_html(rate.afterwards)}
    return view | {"caution": SAME_OUTCOME}


def _steps(found: Rating, rate: Rate) -> list[View]:
    if found.phase == BEFORE:
        shown = [_step(rate.id, AFTER, f"Show: {id.replace('-', ' ')}", outcome=id) for id, _ in rate.outcomes]
        return [_step(rate.id, AFTER, "Show an outcome, drawn by chance"), *shown,
                _step(rate.id, AWAY, "Put it away")]  # fmt: skip
    if found.phase == AFTER:
        return [_step(rate.id, SHOWN, "Close the rating and show what moved")]
    return [_step(rate.id, AWAY, "Back to the session")]


def _step(block: str, to: str, label: str, **more: str) -> View:
    return {"do": "rating", "block": block, "to": to, "label": label, **more}
