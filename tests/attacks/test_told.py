"""The page on hostile hand-ins says what was found, for every kind of them, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from attack_outcomes import OUTCOMES, table

from attacks import every_attack

PAGE = Path(__file__).resolve().parents[2] / "docs" / "hand-ins-that-attack.md"


@pytest.mark.parametrize("row", table())
def test_the_page_holds_each_row_of_the_table(row: str) -> None:
    assert row in PAGE.read_text("utf-8").splitlines()


def test_every_attack_has_an_outcome_under_both_of_our_ways() -> None:
    outcomes = json.loads(OUTCOMES.read_text("utf-8"))
    names = {attack.name for attack in every_attack()}
    assert set(outcomes["with the settings"]) == set(outcomes["mark"]) == names
    assert set(outcomes["nbgrader alone"]) <= names


def test_of_every_kind_some_were_tried_with_nbgrader_alone() -> None:
    tried = set(json.loads(OUTCOMES.read_text("utf-8"))["nbgrader alone"])
    assert {attack.kind for attack in every_attack() if attack.name in tried} == {attack.kind for attack in every_attack()}


def test_no_line_of_any_attack_stands_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    assert [sign for sign in ("import ", "<script", "javascript:", "os.", "open(", "```") if sign in page] == []
