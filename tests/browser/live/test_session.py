"""A session in Chromium: a facilitator, a big screen and three phones take The Porch's first two decisions."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from room_pages import chromium, is_whole, seen, smallest_letters

pytestmark = pytest.mark.browser
HOSTILE = "<b>She</b> is afraid."


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


def test_three_phones_a_screen_and_a_facilitator_take_two_decisions(browser, tmp_path):
    with seen(browser, tmp_path) as pages:
        expect(pages.screen.locator("#stage")).to_contain_text("3 have joined")
        pages.press_until("The vote is open")
        pages.vote(0, 0, 1, reason=HOSTILE)
        expect(pages.screen.locator("#stage")).to_contain_text("3 have chosen")
        first, second, third = pages.phones

        # A phone that is loaded again comes back with its vote.
        first.reload()
        expect(first.locator("#state")).to_contain_text("Sent")
        expect(first.locator("input[name=choice]").first).to_be_checked()

        # A phone out of reach says so, keeps what is chosen, and sends it by itself when it is back.
        second.context.set_offline(True)
        second.evaluate("() => { const close = WebSocket.prototype.send; WebSocket.prototype.send = function () { this.close(); }; window.mend = () => { WebSocket.prototype.send = close; }; }")
        second.locator("input[name=choice]").nth(2).check()
        second.get_by_role("button", name="Send again").or_(second.get_by_role("button", name="Send")).first.click()
        expect(second.locator("#state")).to_contain_text("Not sent yet")
        second.context.set_offline(False)
        second.evaluate("() => { window.mend(); dispatchEvent(new Event('online')); }")
        expect(second.locator("#state")).to_contain_text("Sent.", timeout=15_000)
        pages.faults.clear()  # Chromium itself tells of the lost connection
        assert pages.room.session.room.question.tally(1).total == 3

        # Stepping out is seen by nobody and written nowhere.
        events = len(pages.room.session.hub.log.path.read_bytes())
        third.get_by_role("button", name="Step out quietly").click()
        expect(third.get_by_role("heading", name="You have stepped out")).to_be_focused()
        expect(third.locator("#away")).to_contain_text("NSPCC")
        third.get_by_role("button", name="Come back").click()
        assert len(pages.room.session.hub.log.path.read_bytes()) == events

        pages.press_until("The room sees how it chose")
        expect(pages.screen.locator("#stage")).to_contain_text("Fewer than 5")
        pages.facilitator.get_by_role("button", name="Show", exact=True).first.click()
        expect(pages.screen.locator("blockquote")).to_contain_text(HOSTILE)
        expect(pages.phones[0].locator("blockquote")).to_contain_text(HOSTILE)
        assert pages.screen.locator("blockquote b").count() == 0

        pages.press("b")
        expect(pages.screen.locator("#stage")).to_have_text("Paused")
        pages.press(".")
        pages.press_until("Talking it over")
        expect(pages.facilitator.locator("#notes")).to_contain_text("What has the trust bought the boys so far?")
        pages.facilitator.get_by_text("The key, for you alone").click()
        expect(pages.facilitator.locator("#key")).to_contain_text("3 of 3")
        pages.facilitator.get_by_role("button", name="Vote again").click()
        pages.stage("The vote is open, vote 2")
        pages.vote(1, 1, 1)
        pages.press_until("Talking it over")
        pages.facilitator.get_by_role("button", name="Go on with B").click()
        expect(pages.screen.locator("#stage")).to_contain_text("The room goes on with")
        pages.press_until("The vote is open")
        assert is_whole(pages.screen)
        assert smallest_letters(pages.screen) >= 28
        pages.vote(0, 1, 2, sure="")
        pages.press_until("Talking it over")
        pages.facilitator.get_by_role("button", name="See where A goes").click()
        pages.press_until("Reading")
        pages.facilitator.get_by_role("button", name=re.compile("Return to the fork")).click()
        pages.stage("The room sees how it chose")


def test_the_join_page_and_the_vote_are_told_to_a_screen_reader(browser, tmp_path):
    with seen(browser, tmp_path, phones=1) as pages:
        pages.press_until("The vote is open")
        phone = pages.phones[0]
        told = phone.locator("body").aria_snapshot()
        for part in ('group "What would you do?"', "radio", 'button "Send"', 'button "Step out quietly"', "textbox"):
            assert part in told, told
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320
        phone.keyboard.press("Tab")
        for _ in range(4):
            phone.keyboard.press("Tab")
            if phone.evaluate("document.activeElement.name") == "choice":
                break
        phone.keyboard.press("Space")
        phone.keyboard.press("Enter")
        expect(phone.locator("#state")).to_contain_text("Sent")
