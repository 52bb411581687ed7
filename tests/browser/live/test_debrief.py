"""The debrief's sheet in a browser: for every reader, at every width, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from steadyline import content
from steadyline.live import room
from steadyline.live.debrief import debrief_of
from steadyline.live.debrief_page import debrief_page
from steadyline.live.notes import notes_of
from steadyline.live.room import room_of
from steadyline.live.simulate import simulated

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}

@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    case, key = content.case("the-porch"), content.key("the-porch")
    folder, made = tmp_path_factory.mktemp("sheets"), {}
    for name, mode, people in (("phones", room.PHONES, 14), ("tables", room.TABLES, 30), ("few", room.PHONES, 4)):
        held = room_of(case, simulated(case, key, "the-porch", people, mode=mode))
        made[name] = folder / f"{name}.html"
        made[name].write_text(debrief_page(debrief_of(case, key, held, notes_of("the-porch"))), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def test_axe_finds_nothing(chromium, sheets):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page = context.new_page()
    page.goto(sheets["tables"].as_uri())
    found = Axe().run(page, options=RULES)
    context.close()
    assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_has_to_be_scrolled_sideways(chromium, sheets, width):
    page = chromium.new_page(viewport={"width": width, "height": 700})
    page.goto(sheets["tables"].as_uri())
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
    assert fits


def test_the_four_steps_are_regions_with_their_names(chromium, sheets):
    page = chromium.new_page()
    page.goto(sheets["phones"].as_uri())
    names = [page.get_by_role("region", name=name).count() for name in
             ("1. Reactions", "2. Description", "3. Analysis", "4. Taking it away")]  # fmt: skip
    page.close()
    assert names == [1, 1, 1, 1]


@pytest.mark.parametrize(("name", "most"), [("phones", 4), ("few", 3)])
def test_the_sheet_of_the_porch_prints_on_few_pages(chromium, sheets, name, most):
    page = chromium.new_page()
    page.goto(sheets[name].as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= most
