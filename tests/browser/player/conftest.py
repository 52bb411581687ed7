"""A page that holds nothing but the player, with a fake kernel; no server, no notebook."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from steadyline.player.widget import module_text, style_text

HERE = Path(__file__).parent
ADDRESS = "http://player.test/"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield browser
        browser.close()


def serve(context: BrowserContext, part: dict[str, Any]) -> None:
    """Answers every address of the made-up site from memory."""
    pages = {
        "": ("text/html", (HERE / "harness.html").read_text("utf-8")),
        "kernel.js": ("text/javascript", (HERE / "kernel.js").read_text("utf-8")),
        "player.js": ("text/javascript", module_text()),
        "player.css": ("text/css", style_text()),
        "part.json": ("application/json", json.dumps(part)),
    }

    def give(route: Route) -> None:
        kind, text = pages[route.request.url.removeprefix(ADDRESS)]
        route.fulfill(body=text, content_type=f"{kind}; charset=utf-8")

    context.route(f"{ADDRESS}**", give)


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Returns a function that opens the player with a part; further words are Playwright's context options."""
    contexts: list[BrowserContext] = []

    def open_it(part: dict[str, Any], **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        serve(context, part)
        page = context.new_page()
        page.set_default_timeout(8_000)
        page.on("pageerror", lambda error: pytest.fail(f"an error on the page: {error}"))
        page.goto(ADDRESS)
        page.wait_for_function("window.ready === true")
        page.wait_for_selector(".sl-stage :is(h2, h3)")
        return page

    yield open_it
    for context in contexts:
        context.close()
