"""A page of feedback in a browser: for every reader, at every width, and on paper. It is a file; no server is needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from steadyline import content
from steadyline.course.simulate import Simulation
from steadyline.desk.feedback import page as page_of
from steadyline.desk.feedback_facts import NOT_RELEASED, Facts, LevelGiven, MarkRow, Played, WrittenAnswer
from steadyline.graders.explain import debrief, disclosures
from steadyline.graders.marks import mark
from steadyline.scenarios.replay import replay

pytestmark = pytest.mark.browser

UNIT = "the-porch"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
LOOKS: dict[str, dict[str, Any]] = {
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("feedback") / "page.html"
    path.write_text(page_of(facts()), encoding="utf-8")
    return path


def facts() -> Facts:
    """What a page says of somebody who was too hard, with a word that no line holds."""
    case, key = content.case(UNIT), content.key(UNIT)
    plays = Simulation(content.unit(UNIT), case, key, content.check_answers(UNIT))
    attempt = [each for each in plays.learner("coercive", 7, datetime(2026, 1, 12, tzinfo=UTC)).decisions if each.attempt == 1]
    marks = mark(replay(case, attempt), content.scale(UNIT))
    rows = (MarkRow("judgement", "Judgement", 18.0, 8.0, said=("So it came about.",)), MarkRow("escalation", "Escalation", 6.0, None))
    row = MarkRow("reflect-a", "Written answer: Three sentences", 4.0, 2.0, comment="Say more.\n\nOf what you need to see.")
    levels = (LevelGiven("", 2, "<p>Half of it is there.</p>", "<p>All of it is there.</p>"),)
    return Facts(
        UNIT, "The Porch", "wren-14", "12 January 2026, 09:00 UTC", NOT_RELEASED, "", rows, 1.0,
        Played("first", 1, debrief(marks), ("<p>A visit is due.</p>",) * len(marks.decisions)), "", (),
        (WrittenAnswer(row, "<p>Write.</p>", "W" * 120 + "\n\nIt was hard.", levels, "under"),),
        tuple(disclosures(key)), (("A child in danger now", "999."),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def opened(chromium: Browser, written: Path, **look: Any) -> Page:
    page = chromium.new_context(**look).new_page()
    page.goto(written.as_uri())
    return page


@pytest.mark.parametrize("look", LOOKS)
def test_the_page_breaks_no_axe_rule_and_never_scrolls_sideways(chromium: Browser, written: Path, look: str) -> None:
    page = opened(chromium, written, **LOOKS[look], bypass_csp=True)  # axe is a script, and the page lets none run
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_nothing_is_fetched_and_no_script_could_run(chromium: Browser, written: Path) -> None:
    page = opened(chromium, written)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert asked == [written.as_uri()]
    page.evaluate("() => { const it = document.createElement('script'); it.text = 'window.ran = 1'; document.body.append(it) }")
    assert page.evaluate("window.ran") is None
    page.context.close()


def test_on_paper_no_box_is_cut_off_at_the_right(chromium: Browser, written: Path) -> None:
    page = opened(chromium, written, viewport={"width": 673, "height": 980})  # A4 within its margins
    page.emulate_media(media="print")
    beyond = "[...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > innerWidth + 1)"
    assert page.evaluate(f"{beyond}.map((each) => each.outerHTML.slice(0, 90))") == []
    assert page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert page.evaluate("getComputedStyle(document.querySelector('.draft')).display") != "none"
    page.context.close()
