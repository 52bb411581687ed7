"""What was reworded: the two wordings side by side, with the words that differ in square brackets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 5
"""Words shown on either side of what differs."""

PLACES = 4
"""Places of one passage that are shown; of the others only the number is told."""

ALIKE = 0.45
"""From this share of common words on, one passage is a rewording of the other."""


@dataclass(frozen=True)
class Rewording:
    """The two wordings, cut to what differs and a few words around it."""

    before: str
    now: str


def likeness(old: str, new: str) -> float:
    """Returns from 0 to 1 how much of their words two passages have in common, in order."""
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()


def rewording(old: str, new: str) -> Rewording:
    """Returns the excerpt of two wordings."""
    words = old.split(), new.split()
    found = SequenceMatcher(None, *words, autojunk=False).get_opcodes()
    places = _joined([code[1:] for code in found if code[0] != "equal"])
    more = f" … and {len(places) - PLACES} more" if len(places) > PLACES else ""
    places = places[:PLACES]
    before = _excerpt(words[0], [place[:2] for place in places])
    now = _excerpt(words[1], [place[2:] for place in places])
    return Rewording(before + more, now + more)


Span = tuple[int, int]


def _joined(places: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Returns the places with those made one that hardly a word parts."""
    joined: list[tuple[int, int, int, int]] = []
    for place in places:
        if joined and place[0] - joined[-1][1] < 2 and place[2] - joined[-1][3] < 2:
            joined[-1] = (joined[-1][0], place[1], joined[-1][2], place[3])
        else:
            joined.append(place)
    return joined


def _excerpt(words: Sequence[str], places: Sequence[Span]) -> str:
    if not words:
        return "(nothing)"
    said: list[str] = []
    at = 0
    for start, end in places:
        first = max(start - AROUND, at)
        said += ["…"] if first > at or (not said and first > 0) else []
        said += words[first:start]
        said += [f"[{' '.join(words[start:end])}]"] if end > start else []
        following = next((nxt for nxt, _ in places if nxt > end), len(words))
        at = min(end + AROUND, following, len(words))
        said += words[end:at]
    return " ".join(said if at >= len(words) else [*said, "…"])
