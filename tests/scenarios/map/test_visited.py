"""The learner's map holds what was met, in its order, and not a hint of the rest."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from steadyline import content
from steadyline.decisions import Decision
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.map.graph import Graph
from steadyline.scenarios.map.layout import layout_of
from steadyline.scenarios.map.mermaid import mermaid_of
from steadyline.scenarios.map.outline import outline_of
from steadyline.scenarios.map.svg import svg_of
from steadyline.scenarios.map.visited import map_of_visited, stops_of
from steadyline.scenarios.read import read_case
from steadyline.scenarios.replay import Playthrough, replay

Play = Callable[..., list[Decision]]
CASE = "the-porch"

AGAIN = """\
---
format: 1
title: Again
role: Social worker
minutes: 5
content note: Nothing distressing.
findings: F1
competencies: C1
use: formative
state:
  tried: 0 to 2, starts at 0
---

# Again

It begins.

## The step

You stand on the step.

- [Knock.](#did-it-open)
  - id: knock
  - add: tried + 1
  - now: Nobody comes.
- [Leave.](#gone)
  - id: leave
  - now: You go.

## Did it open

- If tried is at least 2: [In](#in)
- Otherwise: [The step](#the-step)

## In

You are in.

- Ending: In
  - process: sound
  - circumstance: kind

## Gone

You are gone.

- Ending: Gone
  - process: mixed
  - circumstance: kind
"""


def _all_of(graph: Graph) -> str:
    return svg_of(layout_of(graph)) + outline_of(graph) + mermaid_of(graph)


def _replayed(played: Play, walk: int) -> Playthrough:
    case = content.case(CASE)
    return replay(case, played(case, *content.walks(CASE)[walk].choices))


@pytest.mark.parametrize("walk", range(4))
def test_nothing_of_what_was_not_met_is_in_the_map(played: Play, walk: int) -> None:
    playthrough = _replayed(played, walk)
    told = _all_of(map_of_visited(playthrough))
    met = {stop.slug for stop in stops_of(playthrough)}
    case = playthrough.case
    shown = " ".join(case.scenes[slug]["title"] for slug in met)
    for slug, scene in case.scenes.items():
        if slug not in met:
            assert scene["title"] in shown or scene["title"] not in told
            assert slug not in told
    chosen = {step.decision.choice for step in playthrough.steps}
    for scene in case.scenes.values():
        for choice in scene.get("choices", []):
            assert choice["id"] not in told
            assert choice["id"] in chosen or choice["text"][:20] not in told


def test_a_case_that_differs_only_where_the_learner_was_not_gives_the_same_map(played: Play) -> None:
    playthrough = _replayed(played, 0)
    other = replay_in(_bared(playthrough), playthrough)
    assert _all_of(map_of_visited(playthrough)) == _all_of(map_of_visited(other))


def _bared(playthrough: Playthrough) -> CompiledCase:
    """Returns the case with every scene that was not met renamed, and every choice that was not taken left out."""
    table: dict[str, Any] = deepcopy(playthrough.case.table)
    visited = set(playthrough.visited)
    chosen = {step.decision.node: step.decision.choice for step in playthrough.steps}
    for node, each in table["nodes"].items():
        if node in chosen:
            choices = table["scenes"][each["scene"]]["choices"]
            each["options"] = [way for way in each["options"] if choices[way["choice"]]["id"] == chosen[node]]
    met = {table["nodes"][node]["scene"] for node in visited}
    for slug, scene in table["scenes"].items():
        if slug not in met:
            scene["title"], scene["choices"] = "Something else", []
    return CompiledCase(table)


def replay_in(case: CompiledCase, playthrough: Playthrough) -> Playthrough:
    """Returns the same decisions replayed in another case."""
    return replay(case, [step.decision for step in playthrough.steps])


def test_the_steps_are_numbered_in_the_order_in_which_they_were_met(played: Play) -> None:
    playthrough = _replayed(played, 0)
    graph = map_of_visited(playthrough)
    assert [box.number for box in graph.boxes] == [str(at) for at in range(1, len(graph.boxes) + 1)]
    assert [box.name for box in graph.boxes] == [stop.slug for stop in stops_of(playthrough)]
    rows = [placed.row for placed in layout_of(graph).boxes]
    assert rows == sorted(rows)


def test_a_scene_that_only_chance_is_in_is_no_step_but_its_line_says_so(played: Play) -> None:
    graph = map_of_visited(_replayed(played, 0))
    assert "What life adds" not in _all_of(graph)
    assert [edge.label for edge in graph.edges if edge.label] == ["part chance"]


def test_where_the_learner_stands_is_said(small: CompiledCase, played: Play) -> None:
    graph = map_of_visited(replay(small, played(small, "say-why")))
    assert [(box.number, box.note) for box in graph.boxes] == [("1", "start"), ("2", "you are here")]
    assert graph.boxes[1].ways == ()
    assert graph.boxes[0].ways[0].text == "You chose: Say why you have come."


def test_before_the_first_decision_the_map_is_one_box(small: CompiledCase) -> None:
    graph = map_of_visited(replay(small, []))
    assert [box.title for box in graph.boxes] == ["The door"]
    assert "1 step with 0 decisions" in graph.summary


def test_a_scene_met_twice_is_one_box_with_two_numbers(played: Play) -> None:
    case = compile_case(read_case(AGAIN, "again"))
    graph = map_of_visited(replay(case, played(case, "knock", "knock")))
    assert [(box.number, box.title) for box in graph.boxes] == [("1 and 2", "The step"), ("3", "In")]
    assert [(edge.source, edge.target, edge.label) for edge in graph.edges] == [
        ("the-step", "the-step", "after 1"),
        ("the-step", "in", "after 2"),
    ]


def test_the_learners_map_fits_a_small_telephone(played: Play) -> None:
    assert layout_of(map_of_visited(_replayed(played, 0))).width <= 262


def test_a_summative_ending_does_not_say_how_the_work_was_weighed(played: Play) -> None:
    told = _all_of(map_of_visited(_replayed(played, 0)))
    assert not [word for word in ("sound", "mixed", "unsafe", "credit") if f" {word} " in told]
