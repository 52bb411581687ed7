"""A page that holds nothing but the player, with a fake kernel or with a real log and key behind it. No notebook."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from steadyline import content
from steadyline.decisions import Decision, read_log, record_decision
from steadyline.graders.explain import debrief
from steadyline.graders.marks import mark
from steadyline.player.way import way_through
from steadyline.player.widget import answer_to, module_text, style_text
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import Playthrough, replay

HERE = Path(__file__).parent
ADDRESS = "http://player.test/"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

OpenPage = Callable[..., Page]


def load_parts() -> dict[str, dict[str, Any]]:
    """The hand-made parts, small enough to read: a case of three decisions and one of everything else."""
    parts = json.loads((HERE / "parts.json").read_text("utf-8"))
    play = parts["play"]
    way = way_through(first_way(CompiledCase(play["case"])))
    withheld = {**parts.pop("withheld"), "map": way}
    play["fakeDebrief"] |= {"map": way}
    parts["summative"] = {**play, "case": {**play["case"], "use": "summative"}, "fakeDebrief": withheld}
    return dict(parts)


def first_way(case: CompiledCase) -> Playthrough:
    """The playthrough in which the first option is taken every time."""
    taken: list[Decision] = []
    while not (played := replay(case, taken)).is_finished:
        choice = next(iter(case.options(played.node)))
        told = (len(taken) + 1, played.node, choice, (), -1, "", "", "2026-11-23T10:00:00Z", 1.0)
        taken.append(Decision(1, 7, case.name, case.digest, *told))
    return played


@pytest.fixture
def parts() -> dict[str, dict[str, Any]]:
    """The hand-made parts by kind, and "summative"."""
    return load_parts()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield browser
        browser.close()


def serve(context: BrowserContext, part: Mapping[str, Any]) -> None:
    """Answers every address of the made-up site from memory."""
    pages = {
        "": ("text/html", (HERE / "harness.html").read_text("utf-8")),
        "kernel.js": ("text/javascript", (HERE / "kernel.js").read_text("utf-8")),
        "player.js": ("text/javascript", module_text()),
        "player.css": ("text/css", style_text()),
        "part.json": ("application/json", json.dumps(part)),
    }

    def give(route: Route) -> None:
        kind, text = pages[route.request.url.removeprefix(ADDRESS).partition("?")[0]]
        route.fulfill(body=text, content_type=f"{kind}; charset=utf-8")

    context.route(f"{ADDRESS}**", give)


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """A function that opens the player with a part; `mood` is the fake kernel's, the rest Playwright's options."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_it(part: Mapping[str, Any], *, mood: str = "answers", ask: Any = None, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        serve(context, part)
        context.add_init_script(f"if (!sessionStorage.getItem('mood')) sessionStorage.setItem('mood', '{mood}')")
        page = context.new_page()
        if ask is not None:
            page.expose_function("askPython", ask)
        page.set_default_timeout(8_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(ADDRESS)
        page.wait_for_function("window.ready === true")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert errors == []


class FileDesk:
    """A keeper on real files: the real log and the real key of one case."""

    def __init__(self, case: str, folder: Path) -> None:
        self.case, self.log = case, folder / "decisions.jsonl"

    def state(self) -> dict[str, Any]:
        decisions = [each.as_record() for each in read_log(self.log).decisions]
        return {"decisions": decisions, "answers": {}, "learner": "", "trouble": ""}

    def decide(self, record: Mapping[str, Any]) -> None:
        record_decision(self.log, Decision.from_record(record))

    def review(self, attempt: int) -> dict[str, Any]:
        playthrough = replay(content.case(self.case), read_log(self.log).attempts[attempt])
        return {**debrief(mark(playthrough, content.scale(self.case))), "map": way_through(playthrough)}

    def answer(self, item: str, value: str | list[str]) -> None:
        raise NotImplementedError

    def check_review(self, block: str) -> dict[str, Any]:
        raise NotImplementedError

    def hand_in(self, learner: str) -> dict[str, Any]:
        raise NotImplementedError

    def heard(self, message: str) -> str:
        """What the page calls instead of its fake kernel: JSON text in, JSON text out."""
        return json.dumps(answer_to(json.loads(message), self))


@pytest.fixture
def porch_desk(tmp_path: Path) -> FileDesk:
    """A real log of The Porch in an empty folder."""
    return FileDesk("the-porch", tmp_path)


@pytest.fixture(scope="package")
def guard_examples() -> list[tuple[str, list[str]]]:
    """Texts, each with the names of the patterns that should note it."""
    return json.loads((HERE.parents[1] / "player" / "guard_examples.json").read_text("utf-8"))
