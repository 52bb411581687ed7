"""Makes the pictures in README: a learner's pages from a running course, an assessor's from a demonstration.

Run it as `make screenshots`. The pictures go to the folder that is named; nothing else is left behind.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from steadyline import content
from steadyline.desk.desk import Desk
from steadyline.desk.giving import Given
from steadyline.live.simulate import simulated, write_session

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
UNIT = "the-porch"
WITH_PAPERS = "fourteen-months"
# A way through with something to see on both sides of the target.
CHOICES = ("ring-mum", "hear-this", "ask-to-meet-them", "raise-it-on-friday", "meet-him-and-see-them", "plan-with-a-date")
REASONS = (
    ("Write to her", "It has to be in writing, so that nobody is surprised."),
    ("Ring Mum", "She has a right to hear it said plainly."), ("Ring Mum", "It is the boys whom we have not met."),
    ("Ring Mum", ""), ("Ring Mum", "Ask her what she is afraid of."), ("Ring Mum", ""),
    ("Text", "She is doing her best; do not push."), ("Text", ""), ("Call at seven", "Somebody is home at seven."),
)  # fmt: skip


@contextmanager
def running(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Runs a command while the block lasts."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def environment_in(home: Path) -> dict[str, str]:
    """Returns an environment in which nothing of the person's own Jupyter is read or changed."""
    programs = str(Path(sys.executable).parent)
    return {
        **os.environ, "HOME": str(home), "USERPROFILE": str(home), "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_DATA_DIR": str(home / "data"), "JUPYTER_CONFIG_DIR": str(home / "config"), "PYTHONUNBUFFERED": "1",
        "PATH": os.pathsep.join([programs, os.environ["PATH"]]),
    }  # fmt: skip


def learners_pages(browser: Browser, work: Path, pictures: Path) -> None:
    """Makes start.png, scene.png, phone.png, profile.png, papers.png and record.png."""
    command = [sys.executable, "-m", "steadyline.cli.main", "learn", str(work / "Steadyline"), "--no-browser"]
    with running(command, work, environment_in(work / "home")) as process:
        address = next(found[0] for line in process.stdout or () if (found := re.search(r"http://\S+token=\w+", line)))
        unit = f"{address.split('/steadyline?')[0]}/voila/render/{UNIT}/{UNIT}.ipynb"
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        page.screenshot(path=pictures / "start.png", clip={"x": 240, "y": 0, "width": 800, "height": 640})
        page.goto(unit)
        play(page, pictures)
        phone = browser.new_page(viewport={"width": 390, "height": 844})
        phone.goto(address)
        phone.goto(unit)
        phone.get_by_role("button", name="Begin a new attempt").click()
        phone.get_by_role("radio").first.wait_for()
        phone.screenshot(path=pictures / "phone.png")
        paper = browser.new_page(viewport={"width": 1280, "height": 1150})
        paper.goto(address)
        paper.goto(unit.replace(UNIT, WITH_PAPERS))
        play_to_a_paper(paper, pictures)
        record = browser.new_page(viewport={"width": 900, "height": 1150})
        record.goto(address)
        record.goto(f"{address.split('/steadyline?')[0]}/steadyline/record")
        record.screenshot(path=pictures / "record.png")


def play(page: Page, pictures: Path) -> None:
    """Plays to the end, and takes the pictures on the way."""
    page.get_by_role("button", name="Begin", exact=True).click()
    for choice in CHOICES:
        option = page.locator(f"input[value='{choice}']")
        while not option.count():
            page.get_by_role("button", name="Go on", exact=True).or_(page.locator(".sl-stage .sl-main")).first.click()
        if choice == "hear-this":
            page.screenshot(path=pictures / "scene.png")
        option.first.check()
        letters = page.locator(f".sl-row-of-letters input:not([value='{choice}'])")
        if letters.count():
            letters.first.check()
        page.get_by_role("button", name="Decide").click()
    weighed = page.get_by_role("button", name="See how your decisions were weighed")
    while not weighed.count():
        page.locator(".sl-stage .sl-main").first.click()
    weighed.click()
    page.locator("svg.steadyline-profile").screenshot(path=pictures / "profile.png")


