"""Findings on a case as a machine: exact, so the same as going through every playthrough one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shipped
from hypothesis import given, settings
from random_cases import cases, holds, playthroughs

from steadyline import content
from steadyline.checks.facts import facts_of
from steadyline.checks.machine import machine_findings
from steadyline.findings import Finding
from steadyline.scenarios import rules
from steadyline.scenarios.compile import compile_explored
from steadyline.scenarios.explore import explore
from steadyline.scenarios.model import Choice, Scenario, names_read
from steadyline.scenarios.read import read_case


def found_in(scenario: Scenario) -> list[Finding]:
    exploration = explore(scenario)
    case = compile_explored(exploration)
    return machine_findings(exploration, case, facts_of(exploration, case))


def told(findings: list[Finding], *codes: str) -> set[tuple[str, int]]:
    return {(each.code, each.line) for each in findings if each.code in codes}


@settings(max_examples=150, deadline=None)
@given(text=cases())
def test_scenes_options_and_branches_that_are_never_met_are_those_that_no_playthrough_meets(text: str) -> None:
    scenario = read_case(text, "random")
    passed = {stop for played in playthroughs(scenario) for stop in played.passed}
    reached = {slug for slug, _ in passed}
    expected = set()
    for slug, scene in scenario.scenes.items():
        if slug not in reached:
            expected.add(("S413" if scene.kind == "ending" else "S401", scene.place.line))
            continue
        states = [dict(state) for at, state in passed if at == slug]
        for way in scene.choices:
            if not any(holds(way.condition, state) for state in states):
                expected.add(("S402", way.place.line))
            elif way.condition is not None and all(holds(way.condition, state) for state in states):
                expected.add(("S404", way.place.line))
    assert told(found_in(scenario), "S401", "S402", "S404", "S413") == expected


@settings(max_examples=150, deadline=None)
@given(text=cases())
def test_words_that_are_never_shown_are_those_that_no_playthrough_shows(text: str) -> None:
    scenario = read_case(text, "random")
    findings = found_in(scenario)
    hanging = {f"chose {each.subject}" for each in findings if each.code == "S402"}
    hanging |= {each.subject for each in findings if each.code in ("S409", "S410")}
    passed = {stop for played in playthroughs(scenario) for stop in played.passed}
    never = set()
    for slug, scene in scenario.scenes.items():
        states = [dict(state) for at, state in passed if at == slug]
        for block in scene.blocks:
            is_other_half = block is not scene.blocks[0] and "Less" in block.text
            is_told = bool(names_read(block.condition) & hanging) or is_other_half
            if states and not is_told and not any(holds(block.condition, state) for state in states):
                never.add(("S406", block.place.line))
    first_halves = {(code, line) for code, line in told(findings, "S406") if "More" in line_of(text, line)}
    assert first_halves == never


def line_of(text: str, line: int) -> str:
    return text.splitlines()[line - 1]


@settings(max_examples=150, deadline=None)
@given(text=cases())
def test_an_ending_hangs_on_an_option_exactly_if_every_playthrough_to_it_takes_that_option(text: str) -> None:
    scenario = read_case(text, "random")
    expected = {}
    for played in playthroughs(scenario):
        before = expected.get(played.ending, set(played.choices))
        expected[played.ending] = before & set(played.choices)
    hangs = {ending: shared for ending, shared in expected.items() if shared}
    findings = {each.subject: each.message for each in found_in(scenario) if each.code == "S414"}
    assert set(findings) == set(hangs)
    assert all(f'"{option}"' in findings[ending] for ending, shared in hangs.items() for option in shared)


@settings(max_examples=150, deadline=None)
@given(text=cases())
def test_what_is_remembered_is_of_no_use_exactly_if_no_playthrough_reads_it_in_two_values(text: str) -> None:
    scenario = read_case(text, "random")
    passed = {stop for played in playthroughs(scenario) for stop in played.passed}
    expected = set()
    for name in scenario.variables:
        readers = {slug for slug, scene in scenario.scenes.items()
                   if any(name in names_read(each.condition) for each in (*scene.blocks, *scene.ways))}  # fmt: skip
        values = {dict(state)[name] for slug, state in passed if slug in readers}
        if len(values) <= 1:
            expected.add(name)
    assert {each.subject for each in found_in(scenario) if each.code in ("S408", "S409", "S410")} == expected


@settings(max_examples=150, deadline=None)
@given(text=cases())
def test_an_effect_that_never_moves_anything_is_told_and_one_that_does_is_not(text: str) -> None:
    scenario = read_case(text, "random")
    felt = {each for played in playthroughs(scenario) for each in played.felt}
    for finding in found_in(scenario):
        if finding.code == "S411":
            choice = next(way for way in all_choices(scenario) if way.id == finding.subject)
            adds = [number for number, effect in enumerate(choice.effects) if effect.change == "add"]
            assert any((choice.id, number) not in felt for number in adds)


def test_an_effect_that_its_own_option_overwrites_is_told_as_that(small_text: str) -> None:
    text = small_text.replace("  - add: trust - 1", "  - add: trust - 1\n  - set: trust = 2")
    findings = [each for each in found_in(read_case(text, "small")) if each.subject == "she-must"]
    assert [each.code for each in findings] == ["S412"]
    assert "overwritten at once" in findings[0].message


def all_choices(scenario: Scenario) -> Iterator[Choice]:
    for scene in scenario.scenes.values():
        yield from scene.choices


@settings(max_examples=100, deadline=None)
@given(text=cases())
def test_forgetting_what_nothing_reads_changes_no_answer(text: str) -> None:
    scenario = read_case(text, "random")
    names = frozenset({*scenario.variables, *(f"chose {each}" for each in scenario.remembered_choices)})
    forgetful = found_in(scenario)
    forgets, rules._live = rules._live, lambda scenario: dict.fromkeys(scenario.scenes, names)
    try:
        keeps_all = found_in(scenario)
    finally:
        rules._live = forgets
    # What has no reader beyond it is told of by that very analysis; all else must be the same.
    assert [each for each in forgetful if each.code not in ("S411", "S412")] == [
        each for each in keeps_all if each.code not in ("S411", "S412")
    ]


@settings(max_examples=100, deadline=None)
@given(text=cases())
def test_the_size_of_a_case_is_that_of_its_playthroughs(text: str) -> None:
    scenario = read_case(text, "random")
    exploration = explore(scenario)
    facts = facts_of(exploration, compile_explored(exploration))
    played = list(playthroughs(scenario))
    assert facts.playthroughs == len({each.choices for each in played})
    assert facts.decisions == (min(len(each.choices) for each in played), max(len(each.choices) for each in played))
    assert len(facts.shortest) == facts.decisions[0]
    assert len(facts.longest) == facts.decisions[1]


@pytest.mark.parametrize("name", shipped.CASES)
def test_a_shipped_case_is_within_its_budget_and_its_minutes(name: str) -> None:
    scenario = content.scenario(content.case_path(name))
    exploration = explore(scenario)
    facts = facts_of(exploration, compile_explored(exploration))
    assert facts.minutes[0] / 2 <= scenario.front.minutes <= facts.minutes[1] * 2


def test_a_witness_is_a_walk_that_can_be_walked(small_text: str) -> None:
    text = small_text.replace("use: formative", "use: formative\nrequired: #the-step")
    finding = next(each for each in found_in(read_case(text, "small")) if each.code == "S415")
    assert finding.witness[0] in ("say-why", "say-nothing")
    assert finding.witness[-1].startswith("chance: ")
    assert "A shortest walk there: " in str(finding)


def test_several_places_with_nothing_to_choose_are_told_at_once(small_text: str) -> None:
    text = small_text.replace("  - id: ask\n", "  - id: ask\n  - if: told\n").replace("  - id: leave\n", "  - id: leave\n  - if: told\n")
    text = text.replace("  - id: she-must\n", "  - id: she-must\n  - if: told\n").replace("  - id: say-why\n", "  - id: say-why\n  - if: told\n").replace(
        "  - id: say-nothing\n", "  - id: say-nothing\n  - if: told\n")  # fmt: skip
    with pytest.raises(Exception, match="S303") as caught:
        explore(read_case(text, "small"))
    assert "the very beginning" in str(caught.value)


FRONT = """---
format: 1
title: t
role: r
minutes: 5
content note: n
findings: F1
competencies: C1
use: formative
state:
  rain: no
