"""Opening a unit to its first scene: from the click on the start page until the player's first button is on the screen.

Ours is Voila with kernels that wait warmed, as `steadyline learn` serves it. The peers, in the same run: the same page
from the same server without waiting kernels, and the same notebook opened in Notebook 7. Each opening has a browser
context of its own, with nothing in its cache but what the start page fetched beforehand.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from statistics import median

from measuring.browsing import chromium
from measuring.figures import p95, ratio, table, verdict
from measuring.serving import Served, learn
from playwright.sync_api import Browser

UNIT = "the-porch"
RUNS = 7
AIM = 2.0
READING = 2_000
"""Milliseconds on the start page before the click; somebody reads it for longer."""

STOPWATCH = """
window.opened = new Promise((resolve) => {
  const seen = (selector) => {
    const found = document.querySelector(selector);
    return Boolean(found && found.getClientRects().length);
  };
  let frame = 0;
  const look = () => {
    if (!frame && seen(".steadyline")) frame = performance.now();
    if (!seen(".steadyline .sl-stage button")) return requestAnimationFrame(look);
    const [visit] = performance.getEntriesByType("navigation");
    resolve({ answer: visit.responseStart, page: visit.responseEnd, player: frame, control: performance.now() });
  };
  requestAnimationFrame(look);
});
"""


@dataclass(frozen=True)
class Opening:
    """One opening, in seconds since the click.

    `answer` and `page` are the server's first and last word, `player` is the player's frame, `control` its first
    button on the screen.
    """

    answer: float
    page: float
    player: float
    control: float


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"one opening each, not {RUNS}: to see that it runs")
    runs = 1 if parser.parse_args().quick else RUNS
    with learn() as warmed, learn(warmed=False) as cold, chromium() as browser:
        ways = {
            "Voila, warmed": (warmed, f"/voila/render/{UNIT}/"),
            "Voila, cold": (cold, f"/voila/render/{UNIT}/"),
            "Notebook 7, warmed": (warmed, f"/notebooks/{UNIT}/"),
            "Notebook 7, cold": (cold, f"/notebooks/{UNIT}/"),
        }
        openings: dict[str, list[Opening]] = {name: [] for name in ways}
        for _ in range(runs):
            for name, (served, link) in ways.items():
                openings[name].append(_open(browser, served, link))
    _report(openings)


def _open(browser: Browser, served: Served, link: str) -> Opening:
    """Opens the unit from the start page, then ends its kernel, so that the next opening finds a quiet server."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(served.start_page)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(READING)
    page.add_init_script(STOPWATCH)
    page.locator(f'a[href*="{link}"]').first.evaluate("link => link.click()")
    page.wait_for_url(f"**{link}**", wait_until="commit")
    seen = page.evaluate("() => opened")
    context.close()
    served.end_kernels()
    served.settle()
    return Opening(**{name: milliseconds / 1000 for name, milliseconds in seen.items()})


def _report(openings: dict[str, list[Opening]]) -> None:
    head = ("seconds, median", "runs", "answer", "page", "player", "first button", "p95", "fastest", "ratio")
    rows = [_row(name, openings[name], openings["Voila, warmed"]) for name in openings]
    print(f"\nOpening a unit: from the click on the start page\n\n{table(head, rows)}\n")
    controls = [each.control for each in openings["Voila, warmed"]]
    print(verdict(f"warmed, under {AIM:.0f} s at the median", median(controls) < AIM, f"{median(controls):.2f} s"))


def _row(name: str, openings: list[Opening], ours: list[Opening]) -> tuple[str, ...]:
    controls = [each.control for each in openings]
    parts = [median(times) for times in zip(*((each.answer, each.page, each.player) for each in openings), strict=True)]
    figures = (*parts, median(controls), p95(controls), min(controls))
    times = ratio(controls, [each.control for each in ours])
    return (name, str(len(openings)), *(f"{each:.2f}" for each in figures), f"{times:.2f}")


if __name__ == "__main__":
    main()
