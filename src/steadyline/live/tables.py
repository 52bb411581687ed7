"""A session's counts as rows, for the facilitators' notebook, which makes tables of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from steadyline.errors import FileMissing
from steadyline.graders.marks import AXES
from steadyline.live import log
from steadyline.live.debrief import mean_of
from steadyline.live.debrief_words import sound_share
from steadyline.live.held import Held, held_in
from steadyline.live.taken import Taken, letter, taken_of

SESSIONS = Path.home() / "Steadyline-sessions"
"""Where `steadyline session` keeps its logs if nothing else is said."""

Rows = list[dict[str, Any]]


def session(path: str = "", folder: Path = SESSIONS) -> Held:
    """Returns the session in a log, the newest of the folder where no path is given. Raises as `held_in`."""
    chosen = Path(path).expanduser() if path else log.newest(folder)
    if chosen is None:
        raise FileMissing(folder, "session in this folder: write the path of a session's log into the cell above")
    return held_in(chosen)


def way(held: Held) -> Rows:
    """Returns one row per decision: what the story went on with (a letter, or ""), and which options were looked at."""
    return [
        {"decision": each.number, "title": each.title,
         "went on with": letter(each.order, each.went_on) if each.went_on else "",
         "looked at": ", ".join(letter(each.order, choice) for choice in each.detours)}
        for each in taken_of(held.room)
    ]  # fmt: skip


def votes(held: Held) -> Rows:
    """Returns one row per decision × option, in the order shown.

    `first` and `last` are votes, `moved` what the option gained after the talk; None where fewer than five voted, or
    nobody was asked twice.
    """
    return [
        {"decision": each.number, "option": option.letter, "words": option.text, "first": option.first,
         "last": option.last, "moved": _moved(option.first, option.last)}
        for each in held.debrief.decisions for option in each.options
    ]  # fmt: skip


def _moved(first: int | None, last: int | None) -> int | None:
    return None if first is None or last is None else last - first


def ratings(held: Held) -> Rows:
    """Returns one row per thing rated, and one for all of a block: means before and after an outcome, and the shift.

    Where fewer than five people rated both times there is no row.
    """
    return [
        {"block": found.block, "outcome": found.outcome, "rated": each.name, found.unit: found.number,
         "before": each.before, "after": each.after, "shift": each.moved}
        for found in held.debrief.rated for each in (*found.things, found.altogether) if each is not None
    ]  # fmt: skip


def lean(held: Held) -> Rows:
    """Returns one row per set of votes × axis: all first votes, all last ones, and each decision's last vote.

    `mean` is -2 (far under) to 2 (far over), each vote counted once; it and `spread` are None where no vote counts.
    """
    rows = []
    for name, found in held.debrief.calibration.items():
        for axis in AXES:
            mean, spread = mean_of(found[axis])
            counted = len(found[axis].counted)
            rows.append({"votes": name, "axis": axis, "counted": counted, "mean": mean, "spread": spread})
    return rows


def sure(held: Held) -> Rows:
    """Returns one row per decision.

    `how sure` is the middle value given with the last vote (0 to 100), `on sound options` the share of that vote (0 to
    100) on options that the key holds defensible; None where too few voted or said it, or the key does not score.
    """
    return [{"decision": each.number, "title": each.title, **_sure(held, each)} for each in taken_of(held.room)]


def _sure(held: Held, taken: Taken) -> dict[str, float | None]:
    last, keyed = taken.last, held.key.decisions[taken.scene]
    if last is None or not taken.may_be_told(last):
        return {"how sure": None, "on sound options": None}
    sound = round(100 * sound_share(last, keyed), 1) if keyed.is_counted else None
    return {"how sure": last.confidence, "on sound options": sound}
