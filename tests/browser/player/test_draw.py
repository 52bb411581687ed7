"""The browser and Python draw the same numbers, orders and chances."""

from __future__ import annotations

import random
from typing import Any

import pytest
from playwright.sync_api import Page

from steadyline import content
from steadyline.decisions import draw
from steadyline.player.guard import findings
from steadyline.player.widget import module_text
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import drawn, order_shown

pytestmark = pytest.mark.browser

WORDS = ("before-visit-four/1/ring-with-purpose", "what-life-adds/6", "", "é/7/straße", "日本/1/“quoted”", "😀/2/a")


@pytest.fixture(scope="module")
def inside(chromium: Any) -> Any:
    """A page on which the functions of the module can be called by name."""
    page = chromium.new_page()
    module = module_text().replace("export default { render };", "")
    names = "draw, shuffled, drawnNext, replay, guardFindings"
    page.add_script_tag(content=f"(() => {{ {module}\n window.inside = {{ {names} }}; }})()")
    yield page
    page.close()


def test_the_browser_draws_what_python_draws_for_a_thousand_seeds(inside: Page) -> None:
    chosen = random.Random(2026)
    seeds = [0, 1, 2**31 - 1, 2**31, 2**32 - 1, *(chosen.getrandbits(32) for _ in range(995))]
    pairs = [[seed, WORDS[place % len(WORDS)]] for place, seed in enumerate(seeds)]
    found = inside.evaluate("(pairs) => pairs.map(([seed, words]) => inside.draw(seed, words))", pairs)
    assert found == [draw(seed, words) for seed, words in pairs]


@pytest.fixture(scope="module")
def porch() -> CompiledCase:
    return content.case("the-porch")


def _some(nodes: list[str]) -> list[str]:
    return nodes[:: max(1, len(nodes) // 60)]


def test_the_options_stand_in_the_order_that_python_says_was_shown(inside: Page, porch: CompiledCase) -> None:
    nodes = _some([name for name, node in porch.nodes.items() if "options" in node])
    rows = [[node, seed, step] for node in nodes for seed in (7, 4_000_000_000) for step in (1, 5)]
    inside.evaluate("(table) => { window.table = table }", porch.table)
    found = inside.evaluate(
        "(rows) => rows.map((row) => inside.shuffled(table, ...row).map((option) => option.choice.id))",
        rows,
    )
    assert found == [list(order_shown(porch, node, seed, step)) for node, seed, step in rows]


def test_chance_falls_as_python_says_it_falls(inside: Page, porch: CompiledCase) -> None:
    nodes = [name for name, node in porch.nodes.items() if "outcomes" in node]
    rows = [[node, seed, 6] for node in nodes for seed in range(20)]
    inside.evaluate("(table) => { window.table = table }", porch.table)
    found = inside.evaluate(
        "(rows) => rows.map(([node, seed, step]) => inside.drawnNext(table, node, seed, step))", rows
    )
    assert found == [drawn(porch, node, seed, step) for node, seed, step in rows]


def test_every_golden_walk_ends_in_the_browser_where_python_says_it_ends(
    inside: Page, porch: CompiledCase, played: Any
) -> None:
    logs = [[each.as_record() for each in played(porch, *walk.choices, seed=seed)]
            for walk in content.walks("the-porch") for seed in (1, 2, 3)]  # fmt: skip
    inside.evaluate("(table) => { window.table = table }", porch.table)
    told = inside.evaluate("(logs) => logs.map((log) => inside.replay(table, log).misfit)", logs)
    assert set(told) == {""}


def test_the_guard_finds_the_same_in_the_browser_as_in_python(inside: Page, guard_examples: Any) -> None:
    texts = [text for text, _ in guard_examples]
    found = inside.evaluate("(texts) => texts.map((text) => inside.guardFindings(text))", texts)
    assert found == [findings(text) for text in texts]