def play_to_a_paper(page: Page, pictures: Path) -> None:
    """Plays until a decision has a paper at hand, opens it, and takes the picture."""
    page.get_by_role("button", name="Begin", exact=True).click()
    for _ in range(40):
        if page.locator(".sl-papers summary").count():
            page.locator(".sl-papers summary").last.click()
            page.locator(".sl-stage h3, .sl-stage h2").first.scroll_into_view_if_needed()
            page.screenshot(path=pictures / "papers.png")
            return
        if page.get_by_role("button", name="Decide").count():
            page.locator(".sl-choices:not(.sl-row-of-letters) input").first.check()
            if page.locator(".sl-row-of-letters").count():
                page.locator(".sl-row-of-letters input").last.check()
            page.get_by_role("button", name="Decide").click()
        page.locator(".sl-stage .sl-main").first.click()


def authors_pages(browser: Browser, work: Path, pictures: Path) -> None:
    """Makes map.png."""
    drawn = work / "map.svg"
    command = [sys.executable, "-m", "steadyline.cli.main", "map", UNIT, "--svg", str(drawn)]
    subprocess.run(command, check=True, cwd=work, env=environment_in(work / "home"), stdout=subprocess.DEVNULL)
    page = browser.new_page(viewport={"width": 1040, "height": 760})
    page.set_content(f'<body style="margin:0">{drawn.read_text(encoding="utf-8")}</body>')
    page.screenshot(path=pictures / "map.png")


def assessors_pages(browser: Browser, work: Path, pictures: Path) -> None:
    """Makes feedback.png."""
    environment = environment_in(work / "home")
    demo = [sys.executable, "-m", "steadyline.cli.main", "demo", str(work / "demo"), "--learners", "10", "--unit", UNIT]
    subprocess.run(demo, check=True, cwd=work, env=environment, stdout=subprocess.DEVNULL)
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    feedback = next((work / "demo" / "cohort" / "feedback").glob(f"*/{UNIT}/*.html"))
    page.goto(feedback.as_uri())
    page.locator("text=Judgement").first.scroll_into_view_if_needed()
    page.screenshot(path=pictures / "feedback.png")


def desks_pages(browser: Browser, work: Path, pictures: Path) -> None:
    """Makes desk-queue.png and desk-piece.png, in the demonstration's cohort after some work of three assessors."""
    cohort = work / "demo" / "cohort"
    first = marks_of_three(cohort)
    command = [sys.executable, "-m", "steadyline.cli.main", "desk", str(cohort), "--no-browser", "--assessor", "marker-1"]
    with running(command, cohort, environment_in(work / "home")) as process:
        address = next(found[0] for line in process.stdout or () if (found := re.search(r"http://\S+token=\w+", line)))
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(60_000)
        page.goto(address)
        page.get_by_role("button", name="Open the pile").click()
        page.locator(".sl-pile li").first.wait_for()
        page.screenshot(path=pictures / "desk-queue.png")
        page.get_by_role("button", name=first, exact=True).click()
        page.locator(".sl-criterion input[value='3']").check()
        page.locator(".sl-direction input[value='under']").check()
        page.get_by_label("Comment for the learner").fill("You say what would have changed your mind. Next: name one day.")
        page.get_by_text("Saved as draft").wait_for()
        page.locator(".sl-piece-head").scroll_into_view_if_needed()
        page.screenshot(path=pictures / "desk-piece.png", full_page=True)


def marks_of_three(cohort: Path) -> str:
    """Lets three assessors mark the standard scripts and some work, and returns whose is the longest not marked yet."""
    desks = [Desk(cohort, f"marker-{number}", lambda _folder, _unit: {}) for number in (1, 2, 3)]
    for desk in desks:
        for rubric in desk.overview()["standards"]:
            for script in content.standards(rubric["rubric"]):
                desk.give_standard(rubric["rubric"], script.name, dict(script.marks), script.direction)
    rows = desks[0].queue(UNIT)["rows"]
    for row, levels in zip(rows, ((2, 1), (3,), (0, 0), (4,)), strict=False):
        for desk, level in zip(desks, levels, strict=False):
            view = desk.open(UNIT, row["learner"], row["cell"])
            whole = {each["slug"]: level for each in view["rubric"]["criteria"]}
            desk.give(Given(UNIT, row["learner"], row["cell"], whole, "under", "Thank you.", words=view["words"]))
    desks[0].set_aside(UNIT, rows[4]["learner"], rows[4]["cell"], "It may name a real place.")
    return str(max(rows[5:], key=lambda row: row["count"])["learner"])


