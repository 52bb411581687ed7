"""The running program: its start page, who may see it, and how it ends."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from steadyline import content

pytestmark = pytest.mark.browser

UNIT = "the-porch"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}

OpenPage = Callable[..., Page]


def _status(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as reply:  # noqa: S310  our own server
            return reply.status, reply.geturl()
    except urllib.error.HTTPError as refused:
        return refused.code, address


@pytest.mark.parametrize(
    "look",
    [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"viewport": {"width": 320, "height": 640}}],
    ids=["wide", "dark", "forced colours", "320 px"],
)
def test_axe_finds_nothing_on_the_start_page(open_page: OpenPage, look: dict[str, Any]) -> None:
    page = open_page(**look)
    for summary in page.locator("summary").all():
        summary.click()
    assert Axe().run(page, options=RULES).response["violations"] == []


def test_the_start_page_needs_no_sideways_scrolling_at_320_px(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_start_page_works_without_javascript(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    expect(page.get_by_role("link", name="Start The Porch")).to_be_visible()


def test_one_tab_and_enter_on_the_start_page_open_the_first_unit(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=content.unit(content.units()[0]).title, level=1)).to_be_visible()


def test_the_start_page_tells_what_was_decided_when_one_comes_back(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("link", name="Start The Porch").click()
    page.get_by_role("button", name="Begin", exact=True).click()
    page.locator(".sl-option").first.click()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved")
    page.get_by_role("link", name="Back to all units").click()
    expect(page.get_by_text("Begun: 1 of 6 decisions, saved")).to_be_visible()
    expect(page.get_by_role("link", name="Carry on The Porch")).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        "/steadyline", f"/voila/render/{UNIT}/{UNIT}.ipynb", f"/notebooks/{UNIT}/{UNIT}.ipynb",
        f"/lab/tree/{UNIT}/{UNIT}.ipynb", f"/files/{UNIT}/{UNIT}.ipynb", f"/voila/files/{UNIT}/x.png", "/voila/tree",
    ],
)  # fmt: skip
def test_without_the_token_there_is_no_page(learn: Any, path: str) -> None:
    status, ended_at = _status(learn.base + path)
    assert status in (401, 403) or "/login" in ended_at


@pytest.mark.parametrize("path", ["/api/contents", "/api/kernels", "/api/sessions"])
def test_without_the_token_nothing_answers(learn: Any, path: str) -> None:
    assert _status(learn.base + path)[0] == 403


def test_only_this_machine_is_listened_to(learn: Any) -> None:
    processes = [psutil.Process(learn.process.pid), *learn.kernels()]
    listening = [
        connection.laddr.ip
        for process in processes
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert listening
    assert set(listening) == {"127.0.0.1"}


def test_a_unit_that_is_not_there_is_told_in_words(learn: Any, open_page: OpenPage) -> None:
    page = open_page(f"{learn.base}/voila/render/no-such/unit.ipynb")
    expect(page.get_by_role("heading", name="This page could not be opened")).to_be_visible()
    expect(page.get_by_role("link", name="Back to all units")).to_be_visible()


def test_a_second_start_for_the_same_folder_finds_the_first(learn: Any) -> None:
    command = [sys.executable, "-m", "steadyline.cli.main", "learn", str(learn.folder), "--no-browser"]
    second = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, env=learn.environment
    )
    assert second.returncode == 0
    assert "It is running already for this folder." in second.stdout
    assert learn.address in second.stdout


def test_ctrl_c_ends_it_with_words_and_leaves_no_kernel(learn: Any, tmp_path: Path, begin_another: Any) -> None:
    another = begin_another(tmp_path / "another folder")
    assert another.base != learn.base
    processes = [psutil.Process(another.process.pid), *another.kernels()]
    told = another.finish()
    assert told.strip().endswith("Everything that was saved is still in your folder.")
    assert "Traceback" not in told
    _, alive = psutil.wait_procs(processes, timeout=10)
    assert alive == []
