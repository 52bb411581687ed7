"""A learner's way through a case as a picture, for the page that looks back on it."""

from __future__ import annotations

from steadyline.scenarios.map.layout import layout_of
from steadyline.scenarios.map.svg import svg_of
from steadyline.scenarios.map.visited import map_of_visited
from steadyline.scenarios.replay import Playthrough


def way_through(playthrough: Playthrough) -> dict[str, str]:
    """Returns {"svg": the map of the scenes visited}. It tells nothing of the key, nor of any scene not visited."""
    attempt = playthrough.steps[0].decision.attempt if playthrough.steps else 0
    name = f"steadyline-way-{playthrough.case.name}-{attempt}"
    return {"svg": svg_of(layout_of(map_of_visited(playthrough)), name, is_headed=False)}
