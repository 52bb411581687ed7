"""Runs the tests in four processes side by side, and prints what they said when all are done. `make test` calls it.

A browser's tests wait for the browser most of the time, and stand in two parts; the others, in two halves of about
equal length, for nothing.
Not in the shell's background, where Ctrl-C is ignored: some tests send it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

TESTS = Path(__file__).resolve().parent
BROWSER = TESTS / "browser"
WHOLE = TESTS / "whole_course"
"""Slower, and of what ships: `make course` runs it."""

SLOWER = (
    "cli/test_demo.py", "graders/test_nbgrader_contract.py", "scenarios/test_fuzz.py", "house/test_commands_of_assessors.py",
    "browser/live/test_session.py", "browser/live/test_screen_fits.py", "browser/live/test_rating.py",
    "browser/desk/test_desk.py",
    "browser/desk/test_from_pile_to_page.py",
)  # fmt: skip
"""Of nbgrader itself, or half a minute and longer: `make course` runs these too."""

PLAYER = BROWSER / "player"
FIRST_HALF = ("attacks", "authoring", "checks", "cli", "content", "diagnostics")


def main() -> int:
    """Returns 0 if every test passed."""
    halves = [TESTS / name for name in FIRST_HALF]
    apart = [f"--ignore={path}" for path in (BROWSER, WHOLE, *halves)]
    slower = [f"--ignore={TESTS / name}" for name in SLOWER]
    parts = {
        "player": [str(PLAYER)], "browser": [str(BROWSER), f"--ignore={PLAYER}", *slower],
        "first": [*map(str, halves), *slower], "second": [str(TESTS), *apart, *slower],
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        files = {name: opened.enter_context(Path(folder, f"{name}.txt").open("w+", encoding="utf-8")) for name in parts}
        running = [
            subprocess.Popen([*_pytest(folder, name), *words], stdout=files[name], stderr=subprocess.STDOUT, cwd=TESTS.parent)
            for name, words in parts.items()
        ]  # fmt: skip
        try:
            codes = [process.wait() for process in running]
        finally:
            for process in running:
                process.kill()
        for name, file in files.items():
            file.seek(0)
            sys.stdout.write(f"\n{name}:\n{file.read()}")
    return max(codes, key=abs)


def _pytest(folder: str, name: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "--durations=12", "-o", f"cache_dir={folder}/{name}"]


if __name__ == "__main__":
    sys.exit(main())
