"""Everyone gets through: by keyboard alone, by touch, with a screen reader, at 320 px, in any colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "320 px": {"viewport": {"width": 320, "height": 640}},
}


def _begin(page: Page) -> None:
    page.get_by_role("button", name="Begin", exact=True).click()


def _choose(page: Page, words: str) -> None:
    page.locator("label", has_text=words).click()
    page.get_by_role("button", name="Decide").click()


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).click()


def _play_screens(page: Page) -> Iterator[str]:
    page.get_by_role("button", name="Begin", exact=True).wait_for()
    yield "start"
    _begin(page)
    yield "scene"
    _press(page, "Decide")
    page.get_by_label("Your reason").fill("My family rang 0161 496 0000.")
    page.get_by_label("Your reason").blur()
    yield "scene with messages"
    _choose(page, "Ring Mum")
    yield "consequence"
    _press(page, "Go on")
    yield "passage"
    _press(page, "Walk on")
    page.locator("summary", has_text="Where you are").click()
    yield "scene with a delayed consequence and the outline"
    _press(page, "Pause and leave")
    yield "pause"
    _press(page, "Go on from where you were")
    page.evaluate("kernel.setMood('full')")
    _choose(page, "Listen")
    page.get_by_role("alert").wait_for()
    yield "trouble"
    page.evaluate("kernel.setMood('answers')")
    _press(page, "Try again")
    page.get_by_role("alert").wait_for(state="detached")
    page.get_by_role("button", name="Go on", exact=True).click()
    _choose(page, "Say what")
    _press(page, "Go on")
    yield "ending"
    _press(page, "See how")
    page.locator(".sl-decision summary").first.click()
    yield "review"
    _press(page, "Back to the start")
    yield "start again"


def _conflict_screens(page: Page) -> Iterator[str]:
    page.evaluate("kernel.setMood('conflict')")
    _begin(page)
    _choose(page, "Ring Mum")
    page.get_by_role("button", name="Show what is saved").wait_for()
    yield "conflict"


def _check_screens(page: Page) -> Iterator[str]:
    page.get_by_role("button", name="Check my answers").wait_for()
    yield "questions"
    _press(page, "Check my answers")
    yield "questions not answered"
    _press(page, "Check anyway")
    page.locator(".sl-checked").wait_for()
    yield "checked"


def _reflect_screens(page: Page) -> Iterator[str]:
    page.get_by_label("Your reflection").fill("I would ask Mrs Ahmed on 12/03/2024.")
    page.get_by_label("Your reflection").blur()
    yield "written"


def _hand_in_screens(page: Page) -> Iterator[str]:
    page.get_by_label("Your learner code").fill("Wren")
    _press(page, "Make my hand-in file")
    page.get_by_role("alert").wait_for()
    yield "refused"
    page.get_by_label("Your learner code").fill("wren-14")
    _press(page, "Make my hand-in file")
    page.get_by_role("link", name="Download").wait_for()
    yield "made"


SCREENS: dict[str, tuple[str, Callable[[Page], Iterator[str]]]] = {
    "play": ("play", _play_screens),
    "conflict": ("play", _conflict_screens),
    "check": ("check", _check_screens),
    "reflect": ("reflect", _reflect_screens),
    "hand-in": ("hand-in", _hand_in_screens),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("screens", SCREENS)
def test_no_screen_breaks_an_axe_rule_or_scrolls_sideways(open_page: Any, parts: Any, screens: str, look: str) -> None:
    kind, walk = SCREENS[screens]
    page = open_page(parts[kind], reduced_motion="reduce", **LOOKS[look])
    for screen in walk(page):
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{screen}: {found.generate_report()}"
        wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= room, f"{screen} is {wide} px wide"


@pytest.mark.parametrize("screens", SCREENS)
def test_every_element_of_every_screen_bears_the_mark_that_spares_its_keys(
    open_page: Any, parts: Any, screens: str
) -> None:
    kind, walk = SCREENS[screens]
    page = open_page(parts[kind])
    for screen in walk(page):
        bare = page.evaluate(
            "[...document.querySelectorAll('.steadyline, .steadyline *')]"
            ".filter((each) => each.getAttribute('data-lm-suppress-shortcuts') !== 'true')"
            ".map((each) => each.outerHTML)"
        )
        assert bare == [], screen


def test_the_whole_case_is_played_by_keyboard_alone_and_no_key_reaches_the_notebook(open_page: Any, parts: Any) -> None:
    page = open_page(parts["play"])
    page.get_by_role("button", name="Begin", exact=True).wait_for()

    def tab_to(words: str) -> None:
        for _ in range(14):
            page.keyboard.press("Tab")
            if words in page.evaluate("document.activeElement.innerText || document.activeElement.type || ''"):
                return
        pytest.fail(f"the Tab key does not come to {words}")

    tab_to("Begin")
    page.keyboard.press("Enter")
    for _ in range(12):
        if page.get_by_role("button", name="See how").count():
            break
        if page.get_by_role("radio").count():
            page.keyboard.press("Tab")
            for key in ("Space", "ArrowDown", "ArrowUp", "ArrowDown", "x", "d", "d"):
                page.keyboard.press(key)
            tab_to("Decide")
        else:
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    tab_to("See how")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How your decisions were weighed")).to_be_focused()
    # Before the first Tab the focus is on the page itself, which is not ours to mark.
    assert [key for key in page.evaluate("keysThatReachedThePage") if key != "Tab"] == []


def test_the_whole_case_is_played_by_touch_at_390_px(open_page: Any, parts: Any) -> None:
    page = open_page(parts["play"], viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Begin", exact=True).tap()
    for words in ("Text that", "Listen", "Say what"):
        page.locator("label", has_text=words).tap()
        page.get_by_role("button", name="Decide").tap()
        page.get_by_role("button", name="Go on", exact=True).tap()
    expect(page.get_by_role("heading", name="Known and working")).to_be_visible()


def test_every_target_is_at_least_44_px_high(open_page: Any, parts: Any) -> None:
    page = open_page(parts["play"], viewport={"width": 390, "height": 844})
    for _ in _play_screens(page):
        small = page.evaluate(
            "[...document.querySelectorAll('.sl-option, .sl-button, select, .sl-text, summary')]"
            ".filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 44)"
            ".map((each) => each.outerHTML)"
        )
        assert small == []


def test_a_screen_reader_meets_group_legend_radios_progress_and_status(open_page: Any, parts: Any) -> None:
    page = open_page(parts["play"])
    _begin(page)
    tree = page.locator("#here").aria_snapshot()
    for line in ('- region "The Gate"', "- status: Decision 1 of 2 to 3", '- progressbar "How far you are"',
                 '- heading "At the gate" [level=2]', '- group "Your decision"', 'radio "Ring Mum',
                 '- group "Your thinking"', '- combobox "How sure are you', '- button "Decide"'):  # fmt: skip
        assert line in tree, tree
    assert "radiogroup" not in tree


def test_headings_begin_where_the_page_says(open_page: Any, parts: Any) -> None:
    page = open_page({**parts["play"], "heading_level": 3})
    expect(page.get_by_role("heading", name="The Gate", level=3)).to_be_visible()
    expect(page.get_by_role("heading", name="Before you start", level=4)).to_be_visible()


def test_headings_inside_the_story_move_with_the_page(open_page: Any, parts: Any) -> None:
    table = {**parts["play"]["case"], "opening": "<h3>Three weeks ago</h3><p>It began.</p>"}
    page = open_page({**parts["play"], "heading_level": 3, "case": table})
    expect(page.get_by_role("heading", name="Three weeks ago", level=4)).to_be_visible()


@pytest.mark.parametrize(("theme", "scheme", "is_dark"), [("true", "dark", False), ("false", "light", True)])
def test_the_notebook_theme_goes_before_the_device(
    open_page: Any, parts: Any, theme: str, scheme: str, is_dark: bool
) -> None:
    page = open_page(parts["play"], color_scheme=scheme)
    page.evaluate("(theme) => document.body.setAttribute('data-jp-theme-light', theme)", theme)
    page.get_by_role("button", name="Begin", exact=True).wait_for()
    ground = page.locator(".sl-card").evaluate("(card) => getComputedStyle(card).backgroundColor")
    assert (ground == "rgb(28, 31, 32)") is is_dark


def test_print_shows_what_is_folded_and_no_buttons(open_page: Any, parts: Any) -> None:
    page = open_page(parts["play"])
    for screen in _play_screens(page):
        if screen == "review":
            break
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_text("A plain start.")).to_be_visible()
    expect(page.locator(".sl-button:visible")).to_have_count(0)


def test_two_players_on_a_page_do_not_share_their_radios(open_page: Any, parts: Any) -> None:
    page = open_page(parts["play"])
    page.evaluate(
        """async () => {
          const second = document.createElement("div");
          document.querySelector("main").append(second);
          const { openKernel } = await import("./kernel.js");
          // Each widget in a notebook has its own copy of the module, as with this other address.
          const player = (await import("./player.js?another")).default;
          const part = await (await fetch("./part.json")).text();
          player.render({ model: openKernel(JSON.parse(part), part).model, el: second });
        }"""
    )
    expect(page.get_by_role("button", name="Begin", exact=True)).to_have_count(2)
    for _ in range(2):
        page.get_by_role("button", name="Begin", exact=True).first.click()
    page.locator("label", has_text="Ring Mum").first.click()
    page.locator("label", has_text="Text that").last.click()
    expect(page.get_by_role("radio", checked=True)).to_have_count(2)
