"""Which decisions a short session leaves out first: what the guide can spare, then what it gives least time."""

from __future__ import annotations

import re

from steadyline.live.notes import Notes
from steadyline.live.story_order import decisions_in_order, seat_of
from steadyline.scenarios.compile import CompiledCase

_SENTENCE = re.compile(r"[^.!?\n]+")
_SPARE = re.compile(r"leave out|give up|\bgo\b|shorten|show of hands|skip", re.IGNORECASE)
_KEEP = re.compile(r"\bnot\b|do not|keep", re.IGNORECASE)
_KEPT = re.compile(r"\bkeep (?:decisions? )?(\d+)(?: and (\d+))?", re.IGNORECASE)
_DECISION = re.compile(r"decisions? (\d+)", re.IGNORECASE)


def left_out_first(notes: Notes, case: CompiledCase) -> tuple[str, ...]:
    """Returns all decisions but the first, in the order in which they are left out.

    The first one stays: it is where the room learns how this goes.
    """
    order = decisions_in_order(case)
    own = {scene: row.minutes // len(row.scenes) for row in notes.plan for scene in row.scenes}
    spared = _spared(notes, case)
    kept = {order[int(number) - 1] for number in _kept(notes) if 1 <= int(number) <= len(order)}
    rank = {scene: spared.index(scene) if scene in spared else len(order) + (scene in kept) for scene in order}
    return tuple(sorted(order[1:], key=lambda scene: (rank[scene], own[scene], scene)))


def _kept(notes: Notes) -> list[str]:
    """Returns the numbers of the decisions that the guide asks to keep: "Keep 5 and 6"."""
    return [number for said in _KEPT.findall(notes.plan_notes) for number in said if number]


def _spared(notes: Notes, case: CompiledCase) -> list[str]:
    """Returns the decisions that the guide itself would leave out or shorten, by their number or their seat."""
    order = decisions_in_order(case)
    found = []
    for sentence in _SENTENCE.findall(re.sub(r"<[^>]+>", " ", notes.plan_notes)):
        spare = _SPARE.search(sentence)
        if not spare or _KEEP.search(sentence[: spare.start()]):
            continue
        number = _DECISION.search(sentence)
        if number and 1 <= int(number[1]) <= len(order):
            found.append(order[int(number[1]) - 1])
        said = sentence.strip().lower()
        found += [scene for scene in order if said.endswith(f"the {seat_of(case, scene).lower()}")]
    return found
