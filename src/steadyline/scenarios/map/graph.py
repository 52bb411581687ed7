"""The tiny graph that every map is made from: boxes, and the ways that lead from one to another. Values only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from steadyline.scenarios.model import SceneKind


@dataclass(frozen=True)
class Way:
    """One way out of a box.

    `mark` is its letter within the box or "", `label` what the line itself bears or ""; `brief` is what the box says of
    it where that is shorter than the text.
    """

    text: str
    target: str
    mark: str = ""
    label: str = ""
    brief: str = ""


@dataclass(frozen=True)
class Box:
    """One scene. `number` is said with it everywhere, `word` names its kind, `note` is what else must be known."""

    name: str
    kind: SceneKind
    word: str
    title: str
    ways: tuple[Way, ...] = ()
    number: str = ""
    note: str = ""


@dataclass(frozen=True)
class Edge:
    """All ways from one box to another, drawn as one line; `labels` are those of its ways, none of them empty."""

    source: str
    target: str
    labels: tuple[str, ...]

    @property
    def label(self) -> str:
        """What the line bears: `a`, or `a, c` when two options go along it."""
        return ", ".join(self.labels)


@dataclass(frozen=True)
class Graph:
    """A case, or what a learner has seen of it; every way leads to one of its boxes.

    `summary` is a sentence or two on the whole, `reading` how the picture is read.
    """

    title: str
    start: str
    boxes: tuple[Box, ...]
    summary: str = ""
    reading: str = ""

    @cached_property
    def named(self) -> dict[str, Box]:
        """The boxes by name, in their order."""
        return {box.name: box for box in self.boxes}

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The lines between the boxes, those of the first box first."""
        return tuple(_edge(box, target) for box in self.boxes for target in dict.fromkeys(_targets(box)))


def _targets(box: Box) -> Iterable[str]:
    return (way.target for way in box.ways)


def _edge(box: Box, target: str) -> Edge:
    labels = dict.fromkeys(way.label for way in box.ways if way.target == target and way.label)
    return Edge(box.name, target, tuple(labels))


def plain(text: str) -> str:
    """Returns the text on one line, without signs that act on a terminal or that XML refuses."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def counted(number: int, one: str, many: str = "") -> str:
    """Returns `1 scene`, `3 scenes`, `2 boxes` and so on."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def joined(words: Sequence[str]) -> str:
    """Returns the words as a sentence would list them: `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "none"
