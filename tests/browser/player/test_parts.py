"""The check, the reflection and the hand-in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def check(open_page: Any, parts: Any) -> Page:
    return open_page(parts["check"])


@pytest.fixture
def reflect(open_page: Any, parts: Any) -> Page:
    return open_page(parts["reflect"])


@pytest.fixture
def hand_in(open_page: Any, parts: Any) -> Page:
    return open_page(parts["hand-in"])


def test_an_answer_is_saved_as_soon_as_it_is_chosen(check: Page) -> None:
    check.get_by_label("No", exact=True).check()
    check.get_by_label("Seeing each child").check()
    check.get_by_label("Seeing where they sleep").check()
    expect(check.get_by_role("status").first).to_contain_text("Saved")
    assert check.evaluate("kernel.answers") == {"check/entry": ["no"], "check/list": ["child", "sleep"]}


def test_answers_are_there_again_after_a_reload(check: Page) -> None:
    check.get_by_label("No", exact=True).check()
    expect(check.get_by_role("status").first).to_contain_text("Saved")
    check.reload()
    expect(check.get_by_label("No", exact=True)).to_be_checked()


def test_a_question_with_several_answers_says_how_many(check: Page) -> None:
    group = check.get_by_role("group", name="2. Which two")
    expect(group).to_have_accessible_description("Choose 2.")
    expect(group.get_by_role("checkbox")).to_have_count(4)


def test_unanswered_questions_are_told_and_do_not_block(check: Page) -> None:
    check.get_by_role("button", name="Check my answers").click()
    expect(check.get_by_role("alert")).to_contain_text("2 questions are not answered yet.")
    check.get_by_role("button", name="Check anyway").click()
    expect(check.get_by_role("heading", name="Your answers, checked")).to_be_focused()


def test_checked_answers_say_right_or_not_in_words_with_the_answer_and_the_reason(check: Page) -> None:
    check.get_by_label("No", exact=True).check()
    check.get_by_label("The place").check()
    check.get_by_label("The time").check()
    check.get_by_role("button", name="Check my answers").click()
    rows = check.locator(".sl-checked > li")
    expect(rows.nth(0)).to_contain_text("Right.")
    expect(rows.nth(1)).to_contain_text("Not this time.")
    expect(rows.nth(1)).to_contain_text("The answer is: Seeing each child; Seeing where they sleep")
    expect(rows.nth(1)).to_contain_text("Times and places can move.")
    expect(check.get_by_text("2 of 4 points")).to_be_visible()
    expect(check.get_by_label("The venue")).to_have_count(0)
    assert check.get_by_role("checkbox").evaluate_all("(boxes) => boxes.every((box) => box.disabled)")


def test_a_check_that_was_reviewed_earlier_stands_and_does_not_take_the_focus(open_page: Any, parts: Any) -> None:
    page = open_page(parts["check"], mood="checked")
    expect(page.get_by_role("heading", name="Your answers, checked")).to_be_visible()
    expect(page.locator("body")).to_be_focused()
    assert page.get_by_role("radio").evaluate_all("(radios) => radios.every((radio) => radio.disabled)")


def test_an_answer_that_python_will_never_take_is_told_and_not_sent_again(check: Page) -> None:
    check.evaluate("kernel.mood = 'checked'")
    check.get_by_label("No", exact=True).check()
    expect(check.get_by_role("alert")).to_have_text("These answers were checked already.")
    assert check.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('steadyline/'))") == []


def test_a_withheld_check_says_why(open_page: Any, parts: Any) -> None:
    page = open_page({**parts["check"], "fakeReview": {"withheld": "An assessor marks this."}})
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_role("button", name="Check anyway").click()
    expect(page.get_by_text("An assessor marks this.")).to_be_visible()


def test_a_reflection_is_saved_a_second_after_typing_stops(reflect: Page) -> None:
    reflect.get_by_label("Your reflection").press_sequentially("I would say why I came.")
    expect(reflect.get_by_role("status").first).to_contain_text("Saved")
    assert reflect.evaluate("kernel.answers") == {"three-sentences": "I would say why I came."}
    assert reflect.evaluate("kernel.heard.filter((message) => message.type === 'answer').length") == 1


def test_a_reflection_is_saved_when_the_field_is_left(reflect: Page) -> None:
    field = reflect.get_by_label("Your reflection")
    field.fill("At once.")
    field.blur()
    reflect.wait_for_function("kernel.answers['three-sentences'] === 'At once.'", timeout=600)


def test_a_reflection_that_was_not_acknowledged_survives_a_reload(reflect: Page) -> None:
    reflect.evaluate("kernel.setMood('dead')")
    field = reflect.get_by_label("Your reflection")
    field.fill("Nobody hears this.")
    field.blur()
    expect(reflect.get_by_role("alert")).to_contain_text("kept in this browser")
    reflect.evaluate("kernel.setMood('answers')")
    reflect.reload()
    expect(reflect.get_by_label("Your reflection")).to_have_value("Nobody hears this.")
    reflect.wait_for_function("kernel.answers['three-sentences'] === 'Nobody hears this.'")


def test_a_text_that_python_will_never_take_stays_in_the_browser(reflect: Page) -> None:
    reflect.evaluate("kernel.mood = 'checked'")
    reflect.get_by_label("Your reflection").fill("This cannot be kept.")
    reflect.get_by_label("Your reflection").blur()
    expect(reflect.get_by_role("alert")).to_contain_text("What you wrote stays in this browser")
    assert "This cannot be kept." in reflect.evaluate("JSON.stringify({ ...localStorage })")


def test_only_the_latest_of_several_unsaved_texts_is_kept(reflect: Page) -> None:
    reflect.evaluate("kernel.setMood('dead')")
    field = reflect.get_by_label("Your reflection")
    for text in ("one", "one two", "one two three"):
        field.fill(text)
        field.blur()
    reflect.get_by_role("alert").wait_for()
    field.fill("the last one")
    field.blur()
    reflect.evaluate("kernel.setMood('answers')")
    reflect.get_by_role("button", name="Try again").click()
    reflect.wait_for_function("kernel.answers['three-sentences'] === 'the last one'")
    expect(reflect.get_by_role("alert")).to_have_count(0)


def test_words_are_counted_beside_the_range_and_not_read_out_at_each_key(reflect: Page) -> None:
    field = reflect.get_by_label("Your reflection")
    field.fill("one two  three\nfour")
    expect(reflect.get_by_text("4 words. Aim for 60 to 300 words.")).to_be_visible()
    expect(field).to_have_accessible_description(
        "Please write nothing that could point to a real child, family or colleague. 4 words. Aim for 60 to 300 words."
    )
    assert reflect.get_by_text("4 words.").evaluate("(line) => line.closest('[role=status], [aria-live]')") is None


def test_the_guard_says_what_and_why_and_blocks_nothing(reflect: Page) -> None:
    field = reflect.get_by_label("Your reflection")
    field.fill("My family lives at SW1A 1AA.")
    field.blur()
    expect(reflect.locator(".sl-guard")).to_contain_text("A postcode can lead to a real home.")
    expect(reflect.locator(".sl-guard")).to_contain_text("Nothing is blocked.")
    reflect.wait_for_function("kernel.answers['three-sentences'].includes('SW1A')")
    field.fill("The family in the story lives at the end of a terrace.")
    expect(reflect.locator(".sl-guard")).to_be_empty()


def test_the_hand_in_says_what_is_done_and_what_is_not(hand_in: Page) -> None:
    rows = hand_in.locator(".sl-tasks > li")
    expect(rows.nth(0)).to_have_text("The Gate, played to an ending: Not done yet – 0 decisions saved.")
    expect(rows.nth(1)).to_contain_text("12 of at least 60 words.")


def test_the_hand_in_looks_again_when_another_part_has_saved(hand_in: Page) -> None:
    hand_in.locator(".sl-tasks > li").first.wait_for()
    hand_in.evaluate("kernel.decisions = [1, 2, 3]; window.dispatchEvent(new Event('steadyline-saved'))")
    expect(hand_in.locator(".sl-tasks > li").first).to_contain_text("Done – 3 decisions saved.")


def test_a_code_that_is_refused_is_told_at_its_field(hand_in: Page) -> None:
    field = hand_in.get_by_label("Your learner code")
    field.fill("Wren")
    hand_in.get_by_role("button", name="Make my hand-in file").click()
    expect(hand_in.get_by_role("alert")).to_contain_text("is not a learner code")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")


def test_the_hand_in_file_can_be_downloaded_and_says_where_it_lies_and_what_is_missing(
    hand_in: Page, tmp_path: Path
) -> None:
    hand_in.get_by_label("Your learner code").fill("wren-14")
    hand_in.get_by_role("button", name="Make my hand-in file").click()
    expect(hand_in.get_by_role("heading", name="Your hand-in file is ready")).to_be_focused()
    for words in ("the-gate--wren-14--20261123-182000.zip", "/home/wren/steadyline/hand-in", "60 are asked for"):
        expect(hand_in.get_by_text(words).first).to_be_visible()
    with hand_in.expect_download() as download:
        hand_in.get_by_role("link", name="Download the file").click()
    assert download.value.suggested_filename == "the-gate--wren-14--20261123-182000.zip"
    download.value.save_as(tmp_path / "hand-in.zip")
    assert (tmp_path / "hand-in.zip").read_bytes().startswith(b"PK")
