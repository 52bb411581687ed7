"""From a click to the next scene: our player against plain ipywidgets players of the same case, in the same run.

All are read through Voila from one learner's server, in the same Chromium, attempt by attempt in turn; then all
again with 150 ms of round trip added to the line. Every time is taken in the page, from the click event on.
"""

from __future__ import annotations

import argparse
from statistics import median

from measuring.browsing import chromium
from measuring.figures import p95, ratio, table, verdict
from measuring.plain_player import ROOT, lay_notebook
from measuring.serving import Served, learn
from measuring.slow_line import slow_line
from measuring.walking import DECIDE, GO_ON, PASSAGE, STOPWATCH, Click, Player, walk
from playwright.sync_api import Browser, Page

from steadyline import content

CASE = "the-porch"
ADDED = 0.150
ATTEMPTS = 5
OURS = Player(
    "ours", ".steadyline", ".sl-stage .sl-main >> nth=0", '.sl-stage input[value="{choice}"]',
    '.sl-stage button:text-matches("^Begin")',
)  # fmt: skip
PLAIN = [
    Player(name, f".{ROOT}", f".{ROOT} button", f".{ROOT} input[type=radio]", f".{ROOT} button")
    for name in ("plain, anew", "plain, in place")
]
PLAYERS = (OURS, *PLAIN)
Clicks = dict[str, list[Click]]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"one attempt each, not {ATTEMPTS}: to see that it runs")
    attempts = 1 if parser.parse_args().quick else ATTEMPTS
    with learn() as served, chromium() as browser:
        paths = [f"{CASE}/{CASE}.ipynb", *(lay_notebook(served.folder, CASE, kind) for kind in ("anew", "in-place"))]
        near = _clicks(browser, served, served.port, paths, attempts)
        _report("On this machine", near)
        with slow_line(served.port, ADDED / 2) as port:
            far = _clicks(browser, served, port, paths, attempts)
        _report(f"With {ADDED * 1000:.0f} ms of round trip added", far)
    _verdicts(near, far)


def _clicks(browser: Browser, served: Served, port: int, paths: list[str], attempts: int) -> dict[str, Clicks]:
    """Returns each player's clicks by kind. The players take turns, so that a busy moment meets all of them."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(STOPWATCH)
    page = context.new_page()
    page.goto(served.at_port(port))
    pages = [
        _open(context.new_page(), player, f"http://127.0.0.1:{port}/voila/render/{path}")
        for player, path in zip(PLAYERS, paths, strict=True)
    ]
    served.settle()
    print(f"A small request takes {_round_trip(page):.0f} ms.")
    clicks: dict[str, Clicks] = {player.name: {DECIDE: [], GO_ON: [], PASSAGE: []} for player in PLAYERS}
    for attempt in range(attempts):
        for player, its_page in zip(PLAYERS, pages, strict=True):
            _play(its_page, player, attempt, clicks[player.name])
    context.close()
    served.end_kernels()
    return clicks


def _open(page: Page, player: Player, address: str) -> Page:
    page.goto(address)
    page.locator(player.begins).first.wait_for(timeout=60_000)
    return page


def _play(page: Page, player: Player, attempt: int, clicks: Clicks) -> None:
    """Plays one attempt along a golden walk and puts its clicks to the others."""
    page.bring_to_front()
    back = page.get_by_role("button", name="Back to the start")
    if back.count():
        back.click()
    walks = content.walks(CASE)
    choices = frozenset(walks[attempt % len(walks)].choices)
    for click in walk(page, player, content.case(CASE), choices, rest=400):
        clicks[click.kind].append(click)


def _round_trip(page: Page) -> float:
    """Returns how long a request takes that the server answers at once, in milliseconds; the median of nine."""
    ask = "async () => { const t = performance.now(); await fetch('/api'); return performance.now() - t; }"
    return median(float(page.evaluate(ask)) for _ in range(9))


def _report(title: str, clicks: dict[str, Clicks]) -> None:
    head = ("milliseconds, median", "clicks", "stands", "p95", "ratio", "painted", "ratio")
    rows = [_row(kind, name, clicks) for kind in (DECIDE, GO_ON, PASSAGE) for name in clicks]
    print(f"\n{title}: from the click until the next scene stands\n\n{table(head, rows)}\n", flush=True)


def _row(kind: str, name: str, clicks: dict[str, Clicks]) -> tuple[str, ...]:
    standing, painted = _times(kind, clicks[name])
    our_standing, our_painted = _times(kind, clicks[OURS.name])
    stands = (f"{median(standing):.1f}", f"{p95(standing):.1f}", f"{ratio(standing, our_standing):.1f}")
    paints = (f"{median(painted):.0f}", f"{ratio(painted, our_painted):.1f}")
    return (f"{kind}: {name}", str(len(standing)), *stands, *paints)


def _times(kind: str, clicks: Clicks) -> tuple[list[float], list[float]]:
    return [each.standing for each in clicks[kind]], [each.painted for each in clicks[kind]]


def _verdicts(near: dict[str, Clicks], far: dict[str, Clicks]) -> None:
    for kind in (DECIDE, GO_ON, PASSAGE):
        ours, ours_far = (_times(kind, clicks[OURS.name])[0] for clicks in (near, far))
        for player in PLAIN:
            times = ratio(_times(kind, near[player.name])[0], ours)
            print(verdict(f"{kind}: 5 times faster than {player.name}", times >= 5, f"{times:.1f} times"))
        more = median(ours_far) - median(ours)
        print(verdict(f"{kind}: unchanged by the round trip (within 5 ms)", abs(more) < 5, f"{more:+.1f} ms"))


if __name__ == "__main__":
    main()
