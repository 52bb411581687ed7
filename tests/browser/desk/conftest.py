"""The desk on a page of its own, with the real desk of a real cohort behind it. No notebook and no kernel."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cohorts import LEARNERS, copied, lay_out
from playwright.sync_api import Browser, Page, Route, sync_playwright

from steadyline.desk.desk import Desk
from steadyline.desk.flags import Flag
from steadyline.desk.widget import Room, answer_to, module_text, style_text

PLAYERS = Path(__file__).parents[1] / "player"
ADDRESS = "http://desk.test/"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NOTICED = {LEARNERS[2]: (Flag("near-identical", "The text is <b>nearly</b> that of wren-13."),)}

OpenDesk = Callable[..., Page]


@pytest.fixture(scope="package")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("cohort") / "made", {LEARNERS[1]: "judgement"})


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """A cohort of twelve, each with a reflection; one automatic mark of theirs was refused."""
    return copied(template, tmp_path / "cohort")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield browser
        browser.close()


def room_of(folder: Path) -> Room:
    """The place at which an assessor sits, as the notebook makes it, but with made-up flags."""
    return Room(partial(Desk, folder, flags=lambda _folder, _unit: NOTICED))


@pytest.fixture
def open_desk(chromium: Browser, folder: Path) -> Iterator[OpenDesk]:
    """A function that opens the desk in a browser of its own; `who` is the assessor, or "" to be asked."""
    contexts = []
    errors: list[str] = []

    def open_it(who: str = "", **options: Any) -> Page:
        room = room_of(folder)
        pages = {
            "": ("text/html", (PLAYERS / "harness.html").read_text("utf-8")),
            "kernel.js": ("text/javascript", (PLAYERS / "kernel.js").read_text("utf-8")),
            "player.js": ("text/javascript", module_text()),
            "player.css": ("text/css", style_text()),
            "part.json": ("application/json", json.dumps({"store": "a-cohort", "who": who, "missing": ""})),
        }

        def give(route: Route) -> None:
            kind, text = pages[route.request.url.removeprefix(ADDRESS)]
            route.fulfill(body=text, content_type=f"{kind}; charset=utf-8")

        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        context.route(f"{ADDRESS}**", give)
        page = context.new_page()
        page.expose_function("askPython", lambda message: json.dumps(answer_to(json.loads(message), room)))
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(ADDRESS)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert errors == []
