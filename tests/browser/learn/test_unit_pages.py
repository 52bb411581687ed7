"""The Porch as a learner plays it: in Voila, Notebook 7 and JupyterLab, by keyboard alone and by touch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from steadyline import content
from steadyline.decisions import read_log
from steadyline.scenarios.replay import replay

pytestmark = pytest.mark.browser

UNIT = "the-porch"
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FOCUSED = """() => {
  const at = document.activeElement;
  return { kind: at.type || at.tagName.toLowerCase(), words: at.innerText || '', main: at.classList.contains('sl-main'),
           inPlayer: at.closest('.sl-card') !== null, first: at === document.querySelector('.sl-card button, .sl-card input') };
}"""

OpenPage = Callable[..., Page]


def _focused(page: Page) -> dict[str, Any]:
    return dict(page.evaluate(FOCUSED))


def _tab_to(page: Page, wanted: Callable[[dict[str, Any]], bool]) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted(_focused(page)):
            return
    pytest.fail("Tab never came to it")


def _is_over(page: Page) -> bool:
    return page.get_by_role("button", name="See how your decisions were weighed").count() > 0


def _play_on_by_keyboard(page: Page) -> None:
    """Goes on from the scene that has the focus to an ending, with Tab, arrows, space and Enter."""
    stage = page.locator(".sl-stage").first
    for _ in range(40):
        if _is_over(page):
            return
        before = stage.inner_text()
        if stage.get_by_role("radio").count():
            _tab_to(page, lambda at: at["kind"] == "radio" and at["inPlayer"])
            for key in ("ArrowDown", "ArrowDown", "ArrowUp", "x", "d", "d", "a", "b", " "):
                page.keyboard.press(key)
        if stage.locator(".sl-row-of-letters").count():
            # The next group asks what one would most avoid; the second option was taken, so the first may be named.
            _tab_to(page, lambda at: at["kind"] == "radio" and at["inPlayer"])
            page.keyboard.press(" ")
        _tab_to(page, lambda at: at["main"] and at["inPlayer"])
        page.keyboard.press("Enter")
        expect(stage).not_to_have_text(before)
    pytest.fail("no ending was reached")


def _begin_by_keyboard(page: Page) -> None:
    """Comes to the player from the top of the page, past menus and toolbars, and begins."""
    page.get_by_role("button", name="Begin", exact=True).wait_for()
    _tab_to(page, lambda at: at["first"])
    page.keyboard.press("Enter")
    page.locator(".sl-stage").first.get_by_role("radio").first.wait_for()


def _decide(page: Page, choice: str) -> None:
    page.locator(f"input[value='{choice}']").check()
    page.get_by_role("button", name="Decide").click()


def _play_by_touch(page: Page) -> None:
    page.get_by_role("button", name="Begin", exact=True).tap()
    stage = page.locator(".sl-stage").first
    for _ in range(40):
        if _is_over(page):
            return
        before = stage.inner_text()
        if stage.get_by_role("radio").count():
            stage.locator("label", has=page.get_by_role("radio")).first.tap()
        if stage.locator(".sl-row-of-letters").count():
            stage.locator(".sl-row-of-letters label").last.tap()
        stage.locator(".sl-main").tap()
        expect(stage).not_to_have_text(before)
    pytest.fail("no ending was reached")


def _ending_in(learn: Any) -> str:
    """Returns the ending that the log leads to, once all of it is saved: the page does not wait for that."""
    patience = time.monotonic() + 15
    while len(decisions := read_log(learn.log).attempts[1]) < 6 and time.monotonic() < patience:
        time.sleep(0.05)
    assert len(decisions) == 6
    return replay(content.unit_case(UNIT), decisions).ending


def test_in_voila_the_first_tab_comes_to_the_first_control_of_the_player(learn: Any, open_page: OpenPage) -> None:
    page = open_page(learn.unit("voila"))
    page.get_by_role("button", name="Begin", exact=True).wait_for()
    page.keyboard.press("Tab")
    assert _focused(page)["first"]


def test_the_porch_is_played_to_an_ending_in_voila_by_keyboard_alone(learn: Any, open_page: OpenPage) -> None:
    page = open_page(learn.unit("voila"))
    page.get_by_role("button", name="Begin", exact=True).wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".sl-stage").first.get_by_role("radio").first.wait_for()
    _play_on_by_keyboard(page)
    assert _ending_in(learn) != ""


@pytest.mark.parametrize(("way", "width"), [("notebook", 1280), ("notebook", 390), ("lab", 1280)])
def test_the_porch_is_played_to_an_ending_by_keyboard_and_no_key_reaches_the_notebook(
    learn: Any, open_page: OpenPage, way: str, width: int
) -> None:
    page = open_page(learn.unit(way), viewport={"width": width, "height": 900})
    page.get_by_role("button", name="Begin", exact=True).wait_for()
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    _begin_by_keyboard(page)
    _play_on_by_keyboard(page)
    assert _ending_in(learn) != ""
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells


@pytest.mark.parametrize("way", ["voila", "notebook"])
def test_the_porch_is_played_to_an_ending_by_touch_on_a_phone(learn: Any, open_page: OpenPage, way: str) -> None:
    page = open_page(learn.unit(way), **PHONE)
    _play_by_touch(page)
    assert _ending_in(learn) != ""


@pytest.fixture(scope="module", params=["notebook", "lab"])
def standing_open(request: pytest.FixtureRequest, learn: Any, chromium: Browser) -> Iterator[Page]:
    """The unit in Notebook 7 or Lab, only to be looked at."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(learn.address)
    page.goto(learn.unit(request.param))
    page.get_by_role("button", name="Make my hand-in file").wait_for()
    yield page
    page.close()


