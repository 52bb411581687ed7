"""The ways out of each scene, each worked out once for what it looks at and remembered from then on.

A condition looks at a few bits of the state and an effect changes a few: what they give for those bits is the same
whatever the rest of the state is. So most steps of an exploration are two look-ups.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from steadyline.scenarios.model import Branch, Choice, Chose, Scene, names_read
from steadyline.scenarios.rules import Rules, State


@dataclass(eq=False, slots=True)
class Way:
    """One way out of a scene. `seen` maps the bits that it changes, as they were met, to what it makes of them.

    `target` is the slug of the scene to which it leads; `rest` the bits that it leaves as they are.
    """

    at: int
    leads: Choice | Branch
    target: str
    mask: int
    rest: int
    rules: Rules = field(repr=False)
    seen: dict[State, State] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """What a walk says of it: a choice's id, a chance's name."""
        return self.leads.id if isinstance(self.leads, Choice) else self.leads.name

    def step(self, state: State) -> State:
        """Returns the state at the door of the scene to which the way leads."""
        part = state & self.mask
        made = self.seen.get(part)
        if made is None:
            made = self.seen[part] = self.rules.step(self.leads, part)
        return (state & self.rest) | made


@dataclass(eq=False, slots=True)
class Door:
    """One scene with its ways. `seen` maps the bits at which its conditions look, as met, to the ways open."""

    scene: Scene
    ways: tuple[Way, ...]
    mask: int
    rules: Rules = field(repr=False)
    seen: dict[State, tuple[Way, ...]] = field(default_factory=dict)

    def open(self, state: State) -> tuple[Way, ...]:
        """Returns the ways that are open in a state; of a turning the one that it takes."""
        part = state & self.mask
        ways = self.seen.get(part)
        if ways is None:
            ways = tuple(way for way in self.ways if self.rules.tests[id(way.leads)](part))
            ways = self.seen[part] = ways[:1] if self.scene.kind == "turning" else ways
        return ways


def doors_of(rules: Rules) -> dict[str, Door]:
    """Returns every scene's door by slug."""
    return {slug: _door(scene, rules) for slug, scene in rules.scenario.scenes.items()}


def _door(scene: Scene, rules: Rules) -> Door:
    ways = tuple(_way(at, leads, rules) for at, leads in enumerate(scene.ways))
    read = frozenset().union(*(names_read(way.leads.condition) for way in ways))
    return Door(scene, ways, rules.mask(read), rules)


def _way(at: int, leads: Choice | Branch, rules: Rules) -> Way:
    changed = {effect.name for effect in leads.effects}
    if isinstance(leads, Choice) and leads.id in rules.scenario.remembered_choices:
        changed.add(Chose(leads.id).name)
    mask = rules.mask(changed)
    return Way(at, leads, leads.target, mask, rules.kept[leads.target] & ~mask, rules)


class Shown:
    """Which blocks of a scene are shown. `seen` maps the bits at which they look, as met, to their numbers."""

    def __init__(self, scene: Scene, rules: Rules) -> None:
        blocks = scene.blocks if scene.is_seen else ()
        self.tests = [rules.test(block.condition) for block in blocks]
        self.mask = rules.mask(frozenset().union(*(names_read(block.condition) for block in blocks)))
        self.seen: dict[State, tuple[int, ...]] = {}

    def of(self, state: State) -> tuple[int, ...]:
        """Returns the numbers of the blocks that are shown in a state."""
        part = state & self.mask
        if part not in self.seen:
            self.seen[part] = tuple(number for number, test in enumerate(self.tests) if test(part))
        return self.seen[part]
