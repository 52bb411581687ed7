"""Whether feedback was released, and whether anything was changed since: told by the events alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from steadyline.desk.feedback_facts import CHANGED_SINCE, NOT_RELEASED, RELEASED_AS_IT_STANDS
from steadyline.desk.pieces import MARKING, POINTS, RELEASED
from steadyline.graders.history import COMMENT, MARK, Event


def last_release(events: Iterable[Event]) -> Event | None:
    """Returns the latest release among the events of one learner and unit, or None."""
    found = None
    for event in events:
        if event.deed == RELEASED:
            found = event
    return found


def status_of(events: Sequence[Event], penalty: float) -> str:
    """Returns NOT_RELEASED, RELEASED_AS_IT_STANDS or CHANGED_SINCE for the events of one learner and unit.

    `penalty` is what lateness costs now; the gradebook keeps no history of it, so the release does.
    """
    released = last_release(events)
    if released is None:
        return NOT_RELEASED
    is_other = released.after.get("late", penalty) != penalty
    later = [each for each in events if each.id > released.id]
    return CHANGED_SINCE if is_other or is_changed(later) else RELEASED_AS_IT_STANDS


def is_changed(later: Iterable[Event]) -> bool:
    """Whether events change what a page says. A mark taken back and given again as it was, as a re-mark does, is none.

    A mark given at the desk always counts: its levels may differ where the points are the same.
    """
    first: dict[tuple[str, str], object] = {}
    last: dict[tuple[str, str], object] = {}
    for event in later:
        if event.deed in (MARKING, POINTS):
            return True
        if event.deed in (MARK, COMMENT):
            first.setdefault((event.cell, event.deed), event.before)
            last[event.cell, event.deed] = event.after
    return first != last
