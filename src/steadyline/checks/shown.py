"""Which paragraphs of a case are ever shown, and which conditions decide nothing."""

from __future__ import annotations

from collections.abc import Iterator

from steadyline.checks.reach import scenes_reached
from steadyline.checks.telling import found
from steadyline.findings import Finding
from steadyline.scenarios.doors import Shown
from steadyline.scenarios.explore import Exploration
from steadyline.scenarios.model import Block, Not, Scene, names_read


def shown_in(exploration: Exploration) -> dict[str, Shown]:
    """Returns, for each scene that is reached and read, which blocks are shown in the situations met there."""
    reached = scenes_reached(exploration)
    shown = {
        slug: Shown(scene, exploration.rules)
        for slug, scene in exploration.scenario.scenes.items()
        if scene.is_seen and slug in reached
    }
    for node in exploration.nodes:
        if node.scene in shown:
            shown[node.scene].of(node.state)
    return shown


def shown_findings(
    exploration: Exploration, shown: dict[str, Shown], told: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """Yields S406 and S407; nothing of conditions that look at what was `told` of already."""
    for slug, seen in shown.items():
        scene = exploration.scenario.scenes[slug]
        sometimes = frozenset(number for numbers in seen.seen.values() for number in numbers)
        always = frozenset.intersection(*(frozenset(numbers) for numbers in seen.seen.values()))
        for number, block in enumerate(scene.blocks):
            if (
                block.condition is None
                or names_read(block.condition) & told
                or _follows_from_above(scene, number, always, sometimes)
            ):
                continue
            if number not in sometimes:
                yield _never(exploration, scene, block)
            elif number in always:
                message = f'this is shown in every situation at "{scene.title}": its condition decides nothing.'
                yield found("S407", exploration.scenario.path, block.place, message, slug)


def _never(exploration: Exploration, scene: Scene, block: Block) -> Finding:
    why = "after that choice no walk comes here" if block.later else "its condition never holds here"
    message = f'this is never shown at "{scene.title}": {why}.'
    return found("S406", exploration.scenario.path, block.place, message, scene.slug)


def _follows_from_above(scene: Scene, number: int, always: frozenset[int], sometimes: frozenset[int]) -> bool:
    """Whether this is the other half of the block above, of which the same was told already."""
    above = scene.blocks[number - 1] if number else None
    if above is None or above.condition is None or scene.blocks[number].condition != Not(above.condition):
        return False
    return (number - 1 in always) or (number - 1 not in sometimes)
