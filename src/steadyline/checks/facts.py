"""The size of a case: situations, playthroughs, decisions, words and minutes. Exact but for the minutes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from steadyline.checks.telling import found
from steadyline.findings import Finding
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.doors import Shown, Way
from steadyline.scenarios.explore import Exploration, Node
from steadyline.scenarios.model import Choice, Place

WORDS_A_MINUTE = 200
"""An assumption of ours: careful reading, somewhat slower than the 238 words a minute that Brysbaert (2019, Journal of
Memory and Language 109) found on average for silent reading of English non-fiction."""

MINUTES_A_DECISION = 1.0
"""An assumption of ours: thinking, saying how sure one is, and a line of reasoning."""

SLACK = 2.0
"""How many times more or less than the estimate the author's own minutes may be before we ask."""


A_DECISION = 1 << 32
"""More than any words: numbers of decisions and words in one."""


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
    """Returns the size of a case, by one pass over its situations from the endings backwards."""
    size = _Sizes(exploration)
    low, high = case.nodes[str(case.table["start"])]["ahead"]
    opening = len(re.sub(r"<[^>]*>", " ", exploration.scenario.opening).split())
    few, many = size.fewest[0] + opening, size.most[0] + opening
    minutes = [
        round(words / WORDS_A_MINUTE + decisions * MINUTES_A_DECISION)
        for words, decisions in ((few, low), (many, high))
    ]
    return Facts(
        len(exploration.nodes),
        len(case.nodes),
        size.playthroughs[0],
        (low, high),
        (few, many),
        (max(minutes[0], 1), max(minutes[1], 1)),
        size.walk(min, size.shortest),
        size.walk(max, size.longest),
    )


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
    """Playthroughs, words and lengths from every situation on, by its number."""

    def __init__(self, exploration: Exploration) -> None:
        self.exploration = exploration
        scenes, count = exploration.scenario.scenes, len(exploration.nodes)
        self.shown = {slug: Shown(scene, exploration.rules) for slug, scene in scenes.items()}
        self.blocks = {slug: [len(block.text.split()) for block in scene.blocks] for slug, scene in scenes.items()}
        self.read: dict[str, dict[tuple[int, ...], int]] = {slug: {} for slug in scenes}
        self.offered: dict[int, tuple[int, tuple[int, ...]]] = {}
        self.playthroughs = [1] * count
        self.fewest, self.most = [0] * count, [0] * count
        # Decisions and words in one number, so that decisions count first: the shortest and the longest from here.
        self.shortest, self.longest = [0] * count, [0] * count
        for at in reversed(exploration.order):
            self._add(at, exploration.nodes[at])

    def _add(self, at: int, node: Node) -> None:
        here, (offered, nows) = self._words(node), self._offer(node.open)
        leads = node.leads
        here += offered
        if not leads:
            self.fewest[at] = self.most[at] = self.shortest[at] = self.longest[at] = here
            return
        step = here + (A_DECISION if offered else 0)
        fewest, most, shortest, longest = self.fewest, self.most, self.shortest, self.longest
        ways = list(zip(nows, leads, strict=True))
        self.playthroughs[at] = sum([self.playthroughs[to] for to in leads])
        fewest[at] = here + min([words + fewest[to] for words, to in ways])
        most[at] = here + max([words + most[to] for words, to in ways])
        shortest[at] = step + min([words + shortest[to] for words, to in ways])
        longest[at] = step + max([words + longest[to] for words, to in ways])

    def _words(self, node: Node) -> int:
        """Returns how many words the scene shows in a situation, its options apart."""
        numbers, known = self.shown[node.scene].of(node.state), self.read[node.scene]
        if numbers not in known:
            known[numbers] = sum(self.blocks[node.scene][number] for number in numbers)
        return known[numbers]

    def _offer(self, ways: tuple[Way, ...]) -> tuple[int, tuple[int, ...]]:
        """Returns the words of the options that are open, and for each way the words of its consequence."""
        if id(ways) not in self.offered:  # a scene's door keeps these, one for each set of ways that can be open
            choices = [way.leads if isinstance(way.leads, Choice) else None for way in ways]
            self.offered[id(ways)] = (
                sum(len(choice.text.split()) for choice in choices if choice),
                tuple(len(choice.now_text.split()) if choice else 0 for choice in choices),
            )
        return self.offered[id(ways)]

    def walk(self, pick: Callable[..., int], size: list[int]) -> tuple[str, ...]:
        """Returns the walk with the fewest or the most decisions, and of those with the fewest or the most words."""
        said: list[str] = []
        at = 0
        while (node := self.exploration.nodes[at]).leads:
            nows = self._offer(node.open)[1]
            best = pick(range(len(nows)), key=lambda way: nows[way] + size[node.leads[way]])
            said.append(self.exploration.said(at, node.open[best]))
            at = node.leads[best]
        return tuple(word for word in said if word)
