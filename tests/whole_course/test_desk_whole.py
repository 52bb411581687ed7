"""The desk's kernel killed ten times in the middle of work: what was acknowledged is there, and nothing is there twice."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from cohorts import CELL, LEARNERS, UNIT, desk_at, lay_out
from desk_running import RunningDesk, running_desk
from playwright.sync_api import Error, Page, expect, sync_playwright

from steadyline.desk.drafts import draft_of, drafts_of
from steadyline.desk.pieces import MARKING
from steadyline.graders.gradebook import engine_of, reading
from steadyline.graders.history import events

pytestmark = pytest.mark.browser

KILLS = 10
WHO = "marker-1"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    folder = lay_out(tmp_path / "cohort")
    desk_at(folder, WHO)
    return folder


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        page = browser.new_page()
        page.set_default_timeout(20_000)
        yield page
        browser.close()


def killed_after(desk: RunningDesk, seconds: float, killed: list[int]) -> None:
    """Kills the kernel behind the page, as `kill -9` does, when the time has come."""
    time.sleep(seconds)
    with suppress(psutil.Error):
        kernel = desk.kernel_with_a_page()
        if kernel:
            kernel.kill()
            killed.append(kernel.pid)


def open_piece(page: Page, learner: str) -> None:
    page.reload()
    expect(page.locator(".sl-stage h2")).to_be_visible(timeout=30_000)
    if page.locator(".sl-stage h2").inner_text() == learner:
        return
    if page.get_by_role("button", name="The pile", exact=True).count():
        page.get_by_role("button", name="The pile", exact=True).click()
    elif page.get_by_role("button", name="Open the pile").count():
        page.get_by_role("button", name="Open the pile").click()
    page.get_by_role("button", name=learner, exact=True).click()
    expect(page.get_by_role("heading", name=learner)).to_be_visible()


def work_on(page: Page, learner: str, acknowledged: set[str]) -> bool:
    """Goes on with one piece until its mark is given; False where the page lost its kernel on the way."""
    open_piece(page, learner)
    if page.get_by_text("You have marked this work.").count():
        return True
    comment = page.get_by_label("Comment for the learner")
    if comment.input_value() != told(learner):
        if f"draft {learner}" in acknowledged:
            pytest.fail("a draft that was acknowledged is lost")
        page.locator(".sl-criterion input[value='1']").check()
        comment.fill(told(learner))
    status = page.get_by_role("status").first
    expect(status).to_contain_text("Saved as draft", timeout=7_000)
    acknowledged.add(f"draft {learner}")
    page.get_by_role("button", name="Give this mark").click()
    expect(status).to_contain_text(f"{learner}: Your mark is kept", timeout=7_000)
    acknowledged.add(f"mark {learner}")
    return True


def told(learner: str) -> str:
    return f"For {learner}: you name the worry. Next: name a day."


def test_ten_kills_in_the_middle_of_work_lose_nothing_acknowledged_and_double_nothing(
    cohort: Path, page: Page, tmp_path: Path
) -> None:
    chance = random.Random(11)
    acknowledged: set[str] = set()
    killed: list[int] = []
    engine = engine_of(cohort)
    with running_desk(cohort, tmp_path / "home", "--assessor", WHO) as desk:
        page.goto(desk.address)
        page.get_by_role("button", name="Open the pile").wait_for()
        for learner in LEARNERS:
            done = False
            while not done:
                killer = threading.Thread(target=killed_after, args=(desk, chance.uniform(0.5, 6), killed))
                if len(killed) < KILLS:
                    killer.start()
                with suppress(AssertionError, Error):
                    done = work_on(page, learner, acknowledged)
                if killer.ident:
                    killer.join()
                with reading(engine) as connection:
                    kept = events(connection, UNIT, learner, CELL, (MARKING,))
                    draft = draft_of(connection, WHO, UNIT, learner, CELL)
                assert len(kept) <= 1
                assert kept or f"mark {learner}" not in acknowledged
                assert kept or f"draft {learner}" not in acknowledged or (draft and draft["comment"] == told(learner))
    assert len(killed) >= KILLS
    with reading(engine) as connection:
        kept = events(connection, UNIT, deeds=(MARKING,))
        assert {event.learner: event.after["comment"] for event in kept} == {each: told(each) for each in LEARNERS}
        assert len(kept) == len(LEARNERS)
        assert drafts_of(connection, WHO, UNIT) == set()
