"""Which option would you most avoid? What the answers earn: 1 for what does most harm, a half for another poor one.

It is asked at a few decisions of a case and counted apart from what was chosen there. It tells whether somebody sees
the danger in an option, which a lucky or a careful choice does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from steadyline.graders.key import Key, KeyedDecision
from steadyline.graders.marks import DECIMALS, MarkRefused
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.cover_graph import endings_first
from steadyline.scenarios.replay import Playthrough

RIGHT, NEAR = 1.0, 0.5


@dataclass(frozen=True)
class Avoided:
    """One answer: `given` is "" where none was given; `keyed` are the options that do most harm. `share` is 0 to 1."""

    step: int
    scene: str
    node: str
    given: str
    keyed: tuple[str, ...]
    share: float


def avoided(playthrough: Playthrough, key: Key) -> tuple[Avoided, ...]:
    """Returns each answer of a playthrough, marked; decisions that are discussed and not scored are left out."""
    case = playthrough.case
    found = []
    for step in playthrough.steps:
        node = step.decision.node
        decision = key.decisions[case.nodes[node]["scene"]]
        if case.asks_what_to_avoid(node) and decision.is_counted:
            keyed = tuple(id for id in case.options(node) if decision.options[id].avoid)
            share = share_of(decision, step.decision.avoid)
            found.append(Avoided(step.decision.step, decision.scene, node, step.decision.avoid, keyed, share))
    return tuple(found)


def share_of(decision: KeyedDecision, given: str) -> float:
    """Returns what an answer earns: what does most harm 1, another option without credit a half, anything else 0."""
    option = decision.options.get(given)
    if option is None:
        return 0.0
    return RIGHT if option.avoid else NEAR if option.credit == 0 else 0.0


def avoid_points(playthrough: Playthrough, key: Key, out_of: float) -> float:
    """Returns the points as a builtin float: what was earned, over all that this walk asked or could still ask.

    So an attempt that stops early gains nothing by it. Raises MarkRefused where nothing is asked.
    """
    found = avoided(playthrough, key)
    asked = len(found) + _ahead(playthrough.case, key, playthrough.node)
    if not asked:
        raise MarkRefused("Nothing was asked on this way through the case about what to avoid, so no mark is given.")
    return round(float(sum(each.share for each in found)) * float(out_of) / asked, DECIMALS)


def _ahead(case: CompiledCase, key: Key, node: str) -> int:
    """Returns how often a walk from a node on is asked at the most."""
    if not _targets(case, node):
        return 0  # an ending, where most walks stand: nothing lies ahead, and the table need not be gone through
    most: dict[str, int] = {}
    for at in endings_first(case):
        table = case.nodes[at]
        targets = _targets(case, at)
        decision = key.decisions.get(table["scene"])
        here = case.asks_what_to_avoid(at) and decision is not None and decision.is_counted
        most[at] = max((most[target] for target in targets), default=0) + here
    return most[node]


def _targets(case: CompiledCase, node: str) -> Sequence[str]:
    table = case.nodes[node]
    if "next" in table:
        return [str(table["next"])]
    ways = table["outcomes"] if "outcomes" in table else table.get("options", [])
    return [str(way["next"]) for way in ways]
