"""An assessor's whole way in a real browser: five marked, one twice and moderated, released; and all tell the same."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from cohorts import CELL, UNIT, desk_at
from playwright.sync_api import Browser, Page, expect

from steadyline.cli.main import main
from steadyline.desk.pieces import SEED
from steadyline.graders.gradebook import engine_of, writing
from steadyline.graders.history import write_down
from steadyline.graders.moderation import Rule
from steadyline.graders.nbgrader import marks

pytestmark = pytest.mark.browser

PORT, TOKEN = 8793, "a-test-on-this-machine-alone"
OpenDesk = Callable[..., Page]
NO_FORMULAS = """window.MathJax = {Hub: {Config() {}, Queue() {}, Configured() {}, Register: {StartupHook() {}},
  Startup: {signal: {Interest(hear) { setTimeout(() => hear("End"), 0); }}}}};"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cohort of ten simulated learners, marked by machine; the sample takes the first work, which is below anyhow."""
    assert main(["demo", str(tmp_path / "demo"), "--learners", "10", "--unit", UNIT]) == 0
    made = tmp_path / "demo" / "cohort"
    seed = next(each for each in range(100) if Rule(seed=each).is_drawn(0, UNIT, CELL))
    with writing(engine_of(made), "a-test", SEED) as connection:
        write_down(connection, "a-test", SEED, after={"seed": seed})
    return made


def give(page: Page, learner: str, level: int) -> None:
    """Opens a learner's work from wherever the desk stands, and gives it a level with a comment."""
    to_pile = page.get_by_role("button", name=re.compile("^(Open the pile|The pile)"))
    expect(to_pile.or_(page.get_by_role("button", name=learner, exact=True)).first).to_be_visible()
    if to_pile.count():
        to_pile.first.click()
    page.get_by_role("button", name=learner, exact=True).click()
    expect(page.get_by_role("heading", name=learner)).to_be_visible()
    page.locator(f".sl-criterion input[value='{level}']").check()
    page.locator(".sl-direction input[value='under']").check()
    page.get_by_label("Comment for the learner").fill(f"What {learner} did well, and one day to name.")
    page.get_by_role("button", name="Give this mark").click()
    expect(page.get_by_role("status").first).to_contain_text(re.compile("stands in the gradebook|waits for somebody|agree"))


def test_desk_formgrader_export_and_the_learners_page_tell_the_same(
    folder: Path, chromium: Browser, open_desk: OpenDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    for who in ("marker-1", "marker-2", "marker-3"):
        desk_at(folder, who)
    five = [row["learner"] for row in desk_at(folder, "marker-1").queue(UNIT)["rows"] if row["count"]][:5]
    first = open_desk("marker-1")
    for learner, level in zip(five, (1, 4, 3, 4, 3), strict=True):
        give(first, learner, level)
    give(open_desk("marker-2"), five[0], 3)
    third = open_desk("marker-3")
    give(third, five[0], 2)
    expect(third.get_by_role("heading", name="All marks side by side")).to_be_visible()
    third.locator(".sl-criterion input[value='2']").check()
    third.get_by_label("Note on the agreement").fill("The worry is there, and no day.")
    third.get_by_role("button", name="Give the agreed mark").click()
    expect(third.get_by_role("status").first).to_contain_text("stands in the gradebook (agreed)")

    first.get_by_role("button", name="The pile").click()
    first.locator("summary", has_text="Release feedback").click()
    first.get_by_role("button", name="Release it now").click()
    expect(first.locator(".sl-aside li")).to_have_count(5)

    expected = dict(zip(five, (2.0, 4.0, 3.0, 4.0, 3.0), strict=True))
    assert {each.learner: each.mark for each in marks(folder, UNIT) if each.cell == CELL and each.mark is not None} == expected
    assert exported(folder) == expected
    assert on_the_pages(chromium, folder, five) == expected
    assert in_formgrader(chromium, folder, five) == expected
    assert main(["audit", str(folder), five[0]]) == 0
    story = capsys.readouterr().out
    assert story.index("marker-1") < story.index("marker-2") < story.index("marker-3")
    assert "The worry is there, and no day." in story


def exported(folder: Path) -> dict[str, float]:
    assert main(["export", str(folder), "--as", "csv", "--unit", UNIT]) == 0
    with (folder / "exports" / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["learner"]: float(row["mark"]) for row in csv.DictReader(file) if row["cell"] == CELL and row["mark"]}


def on_the_pages(chromium: Browser, folder: Path, learners: list[str]) -> dict[str, float]:
    found = {}
    page = chromium.new_page()
    for learner in learners:
        page.goto((folder / "feedback" / learner / UNIT / f"{UNIT}.html").as_uri())
        text = page.inner_text("main")
        assert f"What {learner} did well" in text
        assert "Not released yet" not in text
        found[learner] = float(re.findall(r"([\d.]+) of 4 points", text)[-1])
    page.close()
    return found


def in_formgrader(chromium: Browser, folder: Path, learners: list[str]) -> dict[str, float]:
    """Returns the mark of the written work as Formgrader shows it in its own field."""
    found = {}
    with formgrader(folder):
        told = ask(f"submitted_notebooks/{UNIT}/{UNIT}")
        page = chromium.new_page(extra_http_headers={"Authorization": f"token {TOKEN}"})
        page.set_default_timeout(30_000)
        # Its page fetches what draws formulas from elsewhere, and shows no mark before it is there.
        page.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.fulfill(body=NO_FORMULAS))
        for each in told:
            if each["student"] in learners:
                page.goto(f"http://127.0.0.1:{PORT}/formgrader/submissions/{each['id']}/?token={TOKEN}")
                field = page.locator(f"input.score[id='{CELL}']")
                expect(field).to_have_value(re.compile(r"\d"))
                found[each["student"]] = float(field.input_value())
        page.close()
    return found


def ask(what: str) -> list[dict[str, str]]:
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/formgrader/api/{what}{'&' if '?' in what else '?'}token={TOKEN}") as reply:
        return json.load(reply)


class formgrader:  # noqa: N801  reads as a deed: with formgrader(folder)
    """nbgrader's own page, served for as long as the block lasts."""

    def __init__(self, folder: Path) -> None:
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.port={PORT}",
                   f"--IdentityProvider.token={TOKEN}"]  # fmt: skip
        self.process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, "PATH": programs}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> None:
        for _ in range(120):
            try:
                ask(f"submitted_notebooks/{UNIT}/{UNIT}")
            except (urllib.error.URLError, OSError):
                time.sleep(0.5)
            else:
                return
        raise AssertionError("Formgrader did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(30)