def debriefs_page(browser: Browser, work: Path, pictures: Path) -> None:
    """Makes session-debrief.png: the sheet of a simulated session of The Porch with 14 people."""
    case, key = content.case(UNIT), content.key(UNIT)
    log = write_session(work / "2026-01-12-the-porch-1.jsonl", simulated(case, key, UNIT, 14))
    command = [sys.executable, "-m", "steadyline.cli.main", "debrief", str(log), "--to", str(work / "debrief.html")]
    subprocess.run(command, check=True, cwd=work, env=environment_in(work / "home"), stdout=subprocess.DEVNULL)
    page = browser.new_page(viewport={"width": 900, "height": 1000})
    page.goto((work / "debrief.html").as_uri())
    page.locator("#analysis").evaluate("part => scrollTo(0, part.getBoundingClientRect().top + scrollY)")
    page.screenshot(path=pictures / "session-debrief.png")


def rooms_pages(browser: Browser, work: Path, pictures: Path) -> None:
    """Makes session-screen.png, session-phone.png and session-facilitator.png: The Porch with nine phones."""
    command = [
        sys.executable, "-m", "steadyline.cli.main", "session", UNIT, "--address", "127.0.0.1", "--folder",
        str(work / "sessions"), "--no-browser",
    ]  # fmt: skip
    with running(command, work, environment_in(work / "home")) as process:
        told = ""
        while "--resume" not in told:
            told += (process.stdout or sys.stdin).readline()
        links = dict(re.findall(r"(http://\S+/(?:facilitator|screen))(\?key=\S+)", told))
        facilitator, screen = (
            browser.new_context(viewport={"width": 1280, "height": height}).new_page() for height in (1000, 720)
        )
        for page, (address, key) in zip((facilitator, screen), links.items(), strict=True):
            page.goto(address + key)
        phones = [joined(browser, told) for _ in range(9)]
        forward(facilitator, "The vote is open")
        for phone, (option, why) in zip(phones, REASONS, strict=True):
            phone.locator("label.option", has_text=option).locator("input").check()
            phone.get_by_label("Fairly").check()
            phone.get_by_label("Why, in one line?").fill(why)
            phone.get_by_role("button", name="Send").click()
            phone.get_by_text("Sent.").wait_for()
        phones[1].screenshot(path=pictures / "session-phone.png", full_page=True)
        forward(facilitator, "The room sees how it chose")
        screen.wait_for_selector(".results")
        screen.screenshot(path=pictures / "session-screen.png")
        forward(facilitator, "Talking it over")
        facilitator.screenshot(path=pictures / "session-facilitator.png")


def joined(browser: Browser, told: str) -> Page:
    """Returns a phone's page that has joined with what the command told."""
    address, code = re.findall(r"(?:join at|with the code) +(\S+)", told)
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(address)
    page.get_by_label("The code on the big screen").fill(code)
    page.get_by_role("button", name="Join").click()
    page.get_by_text("Step out quietly").wait_for()
    return page


def forward(facilitator: Page, stage: str) -> None:
    """Presses Page Down until a stage is reached."""
    while facilitator.locator("#stage").inner_text() != stage:
        facilitator.keyboard.press("PageDown")
        facilitator.wait_for_timeout(750)


def main() -> None:
    """Makes all pictures."""
    pictures = Path(sys.argv[1]).resolve()
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        learners_pages(browser, Path(folder), pictures)
        authors_pages(browser, Path(folder), pictures)
        assessors_pages(browser, Path(folder), pictures)
        rooms_pages(browser, Path(folder), pictures)
        desks_pages(browser, Path(folder), pictures)
        debriefs_page(browser, Path(folder), pictures)
        browser.close()


if __name__ == "__main__":
    main()
