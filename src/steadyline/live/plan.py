"""A session to the minute: the guide's own ninety minutes; an hour and a half day made from them by stated rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from math import ceil

from steadyline.errors import SteadylineError
from steadyline.graders.key import Key
from steadyline.live.notes import Notes
from steadyline.live.notes_plan import PlanRow
from steadyline.live.plan_cut import left_out_first
from steadyline.live.reading_aloud import ALOUD, Words, words_of
from steadyline.live.story_order import decisions_in_order
from steadyline.scenarios.compile import CompiledCase

HOUR, NINETY, HALF_DAY = 60, 90, 180
LENGTHS = (HOUR, NINETY, HALF_DAY)

FRAME, READ, DECISION, TOLD, VOTE_AGAIN, BREAK, COMPARE, SKILLS, DEBRIEF, ACTION, CLOSING = (
    "frame", "read", "decision", "told", "again", "break", "compare", "skills", "debrief", "action", "closing",
)  # fmt: skip
"""What a row of a plan is."""

HALF_DAY_SHARES = {COMPARE: 30, SKILLS: 30, ACTION: 20}
"""The half-day workshop of the field: 20 minutes of frame, 50 of scenario by table, then these. What a case takes
beyond the 50 minutes, and the debrief, are taken from all three in these proportions."""

FRAME_HALF_DAY, BREAK_MINUTES, AGAIN_MINUTES, AGAIN_MOST = 20, 15, 3, 2
MOST_HOUR = {FRAME: 6, READ: 3, DEBRIEF: 10, CLOSING: 3}
"""What these take at most in an hour, in minutes."""

TELLING = 0.5
"""Minutes for telling a scene in two sentences, before the choice made in it and what came of it are read aloud."""

_READ_IN = re.compile(r"\breads?\b", re.IGNORECASE)


class NoSuchPlan(SteadylineError):
    """A unit has no plan of the length asked for."""

    def __init__(self, unit: str, minutes: int, known: Sequence[int]) -> None:
        lengths = ", ".join(str(each) for each in known) or "none"
        super().__init__(f'There is no plan of {minutes} minutes for "{unit}". There are plans for: {lengths}.')


@dataclass(frozen=True)
class Timed:
    """One row: minutes since the beginning; `html` what happens; `reading` the minutes of it that words take.

    `told` is, for a decision that is left out, the choice that the story takes; "" leaves it to a show of hands.
    """

    start: int
    end: int
    kind: str
    html: str
    scene: str = ""
    reading: int = 0
    told: str = ""

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.end - self.start


@dataclass(frozen=True)
class Plan:
    """A session's rows, each beginning where the one before ends, and the words that say how it was made.

    `tight` are decisions for which the guide's own minutes are fewer than reading, choosing, hands and a talk take.
    """

    minutes: int
    rows: tuple[Timed, ...]
    rule: str
    tight: tuple[str, ...] = ()

    @property
    def left_out(self) -> tuple[Timed, ...]:
        """The decisions that are told and not taken."""
        return tuple(row for row in self.rows if row.kind == TOLD)


def lengths_of(notes: Notes) -> tuple[int, ...]:
    """Returns the lengths for which there is a plan: of a guide with ninety minutes all three, else its own."""
    return LENGTHS if notes.plan else tuple(sorted(notes.plans))


def plan_of(minutes: int, notes: Notes, case: CompiledCase | None, key: Key | None) -> Plan:
    """Returns the plan of a length. Raises NoSuchPlan."""
    if minutes not in lengths_of(notes):
        raise NoSuchPlan(notes.title.removeprefix("Facilitating "), minutes, lengths_of(notes))
    if case is None or minutes == NINETY:
        return _own(minutes, notes, case)
    return _hour(notes, case, key) if minutes == HOUR else _half_day(notes, case)


def _own(minutes: int, notes: Notes, case: CompiledCase | None) -> Plan:
    words = words_of(case) if case else {}
    rows = tuple(_timed(row, kind, words) for row, kind in _kinds(notes.plans[minutes]))
    needed = _fewest(_apart(notes, words), words) if case else {}
    given = {scene: row.minutes // len(row.scenes) for row in notes.plans[minutes] for scene in row.scenes}
    tight = tuple(scene for scene in given if given[scene] < needed[scene])
    return Plan(minutes, rows, "The minutes are the guide's own.", tight)


def _timed(row: PlanRow, kind: str, words: Mapping[str, Words]) -> Timed:
    reading = sum(ceil(words[scene].minutes) for scene in row.scenes if scene in words)
    return Timed(row.start, row.end, kind, row.html, row.scene, reading)


def _kinds(rows: Sequence[PlanRow]) -> Iterator[tuple[PlanRow, str]]:
    """Yields the guide's rows, each with what it is."""
    for at, row in enumerate(rows):
        if at == len(rows) - 1:
            kind = CLOSING
        elif row.scenes:
            kind = DECISION
        elif row.text.lower().startswith("debrief"):
            kind = DEBRIEF
        else:
            kind = READ if at else FRAME
        yield row, kind


