"""Reading, exploring and compiling a case, against a plain search that forgets nothing.

The peer is an exact breadth-first search over (scene, value of every variable), written below: what an author's tool
does that keeps all state until the end. It visits the same story and stops at a cap of nodes.
"""

from __future__ import annotations

import argparse
import random
import time
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from measuring.figures import p95, ratio, table, verdict

from steadyline import content
from steadyline.scenarios.compile import CompiledCase, compile_explored
from steadyline.scenarios.explore import explore
from steadyline.scenarios.model import All, Branch, Choice, Chose, Condition, Either, Not, Scenario
from steadyline.scenarios.read import read_case

CAP = 1_000_000
RUNS = 9
AIM = 0.2
WHOLE, PLAIN = "read + explore + compile", "plain search"
RELATIONS: dict[str, Callable[[int, int], bool]] = {
    "=": int.__eq__, "!=": int.__ne__, ">=": int.__ge__, "<=": int.__le__, ">": int.__gt__, "<": int.__lt__,
}  # fmt: skip
State = tuple[int, ...]


@dataclass(frozen=True)
class Measured:
    """What one way of doing it took. `peak` is in bytes; `nodes` ends at the cap when the search was stopped there."""

    seconds: list[float]
    peak: int
    nodes: int


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"one run each, not {RUNS}, and a cap of 20,000 nodes")
    quick = parser.parse_args().quick
    runs, cap = (1, 20_000) if quick else (RUNS, CAP)
    _report("The Porch", content.case_path("the-porch").read_text("utf-8"), runs, cap)
    took = _report("generated, 15 x 4", generated(15, 4, 2, 6), runs, cap)
    print(verdict(f"15 scenes x 4, two meters, six flags: under {AIM} s", took < AIM, f"{took:.2f} s"))


def generated(scenes: int, options: int, meters: int, flags: int) -> str:
    """Returns a case of that size, the same one every time: each scene reads and changes some of its state."""
    lots = random.Random(1)  # noqa: S311  not a secret
    state = [f"  m{at}: 0 to 4, starts at 1" for at in range(meters)] + [f"  f{at}: no" for at in range(flags)]
    front = ["format: 1", "title: t", "role: r", "minutes: 5", "content note: n", "findings: F1", "competencies: C1"]
    lines = ["---", *front, "use: formative", "state:", *state, "---"]
    for at in range(scenes):
        read = f"f{lots.randrange(flags)} and m{lots.randrange(meters)} is at least 2"
        lines += ["", f"## s{at}", "", "Words.", "", f"*If {read}:* More words.", ""]
        for option in range(options):
            target = min(scenes, at + lots.choice([1, 1, 2]))
            lines += [f"- [An option.](#s{target})", f"  - id: c{at}-{option}", "  - now: What follows."]
            lines += [f"  - add: m{lots.randrange(meters)} + 1", f"  - set: f{lots.randrange(flags)} = yes"]
    ending = ["- Ending: The end", "  - process: sound", "  - circumstance: kind"]
    return "\n".join([*lines, "", f"## s{scenes}", "", "The end.", "", *ending, ""])


def _report(name: str, text: str, runs: int, cap: int) -> float:
    """Prints a case's table and returns how long reading, exploring and compiling it took, in seconds."""
    scenario = read_case(text, "measured")
    explored = explore(scenario)
    compiled = compile_explored(explored)
    rows = _measured(
        {
            "read": lambda: len(read_case(text, "measured").scenes),
            "explore": lambda: len(explore(scenario).nodes),
            "compile": lambda: len(compile_explored(explored).nodes),
            WHOLE: lambda: len(compile_explored(explore(read_case(text, "measured"))).nodes),
            PLAIN: lambda: plain_search(scenario, cap),
        },
        runs,
    )
    head = (f"{name}: median", "ms", "p95", "times explore", "peak MB", "nodes", "times explore")
    print(f"\n{table(head, [_row(each, rows[each], rows['explore']) for each in rows])}\n")
    print(f"Walks through it: {walks(compiled):,}. As JSON: {len(compiled.as_json()) // 1000:,} kB.")
    if rows[PLAIN].nodes >= cap:
        print(f"The plain search was stopped at {cap:,} nodes; its figures are what it took until then.")
    return median(rows[WHOLE].seconds)


