"""The compiled case: a table of nodes that player, transcript and marker follow by looking up the next one.

No rule, no state, no key is in it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from steadyline.scenarios.doors import Shown
from steadyline.scenarios.explore import Exploration, explore, nothing_thrown_away
from steadyline.scenarios.model import Block, Ending, Front, Scenario, Scene
from steadyline.scenarios.rules import Rules, State

FORMAT = 1
Table = dict[str, Any]
Substance = tuple[str, tuple[int, ...], tuple[tuple[int, int], ...], str]


@dataclass(frozen=True)
class CompiledCase:
    """A compiled case. `table` is the JSON document; treat it as read-only."""

    table: Table

    @property
    def name(self) -> str:
        """The case's name: that of its folder."""
        return str(self.table["case"])

    @property
    def digest(self) -> str:
        """The SHA-256 of the table, in hexadecimal: another text, another digest."""
        return str(self.table["digest"])

    @property
    def title(self) -> str:
        """The case's title."""
        return str(self.table["title"])

    @property
    def is_formative(self) -> bool:
        """Whether learners are shown marks and reasons at the end."""
        return bool(self.table["use"] == "formative")

    @property
    def nodes(self) -> dict[str, Table]:
        """The nodes by id."""
        nodes: dict[str, Table] = self.table["nodes"]
        return nodes

    @property
    def scenes(self) -> dict[str, Table]:
        """The scenes by slug."""
        scenes: dict[str, Table] = self.table["scenes"]
        return scenes

    def scene_of(self, node: str) -> Table:
        """Returns the scene that a node shows."""
        return self.scenes[self.nodes[node]["scene"]]

    def asks_what_to_avoid(self, node: str) -> bool:
        """Whether the learner is also asked there which option they would most avoid."""
        return bool(self.scene_of(node).get("avoid", False))

    def options(self, node: str) -> dict[str, str]:
        """Returns what a node offers: the ids of its choices, each with the next node. Empty if it is no decision."""
        choices = self.scene_of(node).get("choices", [])
        return {choices[each["choice"]]["id"]: each["next"] for each in self.nodes[node].get("options", [])}

    def choice(self, node: str, choice: str) -> Table:
        """Returns a choice of the node's scene. Raises KeyError if there is none of that id."""
        found: dict[str, Table] = {each["id"]: each for each in self.scene_of(node)["choices"]}
        return found[choice]

    @cached_property
    def decisions(self) -> dict[str, list[str]]:
        """The decision scenes by slug, each with the ids of its choices in the author's order."""
        return {
            slug: [each["id"] for each in scene["choices"]]
            for slug, scene in self.scenes.items()
            if scene["kind"] == "decision"
        }

    def as_json(self) -> str:
        """Returns the table as JSON text, the same letters every time."""
        return _canonical(self.table)


def compile_case(scenario: Scenario) -> CompiledCase:
    """Returns the compiled case. Raises CaseNotFinite if its walks cannot all be visited."""
    return compile_explored(explore(scenario))


def compile_explored(exploration: Exploration) -> CompiledCase:
    """Returns the compiled case of an exploration: nodes that show and lead to the same things are one node."""
    scenario = exploration.scenario
    front = scenario.front
    with nothing_thrown_away():
        start, nodes = _Merging(exploration).run()
    table: Table = {
        "format": FORMAT,
        "case": scenario.name,
        "title": front.title,
        "role": front.role,
        "minutes": front.minutes,
        "use": front.use,
        "content_note": front.content_note,
        "opening": scenario.opening,
        "start": start,
        "scenes": {slug: _scene(scene, front) for slug, scene in scenario.scenes.items() if scene.kind != "turning"},
        "nodes": nodes,
    }
    table["digest"] = hashlib.sha256(_canonical(table).encode("utf-8")).hexdigest()
    return CompiledCase(table)


def _canonical(table: Table) -> str:
    """Returns the table as JSON with sorted names and no blanks.

    The nodes, which are nearly all of it, are made in that order: only their ids have to be sorted.
    """
    nodes = {name: table["nodes"][name] for name in sorted(table["nodes"])}
    parts = (
        f"{_json(name)}:{_json(nodes, False) if name == 'nodes' else _json(table[name])}" for name in sorted(table)
    )
    return f"{{{','.join(parts)}}}"


def _json(value: object, is_sorted: bool = True) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=is_sorted, separators=(",", ":"))


