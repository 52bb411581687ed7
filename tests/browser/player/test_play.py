"""A learner plays a small case from start to end."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def begin(page: Page) -> None:
    page.get_by_role("button", name="Begin", exact=True).click()


def choose(page: Page, words: str) -> None:
    page.locator("label", has_text=words).click()
    page.get_by_role("button", name="Decide").click()


def go_on(page: Page, words: str = "Go on") -> None:
    page.get_by_role("button", name=words, exact=True).click()


def play_to_the_end(page: Page) -> None:
    choose(page, "Text that")
    go_on(page)
    choose(page, "Listen")
    go_on(page)
    choose(page, "Say what")
    go_on(page)


@pytest.fixture
def page(open_page: Any, parts: Any) -> Page:
    return open_page(parts["play"])


def test_the_start_tells_role_time_note_promise_and_the_standing_of_the_key(page: Page) -> None:
    told = ("Social worker, second year", "about 10 minutes", "Shouting at home", "Nobody is told that you stopped.")
    for words in (*told, "an expert panel has not rated it yet"):
        expect(page.get_by_text(words)).to_be_visible()


def test_opening_a_case_writes_nothing(page: Page) -> None:
    assert page.evaluate("kernel.heard.map((message) => message.type)") == ["hello"]


def test_focus_is_on_the_heading_after_each_step(page: Page) -> None:
    begin(page)
    expect(page.get_by_role("heading", name="At the gate")).to_be_focused()
    choose(page, "Ring Mum")
    expect(page.get_by_role("heading", name="At the gate")).to_be_focused()
    go_on(page)
    expect(page.get_by_role("heading", name="In the corridor")).to_be_focused()


def test_the_first_tab_from_a_scene_heading_reaches_the_first_option(page: Page) -> None:
    begin(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio").first).to_be_focused()


def test_the_record_says_all_that_the_log_needs_and_nothing_is_null(page: Page) -> None:
    begin(page)
    page.get_by_label("How sure are you").select_option("70")
    page.get_by_label("Who would you tell").fill("my manager")
    page.get_by_label("Your reason").fill("She needs to know why I come.")
    choose(page, "Ring Mum")
    record = page.evaluate("kernel.decisions[0]")
    fixed = {key: value for key, value in record.items() if key not in ("seed", "order", "at", "seconds")}
    assert fixed == {"format": 1, "attempt": 1, "case": "the-gate", "digest": "a" * 64, "step": 1, "node": "gate",
                     "choice": "ring", "confidence": 70, "tell": "my manager",
                     "reason": "She needs to know why I come.", "avoid": ""}  # fmt: skip
    assert sorted(record["order"]) == ["letter", "ring", "seven", "text"]
    assert record["at"].endswith("Z")
    assert isinstance(record["seconds"], int | float)


def test_a_confidence_that_was_left_alone_is_minus_one(page: Page) -> None:
    begin(page)
    choose(page, "Ring Mum")
    record = page.evaluate("kernel.decisions[0]")
    assert (record["confidence"], record["tell"], record["reason"]) == (-1, "", "")


def test_the_order_recorded_is_the_order_shown(page: Page) -> None:
    begin(page)
    shown = page.get_by_role("radio").evaluate_all("(radios) => radios.map((radio) => radio.value)")
    choose(page, "Ring Mum")
    assert page.evaluate("kernel.decisions[0].order") == shown


def test_deciding_without_a_choice_ties_a_message_to_the_group_and_goes_there(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="Decide").click()
    group = page.get_by_role("group", name="Your decision")
    expect(group).to_have_accessible_description("Choose one of these first.")
    expect(page.get_by_role("alert")).to_have_text("Choose one of these first.")
    expect(page.get_by_role("radio").first).to_be_focused()
    assert page.evaluate("kernel.decisions.length") == 0


def test_a_delayed_consequence_is_marked_in_words(page: Page) -> None:
    begin(page)
    choose(page, "Ring Mum")
    go_on(page)
    go_on(page, "Walk on with her")
    expect(page.locator(".sl-later")).to_contain_text("From earlier:")
    expect(page.locator(".sl-later")).to_contain_text("at least straight")


def test_chance_shows_nothing_of_itself(page: Page) -> None:
    begin(page)
    choose(page, "Text that")
    go_on(page)
    expect(page.get_by_role("heading", name="A phone call")).to_be_visible()
    expect(page.get_by_text("The weather")).to_have_count(0)


def test_progress_is_told_in_words_and_as_a_bar(page: Page) -> None:
    begin(page)
    expect(page.get_by_role("status").first).to_contain_text("Decision 1 of 2 to 3")
    choose(page, "Text that")
    go_on(page)
    expect(page.get_by_role("status").first).to_contain_text("Decision 2 of 3")
    assert page.get_by_role("progressbar").evaluate("(bar) => [bar.value, bar.max]") == [1, 3]


def test_where_you_are_lists_the_scenes_visited_and_what_was_chosen(page: Page) -> None:
    begin(page)
    choose(page, "Text that")
    go_on(page)
    page.locator("summary", has_text="Where you are").click()
    rows = page.locator(".sl-outline > li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("whenever suits")
    expect(rows.nth(1)).to_contain_text("you are here")


def test_an_ending_tells_how_one_worked_apart_from_what_life_added(page: Page) -> None:
    begin(page)
    play_to_the_end(page)
    terms = page.locator(".sl-pairs dt").all_inner_texts()
    assert terms == ["How you worked", "The circumstances you met"]
    expect(page.locator(".sl-pairs dd").first).to_contain_text("Sound.")
    expect(page.locator(".sl-pairs dd").last).to_contain_text("Hard.")


def test_the_review_shows_credit_position_reason_and_what_the_others_protected(page: Page) -> None:
    begin(page)
    play_to_the_end(page)
    page.get_by_role("button", name="See how your decisions were weighed").click()
    first = page.locator(".sl-decision").first
    for words in ("0 of 3", "−2 (avoids)", "It spared her another knock"):
        expect(first).to_contain_text(words)
    first.locator("summary").click()
    expect(first).to_contain_text("A plain start.")
    expect(first).to_contain_text("unlawful")
    expect(page.locator(".sl-decision").nth(1)).to_contain_text("Contested")
    expect(page.locator("figcaption")).to_contain_text("mean −1")


def test_a_summative_case_shows_no_marks_and_no_process(open_page: Any, parts: Any) -> None:
    page = open_page(parts["summative"])
    begin(page)
    play_to_the_end(page)
    expect(page.get_by_text("How you worked")).to_have_count(0)
    page.get_by_role("button", name="See how your decisions were weighed").click()
    expect(page.get_by_text("This case is marked by an assessor.")).to_be_visible()
    expect(page.locator(".sl-decision")).to_have_count(0)


def test_a_pause_shows_support_and_comes_back_with_what_was_typed(page: Page) -> None:
    begin(page)
    page.get_by_label("Your reason").fill("half a thought")
    page.locator("label", has_text="Ring Mum").click()
    page.get_by_role("button", name="Pause and leave").click()
    expect(page.get_by_text("116 123")).to_be_visible()
    expect(page.get_by_text("You can close this page.")).to_be_visible()
    page.get_by_role("button", name="Go on from where you were").click()
    expect(page.get_by_label("Your reason")).to_have_value("half a thought")
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)


def test_what_was_typed_but_not_decided_outlives_a_page_closed_by_mistake(page: Page) -> None:
    begin(page)
    choose(page, "Text that")
    go_on(page)
    page.get_by_label("Your reason").fill("half a thought")
    page.reload()
    page.get_by_role("button", name="Carry on where you left off").click()
    go_on(page)
    expect(page.get_by_label("Your reason")).to_have_value("half a thought")
    choose(page, "Listen")
    go_on(page)
    expect(page.get_by_label("Your reason")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.endsWith('/draft'))") == []


def test_time_on_the_pause_screen_is_not_counted(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="Pause and leave").click()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Go on from where you were").click()
    choose(page, "Ring Mum")
    assert page.evaluate("kernel.decisions[0].seconds") < 1.5


def test_who_comes_back_reads_what_the_last_decision_led_to_and_goes_on(page: Page) -> None:
    begin(page)
    choose(page, "Text that")
    page.reload()
    page.get_by_role("button", name="Carry on where you left off").click()
    expect(page.get_by_text("A thumbs-up comes back.")).to_be_visible()
    go_on(page)
    choose(page, "Listen")
    assert page.evaluate("kernel.decisions.map((each) => [each.attempt, each.step])") == [[1, 1], [1, 2]]
    assert page.evaluate("new Set(kernel.decisions.map((each) => each.seed)).size") == 1


def test_a_new_attempt_has_its_own_number_and_seed_and_says_which_one_is_marked(page: Page) -> None:
    begin(page)
    choose(page, "Text that")
    page.reload()
    expect(page.get_by_text("Your first attempt is the one that is marked.")).to_be_visible()
    page.get_by_role("button", name="Begin a new attempt").click()
    choose(page, "Ring Mum")
    taken = page.evaluate("kernel.decisions.map((each) => [each.attempt, each.step, each.seed])")
    assert [row[:2] for row in taken] == [[1, 1], [2, 1]]
    assert taken[0][2] != taken[1][2]


def test_of_two_unfinished_attempts_either_can_be_carried_on(page: Page) -> None:
    begin(page)
    choose(page, "Text that")
    page.reload()
    page.get_by_role("button", name="Begin a new attempt").click()
    choose(page, "Ring Mum")
    page.reload()
    page.get_by_role("button", name="Carry on with attempt 1").click()
    expect(page.get_by_text("A thumbs-up comes back.")).to_be_visible()


@pytest.mark.parametrize(("field", "value"), [("digest", "b" * 64), ("node", "a-scene-of-old"), ("choice", "gone")])
def test_an_attempt_that_does_not_fit_is_told_in_words_and_kept(page: Page, field: str, value: str) -> None:
    begin(page)
    choose(page, "Text that")
    page.evaluate(
        "([field, value]) => { kernel.decisions[0][field] = value;"
        "localStorage.setItem('fake-kernel', JSON.stringify({ decisions: kernel.decisions })) }",
        [field, value],
    )
    page.reload()
    expect(page.get_by_text("Nothing is lost").first).to_be_visible()
    page.get_by_role("button", name="Begin a new attempt").click()
    choose(page, "Ring Mum")
    assert page.evaluate("kernel.decisions.map((each) => each.attempt)") == [1, 2]


def test_undo_is_not_offered(page: Page) -> None:
    begin(page)
    choose(page, "Text that")
    names = page.get_by_role("button").all_inner_texts()
    assert names == ["Go on", "Pause and leave"]
