"""The proof of The Porch in a browser: for every reader, at every width, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from steadyline import content
from steadyline.authoring.proofread import proof_of
from steadyline.authoring.proofread_html import proof_as_html

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "forced colours": {"forced_colors": "active"},
}


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("proof") / "proof.html"
    scenario = content.scenario(content.case_path("the-porch"))
    # With the key there is most to see; what never shows needs a case that has it, which axe need not judge anew.
    page = proof_as_html(proof_of(scenario, content.case("the-porch"), content.key("the-porch")))
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def opened(chromium: Browser, proof: Path, **look: Any) -> Page:
    page = chromium.new_context(java_script_enabled=True, **look).new_page()
    page.goto(proof.as_uri())
    return page


@pytest.mark.parametrize("look", LOOKS)
def test_the_proof_breaks_no_axe_rule_and_never_scrolls_sideways(chromium: Browser, proof: Path, look: str) -> None:
    page = opened(chromium, proof, **LOOKS[look])
    # One playthrough with passages read before is like the next one; all of them would only take longer.
    page.evaluate("document.querySelectorAll('.reading:nth-of-type(n + 3)').forEach((each) => each.remove())")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_nothing_is_fetched_and_no_script_is_there(chromium: Browser, proof: Path) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(proof.as_uri())
    assert asked == [proof.as_uri()]
    assert page.locator("script").count() == 0
    page.close()


def test_each_playthrough_begins_on_a_page_of_its_own_on_paper(chromium: Browser, proof: Path) -> None:
    page = opened(chromium, proof)
    page.emulate_media(media="print")
    assert page.locator(".reading").first.evaluate("(each) => getComputedStyle(each).breakBefore") == "page"
    assert len(page.pdf()) > 10_000
    page.context.close()


def test_what_was_read_before_says_so_to_the_eye_and_to_the_ear(chromium: Browser, proof: Path) -> None:
    page = opened(chromium, proof)
    first = page.locator("#p2").locator("xpath=..").locator(".passage.before").first
    assert first.locator(".margin").inner_text().startswith("read before")
    silent = page.locator(".passage.before:not(:has(.word))")
    # Without a word of their own are only those whose whole scene was read before: its heading says that.
    for at in range(silent.count()):
        assert silent.nth(at).evaluate(
            "(each) => { while (!each.matches('.scene')) each = each.previousElementSibling;"
            " return each.innerText.includes('read before, all of it') }"
        )
    page.context.close()
