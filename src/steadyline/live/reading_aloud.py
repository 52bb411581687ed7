"""How long the words of a case take in a room, decision by decision: what is read aloud, what is read in silence.

Source: M. Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109 (2019), 104047: adults
read English aloud at 183 words a minute and in silence at 238. A room has to take it in, so we plan with fewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from steadyline.live.story_order import decisions_in_order
from steadyline.scenarios.compile import CompiledCase

ALOUD = 150
"""Words a minute, read aloud to a room."""

SILENT = 200
"""Words a minute of options, read by everybody for themselves; the course's own figure for careful reading."""

CHOOSE, SHOW, TALK = 1, 1, 3
"""An assumption of ours: the fewest minutes for choosing alone, for hands or cards, and for talking about them."""


@dataclass(frozen=True)
class Words:
    """Words up to a decision (averaged over every way there, each choice as likely as another), and of its options."""

    aloud: float
    options: int

    @property
    def minutes(self) -> float:
        """How long the reading takes."""
        return self.aloud / ALOUD + self.options / SILENT

    @property
    def fewest(self) -> int:
        """The fewest whole minutes for the decision: reading, choosing, hands, and a short talk."""
        return ceil(self.minutes) + CHOOSE + SHOW + TALK


def words_of(case: CompiledCase) -> Mapping[str, Words]:
    """Returns the words of each decision; those read after the last decision are below ""."""
    order = decisions_in_order(case)
    share, heard = _likely(case)
    options = {slug: sum(len(each["text"].split()) for each in case.scenes[slug]["choices"]) for slug in order}
    found = {slug: Words(heard.get(slug, 0) / max(share.get(slug, 0), 1e-9), options[slug]) for slug in order}
    return found | {"": Words(heard.get("", 0) / max(share.get("", 0), 1e-9), 0)}


def _likely(case: CompiledCase) -> tuple[dict[str, float], dict[str, float]]:
    """Returns how likely each decision is met, and the words read before it since the last one, each times that."""
    likely: dict[str, float] = {str(case.table["start"]): 1.0}
    words: dict[str, float] = {str(case.table["start"]): float(len(_plain(str(case.table["opening"])).split()))}
    share: dict[str, float] = {}
    heard: dict[str, float] = {}
    long = {slug: [len(block["text"].split()) for block in scene["blocks"]] for slug, scene in case.scenes.items()}
    now = {
        (slug, at): len(each["now_text"].split())
        for slug, scene in case.scenes.items()
        for at, each in enumerate(scene.get("choices", ()))
    }
    for node in sorted(case.nodes, key=_depths(case).__getitem__):
        at, said = likely.get(node, 0.0), words.get(node, 0.0)
        table = case.nodes[node]
        said += at * sum(long[table["scene"]][block] for block in table["blocks"])
        ways = _ways(case, node, now)
        if "options" in table or not ways:
            place = str(table["scene"]) if ways else ""
            share[place], heard[place] = share.get(place, 0.0) + at, heard.get(place, 0.0) + said
        for to, part, after in ways:
            kept = 0.0 if "options" in table else said * part
            likely[to] = likely.get(to, 0.0) + at * part
            words[to] = words.get(to, 0.0) + kept + at * part * after
    return share, heard


def _ways(case: CompiledCase, node: str, now: Mapping[tuple[str, int], int]) -> list[tuple[str, float, int]]:
    """Returns where a node leads: the next node, how likely, and the words read on the way."""
    table = case.nodes[node]
    if "next" in table:
        return [(table["next"], 1.0, 0)]
    if "outcomes" in table:
        total = sum(each["weight"] for each in table["outcomes"])
        return [(each["next"], each["weight"] / total, 0) for each in table["outcomes"]]
    options = table.get("options", ())
    return [(each["next"], 1 / len(options), now.get((table["scene"], each["choice"]), 0)) for each in options]


def _depths(case: CompiledCase) -> dict[str, int]:
    """Returns each node's place in an order in which a node comes after all that lead to it."""
    seen: dict[str, int] = {}
    stack: list[tuple[str, bool]] = [(str(case.table["start"]), False)]
    done: set[str] = set()
    while stack:
        node, is_left = stack.pop()
        if is_left:
            seen[node] = -len(seen)
        elif node not in done:
            done.add(node)
            stack.append((node, True))
            stack.extend((to, False) for to, _, _ in _ways(case, node, {}) if to not in done)
    return seen


def _plain(html: str) -> str:
    return "".join(part.partition(">")[2] if at else part for at, part in enumerate(html.split("<")))
