"""The fewest whole playthroughs that between them show every item wanted, and how few there can be at all.

Which playthrough shows most of what is still missing is found exactly; how the playthroughs are put together is
improved step by step, the same way every time, until it meets the bound that is proved or the work allowed is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.cover_bound import exclusive_family, weighed_bound
from steadyline.scenarios.cover_graph import CoverGraph, Item, Mask, Step, bits_of, items_at, ways_of

WORK = 1_500_000
"""Ways looked at while improving, and half as many again while proving: about a second in all."""

ROUNDS = 400


@dataclass(frozen=True)
class Playthrough:
    """One whole playthrough. `said` is what its walk writes line by line: choices, and `chance: name`.

    `nodes` are those of the compiled table from the start to the ending, passages included.
    """

    said: tuple[str, ...]
    nodes: tuple[str, ...]
    ending: str
    shown: frozenset[Item]


@dataclass(frozen=True)
class Cover:
    """Playthroughs that show all items wanted but `never`, which no playthrough shows. Fewer than `at_least` cannot."""

    playthroughs: tuple[Playthrough, ...]
    at_least: int
    never: frozenset[Item]

    @property
    def is_smallest(self) -> bool:
        """Whether it is proved that no fewer playthroughs will do."""
        return len(self.playthroughs) <= self.at_least


def cover(case: CompiledCase, wanted: Iterable[Item]) -> Cover:
    """Returns the fewest playthroughs found that show every item wanted, the one that shows most of them first."""
    graph = CoverGraph(case, wanted)
    together = graph.together()
    reachable = sum(1 << at for at, others in enumerate(together) if others)
    never = frozenset(item for at, item in enumerate(graph.items) if not together[at])
    search = _Search(graph, together, reachable)
    found = search.run()
    return Cover(tuple(_playthrough(graph, steps) for steps in _in_order(graph, found)), search.bound, never)


def all_items(case: CompiledCase, *kinds: str) -> tuple[Item, ...]:
    """Returns the case's items of those kinds ("option", "block", "ending", "outcome"), in the author's order.

    What no playthrough shows is among them; an outcome is only where its chance is reached.
    """
    found: list[Item] = []
    for slug, scene in case.scenes.items():
        found += [("block", slug, at) for at in range(len(scene["blocks"]))]
        found += [("option", choice["id"]) for choice in scene.get("choices", [])]
        found += [("ending", slug)] if scene["kind"] == "ending" else []
    for node, table in case.nodes.items():
        found += [item for way in ways_of(case, node) for item in way.items if "outcomes" in table]
    return tuple(dict.fromkeys(item for item in found if item[0] in kinds))


def items_shown(case: CompiledCase, said: Iterable[str], nodes: Sequence[str]) -> frozenset[Item]:
    """Returns everything that a walk shows; `said` as its file writes it, `nodes` as it passes them."""
    lines = iter(said)
    found: list[Item] = [item for node in nodes for item in items_at(case, node)]
    for node in nodes:
        if "next" in case.nodes[node] or "process" in case.nodes[node]:
            continue
        line = next(lines, "")
        found += [item for way in ways_of(case, node) if way.said == line for item in way.items]
    return frozenset(found)


def _playthrough(graph: CoverGraph, steps: Sequence[Step]) -> Playthrough:
    said, nodes = graph.walked(steps)
    return Playthrough(said, nodes, graph.case.nodes[nodes[-1]]["scene"], items_shown(graph.case, said, nodes))


def _in_order(graph: CoverGraph, found: Sequence[tuple[Step, ...]]) -> list[tuple[Step, ...]]:
    """Returns the playthroughs so that each shows as much as can be that those before it do not show."""
    left, seen, order = list(found), 0, []
    while left:
        best = max(left, key=lambda steps: (graph.shown(steps) & ~seen).bit_count())
        left.remove(best)
        order.append(best)
        seen |= graph.shown(best)
    return order


class _Search:
    """Puts a cover together and makes it smaller."""

    def __init__(self, graph: CoverGraph, together: Sequence[Mask], wanted: Mask) -> None:
        self.graph, self.together, self.wanted = graph, together, wanted
        self.bound = exclusive_family(wanted, together).bit_count()
        self.work = WORK

    def run(self) -> list[tuple[Step, ...]]:
        """Returns the smallest cover found; `bound` is then how few there must be."""
        # What stands in few playthroughs weighs more: what is common comes along by itself.
        weights = [1.0 / (1 + others.bit_count()) for others in self.together]
        best = self.smaller(self.greedy(self.wanted, weights))
        while len(best) > self.bound and self.work > 0:
            found = self.smaller(self.greedy(self.wanted, weights))
            best = min(best, found, key=len)
            # What was left to the last playthroughs was hard to place: next time it is placed sooner.
            for at in bits_of(self.only(found, found[-2:])):
                weights[at] *= 3
        if len(best) > self.bound:
            rounds = min(ROUNDS, WORK // (2 * self.graph.edges + 1))
            self.bound = max(self.bound, weighed_bound(self.graph, self.wanted, rounds, len(best)))
        return best

    def heaviest(self, weights: Sequence[float]) -> tuple[Step, ...]:
        self.work -= self.graph.edges
        return self.graph.heaviest(weights)

    def greedy(self, left: Mask, weights: Sequence[float], most: int = 1_000_000) -> list[tuple[Step, ...]]:
        """Returns playthroughs that show what is left, each as much of it as can be; empty if `most` are too few."""
        found: list[tuple[Step, ...]] = []
        while left:
            if len(found) == most:
                return []
            steps = self.heaviest([weight if left >> at & 1 else 0.0 for at, weight in enumerate(weights)])
            found.append(steps)
            left &= ~self.graph.shown(steps)
        return found

    def only(self, found: Sequence[tuple[Step, ...]], some: Sequence[tuple[Step, ...]]) -> Mask:
        """Returns what is wanted and stands in these playthroughs only."""
        needed = self.wanted
        for steps in found:
            if steps not in some:
                needed &= ~self.graph.shown(steps)
        return needed

    def smaller(self, found: list[tuple[Step, ...]]) -> list[tuple[Step, ...]]:
        """Returns the cover without what it can spare: one, two or three playthroughs give way to one fewer."""
        size = 1
        while size <= min(3, len(found)) and len(found) > self.bound:
            spared = next((less for some in combinations(found, size) if (less := self.without(found, some))), None)
            found, size = (spared, 1) if spared else (found, size + 1)
        return found

    def without(
        self, found: list[tuple[Step, ...]], some: tuple[tuple[Step, ...], ...]
    ) -> list[tuple[Step, ...]] | None:
        """Returns the cover with one playthrough fewer in the place of these, or None; also when the work is done."""
        if self.work <= 0:
            return None
        self.work -= len(found)
        needed = self.only(found, some)
        kept = [steps for steps in found if steps not in some]
        if not needed:
            return kept
        # Cheaper than to look for playthroughs: how many there must be.
        if len(some) == 1 or exclusive_family(needed, self.together, 5_000).bit_count() >= len(some):
            return None
        instead = self.greedy(needed, [1.0] * len(self.together), len(some) - 1)
        return [*kept, *instead] if instead else None
