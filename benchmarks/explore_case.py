"""Proving a case: exploring it and finding what is wrong with it, against a plain search that forgets nothing.

The peer visits every (scene, value of every variable) breadth first, keeps all, and finds nothing. Both are exact.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import median

from measuring.figures import ratio, table, verdict
from measuring.large_case import large_case
from measuring.plain_search import plain_search
from measuring.timing import Measured, measured

from steadyline import content
from steadyline.checking import check_case
from steadyline.checks.facts import facts_of
from steadyline.checks.machine import machine_findings
from steadyline.scenarios.compile import CompiledCase, compile_explored
from steadyline.scenarios.explore import Exploration, explore, nothing_thrown_away
from steadyline.scenarios.model import Scenario
from steadyline.scenarios.read import read_case

RUNS = 5
CAP = 2_000_000
EXPLORE, PROVE, PLAIN = "explore", "explore + compile + find", "plain search"
SIZES = {
    "15 x 4, two meters, six flags": ((15, 4, 2, 6), 0.1, 0.1),
    "30 x 4, three meters, eight flags": ((30, 4, 3, 8), 5.0, 10.0),
}


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"one run each, not {RUNS}; the large case at half size")
    quick = parser.parse_args().quick
    runs = 1 if quick else RUNS
    _report("The Porch", content.scenario(content.case_path("the-porch")), runs)
    for name, (size, *aims) in SIZES.items():
        half = quick and size[0] == 30
        shown = "15 x 4, three meters, eight flags" if half else name
        scenario = read_case(large_case(15 if half else size[0], *size[1:]), "measured")
        rows = _report(shown, scenario, runs)
        for what, aim in zip((EXPLORE, PROVE), aims, strict=True):
            took = median(rows[what].seconds)
            print(verdict(f"{what}, {shown}, under {aim} s", took < aim, f"{took:.2f} s"))
    _report_shipped(runs)


def _report(name: str, scenario: Scenario, runs: int) -> dict[str, Measured]:
    """Prints a case's table and returns what was measured."""
    rows = measured(
        {
            EXPLORE: lambda: len(explore(scenario).nodes),
            PROVE: lambda: _prove(scenario),
            PLAIN: lambda: plain_search(scenario, CAP),
        },
        runs,
    )
    head = (f"{name}: median", "s", "times explore", "peak MB", "situations")
    lines = [
        (each, f"{median(row.seconds):.3f}", f"{ratio(row.seconds, rows[EXPLORE].seconds):.1f}",
         f"{row.peak / 1e6:.1f}", f"{row.counted:,}")
        for each, row in rows.items()
    ]  # fmt: skip
    print(f"\n{table(head, lines)}\n")
    return rows


def _prove(scenario: Scenario) -> int:
    with nothing_thrown_away():
        explored: Exploration = explore(scenario)
        case: CompiledCase = compile_explored(explored)
        machine_findings(explored, case, facts_of(explored, case))
    return len(explored.nodes)


def _report_shipped(runs: int) -> None:
    paths: list[Path] = [content.case_path(name) for name in content.cases()]
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        for path in paths:
            check_case(path)
        seconds.append(time.perf_counter() - begun)
    took = median(seconds)
    print(verdict(f"every check of all {len(paths)} shipped cases, under 3 s", took < 3, f"{took:.2f} s"))


if __name__ == "__main__":
    main()
