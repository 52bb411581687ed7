"""What a learner has seen of a case, as a graph. Nothing of a scene or an option that was not met is in it."""

from __future__ import annotations

from dataclasses import dataclass

from steadyline.scenarios.map.graph import Box, Graph, Way, counted
from steadyline.scenarios.replay import Playthrough

WORDS = {"decision": "Decision", "passage": "Scene", "ending": "The end"}
PART_CHANCE = "part chance"
_READING = (
    "Read it from top to bottom. The numbers give the order in which you came to each scene. "
    f"Where a line says {PART_CHANCE}, it was not only your decisions that led on."
)


@dataclass(frozen=True)
class Stop:
    """One scene that the learner came to; `chosen` is the text of what they took there, or ""."""

    slug: str
    chosen: str
    by_chance: bool


def map_of_visited(playthrough: Playthrough) -> Graph:
    """Returns the graph of the scenes that a playthrough came to, numbered in that order.

    Chance has no box: a learner is never in it. What it led to is marked on the line.
    """
    case = playthrough.case
    stops = stops_of(playthrough)
    slugs = list(dict.fromkeys(stop.slug for stop in stops))
    boxes = tuple(_box(slug, stops, playthrough) for slug in slugs)
    decided = counted(len(playthrough.steps), "decision")
    where = "ended with" if playthrough.is_finished else "stand at"
    first, last = (case.scenes[stop.slug]["title"] for stop in (stops[0], stops[-1]))
    summary = f"{counted(len(stops), 'step')} with {decided}. You began with {first} and {where} {last}."
    return Graph(f"Your way through {case.title}", slugs[0], boxes, summary, _READING)


def stops_of(playthrough: Playthrough) -> list[Stop]:
    """Returns every scene that the learner came to, in order; one that was met twice stands there twice."""
    case = playthrough.case
    walked = [(node, "") for step in playthrough.steps for node in step.nodes] + [
        (node, "") for node in playthrough.onward
    ]
    at = 0
    for step in playthrough.steps:
        at += len(step.nodes)
        walked[at - 1] = (step.decision.node, str(case.choice(step.decision.node, step.decision.choice)["text"]))
    stops: list[Stop] = []
    by_chance = False
    for node, chosen in walked:
        if case.scene_of(node)["kind"] == "chance":
            by_chance = True
        else:
            stops.append(Stop(str(case.nodes[node]["scene"]), chosen, by_chance))
            by_chance = False
    return stops


def _box(slug: str, stops: list[Stop], playthrough: Playthrough) -> Box:
    scene = playthrough.case.scenes[slug]
    numbers = [number for number, stop in enumerate(stops, start=1) if stop.slug == slug]
    is_here = numbers[-1] == len(stops) and not playthrough.is_finished
    ways = tuple(_way(number, stops, len(numbers) > 1) for number in numbers if number < len(stops))
    note = "start" if numbers[0] == 1 else "you are here" if is_here else ""
    return Box(slug, scene["kind"], WORDS[scene["kind"]], scene["title"], ways, " and ".join(map(str, numbers)), note)


def _way(number: int, stops: list[Stop], is_one_of_several: bool) -> Way:
    here, onward = stops[number - 1], stops[number]
    marks = [f"after {number}"] if is_one_of_several else []
    label = ", ".join([*marks, *([PART_CHANCE] if onward.by_chance else [])])
    return Way(f"You chose: {here.chosen}" if here.chosen else "", onward.slug, "", label)