---
"""
END = "## The end\n\nDone.\n\n- Ending: The end\n  - process: sound\n  - circumstance: kind\n"


def decision(title: str, *ways: str) -> str:
    """A decision with one option for each target; `!rain` behind a target sets the fact."""
    lines = [f"## {title}", "", "Words.", ""]
    for number, way in enumerate(ways):
        target, _, effect = way.partition("!")
        lines += [f"- [Option.](#{target})", f"  - id: {title.lower()}-{number}", "  - now: n"]
        lines += [f"  - set: {effect} = yes"] if effect else []
    return "\n".join([*lines, "", ""])


def passage(title: str, target: str) -> str:
    return f"## {title}\n\nWords.\n\n- Go on: [on](#{target})\n\n"


def test_a_fact_that_a_passage_sets_is_not_told_to_be_forgotten_soon() -> None:
    start = "## A\n\nWords.\n\n- Go on: [on](#b)\n  - set: rain = yes\n\n"
    after = "## C\n\nWords.\n\n*If rain:* It rains.\n\n- Go on: [on](#the-end)\n\n"
    text = FRONT + start + decision("B", "c", "c").replace("id: b-1", "id: b-1\n  - set: rain = no") + after + END
    assert "S420" not in {each.code for each in found_in(read_case(text, "c"))}


def test_a_shortest_walk_has_the_fewest_words_and_passages_take_none() -> None:
    text = FRONT.replace("state:\n  rain: no\n", "required: #aside\n") + decision("A", "p1", "q") + passage("P1", "p2")
    text += passage("P2", "p3") + passage("P3", "the-end") + decision("Q", "the-end", "aside") + passage("Aside", "the-end") + END
    finding = next(each for each in found_in(read_case(text, "c")) if each.code == "S415")
    assert finding.witness == ("a-0",)


def test_words_of_the_opening_are_counted_and_not_its_marks() -> None:
    opening = "# T\n\n1. One two.\n2. Three.\n\n| a | b |\n|---|---|\n| c | d |\n\n"
    exploration = explore(read_case(FRONT + opening + decision("A", "the-end", "the-end!rain") + END, "c"))
    bare = explore(read_case(FRONT + decision("A", "the-end", "the-end!rain") + END, "c"))
    sizes = [facts_of(each, compile_explored(each)).words[0] for each in (exploration, bare)]
    assert sizes[0] - sizes[1] == 7


def test_the_longest_of_the_longest_walks_has_the_most_words() -> None:
    text = FRONT + decision("A", "b", "c") + decision("B", "the-end", "the-end!rain") + decision("C", "the-end", "the-end!rain") + END
    text = text.replace("id: c-1\n  - now: n", "id: c-1\n  - now: " + "word " * 50)
    exploration = explore(read_case(text, "c"))
    facts = facts_of(exploration, compile_explored(exploration))
    assert facts.longest == ("a-1", "c-1")
    assert facts.shortest[0] in ("a-0", "a-1")
    assert facts.shortest[-1] != "c-1"


def test_a_row_of_a_thousand_scenes_is_checked_without_a_traceback() -> None:
    row = "".join(passage(f"P{at}", f"p{at + 1}") for at in range(1_000))
    text = FRONT + decision("A", "p0", "p0!rain") + row + "## P1000\n\n*If rain:* Wet.\n\n- Go on: [on](#the-end)\n\n" + END
    assert "S420" in {each.code for each in found_in(read_case(text, "c"))}


def test_what_a_note_to_authors_looks_at_is_not_read() -> None:
    note = "## T\n\n*If rain:* a note to authors.\n\n- If rain: [on](#the-end)\n- Otherwise: [on](#the-end)\n\n".replace("- If rain:", "- If chose a-0:")
    text = FRONT + decision("A", "t", "t!rain") + note + END
    assert "S408" in {each.code for each in found_in(read_case(text, "c"))}
