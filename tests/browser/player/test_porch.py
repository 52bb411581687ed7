"""The Porch itself, from the browser to a real log and back with real marks."""

from __future__ import annotations

from typing import Any

import pytest
from choosing import choose_last
from playwright.sync_api import Page, expect

from steadyline import content
from steadyline.decisions import read_log
from steadyline.graders.marks import mark
from steadyline.scenarios.replay import replay

pytestmark = pytest.mark.browser


def _play(page: Page) -> None:
    page.get_by_role("button", name="Begin", exact=True).click()
    for _ in range(60):
        if page.get_by_role("button", name="See how your decisions were weighed").count():
            return
        if page.get_by_role("radio").count():
            choose_last(page)
            page.get_by_role("button", name="Decide").click()
        else:
            page.locator(".sl-stage .sl-main").click()
    pytest.fail("no ending was reached")


def test_the_porch_played_in_the_browser_replays_from_its_log_with_the_marks_that_were_shown(
    open_page: Any, parts: Any, porch_desk: Any
) -> None:
    case = content.case("the-porch")
    page = open_page({**parts["play"], "case": case.table}, ask=porch_desk.heard)
    _play(page)
    ending = page.get_by_role("heading", level=2).inner_text()
    playthrough = replay(case, read_log(porch_desk.log).attempts[1])
    assert case.scenes[playthrough.ending]["name"] == ending
    page.get_by_role("button", name="See how your decisions were weighed").click()
    expect(page.locator(".sl-decision")).to_have_count(6)
    judgement = mark(playthrough, content.scale("the-porch")).measures["judgement"]
    expect(page.locator(".sl-measures")).to_contain_text(f"{judgement.earned:g} of the {judgement.best:g}")


def test_no_word_of_the_key_is_on_the_page_before_the_review(open_page: Any, parts: Any, porch_desk: Any) -> None:
    page = open_page({**parts["play"], "case": content.case("the-porch").table}, ask=porch_desk.heard)
    _play(page)
    keyed = content.key("the-porch").decisions
    reasons = [option.reason for decision in keyed.values() for option in decision.options.values()]
    sent = page.content() + page.evaluate("fetch('./part.json').then((answer) => answer.text())")
    assert [reason for reason in reasons if reason in sent] == []