def _apart(notes: Notes, words: Mapping[str, Words]) -> list[Timed]:
    """Returns the guide's rows, one for each decision, and one for how the story ends where it has none."""
    found: list[Timed] = []
    for row, kind in _kinds(notes.plan):
        if kind == DECISION:
            each = row.minutes // len(row.scenes)
            for number, scene in enumerate(row.scenes):
                html = row.html if not number else f"And straight on: {escape(notes.decisions[scene].title)}"
                found.append(Timed(0, each, kind, html, scene, ceil(words[scene].minutes)))
        else:
            found.append(Timed(0, row.minutes, kind, row.html))
    last = max(at for at, row in enumerate(found) if row.kind == DECISION)
    after = sum(row.minutes for row in found[last:] if row.kind == READ)
    lacking = ceil(words[""].aloud / ALOUD) - after
    if lacking > 0:
        found.insert(last + 1, Timed(0, lacking, READ, "Read on to the ending", reading=lacking))
    return found


def _fewest(rows: Sequence[Timed], words: Mapping[str, Words]) -> dict[str, int]:
    """Returns the fewest minutes of each decision; what is read in a row of its own directly before it is not needed
    a second time."""
    found: dict[str, int] = {}
    for before, row in pairwise(rows):
        if row.kind == DECISION:
            is_read = before.kind == READ and _READ_IN.search(before.html)
            found[row.scene] = words[row.scene].fewest - (min(before.minutes, row.reading - 1) if is_read else 0)
    return found


def _hour(notes: Notes, case: CompiledCase, key: Key | None) -> Plan:
    words = words_of(case)
    rows = [replace(row, end=min(row.minutes, MOST_HOUR.get(row.kind, row.minutes))) for row in _apart(notes, words)]
    needed = _fewest(rows, words)
    told = {scene: _told(case, key, scene) for scene in decisions_in_order(case)}
    free = HOUR - sum(row.minutes for row in rows if row.kind != DECISION)
    out: set[str] = set()
    for scene in left_out_first(notes, case):
        if sum(told[each][1] if each in out else needed[each] for each in told) <= free:
            break
        out.add(scene)
    least = {scene: told[scene][1] if scene in out else needed[scene] for scene in told}
    given = _spread(free, {row.scene: row.minutes for row in rows if row.scene}, least, out)
    made = [_cut(row, given, told, out, notes) for row in rows]
    rule = (
        f"An hour holds {len(told) - len(out)} of the {len(told)} decisions. Each has its reading (aloud at {ALOUD} "
        "words a minute), a minute to choose, one to show, and at least three to talk. Left out are first those that "
        "the guide can spare, then those to which it gives least time. What is left out is told in two minutes or so, "
        "so that the story goes on. The debrief stays."
    )
    return Plan(HOUR, _running(made), rule)


def _told(case: CompiledCase, key: Key | None, scene: str) -> tuple[str, int]:
    """Returns the choice that the story takes where a decision is left out, and the minutes of telling it."""
    options = key.decisions[scene].options if key and scene in key.decisions else {}
    best = max(sorted(options), key=lambda each: options[each].credit, default="")
    said = {each["id"]: len(f"{each['text']} {each['now_text']}".split()) for each in case.scenes[scene]["choices"]}
    return best, ceil(TELLING + (said[best] if best else max(said.values())) / ALOUD)


def _spread(free: int, own: Mapping[str, int], least: Mapping[str, int], out: set[str]) -> dict[str, int]:
    """Returns the minutes of each decision: what it needs, and what is left goes where the guide stays longest."""
    given = dict(least)
    while sum(given.values()) < free:
        scene = max((each for each in given if each not in out), key=lambda each: own[each] - given[each])
        given[scene] += 1
    return given


def _cut(
    row: Timed, given: Mapping[str, int], told: Mapping[str, tuple[str, int]], out: set[str], notes: Notes
) -> Timed:
    if not row.scene:
        return row
    if row.scene not in out:
        return replace(row, end=given[row.scene])
    minutes, choice = given[row.scene], told[row.scene][0]
    html = f"In short: {escape(notes.decisions[row.scene].title)}"
    return Timed(0, minutes, TOLD, html, row.scene, minutes, choice)


def _half_day(notes: Notes, case: CompiledCase) -> Plan:
    words = words_of(case)
    rows = [replace(row, end=FRAME_HALF_DAY) if row.kind == FRAME else row for row in _apart(notes, words)]
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
    return Plan(HALF_DAY, _running(rows), rule)


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


def _running(rows: Sequence[Timed]) -> tuple[Timed, ...]:
    """Returns the rows one after the other."""
    found: list[Timed] = []
    for row in rows:
        start = found[-1].end if found else 0
        found.append(replace(row, start=start, end=start + row.minutes))
    return tuple(found)
