"""Runs the browser's tests beside all others, and prints what they said when both are done. `make test` calls it.

Two processes, because a browser's tests wait for the browser and the others for nothing. Not in the shell's
background, where Ctrl-C is ignored: some tests send it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent
BROWSER = TESTS / "browser"
WHOLE = TESTS / "whole_course"
"""Slower, and of what ships: `make course` runs it."""


def main() -> int:
    """Returns 0 if every test passed."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "browser.txt")
        with said.open("w", encoding="utf-8") as file:
            browser = subprocess.Popen([*_pytest(folder, "browser"), str(BROWSER)], stdout=file, stderr=subprocess.STDOUT,
                                       cwd=TESTS.parent)  # fmt: skip
        try:
            others = subprocess.run([*_pytest(folder, "others"), str(TESTS), f"--ignore={BROWSER}", f"--ignore={WHOLE}"], cwd=TESTS.parent)
            code = browser.wait()
        finally:
            browser.kill()
        sys.stdout.write(f"\nIn a browser, meanwhile:\n{said.read_text(encoding='utf-8')}")
    return others.returncode or code


def _pytest(folder: str, name: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "-o", f"cache_dir={folder}/{name}"]


if __name__ == "__main__":
    sys.exit(main())