def _scene(scene: Scene, front: Front) -> Table:
    shown = [_block(block) for block in scene.blocks]
    table: Table = {"title": scene.title, "kind": scene.kind, "blocks": shown if scene.is_seen else []}
    if scene.is_seen and scene.seat != front.role:
        table["seat"] = scene.seat
    if scene.slug in front.avoid:
        table["avoid"] = True
    if scene.kind == "decision":
        table["choices"] = [
            {"id": each.id, "html": each.html, "text": each.text, "now_html": each.now_html, "now_text": each.now_text}
            for each in scene.choices
        ]
    elif scene.kind == "passage":
        table["go_on"] = scene.branches[0].name
    elif scene.ending is not None:
        table["name"] = scene.ending.name
    return table


def _block(block: Block) -> Table:
    table: Table = {"html": block.html, "text": block.text, "later": block.later}
    if block.document is not None:
        table["document"] = {"name": block.document.name, "title": block.document.title, "kind": block.document.kind}
    return table


class _Merging:
    """Gives every node its content from the endings backwards, and one id to nodes of equal content."""

    def __init__(self, exploration: Exploration) -> None:
        self.exploration, self.rules = exploration, exploration.rules
        self.scenes = exploration.scenario.scenes
        self.shown = {slug: Shown(scene, self.rules) for slug, scene in self.scenes.items()}

    def run(self) -> tuple[str, dict[str, Table]]:
        """Returns the id of the start and the nodes by id."""
        merged: dict[Substance, int] = {}
        standing = [-1] * len(self.exploration.nodes)
        ahead: list[tuple[int, int]] = []
        for at in reversed(self.exploration.order):
            substance = self._substance(at, standing)
            standing[at] = merged.setdefault(substance, len(ahead))
            if standing[at] == len(ahead):
                ahead.append(self._ahead(substance, ahead))
        substances = list(merged)
        names = self._names(standing, substances)
        nodes = {name: self._content(substances[at], names, ahead[at]) for at, name in names.items()}
        return names[standing[0]], nodes

    def _substance(self, at: int, standing: list[int]) -> Substance:
        """Returns all that tells a node from others: scene, blocks shown, ways and where they lead, circumstance."""
        node = self.exploration.nodes[at]
        ending = self.scenes[node.scene].ending
        shown = self.shown[node.scene].of(node.state)
        ways = tuple([(way.at, standing[target]) for way, target in zip(node.open, node.leads, strict=True)])
        return node.scene, shown, ways, circumstance_of(ending, node.state, self.rules) if ending else ""

    def _ahead(self, substance: Substance, ahead: list[tuple[int, int]]) -> tuple[int, int]:
        """Returns the fewest and the most decisions from a node on, itself the first."""
        slug, _, ways, _ = substance
        here = 1 if self.scenes[slug].kind == "decision" else 0
        low = min([ahead[number][0] for _, number in ways], default=0)
        return low + here, max([ahead[number][1] for _, number in ways], default=0) + here

    def _content(self, substance: Substance, names: dict[int, str], ahead: tuple[int, int]) -> Table:
        """Returns a node's table. Its entries stand in alphabetical order, in which they are written."""
        slug, shown, ways, circumstance = substance
        scene = self.scenes[slug]
        table: Table = {"ahead": list(ahead), "blocks": list(shown)}
        if scene.kind == "decision":
            table["options"] = [{"choice": way, "next": names[number]} for way, number in ways]
        elif scene.kind == "chance":
            table["outcomes"] = [
                {"name": branch.name, "next": names[number], "weight": branch.weight}
                for branch, (_, number) in zip(scene.branches, ways, strict=True)
            ]
        elif scene.kind == "passage":
            table["next"] = names[ways[0][1]]
        elif scene.ending is not None:
            table |= {"circumstance": circumstance, "process": scene.ending.process}
        table["scene"] = slug
        return table

    def _names(self, standing: list[int], substances: list[Substance]) -> dict[int, str]:
        """Returns each merged node's id, in the order in which a breadth-first search meets them."""
        order = list(dict.fromkeys(standing))
        of_scene: dict[str, list[int]] = {}
        for number in order:
            of_scene.setdefault(substances[number][0], []).append(number)
        return {
            number: slug if len(numbers) == 1 else f"{slug}~{at}"
            for slug, numbers in of_scene.items()
            for at, number in enumerate(numbers, start=1)
        }


def circumstance_of(ending: Ending, state: State, rules: Rules) -> str:
    """Returns what life added where an ending is reached in a state: one of CIRCUMSTANCES."""
    slot = rules.slots.get(ending.circumstance)
    return slot.variable.words[slot.value(state)] if slot else ending.circumstance
