"""In whose seat the learner sits at each scene: the front's role, until a scene names another one."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from steadyline.scenarios.model import Scene
from steadyline.scenarios.source import Source


def seated(source: Source, scenes: Mapping[str, Scene], start: str, role: str) -> dict[str, Scene]:
    """Returns the scenes, each with its seat; S128 where two walks come to a scene from different seats.

    A scene that names no seat has that of the scene before it. Every link leads to a scene that is there.
    """
    seats: dict[str, str] = {}
    waiting = deque([(start, role)])
    told: set[str] = set()
    while waiting:
        slug, before = waiting.popleft()
        scene = scenes[slug]
        seat = scene.seat or before
        if slug not in seats:
            seats[slug] = seat
            waiting.extend((way.target, seat) for way in scene.ways)
        elif seats[slug] != seat and slug not in told:
            told.add(slug)
            message = (
                f'one walk comes to "{scene.title}" in the seat "{seats[slug]}" and another one in the seat "{seat}": '
                "name the seat below the heading."
            )
            source.fault("S128", message, scene.place)
    return {slug: replace(scene, seat=seats.get(slug, scene.seat or role)) for slug, scene in scenes.items()}
