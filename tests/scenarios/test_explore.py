"""Exploring and compiling: exact, small, and the same for everybody who follows the table."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from random_cases import cases, playthroughs

from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.explore import CaseNotFinite, explore
from steadyline.scenarios.read import read_case


def through_table(case: CompiledCase, node: str, taken: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yields every playthrough by looking up the compiled table."""
    table = case.nodes[node]
    if "process" in table:
        yield taken, table["scene"]
    for choice, target in case.options(node).items():
        yield from through_table(case, target, (*taken, choice))


@settings(max_examples=150, deadline=None)
@given(text=cases())
def test_the_table_has_exactly_the_playthroughs_that_brute_force_finds(text: str) -> None:
    scenario = read_case(text, "random")
    case = compile_case(scenario)
    assert sorted(through_table(case, case.table["start"])) == sorted((played.choices, played.ending) for played in playthroughs(scenario))


def test_the_table_holds_no_state_no_rule_and_no_key(small: CompiledCase) -> None:
    text = small.as_json()
    for word in ("trust", "told", "credit", "assertiveness", "effects", "condition"):
        assert word not in text


def test_compiling_twice_gives_the_same_letters(small_text: str, small: CompiledCase) -> None:
    assert compile_case(read_case(small_text, "small")).as_json() == small.as_json()


def test_another_word_in_the_story_gives_another_digest(small_text: str, small: CompiledCase) -> None:
    assert compile_case(read_case(small_text.replace("raining", "snowing"), "small")).digest != small.digest


def test_a_remark_to_other_authors_does_not_change_the_digest(small_text: str, small: CompiledCase) -> None:
    remark = small_text.replace("## Which end\n", "## Which end\n\nWe look at trust only.\n")
    assert compile_case(read_case(remark, "small")).digest == small.digest


def test_progress_counts_the_decisions_from_here(small: CompiledCase) -> None:
    assert small.nodes[small.table["start"]]["ahead"] == [2, 2]


def test_all_outcomes_of_chance_are_in_the_table_with_their_weights(small: CompiledCase) -> None:
    chances = [node["outcomes"] for node in small.nodes.values() if "outcomes" in node]
    assert chances
    assert all([(way["name"], way["weight"]) for way in ways] == [("Work comes", 1), ("Work goes", 2)] for ways in chances)


def test_the_table_is_json_without_null(small: CompiledCase) -> None:
    assert "null" not in small.as_json()
    assert json.loads(small.as_json()) == small.table


def test_beyond_its_budget_a_case_is_not_proven_and_the_costliest_state_is_named(small_text: str) -> None:
    with pytest.raises(CaseNotFinite, match=r"S301 .*more than 3 different situations.*trust") as caught:
        explore(read_case(small_text, "small"), budget=3)
    assert caught.value.diagnostics[0].code == "S301"


def large(scenes: int, options: int, meters: int, flags: int) -> str:
    """A case of that size, the same one every time, with conditions that keep its state alive."""
    chance = random.Random(1)
    lines = ["---", "format: 1", "title: x", "role: y", "minutes: 5", "content note: n", "findings: F1",
             "competencies: C1", "use: formative", "state:"]  # fmt: skip
    lines += [f"  m{at}: 0 to 4, starts at 1" for at in range(meters)] + [f"  f{at}: no" for at in range(flags)]
    lines += ["---"]
    for at in range(scenes):
        lines += ["", f"## s{at}", "", "text", ""]
        lines += [f"*If f{chance.randrange(flags)} and m{chance.randrange(meters)} is at least 2:* more", ""]
        for option in range(options):
            lines += [f"- [o](#s{min(scenes, at + chance.choice([1, 1, 2]))})", f"  - id: c{at}-{option}", "  - now: n"]
            lines += [f"  - add: m{chance.randrange(meters)} + 1", f"  - set: f{chance.randrange(flags)} = yes"]
    end = ["", f"## s{scenes}", "", "end", "", "- Ending: e", "  - process: sound", "  - circumstance: kind"]
    return "\n".join([*lines, *end])


def test_a_case_of_fifteen_scenes_two_meters_and_six_flags_comes_down_to_some_thousand_nodes() -> None:
    explored = explore(read_case(large(15, 4, 2, 6), "large"))
    assert len(explored.nodes) < 5_000
