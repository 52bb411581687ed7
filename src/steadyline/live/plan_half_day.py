"""Half a day made from a guide's ninety minutes: second votes, a break, other paths, skills practice, action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from steadyline.live.notes import Notes
from steadyline.live.reading_aloud import words_of
from steadyline.live.timed import (
    ACTION,
    BREAK,
    COMPARE,
    DEBRIEF,
    FRAME,
    HALF_DAY,
    SKILLS,
    VOTE_AGAIN,
    Plan,
    Timed,
    rows_apart,
    running,
)
from steadyline.scenarios.compile import CompiledCase

HALF_DAY_SHARES = {COMPARE: 30, SKILLS: 30, ACTION: 20}
"""The half-day workshop of the field: 20 minutes of frame, 50 of scenario by table, then these. What a case takes
beyond the 50 minutes, and the debrief, are taken from all three in these proportions."""

FRAME_HALF_DAY, BREAK_MINUTES, AGAIN_MINUTES, AGAIN_MOST = 20, 15, 3, 2


def half_day_plan(notes: Notes, case: CompiledCase) -> Plan:
    """Returns the plan of half a day, with every decision in it."""
    words = words_of(case)
    rows = [replace(row, end=FRAME_HALF_DAY) if row.kind == FRAME else row for row in rows_apart(notes, words)]
    rows = [replace(row, end=max(row.minutes, words[row.scene].fewest)) if row.scene else row for row in rows]
    longest = sorted((row for row in rows if row.scene), key=lambda row: (-row.minutes, row.scene))[:AGAIN_MOST]
    for row in longest:
        title = notes.decisions[row.scene].title
        words_again = f"Vote a second time: {escape(title)}. Who moved, and what moved them?"
        rows.insert(rows.index(row) + 1, Timed(0, AGAIN_MINUTES, VOTE_AGAIN, words_again, row.scene))
    left = HALF_DAY - BREAK_MINUTES - sum(row.minutes for row in rows)
    shares = _shares(left)
    debrief = next(at for at, row in enumerate(rows) if row.kind == DEBRIEF)
    rows[debrief:debrief] = [
        Timed(0, shares[COMPARE], COMPARE, "Compare paths, by table"),
        Timed(0, shares[SKILLS], SKILLS, "Skills practice, in threes"),
    ]
    rows.insert(len(rows) - 1, Timed(0, shares[ACTION], ACTION, "Action: one sentence, one change"))
    rows.insert(_middle(rows), Timed(0, BREAK_MINUTES, BREAK, "Break"))
    rule = (
        f"Every decision has the guide's own minutes, or as many as it needs; at the {len(longest)} longest the room "
        f"votes a second time. A frame of {FRAME_HALF_DAY} minutes and a break of {BREAK_MINUTES} stand around them. "
        "What is left goes to comparing paths, skills practice and action as 30 to 30 to 20, the proportions of a "
        "half-day workshop."
    )
    return Plan(HALF_DAY, running(rows), rule)


def _shares(left: int) -> dict[str, int]:
    """Returns whole minutes in the proportions of HALF_DAY_SHARES; what rounding leaves goes to the first."""
    total = sum(HALF_DAY_SHARES.values())
    found = {kind: left * share // total for kind, share in HALF_DAY_SHARES.items()}
    found[COMPARE] += left - sum(found.values())
    return found


def _middle(rows: Sequence[Timed]) -> int:
    """Returns before which row the break stands: nearest to the middle, and not before a second vote."""
    begun = [sum(row.minutes for row in rows[:at]) for at in range(len(rows))]
    middle = (HALF_DAY - BREAK_MINUTES) / 2
    fit = [at for at in range(1, len(rows) - 1) if rows[at].kind not in (VOTE_AGAIN, DEBRIEF, ACTION)]
    return min(fit, key=lambda at: abs(begun[at] - middle))
