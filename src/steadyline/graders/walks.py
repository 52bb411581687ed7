"""What golden walks earn under the key, against what they say they earn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from steadyline.findings import Finding
from steadyline.graders.marks import MEASURES, Scale, earned_by
from steadyline.scenarios.walks import Walk


def earned(walk: Walk, scale: Scale) -> dict[str, float]:
    """Returns what a walk of the scale's case earns in each measure, in the key's own units."""
    case, key = scale.case, scale.key
    scenes = [case.nodes[node]["scene"] for node in walk.nodes if "options" in case.nodes[node]]
    taken = [(key.decisions[scene], key.decisions[scene].options[choice])
             for scene, choice in zip(scenes, walk.choices, strict=True)]  # fmt: skip
    return {measure: sum(earned_by(decision, option, measure) for decision, option in taken) for measure in MEASURES}


def mark_findings(walks: Iterable[Walk], scale: Scale) -> list[Finding]:
    """Returns W111 for each expected mark that is not what the walk earns, in its place in the walk's file."""
    return [finding for walk in walks for finding in _findings(walk, scale)]


def _findings(walk: Walk, scale: Scale) -> Iterator[Finding]:
    found = earned(walk, scale)
    for each in walk.expected:
        if each.name in found and found[each.name] != int(each.value):
            message = f"this walk earns {found[each.name]:g} for {each.name}, not {each.value}."
            yield Finding(walk.path, each.line, each.column, "W111", "error", message, each.name)
