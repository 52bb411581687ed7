"""Papers, seats, what to avoid, and the activities beside the case: played by hand, kept by the real keeper."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from steadyline import notebook
from steadyline.answers import read_answers
from steadyline.course.handin import ANSWERS, LOG
from steadyline.course.keeper import FolderKeeper
from steadyline.course.read_unit import read_unit
from steadyline.course.unit import Unit
from steadyline.decisions import read_log
from steadyline.graders.check import read_answers as read_keyed
from steadyline.graders.key import read_key
from steadyline.graders.marks import scale_of
from steadyline.player.widget import answer_to
from steadyline.scenarios.compile import compile_case
from steadyline.scenarios.documents import Beside
from steadyline.scenarios.local import Local
from steadyline.scenarios.read import read_case

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
LOCAL = Local("Eastmarch", {"core_group.first_days": 10})
MESSAGE = """---
format: 1
title: A message from the school
kind: e-mail
---
He was asleep by ten.

| day | asleep |
|---|---|
| Monday | by ten |
| Tuesday | by eleven |
"""


@pytest.fixture(scope="module")
def unit() -> Unit:
    return read_unit((HERE / "activities.md").read_text("utf-8"), "activities", "unit.md", LOCAL)


@pytest.fixture
def keeper(unit: Unit, tmp_path: Path) -> FolderKeeper:
    text = (HERE / "activities_case.md").read_text("utf-8")
    case = compile_case(read_case(text, "the-small-office", "case.md", Beside(LOCAL, {"message": MESSAGE})))
    key = read_key((HERE / "activities_key.md").read_text("utf-8"), case)
    questions = [question for check in unit.checks for question in check.questions]
    keyed = read_keyed((HERE / "activities_answers.md").read_text("utf-8"), questions)
    return FolderKeeper(unit, case, tmp_path, tmp_path, tmp_path / "code", lambda: scale_of(case, key), lambda: keyed)


Shown = Callable[..., Page]


@pytest.fixture
def show(open_page: Any, keeper: FolderKeeper, unit: Unit, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """A function that opens one of the unit's blocks, or its case as "play"."""
    monkeypatch.setattr(notebook, "_player", lambda _unit, **part: {**part, "unit": "activities", "store": "here"})
    monkeypatch.setattr(notebook.content, "unit", lambda _name: unit)

    def open_it(block: str, **options: Any) -> Page:
        part: Any
        if block == "play":
            part = {"kind": "play", "case": keeper.case.table if keeper.case else {}, "unit": "activities", "store": "here"}
        elif block == "hindsight":
            part = notebook.rate("activities", block)
        else:
            part = notebook.check("activities", block)
        return open_page(part, ask=lambda message: json.dumps(answer_to(json.loads(message), keeper)), **options)  # type: ignore[no-any-return]

    return open_it


def play_to_the_answer(page: Page) -> None:
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("radio", name="Read it again, slowly, and ring").check()
    page.get_by_role("button", name="Decide").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on").click()


def test_a_paper_is_laid_out_where_it_comes_and_is_at_hand_from_then_on(show: Shown) -> None:
    page = show("play")
    page.get_by_role("button", name="Begin").click()
    paper = page.get_by_role("article")
    expect(paper).to_contain_text("A message from the school")
    expect(paper.get_by_role("row")).to_have_count(3)
    page.get_by_role("radio", name="Read it again, slowly, and ring").check()
    page.get_by_role("button", name="Decide").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Papers at hand")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)
    page.locator("summary", has_text="A message from the school").click()
    expect(page.get_by_role("article")).to_contain_text("He was asleep by ten.")


def test_a_change_of_seat_is_told_once_in_a_box_and_then_in_a_line(show: Shown) -> None:
    page = show("play")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("You are: Social worker")).to_be_visible()
    page.get_by_role("radio", name="Read it again, slowly, and ring").check()
    page.get_by_role("button", name="Decide").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("From here on you are: School nurse")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("You are: School nurse", exact=True)).to_be_visible()


def test_what_to_avoid_is_asked_beside_the_decision_and_kept_with_it(show: Shown, keeper: FolderKeeper) -> None:
    page = show("play")
    play_to_the_answer(page)
    page.get_by_role("group", name="Your decision").get_by_role("radio", name="today").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_have_text("Say which one you would most avoid.")
    avoid = page.get_by_role("group", name="Which of these would you most avoid?")
    avoid.get_by_role("radio", name="today").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_contain_text("You chose this one yourself.")
    avoid.get_by_role("radio", name="or else").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved")
    assert [each.avoid for each in read_log(keeper.folder / LOG).decisions] == ["", "at-once"]
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="See how your decisions were weighed").click()
    expect(page.get_by_text("What to avoid: 1 of the 1 that could be earned. In points: 1 of 1.")).to_be_visible()
    expect(page.get_by_text("The key says the same.")).to_be_visible()


