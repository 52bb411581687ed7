"""The pages of a pack in a browser: no axe rule broken, nothing cut on paper, and a PDF that Chromium makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from steadyline.live.pack import CARDS, pack_of, pages_of
from steadyline.live.pdf import chromium, pdf_of

pytestmark = pytest.mark.browser

PAGES = pages_of(pack_of("five-versions-of-the-plan", 180))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
A4_WIDTH = 178
"""Millimetres between the margins."""


@pytest.fixture(scope="module")
def opened() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(viewport={"width": round(A4_WIDTH / 25.4 * 96), "height": 1000})
        browser.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_axe_rule(opened: Page, name: str) -> None:
    opened.set_content(PAGES[name])
    found = Axe().run(opened, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert [(each["id"], each["nodes"][0]["html"][:80]) for each in found.response["violations"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_on_paper_nothing_is_cut_at_the_side_or_too_small(opened: Page, name: str) -> None:
    opened.emulate_media(media="print")
    opened.set_content(PAGES[name])
    assert opened.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    smallest = opened.evaluate(
        "Math.min(...[...document.querySelectorAll('main *')].filter(e => e.innerText).map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest * 72 / 96 >= 11


def test_chromium_makes_a_pdf_of_the_cards_with_a_set_on_one_sheet(tmp_path: Path) -> None:
    page = tmp_path / CARDS
    page.write_text(PAGES[CARDS], encoding="utf-8")
    assert pdf_of(page, tmp_path / "cards.pdf", chromium()) == 1
