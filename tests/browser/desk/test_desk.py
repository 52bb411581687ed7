"""An assessor's work in a real browser: by keyboard, by two at once, through a reload and a dead kernel."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from cohorts import CELL, LEARNERS, UNIT, desk_at, write
from playwright.sync_api import Page, expect

from steadyline.desk.pieces import MARKING, POINTS, RELEASED
from steadyline.graders.gradebook import engine_of, reading
from steadyline.graders.history import Event, events
from steadyline.graders.nbgrader import marks

pytestmark = pytest.mark.browser

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
OpenDesk = Callable[..., Page]


def kept(folder: Path, deed: str = MARKING) -> tuple[Event, ...]:
    with reading(engine_of(folder)) as connection:
        return events(connection, UNIT, deeds=(deed,))


def open_piece(page: Page, learner: str) -> None:
    page.get_by_role("button", name=f"Open the pile: {UNIT.replace('-', ' ').title()}").click()
    page.get_by_role("button", name=learner, exact=True).click()
    expect(page.get_by_role("heading", name=learner)).to_be_focused()


def level(page: Page, number: int) -> None:
    page.locator(f".sl-criterion input[value='{number}']").check()


def test_twelve_reflections_and_a_refused_mark_are_marked_by_keyboard_alone(folder: Path, open_desk: OpenDesk) -> None:
    desk_at(folder, "marker-1")
    page = open_desk("marker-1")
    page.get_by_role("button", name="Open the pile").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The Porch")).to_be_focused()
    page.keyboard.press("n")
    for _ in range(13):
        heading = page.locator(".sl-piece-head h2")
        learner = heading.inner_text()
        if page.get_by_label("Mark, from 0 to 18").count():
            page.keyboard.press("c")
            page.keyboard.type("Read from the log, decision by decision.")
            page.keyboard.press("Shift+Tab")
            page.keyboard.type("12.5")
        else:
            for key in ("1", "u", "c"):
                page.keyboard.press(key)
            page.keyboard.type("You say why. Next: a day. 3 n j ?")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("status").first).to_contain_text(learner)
        expect(page.locator(".sl-stage h2")).to_be_focused()
    expect(page.get_by_role("heading", name="The Porch")).to_be_focused()
    assert {event.after["direction"] for event in kept(folder)} == {"under"}
    assert [len(kept(folder, deed)) for deed in (MARKING, POINTS)] == [12, 1]
    # Before the first Tab the focus is on the page itself, which is not ours to mark.
    assert [key for key in page.evaluate("keysThatReachedThePage") if key != "Tab"] == []


def test_a_draft_survives_a_reload_and_is_said_to_be_saved_only_when_it_is(folder: Path, open_desk: OpenDesk) -> None:
    desk_at(folder, "marker-1")
    page = open_desk("marker-1")
    open_piece(page, LEARNERS[0])
    page.keyboard.press("2")
    page.get_by_label("Comment for the learner").fill("Half of it is there.")
    expect(page.get_by_role("status").first).to_contain_text("Saving the draft…")
    expect(page.get_by_role("status").first).to_contain_text(re.compile(r"Saved as draft \d\d:\d\d:\d\d"))
    page.reload()
    expect(page.get_by_role("heading", name=LEARNERS[0])).to_be_focused()
    expect(page.get_by_label("Comment for the learner")).to_have_value("Half of it is there.")
    expect(page.get_by_role("radio", name=re.compile("^2 "))).to_be_checked()


def test_a_mark_given_to_a_dead_kernel_is_told_kept_and_given_once_after_a_reload(folder: Path, open_desk: OpenDesk) -> None:
    desk_at(folder, "marker-1")
    page = open_desk("marker-1")
    open_piece(page, LEARNERS[0])
    level(page, 1)
    page.evaluate("kernel.setMood('dead')")
    page.get_by_role("button", name="Give this mark").click()
    expect(page.get_by_role("alert").first).to_contain_text("kept in this browser")
    assert kept(folder) == ()
    page.evaluate("kernel.setMood('answers')")
    page.reload()
    expect(page.get_by_text("You have marked this work.")).to_be_visible()
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.includes('/desk/a-cohort/marker-1'))")
    assert len(kept(folder)) == 1


def test_two_mark_blind_at_once_and_one_of_them_agrees_on_a_mark(folder: Path, open_desk: OpenDesk) -> None:
    pages = {}
    for who in ("marker-1", "marker-2"):
        desk_at(folder, who)
        pages[who] = open_desk(who)
        open_piece(pages[who], LEARNERS[0])
    first, second = pages.values()
    level(first, 2)
    first.get_by_label("Comment for the learner").fill("Only marker-1 knows this.")
    first.get_by_role("button", name="Give this mark").click()
    expect(first.get_by_role("status").first).to_contain_text("waits for somebody else")
    second.reload()
    expect(second.get_by_role("heading", name=LEARNERS[0])).to_be_focused()
    assert "marker-1" not in second.content()
    level(second, 1)
    second.get_by_role("button", name="Give this mark").click()
    expect(second.get_by_role("heading", name="All marks side by side")).to_be_visible()
    expect(second.get_by_text("One level apart.")).to_be_visible()
    expect(second.get_by_text("Only marker-1 knows this.")).to_be_visible()
    level(second, 2)
    second.get_by_role("button", name="Give the agreed mark").click()
    expect(second.get_by_role("alert")).to_contain_text("An agreed mark needs a note")
    second.get_by_label("Note on the agreement").fill("The day is missing, the worry is there.")
    second.get_by_role("button", name="Give the agreed mark").click()
    expect(second.get_by_role("status").first).to_contain_text("stands in the gradebook (agreed)")
    assert [event.after["stage"] for event in kept(folder)] == ["first", "second", "agreed"]
    assert [mark.mark for mark in marks(folder, UNIT) if (mark.learner, mark.cell) == (LEARNERS[0], CELL)] == [2.0]


def test_what_a_learner_wrote_is_only_text(folder: Path, open_desk: OpenDesk) -> None:
    hostile = "<img src=x onerror='window.hurt=1'><script>window.hurt=1</script> {{7*7}} <b>loud</b>"
    write(folder, LEARNERS[2], hostile)
    desk_at(folder, "marker-1")
    page = open_desk("marker-1")
    open_piece(page, LEARNERS[2])
    expect(page.get_by_text(hostile)).to_be_visible()
    page.get_by_text("1 thing was noticed in this hand-in").click()
    expect(page.get_by_text("The text is <b>nearly</b> that of wren-13.")).to_be_visible()
    assert page.evaluate("window.hurt") is None


def test_standard_scripts_come_before_the_work_and_then_the_agreed_marks_are_seen(folder: Path, open_desk: OpenDesk) -> None:
    page = open_desk()
    page.get_by_label("Your assessor's code").fill("marker-1")
    page.keyboard.press("Enter")
    open_piece(page, LEARNERS[0])
    expect(page.get_by_role("button", name="Give this mark")).to_have_count(0)
    page.get_by_role("button", name="Mark the standard scripts").click()
    for number in range(1, 5):
        expect(page.get_by_role("heading", name=f"Script {number} of 4")).to_be_visible()
        expect(page.get_by_text("Why it was agreed")).to_have_count(0)
        level(page, 3)
        page.get_by_role("button", name="Give this mark").click()
        expect(page.get_by_role("heading", name="Why it was agreed")).to_be_visible()
        page.get_by_role("button", name="Next script" if number < 4 else "All units").last.click()
    expect(page.get_by_role("button", name="Mark the standard scripts")).to_have_count(0)


@pytest.mark.parametrize("look", [{}, {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}], ids=["wide", "320 px, dark"])
def test_no_screen_breaks_an_axe_rule_scrolls_sideways_or_lets_keys_through(
    folder: Path, open_desk: OpenDesk, look: dict[str, Any]
) -> None:
    desks = [desk_at(folder, f"marker-{number}") for number in (1, 2)]
    for desk, given in zip(desks, (2, 1), strict=True):
        desk.give(_given(desk, given))
    page = open_desk("marker-1", reduced_motion="reduce", **look)
    open_piece(page, LEARNERS[0])
    page.locator("summary", has_text="Set this work aside").click()
    _check(page)
    page.get_by_role("button", name="The pile").click()
    page.get_by_role("combobox", name="Show").wait_for()
    _check(page)


def _given(desk: Any, number: int) -> Any:
    from steadyline.desk.giving import Given

    view = desk.open(UNIT, LEARNERS[0], CELL)
    return Given(UNIT, LEARNERS[0], CELL, {"whole": number}, "under", "Nearly.", words=view["words"])


def _check(page: Page) -> None:
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    wide, room = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= room
    assert page.evaluate(
        "[...document.querySelectorAll('.steadyline, .steadyline *')]"
        ".filter((each) => each.getAttribute('data-lm-suppress-shortcuts') !== 'true').map((each) => each.outerHTML)"
    ) == []  # fmt: skip


def test_a_release_says_of_whom_marks_wait_and_releases_nothing_of_theirs(folder: Path, open_desk: OpenDesk) -> None:
    desk_at(folder, "marker-1")
    page = open_desk("marker-1")
    page.get_by_role("button", name="Open the pile").click()
    page.locator("summary", has_text="Release feedback").click()
    page.get_by_role("button", name="Release it now").click()
    expect(page.get_by_text("Not released:")).to_be_visible()
    expect(page.locator(".sl-aside li")).to_have_count(len(LEARNERS))
    assert kept(folder, RELEASED) == ()


def test_single_keys_can_be_switched_off_and_stay_off(folder: Path, open_desk: OpenDesk) -> None:
    desk_at(folder, "marker-1")
    page = open_desk("marker-1")
    open_piece(page, LEARNERS[0])
    page.keyboard.press("?")
    page.get_by_label("Use single keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.get_by_role("heading", name=LEARNERS[0])).to_be_focused()
    page.keyboard.press("2")
    expect(page.locator(".sl-criterion input:checked")).to_have_count(0)
