"""The size of a case: situations, playthroughs, decisions, words and minutes. Exact but for the minutes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from steadyline.checks.telling import found
from steadyline.findings import Finding
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.explore import Exploration
from steadyline.scenarios.model import Place

WORDS_A_MINUTE = 200
"""An assumption of ours: careful reading, somewhat slower than the 238 words a minute that Brysbaert (2019, Journal of
Memory and Language 109) found on average for silent reading of English non-fiction."""

MINUTES_A_DECISION = 1.0
"""An assumption of ours: thinking, saying how sure one is, and a line of reasoning."""

SLACK = 2.0
"""How many times more or less than the estimate the author's own minutes may be before we ask."""


Length = tuple[int, int]
"""Decisions, and of equals words."""


@dataclass(frozen=True)
class Facts:
    """The size of a case. Pairs are (fewest, most) over all playthroughs; `minutes` are estimated.

    `situations` are scenes in different states; `nodes` those that differ in what is shown or may follow.
    `playthroughs` are different ways through decisions and chance.
    """

    situations: int
    nodes: int
    playthroughs: int
    decisions: tuple[int, int]
    words: tuple[int, int]
    minutes: tuple[int, int]
    shortest: tuple[str, ...]
    longest: tuple[str, ...]


def facts_of(exploration: Exploration, case: CompiledCase) -> Facts:
    """Returns the size of a case, by one pass over its nodes from the endings backwards."""
    size = _Sizes(case)
    start = str(case.table["start"])
    few, many = size.words[start]
    low, high = case.nodes[start]["ahead"]
    opening = len(re.sub(r"<[^>]*>", " ", exploration.scenario.opening).split())
    minutes = [round(words / WORDS_A_MINUTE + decisions * MINUTES_A_DECISION)
               for words, decisions in ((few + opening, low), (many + opening, high))]  # fmt: skip
    return Facts(
        len(exploration.nodes), len(case.nodes), size.playthroughs[start], (low, high),
        (few + opening, many + opening), (max(minutes[0], 1), max(minutes[1], 1)),
        size.walk(start, 0), size.walk(start, 1),
    )  # fmt: skip


def minutes_findings(exploration: Exploration, facts: Facts) -> Iterator[Finding]:
    """Yields S423 where the author's minutes are far from what reading and deciding would take."""
    said, (few, many) = exploration.scenario.front.minutes, facts.minutes
    if few / SLACK <= said <= many * SLACK:
        return
    message = (
        f"the front says {said} minutes; at {WORDS_A_MINUTE} words or one decision a minute a "
        f"playthrough takes {few} to {many}."
    )
    yield found(
        "S423", exploration.scenario.path, Place(exploration.scenario.lines.get("minutes", 1)), message, "minutes"
    )


class _Sizes:
    """Playthroughs, words and lengths from every node on."""

    def __init__(self, case: CompiledCase) -> None:
        self.case = case
        self.playthroughs: dict[str, int] = {}
        self.words: dict[str, tuple[int, int]] = {}
        self.lengths: dict[str, tuple[Length, Length]] = {}
        self.blocks = {slug: _counts(scene["blocks"], "text") for slug, scene in case.scenes.items()}
        self.choices = {slug: _counts(scene.get("choices", ()), "text") for slug, scene in case.scenes.items()}
        self.nows = {slug: _counts(scene.get("choices", ()), "now_text") for slug, scene in case.scenes.items()}
        for node in self._endings_first():
            self._add(node)

    def ways(self, node: str) -> list[tuple[int, str]]:
        """Returns, for each way out of a node, the words of its consequence, and where it leads."""
        table = self.case.nodes[node]
        if "next" in table:
            return [(0, table["next"])]
        if "outcomes" in table:
            return [(0, each["next"]) for each in table["outcomes"]]
        nows = self.nows[table["scene"]]
        return [(nows[each["choice"]], each["next"]) for each in table.get("options", ())]

    def _add(self, node: str) -> None:
        table, ways = self.case.nodes[node], self.ways(node)
        blocks, choices = self.blocks[table["scene"]], self.choices[table["scene"]]
        here = sum([blocks[at] for at in table["blocks"]])
        here += sum([choices[each["choice"]] for each in table.get("options", ())])
        self.playthroughs[node] = sum([self.playthroughs[to] for _, to in ways]) if ways else 1
        self.words[node] = (
            here + min([words + self.words[to][0] for words, to in ways], default=0),
            here + max([words + self.words[to][1] for words, to in ways], default=0),
        )
        more = "options" in table
        few = min([_longer(self.lengths[to][0], more, words) for words, to in ways], default=(0, 0))
        many = max([_longer(self.lengths[to][1], more, words) for words, to in ways], default=(0, 0))
        self.lengths[node] = (_longer(few, False, here), _longer(many, False, here))

    def walk(self, node: str, which: int) -> tuple[str, ...]:
        """Returns the walk with the fewest (0) or the most (1) decisions from a node, and of those the words."""
        said: list[str] = []
        while ways := self._said(node):
            word, _, node = (max if which else min)(ways, key=lambda way: self._size(way, which))
            said.append(word)
        return tuple(word for word in said if word)

    def _said(self, node: str) -> list[tuple[str, int, str]]:
        table = self.case.nodes[node]
        said = (
            [f"chance: {each['name']}" for each in table.get("outcomes", ())] or list(self.case.options(node)) or [""]
        )
        return [(word, words, to) for word, (words, to) in zip(said, self.ways(node), strict=False)]

    def _size(self, way: tuple[str, int, str], which: int) -> Length:
        _, words, node = way
        return _longer(self.lengths[node][which], False, words)

    def _endings_first(self) -> list[str]:
        order: list[str] = []
        seen: set[str] = set()
        stack = [(str(self.case.table["start"]), False)]
        while stack:
            node, is_done = stack.pop()
            if is_done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend([(to, False) for _, to in self.ways(node) if to not in seen])
        return order


def _longer(length: Length, by_a_decision: bool, by_words: int) -> Length:
    return length[0] + by_a_decision, length[1] + by_words


def _counts(texts: Iterable[Mapping[str, str]], name: str) -> list[int]:
    return [len(text[name].split()) for text in texts]
