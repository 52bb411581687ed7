"""The desk as it is started: one page behind a token, nothing of the cohort's folder served, and a kernel that may die."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from cohorts import LEARNERS, UNIT, copied, desk_at
from desk_running import RunningDesk, running_desk
from playwright.sync_api import Browser, Page, expect

from steadyline.desk.pieces import MARKING
from steadyline.graders.gradebook import engine_of, reading
from steadyline.graders.history import events

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def cohort(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(template, tmp_path_factory.mktemp("running") / "Zoë's cohort")
    desk_at(folder, "marker-1")
    return folder


@pytest.fixture(scope="module")
def desk(cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    with running_desk(cohort, tmp_path_factory.mktemp("home")) as started:
        yield started


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as reply:  # noqa: S310  our own server
            return 403 if "/login" in reply.geturl() else int(reply.status)
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.mark.parametrize("path", ["/steadyline", "/voila/render/desk.ipynb", "/api/contents", "/api/kernels"])
def test_without_the_token_there_is_nothing(desk: RunningDesk, path: str) -> None:
    assert _status(desk.base + path) == 403


@pytest.mark.parametrize(
    "path",
    ["/files/gradebook.db", "/files/../../gradebook.db", "/files/%2e%2e/%2e%2e/gradebook.db", "/voila/files/gradebook.db",
     f"/voila/files/../../autograded/{LEARNERS[0]}/{UNIT}/answers.jsonl", "/api/contents/..%2F..%2Fgradebook.db", "/lab", "/tree"],
)  # fmt: skip
def test_with_the_token_nothing_of_the_cohort_is_a_file_to_be_had(desk: RunningDesk, path: str) -> None:
    assert _status(f"{desk.base}{path}?token={desk.token}") in (403, 404)


def test_a_kernel_that_dies_is_told_and_after_a_reload_what_was_chosen_is_there(
    desk: RunningDesk, cohort: Path, chromium: Browser
) -> None:
    page: Page = chromium.new_context().new_page()
    page.set_default_timeout(20_000)
    page.goto(desk.address)
    page.get_by_label("Your assessor's code").fill("marker-1")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Open the pile").click()
    page.get_by_role("button", name=LEARNERS[0], exact=True).click()
    expect(page.get_by_role("heading", name=LEARNERS[0])).to_be_focused()
    for kernel in desk.kernels():
        kernel.kill()
    page.keyboard.press("1")
    expect(page.get_by_role("alert").first).to_contain_text("kept in this browser", timeout=15_000)
    page.reload()
    expect(page.get_by_role("heading", name=LEARNERS[0])).to_be_focused(timeout=20_000)
    expect(page.locator(".sl-criterion input[value='1']")).to_be_checked()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text(f"{LEARNERS[0]}: Your mark is kept.")
    with reading(engine_of(cohort)) as connection:
        assert [event.learner for event in events(connection, UNIT, deeds=(MARKING,))] == [LEARNERS[0]]
    page.context.close()
