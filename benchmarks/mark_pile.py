"""Marking a pile of hand-ins of The Porch, as typed in a terminal: `steadyline mark` against `nbgrader autograde`.

Both mark the same hand-ins under the same settings, the starting of Python included; then the gradebooks are compared
row by row. Afterwards ours alone on 20, 200 and 2,000, for what it takes and how its memory grows.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from measuring.cohorts import UNIT, cohort, rows_of
from measuring.figures import table, verdict

PILE = 200
SIZES = (20, 200, 2000)
OURS = [sys.executable, "-m", "steadyline.cli.main", "mark"]
STOCK = [sys.executable, "-m", "nbgrader", "autograde", UNIT]

WATCH = """
import resource, subprocess, sys, time
began = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
"""Runs a command from a small process: a child is said to have been as large as the one that it was forked from."""


@dataclass(frozen=True)
class Ran:
    """What one run took: seconds on the clock, seconds of all processors, megabytes of the largest of its processes."""

    seconds: float
    busy: float
    peak: float


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="5 hand-ins against nbgrader, and ours on 20 and 40")
    parser.add_argument("--stock", type=int, metavar="N", help=f"nbgrader marks only N of the {PILE}")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        pile = 20 if arguments.quick else PILE
        _against_stock(Path(place), pile, arguments.stock or (5 if arguments.quick else pile))
        _alone(Path(place), (20, 40) if arguments.quick else SIZES)


def _against_stock(place: Path, pile: int, of_stock: int) -> None:
    ours, stock = place / "ours", place / "stock"
    codes = cohort(ours, pile)
    shutil.copytree(ours, stock)
    for code in codes[of_stock:]:
        shutil.rmtree(stock / "submitted" / code)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    first, theirs = run([*OURS, str(ours)], ours), run(STOCK, stock)
    again = run([*OURS, "--again", str(ours)], ours)
    unchanged = run([*OURS, str(ours)], ours)
    each = theirs.seconds / of_stock
    rows = [
        ("nbgrader autograde", of_stock, theirs), ("steadyline mark, in a new folder", pile, first),
        ("steadyline mark --again", pile, again), ("steadyline mark, nothing changed", pile, unchanged),
    ]  # fmt: skip
    lines = [
        (name, str(marked), f"{ran.seconds:.2f}", f"{ran.busy:.2f}", f"{1000 * ran.seconds / marked:.1f}",
         f"{each / (ran.seconds / marked):.0f}", f"{ran.peak:.0f}")
        for name, marked, ran in rows
    ]  # fmt: skip
    head = ("The Porch", "hand-ins", "s", "s of processors", "ms each", "times faster", "peak MB")
    print(f"{table(head, lines)}\n\n{os.cpu_count()} processors; load at the beginning {load:.1f}")
    chosen = set(codes[:of_stock])
    is_equal = [row for row in rows_of(ours) if row[0] in chosen] == rows_of(stock)
    print(f"{len(rows_of(stock))} rows of nbgrader's gradebook and ours are {'equal' if is_equal else 'NOT EQUAL'}.")
    print(verdict("a hundred times nbgrader", first.seconds * 100 <= each * pile, f"{each * pile / first.seconds:.0f}"))


def _alone(place: Path, sizes: tuple[int, ...]) -> None:
    lines = []
    for size in sizes:
        folder = place / f"{size}"
        cohort(folder, size)
        ran = run([*OURS, str(folder)], folder)
        lines.append((f"{size}", f"{ran.seconds:.2f}", f"{ran.busy:.2f}", f"{ran.peak:.0f}"))
    print(f"\n{table(('hand-ins', 's', 's of processors', 'peak MB'), lines)}")


def run(command: list[str], folder: Path) -> Ran:
    """Runs a command in a cohort's folder and returns what it took, its own processes included."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # nbgrader looks for alembic
    told = subprocess.run(
        [sys.executable, "-c", WATCH, *command], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    seconds, busy, peak = map(float, told.stdout.split())
    return Ran(seconds, busy, peak / 1024)


if __name__ == "__main__":
    main()
