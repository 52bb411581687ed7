"""The way through a finished attempt: a picture that everyone can use, and the same in words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from choosing import choose_last
from playwright.sync_api import Page, expect

from steadyline import content
from steadyline.decisions import read_log
from steadyline.scenarios.map.visited import stops_of
from steadyline.scenarios.replay import Playthrough, replay

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
CASE = "the-porch"


def _review(page: Page) -> None:
    """Plays to an ending, the last option every time, and opens the page that looks back."""
    page.get_by_role("button", name="Begin", exact=True).click()
    look_back = page.get_by_role("button", name="See how your decisions were weighed")
    for _ in range(60):
        if look_back.count():
            break
        if page.get_by_role("radio").count():
            choose_last(page)
            page.get_by_role("button", name="Decide").click()
        else:
            page.locator(".sl-stage .sl-main").click()
    look_back.click()
    page.get_by_role("heading", name="Your way through").wait_for()


def _porch(open_page: Any, parts: Any, desk: Any, **options: Any) -> tuple[Page, Playthrough]:
    case = content.case(CASE)
    page = open_page({**parts["play"], "case": case.table}, ask=desk.heard, **options)
    _review(page)
    return page, replay(case, read_log(desk.log).attempts[1])


def test_the_picture_and_the_words_tell_the_same_way(open_page: Any, parts: Any, porch_desk: Any) -> None:
    page, playthrough = _porch(open_page, parts, porch_desk)
    titles = [playthrough.case.scenes[stop.slug]["title"] for stop in stops_of(playthrough)]
    page.get_by_text("The same in words").click()
    rows = page.locator(".sl-stage .sl-outline > li")
    assert [row.split("\n")[0] for row in rows.all_inner_texts()] == titles
    boxes = page.locator(".steadyline-map g > title").all_text_contents()
    told = [re.sub(r" \((?:start|you are here)\)$", "", each).split(": ", 1)[1] for each in boxes if " leads to " not in each]
    assert told == titles


def test_a_screen_reader_meets_a_named_region_a_named_picture_and_a_list(
    open_page: Any, parts: Any, porch_desk: Any
) -> None:
    page, _ = _porch(open_page, parts, porch_desk)
    page.get_by_text("The same in words").click()
    tree = page.locator("#here").aria_snapshot()
    assert '- heading "Your way through" [level=3]' in tree
    assert '- region "Picture of your way through":' in tree
    assert re.search(r'- img "Your way through The Porch .*You began with Before visit four', tree), tree
    assert re.search(r'- listitem: "?Before visit four', tree), tree


def test_the_picture_is_come_to_and_scrolled_by_keyboard(open_page: Any, parts: Any, porch_desk: Any) -> None:
    page, _ = _porch(open_page, parts, porch_desk, viewport={"width": 390, "height": 844})
    region = page.get_by_role("region", name="Picture of your way through")
    for _ in range(10):
        page.keyboard.press("Tab")
        if region.evaluate("(here) => here === document.activeElement"):
            break
    expect(region).to_be_focused()
    assert region.evaluate("(here) => getComputedStyle(here).outlineStyle") == "solid"
    page.keyboard.press("End")
    page.wait_for_function("document.activeElement.scrollTop > 100")


@pytest.mark.parametrize(
    "look",
    [{}, {"color_scheme": "dark"}, {"viewport": {"width": 320, "height": 640}}, {"viewport": {"width": 390, "height": 844}}],
    ids=["light", "dark", "320 px", "390 px"],
)
def test_the_page_that_looks_back_passes_axe_and_does_not_scroll_sideways(
    open_page: Any, parts: Any, porch_desk: Any, look: dict[str, Any]
) -> None:
    page, _ = _porch(open_page, parts, porch_desk, reduced_motion="reduce", **look)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= room
    within = page.locator(".sl-map").evaluate("(map) => map.scrollWidth - map.clientWidth")
    assert within <= 0, "the picture itself should fit a telephone"


def test_an_assessed_case_shows_the_way_and_no_marks(open_page: Any, parts: Any) -> None:
    page = open_page(parts["summative"])
    _review(page)
    expect(page.get_by_text("marked by an assessor")).to_be_visible()
    expect(page.get_by_role("img", name="Your way through The Gate")).to_be_visible()
    expect(page.locator(".sl-measures, .sl-decision")).to_have_count(0)
    assert Axe().run(page, options=RULES).violations_count == 0


def test_the_picture_follows_the_page_and_not_the_device(open_page: Any, parts: Any) -> None:
    page = open_page(parts["play"], color_scheme="dark")
    page.evaluate("document.body.setAttribute('data-jp-theme-light', 'true')")
    _review(page)
    ground = page.locator(".map-ground").evaluate("(ground) => getComputedStyle(ground).fill")
    assert ground == "rgb(255, 253, 248)"
