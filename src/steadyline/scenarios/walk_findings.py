"""What a case's golden walks leave out: options that none of them takes, endings that none of them reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from steadyline.findings import Finding
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.cover import all_items, items_shown
from steadyline.scenarios.cover_graph import Item
from steadyline.scenarios.model import Place, Scenario
from steadyline.scenarios.shortest import walks_to_items
from steadyline.scenarios.walks import Walk

_NAMED = 8
"""How many options are named in one message."""


def walk_findings(scenario: Scenario, case: CompiledCase, walks: Iterable[Walk]) -> list[Finding]:
    """Returns W201 for each option that no walk takes and W202 for each ending that none reaches, in their places.

    Where no walk fits, or most options are left out, that is one finding: the story is being written.
    What no playthrough at all can show is left to the findings on the case itself.
    """
    walked = list(walks)
    covered = frozenset[Item]().union(*(items_shown(case, walk.said, walk.nodes) for walk in walked))
    shortest = walks_to_items(case)
    possible = [item for item in all_items(case, "option", "ending") if item in shortest]
    missing = [item for item in possible if item not in covered]
    options = [item for item in possible if item[0] == "option"]
    untaken = [item for item in missing if item[0] == "option"]
    if untaken and (not walked or 2 * len(untaken) > len(options)):
        first = next(str(item[1]) for item in shortest if item[0] == "option")
        return [_unfinished(scenario, untaken, len(options), first)]
    return [_finding(scenario, item, shortest[item]) for item in missing]


def _unfinished(scenario: Scenario, untaken: Sequence[Item], total: int, first: str) -> Finding:
    """Returns the one finding, at the decision that is met first: that of the option `first`."""
    place = next(scene.place for scene in scenario.scenes.values() if any(each.id == first for each in scene.choices))
    named = ", ".join(str(item[1]) for item in untaken[:_NAMED])
    more = f" and {len(untaken) - _NAMED} more" if len(untaken) > _NAMED else ""
    told = f'"{scenario.path}"' if " " in scenario.path else scenario.path
    message = (
        f"no walk takes {len(untaken)} of the {total} options ({named}{more}). "
        f"When the story stands: steadyline walk {told} --write"
    )
    return Finding(scenario.path, place.line, place.column, "W201", "error", message, scenario.name)


def _finding(scenario: Scenario, item: Item, witness: tuple[str, ...]) -> Finding:
    subject = str(item[1])
    if item[0] == "ending":
        place, code = scenario.scenes[subject].place, "W202"
        message = f'no walk ends at "{subject}". "steadyline walk" proposes walks for what is missing.'
    else:
        place, code = option_places(scenario)[subject], "W201"
        message = f'no walk takes "{subject}". "steadyline walk" proposes walks for what is missing.'
    return Finding(scenario.path, place.line, place.column, code, "error", message, subject, witness)


def option_places(scenario: Scenario) -> Mapping[str, Place]:
    """Returns where each choice stands in the author's file, by its id."""
    return {choice.id: choice.place for scene in scenario.scenes.values() for choice in scene.choices}