def _row(name: str, measured: Measured, ours: Measured) -> tuple[str, ...]:
    seconds = measured.seconds
    figures = (f"{median(seconds) * 1000:.0f}", f"{p95(seconds) * 1000:.0f}", f"{ratio(seconds, ours.seconds):.1f}")
    size = (f"{measured.peak / 1e6:.1f}", f"{measured.nodes:,}", f"{measured.nodes / ours.nodes:.1f}")
    return (name, *figures, *size) if name != "read" else (name, *figures, size[0], "", "")


def _measured(acts: dict[str, Callable[[], int]], runs: int) -> dict[str, Measured]:
    """Times all in turn, so that a busy moment meets each of them; then weighs, as tracing memory slows things down."""
    seconds: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(runs):
        for name, act in acts.items():
            begun = time.perf_counter()
            act()
            seconds[name].append(time.perf_counter() - begun)
    return {name: Measured(seconds[name], *_weighed(act)) for name, act in acts.items()}


def _weighed(act: Callable[[], int]) -> tuple[int, int]:
    """Returns the peak of memory in bytes, and what was counted."""
    tracemalloc.start()
    counted = act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, counted


def walks(case: CompiledCase) -> int:
    """Returns how many ways through the case there are."""
    known: dict[str, int] = {}

    def of(node: str) -> int:
        if node not in known:
            table_of = case.nodes[node]
            onward = [each["next"] for each in table_of.get("options", table_of.get("outcomes", []))]
            onward += [table_of["next"]] if "next" in table_of else []
            known[node] = sum(of(each) for each in onward) if onward else 1
        return known[node]

    return of(case.table["start"])


def plain_search(scenario: Scenario, cap: int) -> int:
    """Returns how many (scene, state) can be reached when nothing is forgotten; at most `cap`."""
    plain = _Plain(scenario)
    start = (scenario.start, plain.start)
    seen = {start}
    queue = deque(seen)
    while queue and len(seen) < cap:
        for after in plain.following(*queue.popleft()):
            if after not in seen:
                seen.add(after)
                queue.append(after)
    return len(seen)


class _Plain:
    """A scenario's ways, made ready once for a search that keeps the value of every variable."""

    def __init__(self, scenario: Scenario) -> None:
        remembered = [f"chose {choice}" for choice in sorted(scenario.remembered_choices)]
        self.place = {name: at for at, name in enumerate([*scenario.variables, *remembered])}
        self.variables = list(scenario.variables.values())
        self.start: State = (*(each.start for each in self.variables), *(0 for _ in remembered))
        self.turnings = {slug for slug, scene in scenario.scenes.items() if scene.kind == "turning"}
        self.ways = {
            slug: [(self.test(way.condition), self.change(way), way.target) for way in scene.ways]
            for slug, scene in scenario.scenes.items()
        }

    def following(self, slug: str, state: State) -> Iterator[tuple[str, State]]:
        """Yields where each open way leads, through turnings."""
        for test, change, target in self.ways[slug]:
            if not test(state):
                continue
            after = change(state)
            if target in self.turnings:
                yield from self.following(target, after)
            else:
                yield target, after
            if slug in self.turnings:
                return

    def test(self, condition: Condition | None) -> Callable[[State], bool]:
        """Returns a function that says whether the condition holds in a state."""
        if condition is None:
            return lambda state: True
        if isinstance(condition, Not):
            inner = self.test(condition.inner)
            return lambda state: not inner(state)
        if isinstance(condition, All | Either):
            parts = [self.test(part) for part in condition.parts]
            joined = all if isinstance(condition, All) else any
            return lambda state: joined(part(state) for part in parts)
        at = self.place[condition.name]
        if isinstance(condition, Chose):
            return lambda state: state[at] == 1
        relation, value = RELATIONS[condition.relation], condition.value
        return lambda state: relation(state[at], value)

    def change(self, way: Choice | Branch) -> Callable[[State], State]:
        """Returns a function that gives the state after a way was taken."""
        steps: list[tuple[int, bool, int, Any]] = [
            (self.place[each.name], each.change == "add", each.value, self.variables[self.place[each.name]])
            for each in way.effects
        ]
        chosen = self.place.get(f"chose {way.id}") if isinstance(way, Choice) else None

        def changed(state: State) -> State:
            after = list(state)
            for at, is_added, value, variable in steps:
                total = after[at] + value if is_added else value
                after[at] = min(variable.highest, max(variable.lowest, total))
            if chosen is not None:
                after[chosen] = 1
            return tuple(after)

        return changed


if __name__ == "__main__":
    main()
