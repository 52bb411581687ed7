"""Small random cases, and every playthrough of them by plain interpretation that forgets and merges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import strategies as st

from steadyline.scenarios.model import Choice, Scenario

HEAD = """---
format: 1
title: t
role: r
minutes: 5
content note: n
findings: F1
competencies: C1
use: formative
state:
  a: 0 to 3, starts at 1
  b: no
  c: one of x, y, z; starts y
---
"""
EFFECTS = ["add: a + 1", "add: a - 2", "set: b = yes", "set: b = no", "set: c = z", "set: a = 3"]
TESTS = ["a is at least 2", "b", "not b", "c is z or a is 0", "not (b and c is not x)", "chose c0-0"]


@st.composite
def cases(draw: st.DrawFn) -> str:
    """A small random case of scenes in a row, with effects, conditions, delayed words and two endings."""
    scenes = draw(st.integers(1, 4))
    lines = [HEAD]
    for at in range(scenes):
        lines += [f"## S{at}", "", "Words.", ""]
        if draw(st.booleans()):
            lines += [f"*If {draw(st.sampled_from(TESTS))}:* More.", "", "*Otherwise:* Less.", ""]
        for option in range(draw(st.integers(2, 3))):
            lines += [f"- [o](#{'end' if at + 1 == scenes else f's{at + 1}'})", f"  - id: c{at}-{option}", "  - now: n"]
            if option and draw(st.booleans()):
                lines.append(f"  - if: {draw(st.sampled_from(TESTS))}")
            lines += [f"  - {effect}" for effect in draw(st.lists(st.sampled_from(EFFECTS), max_size=2))]
        lines.append("")
    lines += ["## End", "", f"- If {draw(st.sampled_from(TESTS))}: [up](#up)", "- Otherwise: [down](#down)", ""]
    for name in ("Up", "Down"):
        lines += [f"## {name}", "", "Done.", "", f"- Ending: {name}", "  - process: sound", "  - circumstance: kind", ""]
    return "\n".join(lines)


@dataclass(frozen=True)
class Played:
    """One playthrough: its choices, its ending, the scenes passed with the state in each, and the effects felt."""

    choices: tuple[str, ...]
    ending: str
    passed: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    felt: frozenset[tuple[str, int]] = field(default_factory=frozenset)


def holds(condition: object, state: dict[str, int]) -> bool:
    """Whether a condition holds, by its plain meaning."""
    if condition is None:
        return True
    kind = type(condition).__name__
    if kind == "Not":
        return not holds(condition.inner, state)  # type: ignore[attr-defined]
    if kind in ("All", "Either"):
        found = [holds(part, state) for part in condition.parts]  # type: ignore[attr-defined]
        return all(found) if kind == "All" else any(found)
    value = state.get(condition.name, 0)  # type: ignore[attr-defined]
    wanted, relation = getattr(condition, "value", 1), getattr(condition, "relation", "=")
    return {"=": value == wanted, "!=": value != wanted, ">=": value >= wanted, "<=": value <= wanted}[relation]


def playthroughs(scenario: Scenario) -> Iterator[Played]:
    """Yields every playthrough. `felt` holds (choice, number of its effect) for each effect that changed something."""

    def walk(slug: str, state: dict[str, int], so_far: Played) -> Iterator[Played]:
        scene = scenario.scenes[slug]
        so_far = Played(so_far.choices, slug, (*so_far.passed, (slug, tuple(sorted(state.items())))), so_far.felt)
        if scene.kind == "ending":
            yield so_far
            return
        ways = [way for way in scene.ways if holds(way.condition, state)]
        for way in ways[:1] if scene.kind == "turning" else ways:
            after, felt = dict(state), set(so_far.felt)
            name = way.id if isinstance(way, Choice) else way.name
            for number, effect in enumerate(way.effects):
                variable = scenario.variables[effect.name]
                value = effect.value if effect.change == "set" else after[effect.name] + effect.value
                value = max(variable.lowest, min(variable.highest, value))
                if value != after[effect.name]:
                    felt.add((name, number))
                after[effect.name] = value
            taken = so_far.choices
            if isinstance(way, Choice):
                after[f"chose {way.id}"] = 1
                taken = (*taken, way.id)
            yield from walk(way.target, after, Played(taken, "", so_far.passed, frozenset(felt)))

    start = {name: variable.start for name, variable in scenario.variables.items()}
    yield from walk(scenario.start, start, Played((), "", ()))
