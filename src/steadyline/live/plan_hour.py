"""An hour made from a guide's ninety minutes: which decisions it holds, and how the others are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from math import ceil

from steadyline.graders.key import Key
from steadyline.live.notes import Notes
from steadyline.live.plan_cut import left_out_first
from steadyline.live.reading_aloud import ALOUD, words_of
from steadyline.live.story_order import decisions_in_order
from steadyline.live.timed import (
    CLOSING,
    DEBRIEF,
    DECISION,
    FRAME,
    HOUR,
    READ,
    TOLD,
    Plan,
    Timed,
    fewest_of,
    rows_apart,
    running,
)
from steadyline.scenarios.compile import CompiledCase

MOST_HOUR = {FRAME: 6, READ: 3, DEBRIEF: 10, CLOSING: 3}
"""What these take at most in an hour, in minutes."""

TELLING = 0.5
"""Minutes for telling a scene in two sentences, before the choice made in it and what came of it are read aloud."""


def hour_plan(notes: Notes, case: CompiledCase, key: Key | None) -> Plan:
    """Returns the plan of an hour; what it leaves out it tells with the key's best option, if there is a key."""
    words = words_of(case)
    own = rows_apart(notes, words)
    rows = [replace(row, end=min(row.minutes, MOST_HOUR.get(row.kind, row.minutes))) for row in own]
    needed = fewest_of(rows, words)
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
    return Plan(HOUR, running(made), rule)


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
