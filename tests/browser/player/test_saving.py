"""Saved only when acknowledged; nothing is lost when nobody answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from steadyline import content

pytestmark = pytest.mark.browser

WAITING = "JSON.parse(localStorage.getItem('steadyline/wren/the-gate/' + 'a'.repeat(64)) || '[]').length"


def choose(page: Page, words: str) -> None:
    page.locator("label", has_text=words).click()
    page.get_by_role("button", name="Decide").click()


@pytest.fixture
def page(open_page: Any, parts: Any) -> Page:
    page = open_page(parts["play"])
    page.get_by_role("button", name="Begin", exact=True).click()
    return page


def test_saved_is_said_only_when_python_has_acknowledged(page: Page) -> None:
    page.evaluate("kernel.delay = 600")
    choose(page, "Text that")
    expect(page.get_by_role("status").first).to_contain_text("Saving…")
    assert page.evaluate(WAITING) == 1
    expect(page.get_by_role("status").first).to_contain_text("Saved")
    assert page.evaluate(WAITING) == 0


def test_a_decision_that_nobody_answers_is_kept_told_and_sent_again_after_a_reload(page: Page) -> None:
    page.evaluate("kernel.setMood('dead')")
    choose(page, "Text that")
    expect(page.get_by_role("alert")).to_contain_text("1 decision is kept in this browser and not yet saved.")
    page.get_by_role("button", name="Go on", exact=True).click()
    choose(page, "Listen")
    assert page.evaluate(WAITING) == 2
    page.evaluate("kernel.setMood('answers')")
    page.reload()
    page.get_by_role("button", name="Carry on where you left off").wait_for()
    page.wait_for_function("kernel.decisions.length === 2")
    assert page.evaluate("kernel.decisions.map((each) => each.step)") == [1, 2]
    page.wait_for_function(f"{WAITING} === 0")


def test_a_dead_kernel_is_noticed_before_anything_is_decided(page: Page) -> None:
    page.evaluate("kernel.setMood('dead')")
    expect(page.get_by_role("alert")).to_contain_text("lost touch", timeout=12_000)
    page.evaluate("kernel.setMood('answers')")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_play_goes_on_during_trouble_and_is_saved_in_order_when_it_ends(page: Page) -> None:
    page.evaluate("kernel.setMood('full')")
    choose(page, "Text that")
    expect(page.get_by_role("alert")).to_contain_text("no space left")
    page.get_by_role("button", name="Go on", exact=True).click()
    choose(page, "Listen")
    page.evaluate("kernel.setMood('answers')")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.evaluate("kernel.decisions.map((each) => each.step)") == [1, 2]


def test_the_copy_that_can_be_downloaded_holds_every_decision(page: Page, tmp_path: Path) -> None:
    choose(page, "Text that")
    page.evaluate("kernel.setMood('dead')")
    page.get_by_role("button", name="Go on", exact=True).click()
    choose(page, "Listen")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download a copy of my decisions").click()
    download.value.save_as(tmp_path / "copy.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "copy.jsonl").read_text("utf-8").splitlines()]
    assert [line["choice"] for line in lines] == ["text", "listen"]


def test_a_conflict_is_told_in_words_and_what_was_refused_is_not_lost(page: Page, tmp_path: Path) -> None:
    page.evaluate("kernel.setMood('conflict')")
    choose(page, "Text that")
    expect(page.get_by_role("heading", name="This decision could not be added")).to_be_focused()
    expect(page.get_by_text("may have gone on in another window")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download a copy of my decisions").click()
    download.value.save_as(tmp_path / "copy.jsonl")
    assert '"choice":"text"' in (tmp_path / "copy.jsonl").read_text("utf-8")
    page.evaluate("kernel.setMood('answers')")
    page.get_by_role("button", name="Show what is saved").click()
    expect(page.get_by_role("button", name="Begin", exact=True)).to_be_visible()
    expect(page.get_by_text("earlier version")).to_have_count(0)


def test_copies_for_an_earlier_version_of_the_case_are_offered_and_not_sent(page: Page, tmp_path: Path) -> None:
    page.evaluate("kernel.setMood('dead')")
    choose(page, "Text that")
    page.evaluate(
        "() => { const [now, old] = ['a', 'b'].map((letter) => 'steadyline/wren/the-gate/' + letter.repeat(64));"
        "localStorage.setItem(old, localStorage.getItem(now)); localStorage.removeItem(now) }"
    )
    page.evaluate("kernel.setMood('answers')")
    page.reload()
    expect(page.get_by_text("an earlier version of this case")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download a copy of my decisions").click()
    download.value.save_as(tmp_path / "copy.jsonl")
    assert '"choice":"text"' in (tmp_path / "copy.jsonl").read_text("utf-8")
    assert page.evaluate("kernel.decisions.length") == 0


def test_a_pause_during_saving_says_when_all_is_saved(page: Page) -> None:
    page.evaluate("kernel.delay = 700")
    choose(page, "Text that")
    page.get_by_role("button", name="Pause and leave").click()
    expect(page.get_by_text("1 decision is not saved yet.")).to_be_visible()
    expect(page.get_by_text("You can close this page.")).to_be_visible()
    expect(page.get_by_role("heading", name="Paused")).to_be_focused()


def test_a_second_window_that_fell_behind_is_refused_by_the_real_log(
    open_page: Any, parts: Any, porch_desk: Any
) -> None:
    part = {**parts["play"], "case": content.case("the-porch").table}
    first, second = open_page(part, ask=porch_desk.heard), open_page(part, ask=porch_desk.heard)
    for page, option in ((first, 0), (second, 1)):
        page.get_by_role("button", name="Begin", exact=True).click()
        page.locator(".sl-option").nth(option).click()
        page.get_by_role("button", name="Decide").click()
    expect(second.get_by_text("was already decided, in another window")).to_be_visible()
    assert len(porch_desk.state()["decisions"]) == 1


def test_a_log_that_cannot_be_read_is_told_and_nothing_is_begun(open_page: Any, parts: Any) -> None:
    page = open_page(parts["play"], mood="damaged")
    expect(page.get_by_role("alert")).to_contain_text("Line 3 of the log cannot be read.")
    expect(page.get_by_role("button", name="Begin")).to_have_count(0)


def test_a_page_whose_kernel_never_answers_says_so(open_page: Any, parts: Any) -> None:
    page = open_page(parts["play"], mood="dead")
    expect(page.get_by_role("status").first).to_contain_text("taking longer than usual")


def test_the_review_waits_until_every_decision_is_saved(page: Page) -> None:
    choose(page, "Call at seven")
    page.get_by_role("button", name="Go on", exact=True).click()
    page.evaluate("kernel.setMood('full')")
    choose(page, "Say what")
    page.get_by_role("button", name="Go on", exact=True).click()
    page.get_by_role("button", name="See how your decisions were weighed").click()
    expect(page.get_by_text("This is shown once your decisions are saved.")).to_be_visible()
    page.evaluate("kernel.setMood('answers')")
    expect(page.locator(".sl-decision").first).to_be_visible(timeout=12_000)


def test_without_browser_storage_the_page_still_plays_and_says_what_it_cannot_do(open_page: Any, parts: Any) -> None:
    page = open_page(parts["play"])
    page.evaluate("Storage.prototype.setItem = () => { throw new Error('forbidden') }; 0")
    page.evaluate("kernel.mood = 'dead'")
    page.get_by_role("button", name="Begin", exact=True).click()
    choose(page, "Text that")
    expect(page.get_by_role("alert")).to_contain_text("does not allow the page to keep a copy")
    expect(page.get_by_text("A thumbs-up comes back.")).to_be_visible()


def test_leaving_the_page_stops_every_timer(page: Page) -> None:
    page.evaluate("leave()")
    before = page.evaluate("kernel.heard.length")
    page.wait_for_timeout(5_500)
    assert page.evaluate("kernel.heard.length") == before
