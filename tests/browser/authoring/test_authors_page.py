"""The author's page of a case with something to find, in a browser: for every reader, at every width."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from steadyline import content
from steadyline.checking import check_case, measure
from steadyline.checks.page import page_of

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "forced colours": {"forced_colors": "active"},
}


@pytest.fixture(scope="module")
def author_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of The Porch with an error, a warning and a piece of advice put into it."""
    folder = tmp_path_factory.mktemp("page")
    text = content.case_path("the-porch").read_text(encoding="utf-8")
    text = text.replace("minutes: 30", "minutes: 300").replace("  luck: one of", "  weather: one of dry, wet\n  luck: one of")
    aside = "## An aside\n\nNobody comes here.\n\n- Go on: [On](#he-says)\n\n"
    (folder / "case.md").write_text(text.replace("## He says\n", f"{aside}## He says\n"), encoding="utf-8")
    (folder / "key.md").write_text((content.root() / "graders/keys/the-porch.md").read_text("utf-8"), encoding="utf-8")
    (folder / "the-porch").mkdir()
    for name in ("case.md", "key.md"):
        (folder / name).rename(folder / "the-porch" / name)
    page = folder / "page.html"
    page.write_text(page_of(check_case(folder / "the-porch" / "case.md"), measure().standard), encoding="utf-8")
    return page


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.mark.parametrize("look", LOOKS)
def test_the_page_breaks_no_axe_rule_and_never_scrolls_sideways(chromium: Browser, author_page: Path, look: str) -> None:
    context = chromium.new_context(bypass_csp=True, **LOOKS[look])
    page = context.new_page()
    page.goto(author_page.as_uri())
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:160]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_the_page_tells_the_gravest_first_and_fetches_nothing(chromium: Browser, author_page: Path) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(author_page.as_uri())
    told = page.locator("ol.found > li").all_inner_texts()
    grades = [each.split()[0] for each in told]
    assert grades == sorted(grades, key=["Error", "Warning", "Advice"].index)
    assert {"Error", "Warning", "Advice"} == set(grades)
    assert asked == [author_page.as_uri()]
    page.close()


def test_every_table_and_the_map_can_be_reached_by_keyboard_and_has_a_name(chromium: Browser, author_page: Path) -> None:
    page = chromium.new_page()
    page.goto(author_page.as_uri())
    regions = page.locator("[role=region]")
    assert regions.count() >= 5
    for at in range(regions.count()):
        regions.nth(at).focus()
        assert regions.nth(at).evaluate("(each) => document.activeElement === each")
        assert regions.nth(at).get_attribute("aria-label")
    page.close()
