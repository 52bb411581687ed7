"""One full path of every unit, clicked through in Chromium with the real keeper: case, activities, checks, writing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from steadyline import content, notebook
from steadyline.answers import read_answers
from steadyline.course.handin import ANSWERS, LOG
from steadyline.course.keeper import FolderKeeper
from steadyline.course.progress import tasks
from steadyline.course.unit import Check, Play, Rate, Reflect, Unit
from steadyline.decisions import read_log
from steadyline.marking import AVOID, marked
from steadyline.player.widget import answer_to
from steadyline.scenarios.replay import replay

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
PHONE = {"viewport": {"width": 390, "height": 844}}

Show = Callable[..., Page]


@pytest.fixture(scope="module", params=content.units())
def unit(request: pytest.FixtureRequest) -> Unit:
    return content.unit(request.param)


@pytest.fixture(scope="module")
def keeper(unit: Unit, tmp_path_factory: pytest.TempPathFactory) -> FolderKeeper:
    folder, case = tmp_path_factory.mktemp(unit.name), content.case_played(unit.name)
    return FolderKeeper(
        unit, case, folder, folder / "hand-ins", folder / "code",
        lambda: content.scale(case.name if case else ""), lambda: content.check_answers(unit.name),
    )  # fmt: skip


@pytest.fixture
def show(open_page: Any, keeper: FolderKeeper, unit: Unit, monkeypatch: pytest.MonkeyPatch) -> Show:
    """A function that opens one part of the unit as its notebook cell would."""
    monkeypatch.setattr(notebook, "_player", lambda _unit, **part: {"heading_level": 2, **part, "unit": unit.name, "store": "here"})

    def open_it(cell: Callable[..., Any], *words: str, **options: Any) -> Page:
        part: Any = cell(unit.name, *words)
        heard = lambda message: json.dumps(answer_to(json.loads(message), keeper))  # noqa: E731 - one line, used once
        return open_page(part, ask=heard, **options)  # type: ignore[no-any-return]

    return open_it


def clean(page: Page) -> None:
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def best(unit: Unit, node: str) -> tuple[str, str]:
    """The option that earns most at a node, and the one that is most to be avoided ("" where nobody asks)."""
    case, key = content.unit_case(unit.name), content.key(unit.case)
    options = {id: key.decisions[case.nodes[node]["scene"]].options[id] for id in case.options(node)}
    chosen = max(options, key=lambda id: options[id].credit)
    avoided = next((id for id in options if options[id].avoid), "") if case.asks_what_to_avoid(node) else ""
    return chosen, avoided


def screens(page: Page) -> Iterator[str]:
    """Yields the kind of each screen until the ending stands."""
    for _ in range(80):
        if page.get_by_role("button", name="See how your decisions were weighed").count():
            yield "ending"
            return
        yield "decision" if page.get_by_role("button", name="Decide").count() else "passage"
    pytest.fail("no ending was reached")


def test_the_case_is_played_to_its_end_with_the_best_marks_and_nothing_stands_in_anybodys_way(
    show: Show, unit: Unit, keeper: FolderKeeper
) -> None:
    if unit.play is None:
        pytest.skip("this unit plays no case")
    page = show(notebook.play, **PHONE)
    page.get_by_role("button", name="Begin", exact=True).click()
    looked_at: set[str] = set()
    for screen in screens(page):
        papers = page.locator(".sl-papers summary")
        look = f"{screen}{'+papers' if papers.count() else ''}{'+paper' if page.get_by_role('article').count() else ''}"
        if look not in looked_at:
            if papers.count():
                papers.first.click()
            clean(page)
            looked_at.add(look)
        if screen == "decision":
            decisions = read_log(keeper.folder / LOG).decisions
            chosen, avoided = best(unit, replay(content.unit_case(unit.name), decisions).node)
            page.locator(f'.sl-choices input[value="{chosen}"]').first.check()
            if avoided:
                page.locator(f'.sl-row-of-letters input[value="{avoided}"]').check()
            page.get_by_role("button", name="Decide").click()
            expect(page.get_by_role("status").first).to_contain_text("Saved")
            page.locator(".sl-stage .sl-main").click()
        elif screen == "passage":
            page.locator(".sl-stage .sl-main").click()
    page.get_by_role("button", name="See how your decisions were weighed").click()
    page.locator(".sl-stage .sl-row").first.wait_for()
    clean(page)
    for measure in ("judgement", "assertiveness", "escalation", *((AVOID,) if unit.play.avoid else ())):
        mark, _ = marked(unit, measure, keeper.folder)
        assert mark == unit.points(measure), measure


def test_every_activity_and_check_is_answered_rightly_and_earns_its_points(
    show: Show, unit: Unit, keeper: FolderKeeper
) -> None:
    for check in [part for part in unit.parts if isinstance(part, Check)]:
        page = show(notebook.check, check.id, **PHONE)
        page.get_by_role("button", name="Check my answers").wait_for()
        clean(page)
        for at, question in enumerate(check.questions):
            for answer in content.check_answers(unit.name)[question.id].answer:
                page.locator(".sl-question").nth(at).locator(f'input[value="{answer}"]').check()
        page.get_by_role("button", name="Check my answers").click()
        if content.case_played(unit.name) is None or content.unit_case(unit.name).is_formative:
            expect(page.get_by_text(f"{check.points} of {check.points} points")).to_be_visible()
        else:
            expect(page.get_by_text("marks and reasons come with the feedback")).to_be_visible()
        clean(page)
        expect(page.get_by_role("status").first).to_contain_text("Saved")
        if unit.assessed:
            assert marked(unit, f"check-{check.id}", keeper.folder)[0] == check.points


def test_ratings_and_reflections_are_kept_and_the_unit_counts_as_done(
    show: Show, unit: Unit, keeper: FolderKeeper
) -> None:
    for part in unit.parts:
        if isinstance(part, Rate):
            page = show(notebook.rate, part.id, **PHONE)
            for button in ("See what happened", "Compare"):
                for select in page.get_by_role("combobox").all():
                    select.select_option("6")
                clean(page)
                page.get_by_role("button", name=button).click()
            page.get_by_text("None of your ratings moved.").wait_for()
            clean(page)
        elif isinstance(part, Reflect):
            page = show(notebook.reflect, part.id, **PHONE)
            page.get_by_label("Your reflection").fill("word " * part.words[0])
            page.get_by_label("Your reflection").blur()
            expect(page.get_by_role("status").first).to_contain_text("Saved")
            clean(page)
    assert not any(isinstance(part, Play) for part in unit.parts) or (keeper.folder / LOG).is_file()
    done = tasks(unit, keeper.case, read_log(keeper.folder / LOG), read_answers(keeper.folder / ANSWERS).latest)
    assert [task.label for task in done if not task.done] == []
