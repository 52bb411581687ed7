"""The gentle guard: what it notes, and what it leaves in peace."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter

import pytest

from steadyline.player.guard import TABLE, findings

ROWS = json.loads(TABLE.read_text("utf-8"))["patterns"]
EXAMPLES = json.loads((Path(__file__).parent / "guard_examples.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "names"), EXAMPLES)
def test_the_guard_notes_what_looks_like_a_real_case_and_nothing_else(text: str, names: list[str]) -> None:
    assert findings(text) == [row["words"] for row in ROWS if row["name"] in names]


def test_every_pattern_has_an_example_that_it_finds() -> None:
    assert {row["name"] for row in ROWS} == {name for _, names in EXAMPLES for name in names}


def test_a_long_text_without_a_space_does_not_make_the_guard_slow() -> None:
    began = perf_counter()
    findings("0" * 20_000 + "Aa" * 20_000 + "a.b@" * 5_000)
    assert perf_counter() - began < 2
