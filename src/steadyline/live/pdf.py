"""Pages as PDF, by a Chromium that is on this computer. Nothing is fetched from anywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from steadyline.errors import SteadylineError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SECONDS = 120
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


class NoChromium(SteadylineError):
    """A PDF is asked for, and there is no browser that could make it."""

    def __init__(self) -> None:
        super().__init__(
            "A PDF is made by Chromium or Chrome, and neither is found on this computer. The pages are there as HTML: "
            "open each in any browser, choose Print, and there A4 or “Save as PDF”."
        )


class PdfNotMade(SteadylineError):
    """The browser was started and made no PDF."""

    def __init__(self, page: Path, why: str) -> None:
        super().__init__(f"{page}: the browser made no PDF of it ({why}). Open the page and print it from there.")


def chromium() -> str:
    """Returns the path of a Chromium. Raises NoChromium."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise NoChromium
    return found


def pdf_of(page: Path, to: Path, browser: str) -> int:
    """Writes a page's PDF and returns how many sheets it has. Raises PdfNotMade."""
    # A profile of its own: a browser that is open already would take the command and answer at once.
    with tempfile.TemporaryDirectory() as profile:
        flags = ["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
                 f"--user-data-dir={profile}", "--no-pdf-header-footer", f"--print-to-pdf={to}"]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # the browser's sandbox refuses root
            flags.append("--no-sandbox")
        try:
            done = subprocess.run(  # noqa: S603  # the path comes from PATH, the page is ours
                [browser, *flags, page.resolve().as_uri()], capture_output=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PdfNotMade(page, type(error).__name__) from error
    if not to.is_file():
        raise PdfNotMade(page, f"it ended with {done.returncode}")
    return len(_PAGE.findall(to.read_bytes()))
