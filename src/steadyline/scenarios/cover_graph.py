"""The table of nodes seen only for the items that its playthroughs show: what is wanted, where, and what excludes what.

Sets of items are whole numbers here, one bit for each item; nodes that show and lead to the same items are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from steadyline.scenarios.compile import CompiledCase

Item = tuple[str | int, ...]
"""`("option", choice)`, `("block", scene, number)`, `("ending", scene)` or `("outcome", scene, name)`."""

Mask = int
Step = tuple[Mask, int]


@dataclass(frozen=True)
class Way:
    """One way out of a node of the table: as a walk writes it (empty for a passage), what it shows, where it leads."""

    said: str
    items: tuple[Item, ...]
    target: str


def ways_of(case: CompiledCase, node: str) -> list[Way]:
    """Returns every way out of a node, in the author's order."""
    table = case.nodes[node]
    if "next" in table:
        return [Way("", (), table["next"])]
    if "outcomes" in table:
        scene = table["scene"]
        return [Way(f"chance: {each['name']}", (("outcome", scene, each["name"]),), each["next"])
                for each in table["outcomes"]]  # fmt: skip
    return [Way(choice, (("option", choice),), target) for choice, target in case.options(node).items()]


def items_at(case: CompiledCase, node: str) -> list[Item]:
    """Returns what a node itself shows: its paragraphs, and the ending that it is."""
    table: dict[str, Any] = case.nodes[node]
    blocks: list[Item] = [("block", table["scene"], block) for block in table["blocks"]]
    return [*blocks, ("ending", table["scene"])] if "process" in table else blocks


def endings_first(case: CompiledCase) -> list[str]:
    """Returns the nodes so that each stands behind all to which it leads; the start is the last."""
    order: list[str] = []
    seen: set[str] = set()
    stack = [(str(case.table["start"]), False)]
    while stack:
        node, is_done = stack.pop()
        if is_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((way.target, False) for way in ways_of(case, node))
    return order


class CoverGraph:
    """The nodes as numbers, endings first; `own` and `ways` say what each shows and where it leads."""

    def __init__(self, case: CompiledCase, wanted: Iterable[Item]) -> None:
        self.case = case
        self.items: tuple[Item, ...] = tuple(dict.fromkeys(wanted))
        self._bits = {item: 1 << at for at, item in enumerate(self.items)}
        self.own: list[Mask] = []
        self.ways: list[tuple[Step, ...]] = []
        self._standing: dict[str, int] = {}
        self._merge()

    def _merge(self) -> None:
        known: dict[tuple[Mask, frozenset[Step]], int] = {}
        for node in endings_first(self.case):
            own = self.mask(items_at(self.case, node))
            ways = tuple(dict.fromkeys(self._steps(node)))
            key = (own, frozenset(ways))
            if key not in known:
                known[key] = len(self.own)
                self.own.append(own)
                self.ways.append(ways)
            self._standing[node] = known[key]

    def _steps(self, node: str) -> Iterator[Step]:
        return ((self.mask(way.items), self._standing[way.target]) for way in ways_of(self.case, node))

    def mask(self, items: Iterable[Item]) -> Mask:
        """Returns the set of those items that are wanted."""
        found = 0
        for item in items:
            found |= self._bits.get(item, 0)
        return found

    def named(self, mask: Mask) -> frozenset[Item]:
        """Returns the items of a set."""
        return frozenset(self.items[at] for at in bits_of(mask))

    @property
    def edges(self) -> int:
        """How many ways there are: what one search over all playthroughs costs."""
        return sum(len(ways) for ways in self.ways)

    def heaviest(self, weights: Sequence[float]) -> tuple[Step, ...]:
        """Returns the playthrough whose items weigh most, exactly; among equals the first in the author's order.

        An item that a playthrough shows twice weighs twice.
        """
        weigh = _Weighing(weights)
        worth: list[float] = []
        best: list[Step] = []
        for own, ways in zip(self.own, self.ways, strict=True):
            top, step = -1.0, (0, -1)
            for mask, target in ways:
                value = worth[target] + weigh[mask] if mask else worth[target]
                if value > top:
                    top, step = value, (mask, target)
            worth.append((top if ways else 0.0) + weigh[own])
            best.append(step)
        steps = []
        at = self.start
        while (step := best[at])[1] >= 0:
            steps.append(step)
            at = step[1]
        return tuple(steps)

    def weight(self, steps: Sequence[Step], weights: Sequence[float]) -> float:
        """Returns what a playthrough weighs, an item as often as it is shown."""
        weigh = _Weighing(weights)
        return weigh[self.own[self.start]] + sum(weigh[mask] + weigh[self.own[target]] for mask, target in steps)

    @property
    def start(self) -> int:
        """The number of the node at which every playthrough begins."""
        return self._standing[str(self.case.table["start"])]

    def shown(self, steps: Iterable[Step]) -> Mask:
        """Returns the wanted items that a playthrough shows."""
        found = self.own[self.start]
        for mask, target in steps:
            found |= mask | self.own[target]
        return found

    def walked(self, steps: Iterable[Step]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Returns a playthrough as a walk writes it, choice by choice, and the nodes of the table that it passes."""
        node = str(self.case.table["start"])
        nodes, said = [node], []
        for mask, target in steps:
            way = next(way for way in ways_of(self.case, node)
                       if (self.mask(way.items), self._standing[way.target]) == (mask, target))  # fmt: skip
            node = way.target
            nodes.append(node)
            said += [way.said] if way.said else []
        return tuple(said), tuple(nodes)

    def above(self) -> list[Mask]:
        """Returns, for each node, the items that some way from the start to it shows, its own among them."""
        above = [0] * len(self.own)
        above[self.start] = self.own[self.start]
        for at in range(self.start, -1, -1):
            for mask, target in self.ways[at]:
                above[target] |= above[at] | mask | self.own[target]
        return above

    def together(self) -> list[Mask]:
        """Returns, for each item, all items that some playthrough shows together with it; itself if any shows it."""
        above = self.above()
        beside: dict[Mask, Mask] = {}
        for at, own in enumerate(self.own):
            beside[own] = beside.get(own, 0) | above[at]
            for mask, _ in self.ways[at]:
                beside[mask] = beside.get(mask, 0) | above[at] | mask
        found = [0] * len(self.items)
        for mask, others in beside.items():
            for at in bits_of(mask):
                found[at] |= others
        for at in range(len(found)):
            for other in bits_of(found[at]):
                found[other] |= 1 << at
        return found


class _Weighing(dict[Mask, float]):
    """The weight of each set of items, summed up once."""

    def __init__(self, weights: Sequence[float]) -> None:
        super().__init__()
        self.weights = weights

    def __missing__(self, mask: Mask) -> float:
        self[mask] = found = float(sum(self.weights[at] for at in bits_of(mask)))
        return found


def bits_of(mask: Mask) -> Iterator[int]:
    """Yields the positions of the bits that are set, from the lowest."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
