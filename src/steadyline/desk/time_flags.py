"""What the times in a log show when they are held against each other. They come from the learner's own clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from steadyline.decisions import Decision
from steadyline.desk.flags import Flag, times

CORRECTED = timedelta(seconds=5)
"""Clocks that are set over the network move by less than this; records keep whole seconds, which is one of them."""

SKEW = timedelta(minutes=5)
"""How far the clock of a computer and that of the server that takes hand-ins may be apart."""


def moment(text: str) -> datetime | None:
    """Returns the moment that a record names, in UTC; None if it names none. Without a zone UTC is meant."""
    try:
        read = datetime.fromisoformat(text)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def time_flags(decisions: Sequence[Decision], handed_in: datetime | None) -> Iterator[Flag]:
    """Yields one flag for each kind of contradiction, at the first place where it is seen.

    `decisions` are in the order of the file, which is the order in which they were kept.
    """
    moments = [moment(each.at) for each in decisions]
    dated = [(each, at) for each, at in zip(decisions, moments, strict=True) if at is not None]
    yield from _told(
        "time-unreadable", "No time can be read here.",
        [each for each, at in zip(decisions, moments, strict=True) if at is None],
    )  # fmt: skip
    yield from _told(
        "time-backwards", "It says an earlier time than the decision that was kept before it.",
        [each for (_, earlier), (each, at) in pairwise(dated) if at < earlier - CORRECTED],
    )  # fmt: skip
    if handed_in is not None:
        yield from _told(
            "time-after-hand-in", "It says a time after the work was handed in.",
            [each for each, at in dated if at > handed_in + SKEW],
        )  # fmt: skip
    yield from _told(
        "time-does-not-add-up",
        "It says that the scene stood for longer than the time since the decision before it.",
        list(_too_long(dated)),
    )


def _too_long(dated: Sequence[tuple[Decision, datetime]]) -> Iterator[Decision]:
    """Yields decisions whose seconds are more than the clock allows.

    Less is no contradiction: time in which the page is hidden is not counted, nor is reading what a choice led to.
    """
    latest: dict[int, tuple[int, datetime]] = {}
    for each, at in dated:
        step, earlier = latest.get(each.attempt, (0, at))
        between = at - earlier
        # Where the clock runs backwards that is told already, and this would be the same thing twice.
        if step == each.step - 1 > 0 and timedelta() <= between < timedelta(seconds=each.seconds) - CORRECTED:
            yield each
        latest[each.attempt] = (each.step, at)


def _told(code: str, seen: str, found: Sequence[Decision]) -> Iterator[Flag]:
    if found:
        yield Flag(code, seen + times(len(found)), found[0].attempt, found[0].step)
