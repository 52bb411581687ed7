"""What a case's golden walks cover, what they leave out, and the fewest walks that would make them whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal

from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.cover import Cover, Playthrough, all_items, cover, items_shown
from steadyline.scenarios.cover_graph import Item
from steadyline.scenarios.model import Place, Scenario
from steadyline.scenarios.shortest import walks_to_items
from steadyline.scenarios.walk_findings import option_places
from steadyline.scenarios.walks import Walk

Kind = Literal["option", "block", "ending"]
KINDS: tuple[Kind, ...] = ("option", "block", "ending")
NEEDED: tuple[Kind, ...] = ("option", "ending")
"""What every case's walks must cover; paragraphs are for those who read proofs."""


@dataclass(frozen=True)
class Covered:
    """What walks cover of one kind. `missing` could be covered; `never` is what no playthrough at all shows."""

    kind: Kind
    covered: tuple[Item, ...]
    missing: tuple[Item, ...]
    never: tuple[Item, ...]

    @property
    def total(self) -> int:
        """How many there are that a playthrough can show."""
        return len(self.covered) + len(self.missing)


def covered_by(case: CompiledCase, walks: Iterable[Walk]) -> dict[Kind, Covered]:
    """Returns what the walks cover, by kind; items in the author's order."""
    shown = frozenset[Item]().union(*(items_shown(case, walk.said, walk.nodes) for walk in walks))
    possible = walks_to_items(case)
    return {kind: _covered(kind, all_items(case, kind), shown, possible.keys()) for kind in KINDS}


def _covered(kind: Kind, items: Sequence[Item], shown: Iterable[Item], possible: Iterable[Item]) -> Covered:
    seen, can = frozenset(shown), frozenset(possible)
    return Covered(
        kind,
        tuple(item for item in items if item in seen),
        tuple(item for item in items if item in can - seen),
        tuple(item for item in items if item not in can),
    )


def proposed(case: CompiledCase, walks: Sequence[Walk]) -> Cover:
    """Returns the fewest walks that, beside those given, take every option and reach every ending that can be."""
    found = covered_by(case, walks)
    return cover(case, [item for kind in NEEDED for item in found[kind].missing])


def walk_text(playthrough: Playthrough, case: CompiledCase, before: frozenset[Item]) -> str:
    """Returns a proposed walk as its file says it; `before` is what other walks already show."""
    new = [str(item[1]) for item in all_items(case, *NEEDED) if item in playthrough.shown - before]
    name = case.scenes[playthrough.ending]["name"]
    lines = [
        f"# Proposed: a walk that ends with: {name}. Say here what it stands for.",
        f"# New in it: {', '.join(new)}.",
        *playthrough.said,
        f"=> {playthrough.ending}",
    ]
    return "\n".join(lines) + "\n"


def proposed_files(
    case: CompiledCase, found: Cover, walks: Sequence[Walk], taken: Iterable[str] = ()
) -> dict[str, str]:
    """Returns the proposed walks as files: name and text. Names that are `taken` are passed over."""
    names = (name for at in count(1) if (name := f"proposed-{at}.walk") not in frozenset(taken))
    before = frozenset[Item]().union(*(items_shown(case, walk.said, walk.nodes) for walk in walks))
    files: dict[str, str] = {}
    for playthrough, name in zip(found.playthroughs, names, strict=False):  # names never come to an end
        files[name] = walk_text(playthrough, case, before)
        before |= playthrough.shown
    return files


def place_of(scenario: Scenario, item: Item) -> Place:
    """Returns where an option, a paragraph or an ending stands in the author's file."""
    if item[0] == "option":
        return option_places(scenario)[str(item[1])]
    scene = scenario.scenes[str(item[1])]
    return scene.blocks[int(item[2])].place if item[0] == "block" else scene.place


def words_of(scenario: Scenario, item: Item, letters: int = 60) -> str:
    """Returns what an option, a paragraph or an ending is called: its own first words, as plain text."""
    if item[0] == "option":
        text = next(each.text for scene in scenario.scenes.values() for each in scene.choices if each.id == item[1])
    elif item[0] == "block":
        text = scenario.scenes[str(item[1])].blocks[int(item[2])].text
    else:
        ending = scenario.scenes[str(item[1])].ending
        text = ending.name if ending else str(item[1])
    text = " ".join(text.split())
    return text if len(text) <= letters else f"{text[:letters].rsplit(' ', 1)[0]} …"
