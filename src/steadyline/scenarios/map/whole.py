"""The whole case as a graph, for its author: every scene once, turnings and chance among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from string import ascii_lowercase

from steadyline.scenarios.map.condition_words import condition_words
from steadyline.scenarios.map.graph import Box, Graph, Way, counted, joined
from steadyline.scenarios.map.layers import layers_of
from steadyline.scenarios.model import Branch, Choice, Scenario, Scene, SceneKind, Variable

WORDS = {"decision": "Decision", "passage": "Passage", "turning": "Turning", "chance": "Chance", "ending": "Ending"}
_MANY: dict[SceneKind, tuple[str, str]] = {
    "decision": ("decision", ""),
    "passage": ("passage", ""),
    "turning": ("turning", ""),
    "chance": ("scene of chance", "scenes of chance"),
    "ending": ("ending", ""),
}
_READING = (
    "Read it from top to bottom. Each box has the number that the outline gives it, and a word for what it is. "
    "A letter on a line is the letter of an option, or of a branch, in the box that the line leaves; "
    "all means that every one of them goes along it."
)


def map_of_case(scenario: Scenario) -> Graph:
    """Returns the graph of a case. Boxes are numbered from the top row down, within a row as they stand in the file."""
    onward = {slug: [way.target for way in scene.ways] for slug, scene in scenario.scenes.items()}
    rows, _ = layers_of(scenario.start, onward)
    reached = _reached(scenario.start, onward)
    order = sorted(scenario.scenes, key=lambda slug: rows[slug])
    boxes = tuple(
        _box(scenario.scenes[slug], str(number), _note(slug, scenario, reached), scenario.variables)
        for number, slug in enumerate(order, start=1)
    )
    return Graph(scenario.front.title, scenario.start, boxes, _summary(scenario), _READING)


def _box(scene: Scene, number: str, note: str, variables: Mapping[str, Variable]) -> Box:
    found = list(scene.ways)
    letters = _letters(len(found)) if scene.kind != "passage" else [""] * len(found)
    is_one_way = len(found) > 1 and len({way.target for way in found}) == 1
    ways = tuple(
        Way(_said(scene, way, variables), way.target, letter, "all" if is_one_way else letter, _brief(way))
        for letter, way in zip(letters, found, strict=True)
    )
    return Box(scene.slug, scene.kind, WORDS[scene.kind], scene.title, ways, number, note)


def _letters(count: int) -> list[str]:
    """Returns a, b, c and so on; after z come aa, ab, ac."""
    return [(ascii_lowercase[at // 26 - 1] if at >= 26 else "") + ascii_lowercase[at % 26] for at in range(count)]


def _said(scene: Scene, way: Choice | Branch, variables: Mapping[str, Variable]) -> str:
    condition = f"if {condition_words(way.condition, variables)}" if way.condition is not None else ""
    if isinstance(way, Choice):
        return f"{way.id}, {condition}" if condition else way.id
    if scene.kind == "turning":
        return condition or "otherwise"
    if scene.kind == "chance":
        return f"{way.name} ({way.weight} in {sum(branch.weight for branch in scene.branches)})"
    return ""


def _brief(way: Choice | Branch) -> str:
    return f"{way.id} (not always)" if isinstance(way, Choice) and way.condition is not None else ""


def _note(slug: str, scenario: Scenario, reached: set[str]) -> str:
    if slug == scenario.start:
        return "start"
    return "" if slug in reached else "no way leads here"


def _reached(start: str, onward: dict[str, list[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for target in onward[waiting.pop()]:
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached


def _summary(scenario: Scenario) -> str:
    kinds = Counter(scene.kind for scene in scenario.scenes.values())
    parts = [counted(kinds[kind], *words) for kind, words in _MANY.items() if kinds[kind]]
    ways = sum(1 for scene in scenario.scenes.values() for _ in scene.ways)
    return (
        f"{counted(len(scenario.scenes), 'scene')} and {counted(ways, 'way')} between them: {joined(parts)}. "
        f"It begins with {scenario.scenes[scenario.start].title}."
    )
