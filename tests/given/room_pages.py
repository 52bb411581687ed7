"""A session in real pages: a facilitator, a big screen and phones in Chromium, the server in a thread beside them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright
from rooms import Held, held

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
SCREEN, PHONE, NARROW = {"width": 1280, "height": 720}, {"width": 390, "height": 844}, {"width": 320, "height": 640}
STEADY = 650
"""Milliseconds between two presses of a presenter, below which the page takes them for one."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def in_a_thread(folder: Path, mode: str = "phones", unit: str = "the-porch") -> Iterator[Held]:
    """Serves a session in a thread while the block lasts."""
    ready, found = threading.Event(), []
    loop = asyncio.new_event_loop()

    async def whole() -> None:
        async with held(folder, mode, unit) as room:
            room.stop = asyncio.Event()
            found.append(room)
            ready.set()
            await room.stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(whole()))
    thread.start()
    assert ready.wait(20), "the session did not start"
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(found[0].stop.set)
        thread.join(20)
        loop.close()


@dataclass
class Seen:
    """The pages of a session. Whatever a page says to its console, and whatever it asks of elsewhere, is a fault."""

    browser: Browser
    room: Held
    faults: list[str] = field(default_factory=list)
    phones: list[Page] = field(default_factory=list)

    def page(self, path: str, size: dict[str, int], **more: Any) -> Page:
        """Opens a page in a browser of its own."""
        context = self.browser.new_context(viewport=size, **more)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self.faults.append(said.text) if said.type in ("error", "warning") else None)
        page.on("request", lambda asked: self.faults.append(asked.url) if self._is_elsewhere(asked.url) else None)
        page.goto(self.room.address + path)
        return page

    def _is_elsewhere(self, url: str) -> bool:
        return not url.replace("ws:", "http:").startswith((self.room.address, "data:"))

    def begin(self, phones: int = 3, sizes: tuple[dict[str, int], ...] = (NARROW, PHONE)) -> None:
        """Opens the facilitator's page and the big screen, and lets phones join."""
        session = self.room.session
        self.facilitator = self.page(f"facilitator?key={session.facilitator}", {"width": 1280, "height": 900})
        self.screen = self.page(f"screen?key={session.screen}", SCREEN)
        for number in range(phones):
            phone = self.page("", sizes[number % len(sizes)])
            phone.get_by_label("The code on the big screen").fill(session.keys.code.lower())
            phone.get_by_role("button", name="Join").click()
            self.phones.append(phone)

    def stage(self, words: str) -> None:
        """Waits until the facilitator's page names a stage."""
        expect(self.facilitator.locator("#stage")).to_have_text(words)

    def press(self, key: str = "PageDown") -> None:
        """Presses a key of the presenter's remote."""
        self.facilitator.wait_for_timeout(STEADY)
        self.facilitator.keyboard.press(key)
        self.facilitator.wait_for_timeout(60)

    def press_until(self, words: str) -> None:
        """Presses Page Down until a stage is reached."""
        for _ in range(20):
            if self.facilitator.locator("#stage").inner_text() == words:
                return
            self.press()
        raise AssertionError(f"{words}: the page says {self.facilitator.locator('#stage').inner_text()}")

    def vote(self, *options: int, reason: str = "", sure: str = "Fairly", avoid: bool = False) -> None:
        """Lets each phone choose an option by its place."""
        for phone, option in zip(self.phones, options, strict=False):
            phone.locator("input[name=choice]").nth(option).check()
            if avoid:
                phone.locator("input[name=avoid]").nth((option + 1) % 3).check()
            if sure:
                phone.get_by_label(sure, exact=True).check()
            if reason:
                phone.get_by_label("Why, in one line?").fill(reason)
            phone.get_by_role("button", name="Send").click()
            expect(phone.locator("#state")).to_contain_text("Sent")


@contextmanager
def seen(
    browser: Browser, folder: Path, mode: str = "phones", phones: int = 3, unit: str = "the-porch"
) -> Iterator[Seen]:
    """A session with its pages open."""
    with in_a_thread(folder, mode, unit) as room:
        pages = Seen(browser, room)
        pages.begin(phones)
        yield pages
        assert pages.faults == []
        for context in browser.contexts:
            context.close()


def is_whole(page: Page) -> bool:
    """Whether nothing of the big screen is cut off or has to be scrolled."""
    return bool(page.evaluate(
        "() => { const s = document.getElementById('stage'), e = document.documentElement;"
        "return s.scrollHeight <= s.clientHeight + 1 && !s.classList.contains('long')"
        " && e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight; }"
    ))  # fmt: skip


def smallest_letters(page: Page) -> float:
    """Returns the size of the smallest words on the stage of the big screen, in pixels."""
    return float(page.evaluate(
        "() => Math.min(...[...document.querySelectorAll('#stage p, #stage li, #stage .words, #stage td, #stage blockquote')]"
        ".filter((e) => e.textContent.trim() && !e.matches('.key')).map((e) => parseFloat(getComputedStyle(e).fontSize)))"
    ))  # fmt: skip
