"""Reading, exploring and compiling a case, against a plain search that forgets nothing.

The peer is an exact breadth-first search over (scene, value of every variable): what an author's tool does that keeps
all state until the end. It visits the same story and stops at a cap of nodes.
"""

from __future__ import annotations

import argparse
import random
from statistics import median

from measuring.figures import p95, ratio, table, verdict
from measuring.plain_search import plain_search
from measuring.timing import Measured, measured

from steadyline import content
from steadyline.scenarios.compile import CompiledCase, compile_explored
from steadyline.scenarios.documents import Beside
from steadyline.scenarios.explore import explore
from steadyline.scenarios.read import read_case

CAP = 1_000_000
RUNS = 9
AIM = 0.2
WHOLE, PLAIN = "read + explore + compile", "plain search"
BESIDE = Beside(content.local())
"""The area's figures, which the shipped case asks for."""


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
    scenario = read_case(text, "measured", "case.md", BESIDE)
    explored = explore(scenario)
    compiled = compile_explored(explored)
    rows = measured(
        {
            "read": lambda: len(read_case(text, "measured", "case.md", BESIDE).scenes),
            "explore": lambda: len(explore(scenario).nodes),
            "compile": lambda: len(compile_explored(explored).nodes),
            WHOLE: lambda: len(compile_explored(explore(read_case(text, "measured", "case.md", BESIDE))).nodes),
            PLAIN: lambda: plain_search(scenario, cap),
        },
        runs,
    )
    head = (f"{name}: median", "ms", "p95", "times explore", "peak MB", "nodes", "times explore")
    print(f"\n{table(head, [_row(each, rows[each], rows['explore']) for each in rows])}\n")
    print(f"Walks through it: {walks(compiled):,}. As JSON: {len(compiled.as_json()) // 1000:,} kB.")
    if rows[PLAIN].counted >= cap:
        print(f"The plain search was stopped at {cap:,} nodes; its figures are what it took until then.")
    return median(rows[WHOLE].seconds)


def _row(name: str, found: Measured, ours: Measured) -> tuple[str, ...]:
    seconds = found.seconds
    figures = (f"{median(seconds) * 1000:.0f}", f"{p95(seconds) * 1000:.0f}", f"{ratio(seconds, ours.seconds):.1f}")
    size = (f"{found.peak / 1e6:.1f}", f"{found.counted:,}", f"{found.counted / ours.counted:.1f}")
    return (name, *figures, *size) if name != "read" else (name, *figures, size[0], "", "")


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


if __name__ == "__main__":
    main()
