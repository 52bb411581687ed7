"""Every guide that ships says something of every decision of its unit's case, and has what a session needs."""

from __future__ import annotations

import pytest

from steadyline import content
from steadyline.live.notes import notes_of
from steadyline.live.story_order import decisions_in_order

UNITS = content.units()
PLAYED = [unit for unit in UNITS if content.unit(unit).play]


@pytest.mark.parametrize("unit", PLAYED)
def test_every_decision_has_notes_and_prompts(unit: str) -> None:
    told = notes_of(unit).decisions
    lacking = [scene for scene in decisions_in_order(content.unit_case(unit))
               if scene not in told or not (told[scene].tempts_html and told[scene].ask and told[scene].listen_html)]
    assert lacking == []


@pytest.mark.parametrize("unit", UNITS)
def test_no_notes_are_for_a_scene_that_is_not_there(unit: str) -> None:
    case = content.case_played(unit)
    notes = notes_of(unit)
    assert (notes.unmatched, [scene for scene in notes.between if case and scene not in case.scenes]) == ((), [])


@pytest.mark.parametrize("unit", UNITS)
def test_a_guide_has_what_a_session_needs(unit: str) -> None:
    notes = notes_of(unit)
    needed = ("purpose", "send", "room", "voices", "detours", "disclosure", "afterwards", "ground_rules", "plans")
    assert [name for name in needed if not getattr(notes, name)] == []


@pytest.mark.parametrize("unit", PLAYED)
def test_the_ninety_minutes_follow_on_each_other_and_hold_every_decision(unit: str) -> None:
    plan = notes_of(unit).plan
    assert [row.start for row in plan] == [0, *(row.end for row in plan[:-1])]
    assert plan[-1].end == 90
    assert [scene for row in plan for scene in row.scenes] == list(decisions_in_order(content.unit_case(unit)))
