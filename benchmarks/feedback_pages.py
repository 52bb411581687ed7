"""Pages of feedback on The Porch, as typed in a terminal: `steadyline feedback` against `nbgrader generate_feedback`.

Both write a page for each of the same marked hand-ins, the starting of Python included. nbgrader works with its stock
settings, its own page that is; and once more with a cohort's settings, under which it writes our page.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from measuring.cohorts import UNIT, cohort
from measuring.figures import table, verdict

PILE = 200
STEADYLINE = [sys.executable, "-m", "steadyline.cli.main"]
OURS = [*STEADYLINE, "feedback"]
STOCK = [sys.executable, "-m", "nbgrader", "generate_feedback", UNIT]


class Took(NamedTuple):
    """Seconds on the clock, and seconds of all processors."""

    seconds: float
    busy: float


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="40 pages of ours, 5 of nbgrader's")
    parser.add_argument("--stock", type=int, metavar="N", help=f"nbgrader writes only N of the {PILE}")
    arguments = parser.parse_args()
    pile = 40 if arguments.quick else PILE
    of_stock = min(pile, arguments.stock or (5 if arguments.quick else pile))
    with tempfile.TemporaryDirectory() as place:
        _measure(Path(place), pile, of_stock)


def _measure(place: Path, pile: int, of_stock: int) -> None:
    ours, stock, door = (place / name for name in ("ours", "stock", "door"))
    codes = cohort(ours, pile)
    took([*STEADYLINE, "mark", str(ours)], ours)
    for folder in (stock, door):
        shutil.copytree(ours, folder)
        for code in codes[of_stock:]:
            shutil.rmtree(folder / "autograded" / code)
    _with_stock_settings(stock)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    rows = [
        ("nbgrader's own page", of_stock, took(STOCK, stock)),
        ("nbgrader, writing our page", of_stock, took(STOCK, door)),
        ("steadyline feedback --jobs 1", pile, took([*OURS, str(ours), "--jobs", "1"], ours)),
    ]
    shutil.rmtree(ours / "feedback")
    rows.append(("steadyline feedback", pile, took([*OURS, str(ours)], ours)))
    rows.append(("steadyline feedback, nothing changed", pile, took([*OURS, str(ours)], ours)))
    _report(rows, load)
    same = [(ours / page).read_bytes() == (door / page).read_bytes() for page in _pages(codes[:of_stock])]
    print(f"{sum(same)} of {of_stock} pages that nbgrader wrote with our settings are the same, letter by letter.")


def _with_stock_settings(folder: Path) -> None:
    config = folder / "nbgrader_config.py"
    lines = [each for each in config.read_text("utf-8").splitlines() if "Feedback" not in each]
    config.write_text("\n".join(lines) + "\n", "utf-8")


def _pages(codes: list[str]) -> list[str]:
    return [f"feedback/{code}/{UNIT}/{UNIT}.html" for code in codes]


def _report(rows: list[tuple[str, int, Took]], load: float) -> None:
    each = rows[0][2].seconds / rows[0][1]
    lines = [
        (name, str(pages), f"{ran.seconds:.2f}", f"{ran.busy:.2f}", f"{1000 * ran.seconds / pages:.1f}",
         f"{each / (ran.seconds / pages):.1f}")
        for name, pages, ran in rows
    ]  # fmt: skip
    print(table(("The Porch", "pages", "s", "s of processors", "ms each", "times faster"), lines))
    print(f"\n{os.cpu_count()} processors; load at the beginning {load:.1f}")
    ours = rows[3][2].seconds / rows[3][1]
    print(verdict("faster than nbgrader, page by page", ours < each, f"{each / ours:.1f} times"))


def took(command: list[str], folder: Path) -> Took:
    """Runs a command in a cohort's folder and returns what it took, its own processes included."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # nbgrader looks for alembic
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(time.perf_counter() - began, busy)


if __name__ == "__main__":
    main()
