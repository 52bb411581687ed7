"""A rating in Chromium: five phones rate the decisions of Fourteen Months, see what happened, and rate again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from room_pages import Seen, chromium, is_whole, seen, smallest_letters

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


def rates(pages: Seen, *values: int) -> None:
    """Lets each phone rate all three decisions alike."""
    for phone, value in zip(pages.phones, values, strict=True):
        for each in range(3):
            phone.locator(f"input[name=rating-{each}][value='{value}']").check()
        phone.get_by_role("button", name="Send").click()
        expect(phone.locator("#state")).to_contain_text("Sent. You can change it until the rating is closed.")


def is_sound(page: Page) -> None:
    """A page is no wider than it is, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def pictured(page: Page, name: str) -> None:
    """Keeps a picture to look at where a folder for them is named."""
    if folder := os.environ.get("STEADYLINE_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=not name.startswith("screen"))


def pages_are_whole(pages: Seen, name: str) -> None:
    """Turns every page of the big screen that there is now."""
    for number in range(1, 9):
        pages.screen.wait_for_timeout(200)
        assert is_whole(pages.screen), name
        assert smallest_letters(pages.screen) >= 28, name
        pictured(pages.screen, f"screen-{name}-{number}")
        if pages.facilitator.locator("#steps button").first.inner_text() != "Next page":
            return
        pages.press()


def test_a_room_rates_sees_what_happened_and_rates_again(browser, tmp_path):
    with seen(browser, tmp_path, phones=5, unit="fourteen-months") as pages:
        pages.press_until("Reading")
        narrow, wide, desk = pages.phones[0], pages.phones[1], pages.facilitator
        desk.get_by_text("Rate, and rate again").click()
        desk.get_by_role("button", name="Open the rating").click()
        pages.stage("A rating")
        expect(narrow.get_by_role("heading", level=1)).to_have_text("Rate, alone")
        for phone, name in ((narrow, "320"), (wide, "390")):
            is_sound(phone)
            pictured(phone, f"phone-before-{name}")
        assert 'group "1. School nurse"' in narrow.locator("body").aria_snapshot()
        narrow.get_by_role("button", name="Send").click()
        assert pages.room.session.room.rating.before == {}, "all three are asked for"
        rates(pages, 8, 8, 7, 7, 6)
        expect(pages.screen.locator("#stage")).to_contain_text("5 have rated")
        narrow.reload()
        expect(narrow.locator("#state")).to_contain_text("Sent")
        expect(narrow.locator("input[name=rating-2][value='8']")).to_be_checked()
        pages_are_whole(pages, "before")
        pictured(desk, "desk-before")

        desk.get_by_role("button", name="Show: accident").click()
        expect(narrow.get_by_role("heading", level=1)).to_have_text("What happened")
        assert narrow.locator("input:checked").count() == 0
        for phone, name in ((narrow, "320"), (wide, "390")):
            is_sound(phone)
            pictured(phone, f"phone-after-{name}")
        pages_are_whole(pages, "after")
        rates(pages, 5, 6, 5, 7, 4)

        desk.get_by_role("button", name="Close the rating and show what moved").first.click()
        expect(pages.screen.locator(".means")).to_contain_text("Altogether")
        for phone, name in ((narrow, "320"), (wide, "390")):
            expect(phone.locator(".means").first).to_contain_text("School nurse")
            is_sound(phone)
            pictured(phone, f"phone-shown-{name}")
        pages_are_whole(pages, "shown")
        expect(desk.locator("#ratings table")).to_contain_text("Altogether")
        assert "[object" not in desk.locator("#ratings").inner_text()
        is_sound(desk)
        pictured(desk, "desk-shown")
        pages.press()
        pages.stage("Reading")


def test_ratings_are_given_by_keyboard_alone(browser, tmp_path):
    with seen(browser, tmp_path, phones=1, unit="fourteen-months") as pages:
        pages.press_until("Reading")
        pages.facilitator.get_by_text("Rate, and rate again").click()
        pages.facilitator.get_by_role("button", name="Open the rating").click()
        phone = pages.phones[0]
        expect(phone.locator("#vote fieldset")).to_have_count(3)
        phone.locator("#title").focus()
        for _ in range(3):
            phone.keyboard.press("Tab")
            phone.keyboard.press("Space")
            phone.keyboard.press("ArrowRight")
        phone.keyboard.press("Tab")
        phone.keyboard.press("Enter")
        expect(phone.locator("#state")).to_contain_text("Sent")
        assert list(pages.room.session.room.rating.before.values()) == [(1, 1, 1)]
