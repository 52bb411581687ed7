"""The whole of The Porch in a room, from joining to the debrief, in Chromium; and again with a show of hands."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from room_pages import chromium, is_whole, seen, smallest_letters
from screens import SIZES, Projector, around, longest, messages, presentations, rooms_at, words_of

from steadyline import content
from steadyline.live.log import events_in
from steadyline.live.room import room_of

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


def clean(*pages: Page) -> None:
    """Fails where axe finds anything."""
    for page in pages:
        # axe is put in by the test; the page's own policy lets no other script in.
        found = [(each["id"], [node["html"] for node in each["nodes"]]) for each in Axe().run(page, options=RULES).response["violations"]]
        assert found == [], page.url


def test_the_porch_is_played_from_joining_to_the_debrief(browser, tmp_path):
    with seen(browser, tmp_path, phones=6) as pages:
        facilitator, screen, phone = pages.facilitator, pages.screen, pages.phones[0]
        every = (facilitator, screen, phone)
        clean(*every)
        pages.press()
        clean(*every)
        decisions = 0
        while True:
            for _ in range(20):
                stage = facilitator.locator("#stage").inner_text()
                if stage in ("The vote is open", "The ending"):
                    break
                pages.press()
                assert is_whole(screen)
                assert smallest_letters(screen) >= 28
            if stage == "The ending":
                break
            decisions += 1
            avoid = phone.locator("input[name=avoid]").count() > 0
            clean(*every)
            pages.vote(0, 0, 1, 1, 1, 2, reason="Because she is afraid.", sure="Very")
            if avoid:
                phone.locator("input[name=avoid]").nth(3).check()
                phone.get_by_role("button", name="Send").click()
                expect(phone.locator("#state")).to_contain_text("Sent.")
            pages.press_until("The room sees how it chose")
            expect(screen.locator(".results .count").nth(1)).to_contain_text("3")
            expect(phone.locator("#after")).to_contain_text("3 of 6 votes")
            facilitator.get_by_role("button", name="Show", exact=True).first.click()
            expect(screen.locator("blockquote")).to_contain_text("Because she is afraid.")
            facilitator.get_by_text("The key, for you alone").click()
            clean(*every)
            facilitator.keyboard.press("Escape")
            facilitator.evaluate("() => document.activeElement.blur()")
            pages.press_until("Talking it over")
            if decisions == 2:
                facilitator.get_by_role("button", name="See where A goes").click()
                pages.press_until("Reading")
                facilitator.get_by_role("button", name=re.compile("Return to the fork")).click()
                pages.stage("The room sees how it chose")
            facilitator.get_by_role("button", name="Go on with B").click()
            pages.stage("What happens")
            clean(screen, phone)
        assert decisions == 6
        pages.press_until("Debrief")
        clean(*every)
        sheet = facilitator.context.new_page()
        sheet.goto(pages.room.address + "debrief")
        expect(sheet.locator("body")).to_contain_text("Before visit four")
        clean(sheet)
        sheet.close()
        pages.press_until("Closing round")
        expect(screen.locator("#stage")).to_contain_text("Samaritans")
        expect(phone.locator("#room")).to_contain_text("Thank you")
        clean(*every)
        phone.get_by_role("button", name="Step out quietly").click()
        clean(phone)
        log = pages.room.session.hub.log.path
        facilitator.on("dialog", lambda asked: asked.accept())
        facilitator.get_by_text("End the session").click()
        facilitator.get_by_role("button", name="End, keep the record").click()
        pages.room.session.over.is_set()
        assert room_of(content.case("the-porch"), events_in(log)) == pages.room.session.room


def test_the_porch_is_played_by_show_of_hands(browser, tmp_path):
    with seen(browser, tmp_path, mode="hands", phones=0) as pages:
        facilitator, screen = pages.facilitator, pages.screen
        clean(facilitator, screen)
        decisions = 0
        while True:
            for _ in range(20):
                stage = facilitator.locator("#stage").inner_text()
                if stage in ("The vote is open", "The ending"):
                    break
                pages.press()
                assert is_whole(screen)
            if stage == "The ending":
                break
            decisions += 1
            for letter, count in (("A", "7"), ("B", "3"), ("C", "1")):
                facilitator.get_by_label(f"Hands for {letter}").fill(count)
            facilitator.get_by_role("button", name="Count these hands").click()
            expect(screen.locator("#stage")).to_contain_text("11 have chosen")
            facilitator.evaluate("() => document.activeElement.blur()")
            clean(facilitator, screen)
            pages.press_until("The room sees how it chose")
            expect(screen.locator(".results .count").first).to_contain_text("7")
            clean(facilitator, screen)
            pages.press_until("Talking it over")
            facilitator.get_by_role("button", name="Go on with A").click()
            pages.stage("What happens")
        assert decisions == 6
        pages.press_until("Closing round")
        assert "Join" not in screen.locator("body").inner_text()


@pytest.mark.parametrize("dark", [False, True])
def test_the_pages_before_joining_break_no_axe_rule(browser, tmp_path, dark):
    with seen(browser, tmp_path, mode="tables", phones=0) as pages:
        page = pages.page("", {"width": 320, "height": 640}, color_scheme="dark" if dark else "light")
        clean(page)
        page.get_by_label("The code on the big screen").fill("AAAAAA")
        page.get_by_label("The number of your table").fill("3")
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_role("alert")).to_contain_text("not the code")
        clean(page)
        refused = pages.page("facilitator", {"width": 320, "height": 640})
        expect(refused.locator("body")).to_contain_text("not for this browser")
        clean(refused)
        pages.faults.clear()  # Chromium itself tells of the two refusals


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_everything_that_the_porch_can_show_fits_the_screen_in_large_letters(browser, size):
    case = content.unit_case("the-porch")
    rooms = [*around("the-porch"), *(each for node in presentations(case) for each in rooms_at(case, node))]
    assert Projector(browser, size).faults(messages(rooms, words_of("the-porch"))) == []


@pytest.mark.parametrize("unit", [name for name in content.units() if content.unit(name).play])
def test_the_longest_of_every_scene_fits_the_screen_in_large_letters(browser, unit):
    case = content.unit_case(unit)
    rooms = [*around(unit), *(each for node in longest(case) for each in rooms_at(case, node))]
    assert Projector(browser, SIZES[0]).faults(messages(rooms, words_of(unit))) == []


