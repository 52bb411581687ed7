"""Both versions of a case walked side by side: every walk through the old one, and where the same choices lead now.

Chance is one and the same where a chance scene stands in both with the same weights: a log's seed draws the same
outcome in either. Elsewhere the new case may draw anything, and a walk fits only if it fits whatever is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from steadyline.scenarios.compile import CompiledCase

FATES = ("same", "retold", "other", "unended", "lost")
"""What becomes of a whole old walk, from best to worst: the same ending; the same one, with its process or circumstance
told otherwise; another ending; all its choices can be taken and no ending is reached; not all can be taken."""

Lot = tuple[str, int, str]
"""A chance scene, the position of the outcome drawn there, and its name."""


@dataclass(frozen=True)
class Pair:
    """Where one walk stands: a decision or ending of the old case, and all nodes where it may stand in the new one."""

    old: str
    new: frozenset[str]


@dataclass(frozen=True)
class Move:
    """One old option, with one way in which chance may fall after it; `to` is None if the new case does not offer it.

    `old` is the node at which the old case comes to stand.
    """

    choice: str
    lots: tuple[Lot, ...]
    old: str
    to: Pair | None

    @property
    def said(self) -> tuple[str, ...]:
        """The move as a walk says it."""
        drawn = tuple(f"chance: {name}" for _, _, name in self.lots)
        return (self.choice, *drawn) if self.choice else drawn


@dataclass(frozen=True)
class Fits:
    """How many old walks fit. `partial`: of attempts that stopped at a decision, how many there are and how many fit.

    `lost` is a shortest walk that cannot be taken, its last choice the one that is not offered; `lost_at` the pair
    where that happens, None if every walk fits.
    """

    whole: Counter[str]
    partial: tuple[int, int]
    lost: tuple[str, ...]
    lost_at: Pair | None


class SideBySide:
    """The walks of two versions of a case, side by side. `scenes` gives old scenes' addresses in the new case."""

    def __init__(self, old: CompiledCase, new: CompiledCase, scenes: dict[str, str]) -> None:
        self.old, self.new, self.scenes = old, new, scenes
        self._whole: dict[str, int] = {}
        self._parts: dict[str, int] = {}
        self._moves: dict[Pair, list[Move]] = {}
        self.starts = [
            Move("", lots, end, Pair(end, self._new_ends([str(new.table["start"])], lots)))
            for end, lots in self._old_ends(str(old.table["start"]))
        ]

    def moves(self, pair: Pair) -> list[Move]:
        """Returns every move from where a walk stands."""
        if pair not in self._moves:
            self._moves[pair] = list(self._moved(pair))
        return self._moves[pair]

    def _moved(self, pair: Pair) -> Iterator[Move]:
        offered = [self.new.options(node) for node in sorted(pair.new)]
        for choice, target in self.old.options(pair.old).items():
            fits = all(choice in each for each in offered)
            for end, lots in self._old_ends(target):
                to = Pair(end, self._new_ends([each[choice] for each in offered], lots)) if fits else None
                yield Move(choice, lots, end, to)

    def _old_ends(self, node: str) -> Iterator[tuple[str, tuple[Lot, ...]]]:
        """Yields where a walk comes to stand, going on from a node, with what chance drew on the way."""
        table = self.old.nodes[node]
        if "next" in table:
            yield from self._old_ends(table["next"])
        elif "outcomes" in table:
            for at, outcome in enumerate(table["outcomes"]):
                for end, lots in self._old_ends(outcome["next"]):
                    yield end, ((node, at, outcome["name"]), *lots)
        else:
            yield node, ()

    def _new_ends(self, nodes: list[str], lots: tuple[Lot, ...]) -> frozenset[str]:
        """Returns all nodes at which a walk may come to stand in the new case, its chance drawn as in the old one."""
        drawn = {self.old.nodes[node]["scene"]: (at, _weights(self.old, node)) for node, at, _ in lots}
        ends: set[str] = set()
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            table = self.new.nodes[node]
            if "next" in table:
                waiting.append(table["next"])
            elif "outcomes" in table:
                at, weights = drawn.get(table["scene"], (0, ()))
                is_same = weights == _weights(self.new, node)
                waiting += [each["next"] for each in (table["outcomes"][at : at + 1] if is_same else table["outcomes"])]
            else:
                ends.add(node)
        return frozenset(ends)

    def pairs(self) -> Iterator[tuple[Pair, tuple[str, ...]]]:
        """Yields every pair that a walk comes to, nearest first, each with a shortest walk to it."""
        walks = {move.to: move.said for move in reversed(self.starts) if move.to is not None}
        queue = list(dict.fromkeys(move.to for move in self.starts if move.to is not None))
        for pair in queue:
            yield pair, walks[pair]
            for move in self.moves(pair):
                if move.to is not None and move.to not in walks:
                    walks[move.to] = (*walks[pair], *move.said)
                    queue.append(move.to)

    @cached_property
    def fits(self) -> Fits:
        """How many of the old walks can be taken in the new case, choice by choice."""
        walked = list(self.pairs())
        fates, parts = self._counted([pair for pair, _ in walked])
        whole, partial, fitting = Counter[str](), 0, 0
        for move in self.starts:
            if move.to is not None:
                whole += fates[move.to]
                # An attempt without a decision leaves no log: where it begins is not counted.
                first = 0 if self._is_end(move.old) else 1
                partial += self._partial(move.old) - first
                fitting += parts[move.to] - first
        for pair, walk in walked:
            lost = next((move for move in self.moves(pair) if move.to is None), None)
            if lost is not None:
                return Fits(whole, (partial, fitting), (*walk, lost.choice), pair)
        return Fits(whole, (partial, fitting), (), None)

    def _counted(self, pairs: list[Pair]) -> tuple[dict[Pair, Counter[str]], dict[Pair, int]]:
        """Returns for each pair what becomes of all walks on from it, and how many of those that stop early fit."""
        fates: dict[Pair, Counter[str]] = {}
        parts: dict[Pair, int] = {}
        for pair in self._endings_first(pairs):
            moves = self.moves(pair)
            fates[pair] = Counter[str]() if moves else Counter([self.fate(pair)])
            parts[pair] = 1 if moves else 0
            for move in moves:
                fates[pair] += Counter(lost=self._whole_from(move.old)) if move.to is None else fates[move.to]
                parts[pair] += 0 if move.to is None else parts[move.to]
        return fates, parts

    def _endings_first(self, pairs: list[Pair]) -> list[Pair]:
        return sorted(pairs, key=lambda pair: int(self.old.nodes[pair.old]["ahead"][1]))

    def fate(self, pair: Pair) -> str:
        """Returns what becomes of a walk that stands at an ending of the old case: one of FATES."""
        return max((self._fate(pair.old, node) for node in pair.new), key=FATES.index)

    def _fate(self, old: str, new: str) -> str:
        was, now = self.old.nodes[old], self.new.nodes[new]
        if "process" not in now:
            return "unended"
        if self.scenes.get(was["scene"]) != now["scene"]:
            return "other"
        is_same = (was["process"], was["circumstance"]) == (now["process"], now["circumstance"])
        return "same" if is_same else "retold"

    def _is_end(self, node: str) -> bool:
        return "process" in self.old.nodes[node]

    def _whole_from(self, node: str) -> int:
        """Returns how many walks lead from a node of the old case to an ending."""
        if self._is_end(node):
            return 1
        if node not in self._whole:
            ways = (end for target in self.old.options(node).values() for end, _ in self._old_ends(target))
            self._whole[node] = sum(self._whole_from(end) for end in ways)
        return self._whole[node]

    def _partial(self, node: str) -> int:
        """Returns how many walks lead from a node of the old case to a decision, the one to itself included."""
        if self._is_end(node):
            return 0
        if node not in self._parts:
            ways = (end for target in self.old.options(node).values() for end, _ in self._old_ends(target))
            self._parts[node] = 1 + sum(self._partial(end) for end in ways)
        return self._parts[node]


def _weights(case: CompiledCase, node: str) -> tuple[int, ...]:
    return tuple(outcome["weight"] for outcome in case.nodes[node]["outcomes"])