def test_things_are_sorted_by_keyboard_and_checked_one_by_one(show: Shown, keeper: FolderKeeper) -> None:
    page = show("kinds")
    first = page.get_by_role("group", name="1. He was asleep by ten.")
    first.get_by_role("radio", name="Finding").focus()
    page.keyboard.press("Space")
    second = page.get_by_role("group", name="2. He must go to bed late.")
    second.get_by_role("radio", name="Finding").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Check my answers").click()
    expect(page.get_by_text("2 of 4 points")).to_be_visible()
    expect(page.get_by_text("Nobody saw when he goes to bed.")).to_be_visible()
    latest = read_answers(keeper.folder / ANSWERS).latest
    assert [latest[f"kinds/{item}"].value for item in ("asleep", "tired")] == [("finding",), ("opinion",)]


def test_lines_are_spotted_with_partial_credit_and_each_one_is_explained(show: Shown) -> None:
    page = show("errors")
    expect(page.get_by_text("The next is in ten working days.")).to_be_visible()
    page.get_by_role("checkbox", name="He goes to the big school.").check()
    page.get_by_role("checkbox", name="He is five.").check()
    page.get_by_role("button", name="Check my answers").click()
    expect(page.get_by_text("0 of 2 points")).to_be_visible()
    expect(page.get_by_text("You found 1 of 2, and ticked 1 line that is not meant.")).to_be_visible()
    expect(page.get_by_text("There have been four.")).to_be_visible()


def test_two_papers_stand_side_by_side_and_a_box_is_named_by_its_whole_row(show: Shown) -> None:
    page = show("differences")
    expect(page.get_by_role("columnheader")).to_have_text(["Tick", "The nursery's copy", "Mum's copy"])
    page.get_by_role("checkbox", name="Line 2 On Tuesdays. On Thursdays.").check()
    page.get_by_role("button", name="Check my answers").click()
    expect(page.get_by_text("1 of 1 points")).to_be_visible()


def test_ratings_before_an_outcome_stand_and_are_compared_with_those_after_it(show: Shown, keeper: FolderKeeper) -> None:
    page = show("hindsight")
    page.get_by_role("button", name="See what happened").click()
    expect(page.get_by_role("alert")).to_have_text("Give every decision a rating first.")
    page.get_by_role("combobox", name="Your rating").select_option("7")
    page.get_by_role("button", name="See what happened").click()
    expect(page.get_by_role("heading", name="What happened")).to_be_focused()
    page.get_by_role("combobox", name="Your rating now").select_option("4")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("cell", name="7")).to_be_visible()
    expect(page.get_by_text("One of your ratings moved.")).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("Saved")
    page.reload()
    expect(page.get_by_text("One of your ratings moved.")).to_be_visible()
    latest = read_answers(keeper.folder / ANSWERS).latest
    assert latest["hindsight/outcome"].value in ("accident", "settled")
    assert [latest[f"hindsight/{item}"].value for item in ("waited", "waited-again")] == ["7", "4"]
    refused = answer_to({"type": "answer", "item": "hindsight/waited", "value": "1", "n": 1}, keeper)
    assert (refused["type"], refused["retry"]) == ("answer-refused", False)


@pytest.mark.parametrize("block", ["play", "kinds", "errors", "differences", "hindsight"])
def test_nothing_overflows_at_320_pixels(show: Shown, block: str) -> None:
    page = show(block, viewport={"width": 320, "height": 700})
    if block == "play":
        page.get_by_role("button", name="Begin").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 320, "height": 700}}], ids=["light", "dark", "narrow"])
@pytest.mark.parametrize("block", ["play", "kinds", "errors", "differences", "hindsight"])
def test_axe_finds_nothing(show: Shown, block: str, look: dict[str, Any]) -> None:
    page = show(block, **look)
    if block == "play":
        play_to_the_answer(page)
        page.locator("summary", has_text="A message from the school").click()
    elif block != "hindsight":
        page.get_by_role("button", name="Check my answers").click()
        page.get_by_role("button", name="Check anyway").click()
        page.get_by_role("heading", name="Your answers, checked").wait_for()
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations] == []