def test_code_is_folded_behind_one_friendly_line(standing_open: Page) -> None:
    expect(standing_open.get_by_text("There is nothing to run or to change.").first).to_be_visible()
    expect(standing_open.get_by_text("from steadyline.notebook import").first).not_to_be_visible()


def test_nothing_for_marking_is_on_a_learners_page(standing_open: Page) -> None:
    expect(standing_open.get_by_text("For the assessor")).to_have_count(0)
    expect(standing_open.get_by_text("steadyline.marking")).to_have_count(0)


def test_nobody_is_asked_about_news_or_about_saving(standing_open: Page) -> None:
    expect(standing_open.get_by_role("dialog")).to_have_count(0)
    expect(standing_open.locator(".jp-mod-dirty")).to_have_count(0)


@pytest.mark.parametrize("way", ["notebook", "lab"])
def test_what_was_decided_in_one_page_is_there_in_the_next(learn: Any, open_page: OpenPage, way: str) -> None:
    page = open_page(learn.unit("voila"))
    page.get_by_role("button", name="Begin", exact=True).click()
    _decide(page, "ring-mum")
    expect(page.get_by_role("status").first).to_contain_text("Saved")
    later = open_page(learn.unit(way))
    later.get_by_text("Attempt 1: not finished. 1 decision taken.").wait_for()


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 320, "height": 640}}])
def test_axe_finds_nothing_of_wcag_on_the_whole_voila_page(learn: Any, open_page: OpenPage, look: dict[str, Any]) -> None:
    page = open_page(learn.unit("voila"), **look)
    page.get_by_role("button", name="Make my hand-in file").wait_for()
    page.get_by_role("button", name="Begin", exact=True).wait_for()
    assert Axe().run(page, options=WCAG).response["violations"] == []
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_role("radio").first.wait_for()
    assert Axe().run(page, options=WCAG).response["violations"] == []


@pytest.mark.parametrize("width", [320, 390])
def test_a_unit_in_voila_needs_no_sideways_scrolling(learn: Any, open_page: OpenPage, width: int) -> None:
    page = open_page(learn.unit("voila"), viewport={"width": width, "height": 800})
    page.get_by_role("button", name="Make my hand-in file").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_unit_in_voila_is_a_plain_page(learn: Any, open_page: OpenPage) -> None:
    page = open_page(learn.unit("voila"))
    page.get_by_role("button", name="Make my hand-in file").wait_for()
    assert page.title().startswith("The Porch")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).all_inner_texts() == ["The Porch"]
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_text("steadyline.notebook")).to_have_count(0)
    expect(page.get_by_text("Opening this part")).to_have_count(0)
    page.get_by_role("link", name="Back to all units").click()
    expect(page.get_by_role("heading", name="Units")).to_be_visible()


def test_after_the_kernel_is_killed_the_page_says_so_and_no_decision_is_lost(learn: Any, open_page: OpenPage) -> None:
    page = open_page(learn.unit("voila"))
    page.get_by_role("button", name="Begin", exact=True).click()
    _decide(page, "ring-mum")
    expect(page.get_by_role("status").first).to_contain_text("Saved")
    for kernel in learn.kernels():
        kernel.kill()
    page.get_by_role("button", name="Go on", exact=True).click()
    _decide(page, "cannot-promise")
    expect(page.get_by_role("alert").first).to_contain_text("not yet saved", timeout=30_000)
    page.reload()
    page.get_by_role("button", name="Carry on where you left off").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert len(read_log(learn.log).decisions) == 2


def test_what_is_written_and_handed_in_in_the_browser_lies_in_the_folder(learn: Any, open_page: OpenPage) -> None:
    page = open_page(learn.unit("voila"))
    page.get_by_label("Your reflection").fill("I have come because I worry about the mornings.")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.get_by_label("Your learner code").fill("wren-14")
    page.get_by_role("button", name="Make my hand-in file").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the file").click()
    (lying,) = (learn.folder / "hand-ins").glob("the-porch--wren-14--*.zip")
    assert downloading.value.path().read_bytes() == lying.read_bytes()
    lying.unlink()
