"""Walks a case in a page, click by click, and times each click in the page itself."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from steadyline.scenarios.compile import CompiledCase

STOPWATCH = """
window.stopwatch = {
  arm(rootSelector, wanted) {
    const root = document.querySelector(rootSelector);
    const squash = (text) => text.replace(/\\s+/g, "");
    const radios = () => [...root.querySelectorAll("input[type=radio]")].filter((each) => each.getClientRects().length);
    const found = () => {
      const text = squash(root.textContent);
      const stands = (each) => each.words.every((words) => text.includes(words)) && radios().length === each.radios;
      return wanted.findIndex(stands);
    };
    if (found() >= 0) throw new Error("What is waited for stands already.");
    let clicked = 0;
    addEventListener("click", () => (clicked = performance.now()), { capture: true, once: true });
    this.done = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        const at = clicked ? found() : -1;
        if (at < 0) return;
        observer.disconnect();
        document.body.getBoundingClientRect();
        const standing = performance.now() - clicked;
        const painted = () => resolve({ at, standing, painted: performance.now() - clicked });
        requestAnimationFrame(() => requestAnimationFrame(painted));
      });
      observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    });
  },
};
"""

DECIDE, GO_ON, PASSAGE = "Decide, to what happens", "Go on, to the next scene", "Go on in a passage"


@dataclass(frozen=True)
class Player:
    """Where things are on a player's page, as CSS. `picks` has one place for a choice's id and its position."""

    name: str
    root: str
    button: str
    picks: str
    begins: str


@dataclass(frozen=True)
class Click:
    """One click, in milliseconds: until the next scene is in the page and laid out, and until two frames later."""

    kind: str
    standing: float
    painted: float


def walk(page: Page, player: Player, case: CompiledCase, choices: frozenset[str], rest: float) -> Iterator[Click]:
    """Plays one attempt to its ending, taking of each decision a choice of the set, and yields each timed click.

    `rest` is the time in milliseconds that a reader takes before each click, so that nothing is under way any more.
    """
    page.locator(player.begins).last.click()
    node = str(case.table["start"])
    page.locator(player.root).get_by_text(case.scene_of(node)["title"], exact=True).first.wait_for()
    while "process" not in case.nodes[node]:
        page.wait_for_timeout(rest)
        if "next" in case.nodes[node]:
            click, node = _timed(page, player, case, PASSAGE, case.nodes[node]["next"])
            yield click
            continue
        offered = case.options(node)
        choice = next(each for each in offered if each in choices)
        _pick(page, player, choice, list(offered).index(choice))
        page.wait_for_timeout(rest)
        yield _click(page, player, DECIDE, [_consequence(case, node, choice)])[0]
        page.wait_for_timeout(rest)
        click, node = _timed(page, player, case, GO_ON, offered[choice])
        yield click


def _timed(page: Page, player: Player, case: CompiledCase, kind: str, onward: str) -> tuple[Click, str]:
    """Returns the click that leads to a node or, past chance, to one of several, and the node that then stands."""
    nodes = list(_past_chance(case, onward))
    click, at = _click(page, player, kind, [_standing(case, node) for node in nodes])
    return click, nodes[at]


def _click(page: Page, player: Player, kind: str, wanted: list[dict[str, Any]]) -> tuple[Click, int]:
    page.evaluate("([root, wanted]) => stopwatch.arm(root, wanted)", [player.root, wanted])
    page.locator(player.button).click()
    seen = page.evaluate("() => stopwatch.done")
    return Click(kind, seen["standing"], seen["painted"]), seen["at"]


def _pick(page: Page, player: Player, choice: str, position: int) -> None:
    page.locator(player.picks.format(choice=choice)).nth(position if "{" not in player.picks else 0).check()


def _past_chance(case: CompiledCase, node: str) -> Iterator[str]:
    if "outcomes" not in case.nodes[node]:
        yield node
        return
    for outcome in case.nodes[node]["outcomes"]:
        yield from _past_chance(case, outcome["next"])


def _standing(case: CompiledCase, node: str) -> dict[str, Any]:
    """Returns what a page shows when the node stands: all its words, and how many options."""
    scene, here = case.scene_of(node), case.nodes[node]
    words = [scene.get("name") or scene["title"], *(scene["blocks"][at]["html"] for at in here["blocks"])]
    offered = [scene["choices"][each["choice"]]["html"] for each in here.get("options", [])]
    button = ["Decide"] if offered else [scene["go_on"]] if "next" in here else []
    return {"words": [_squashed(each) for each in (*words, *offered, *button)], "radios": len(offered)}


def _consequence(case: CompiledCase, node: str, choice: str) -> dict[str, Any]:
    taken = case.choice(node, choice)
    words = (case.scene_of(node)["title"], taken["html"], taken["now_html"], "Go on")
    return {"words": [_squashed(each) for each in words], "radios": 0}


def _squashed(shown: str) -> str:
    """Returns the letters of a piece of HTML without its tags and without any white space."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", shown)))
