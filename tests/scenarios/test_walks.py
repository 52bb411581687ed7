"""Golden walks."""

from __future__ import annotations

import pytest
import shipped
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyline import content
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.cover import all_items, cover, items_shown
from steadyline.scenarios.cover_graph import ways_of
from steadyline.scenarios.full_state import WalkLeavesCase, standing_after
from steadyline.scenarios.model import Scenario
from steadyline.scenarios.read import read_case
from steadyline.scenarios.shortest import walks_to_items, walks_to_nodes
from steadyline.scenarios.walk_findings import walk_findings
from steadyline.scenarios.walks import WalkFaults, read_walk

SOUND = "# the plain way\nsay-why\nask\nchance: Work goes\n=> known\n"
EXPECTING = SOUND + "process: sound\ncircumstance: hard\nstate: trust is at least 2 and told\nstate: chose say-why\njudgement: 6\n"


@pytest.fixture
def scenario(small_text: str) -> Scenario:
    return read_case(small_text, "small")


def found(text: str, case: CompiledCase, scenario: Scenario | None = None) -> list[tuple[str, int]]:
    try:
        read_walk(text, case, scenario=scenario)
    except WalkFaults as faults:
        return [(each.code, each.line) for each in faults.diagnostics]
    return []


def test_a_walk_is_walked_to_its_ending(small: CompiledCase) -> None:
    walk = read_walk(SOUND, small)
    assert (walk.choices, walk.ending) == (("say-why", "ask"), "known")


def test_a_walk_knows_every_node_that_it_passes_passages_too(small: CompiledCase) -> None:
    scenes = [small.nodes[node]["scene"] for node in read_walk(SOUND, small).nodes]
    assert scenes == ["the-door", "the-kitchen", "the-week-after", "luck", "known"]


@pytest.mark.parametrize(
    ("code", "text", "line"),
    [("W101", SOUND.replace("say-why", "say-wy"), 2), ("W102", SOUND.replace("=> known\n", ""), 4),
     ("W103", "say-why\n=> known\n", 2), ("W104", SOUND.replace("=> known", "=> unknown"), 5),
     ("W102", SOUND.replace("=> known", "process: sound"), 5)],
)  # fmt: skip
def test_a_walk_that_goes_astray_is_told_with_its_line(small: CompiledCase, code: str, text: str, line: int) -> None:
    assert found(text, small) == [(code, line)]


def test_what_is_expected_beyond_the_ending_may_stand_below_it(small: CompiledCase, scenario: Scenario) -> None:
    walk = read_walk(EXPECTING, small, scenario=scenario)
    assert [each.name for each in walk.expected] == ["process", "circumstance", "state", "state", "judgement"]


def test_all_expectations_that_fail_are_told_at_once(small: CompiledCase, scenario: Scenario) -> None:
    text = SOUND + "process: mixed\ncircumstance: lucky\n\n# a remark\nstate: trust is 1\nstate: turst is 1\nmood: good\nprocess: sound\njudgement: all"
    assert found(text, small, scenario) == [
        ("W108", 6), ("W106", 7), ("W110", 10), ("W107", 11), ("W105", 12), ("W112", 13), ("W106", 14),
    ]  # fmt: skip


def test_a_condition_that_cannot_be_read_is_told_at_the_word_that_is_wrong(small: CompiledCase, scenario: Scenario) -> None:
    with pytest.raises(WalkFaults) as caught:
        read_walk(f"{SOUND}state: told and turst is 1", small, scenario=scenario)
    only = caught.value.diagnostics[0]
    assert (only.line, only.column) == (6, len("state: told and ") + 1)
    assert 'Did you mean "trust"?' in only.message


def test_a_state_that_is_not_as_expected_is_told_as_it_is(small: CompiledCase, scenario: Scenario) -> None:
    with pytest.raises(WalkFaults, match=r"chose leave was not chosen|leave was not chosen, luck is hard, told is yes, trust is 3"):
        read_walk(f"{SOUND}state: trust is 1 or not told or luck is kind or chose leave", small, scenario=scenario)


def test_the_state_at_the_end_forgets_nothing_that_the_machine_forgets(scenario: Scenario) -> None:
    # Nothing reads "told" after the kitchen: a node at the ending no longer knows it.
    standing = standing_after(scenario, ["say-why", "leave", "chance: Work comes"])
    assert (standing.scene, standing.values["told"], standing.values["trust"]) == ("known", 1, 2)
    assert standing.values["chose say-why"] == 1
    assert "chose ask" not in standing.values


def test_numbers_stop_at_their_ends_on_the_way(scenario: Scenario) -> None:
    standing = standing_after(scenario, ["she-must", "leave", "chance: Work goes"])
    assert (standing.scene, standing.values["trust"]) == ("unknown", 0)


def test_a_walk_that_leaves_the_case_is_refused_in_words(scenario: Scenario) -> None:
    with pytest.raises(WalkLeavesCase, match='"dance" cannot be taken at "The door"'):
        standing_after(scenario, ["dance"])


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_table_and_the_plain_rules_end_in_the_same_scene(data: st.DataObject) -> None:
    case, scenario = content.case("the-porch"), content.scenario(content.case_path("the-porch"))
    said, node = [], case.table["start"]
    while "process" not in case.nodes[node]:
        table = case.nodes[node]
        if "next" in table:
            node = table["next"]
            continue
        ways = case.options(node) or {f"chance: {each['name']}": each["next"] for each in table["outcomes"]}
        said.append(data.draw(st.sampled_from(sorted(ways))))
        node = ways[said[-1]]
    standing = standing_after(scenario, said)
    assert standing.scene == case.nodes[node]["scene"]
    words = scenario.variables["luck"].words
    assert words[standing.values["luck"]] == case.nodes[node]["circumstance"]


MOST = [SOUND, "say-nothing\nask\nchance: Work goes\n=> known\n"]
WITH_PASSAGES = """---
format: 1
title: t
role: r
minutes: 5
content note: n
findings: F1
competencies: C1
use: formative
---

# T

## One

Words.

- [a](#two)
  - id: by-passages
  - now: n
- [b](#lot)
  - id: by-chance
  - now: n

## Two

- Go on: [on](#three)

## Three

- Go on: [on](#four)

## Four

Words.

- [c](#end)
  - id: last
  - now: n
- [d](#end)
  - id: other
  - now: n

## Lot

- Chance: [x](#four)
- Chance: [y](#end)

## End

- Ending: End
  - process: sound
  - circumstance: kind
"""


def test_each_option_and_ending_that_no_walk_has_is_found_in_its_place(small: CompiledCase, scenario: Scenario, small_text: str) -> None:
    findings = walk_findings(scenario, small, [read_walk(text, small) for text in MOST])
    assert [(each.code, each.subject) for each in findings] == [("W201", "she-must"), ("W201", "leave"), ("W202", "unknown")]
    lines = small_text.splitlines()
    assert [lines[each.line - 1] for each in findings] == [
        "- [Say that she must let you in.](#the-step)", "- [Leave it for today.](#the-week-after)", "## Unknown",
    ]  # fmt: skip


def test_the_witness_of_what_is_left_out_is_the_beginning_of_a_walk(small: CompiledCase, scenario: Scenario) -> None:
    findings = walk_findings(scenario, small, [read_walk(text, small) for text in MOST])
    assert {each.subject: each.witness for each in findings} == {
        "she-must": ("she-must",), "leave": ("say-why", "leave"), "unknown": ("say-nothing", "leave", "chance: Work comes"),
    }  # fmt: skip
    for each in findings:
        assert each.subject in (standing_after(scenario, each.witness).scene, each.witness[-1])


def test_a_shortest_walk_has_the_fewest_words_however_many_scenes_it_passes() -> None:
    case = compile_case(read_case(WITH_PASSAGES, "with-passages"))
    assert walks_to_items(case)["option", "last"] == ("by-passages", "last")
    assert walks_to_nodes(case)["four"] == ("by-passages",)
    assert walks_to_items(case)["ending", "end"] in [("by-passages", "last"), ("by-chance", "chance: y")]


@pytest.mark.parametrize("name", shipped.CASES)
def test_no_walk_to_a_node_is_shorter_than_the_shortest_one(name: str) -> None:
    case = content.case(name)
    walks = walks_to_nodes(case)
    assert set(walks) == set(case.nodes)
    for node, walk in walks.items():
        for way in ways_of(case, node):
            assert len(walks[way.target]) <= len(walk) + bool(way.said)
        nodes = _stood_at(case, walk)
        assert node in nodes


def _stood_at(case: CompiledCase, walk: tuple[str, ...]) -> list[str]:
    nodes, left = [str(case.table["start"])], list(walk)
    while ways := {way.said: way.target for way in ways_of(case, nodes[-1])}:
        if "" not in ways and not left:
            break
        nodes.append(ways[""] if "" in ways else ways[left.pop(0)])
    return nodes


@pytest.mark.parametrize("texts", [[], [SOUND]], ids=["none", "one"])
def test_while_most_options_are_left_out_that_is_one_finding_at_the_first_decision(small: CompiledCase, scenario: Scenario, small_text: str, texts: list[str]) -> None:
    (only,) = walk_findings(scenario, small, [read_walk(text, small) for text in texts])
    assert (only.code, small_text.splitlines()[only.line - 1]) == ("W201", "## The door")
    assert f"no walk takes {5 - 2 * len(texts)} of the 5 options (" in only.message
    assert "When the story stands: steadyline walk case.md --write" in only.message


def test_of_many_options_left_out_only_some_are_named(small_text: str) -> None:
    more = "".join(f"- [Option {at}.](#the-kitchen)\n  - id: more-{at}\n  - now: So.\n" for at in range(20))
    scenario = read_case(small_text.replace("- [Say why you", more + "- [Say why you"), "small", "my case/case.md")
    (only,) = walk_findings(scenario, compile_case(scenario), [])
    assert "no walk takes 25 of the 25 options (more-0, more-1," in only.message
    assert " and 17 more)" in only.message
    assert 'steadyline walk "my case/case.md" --write' in only.message


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (SOUND.replace("=>", "->"), "W102", 'an ending is written "=> known", not "-> known".'),
        (SOUND.replace("=>", "= >"), "W102", 'an ending is written "=> known", not "= > known".'),
        (SOUND.replace("=> known", "\u2192 Known"), "W102", 'an ending is written "=> known"'),
        ("say-why\n-> Known", "W102", 'Did you mean "=> known"? At "The kitchen" the walk has not ended: it may say "ask" or "leave" there.'),
        (SOUND.replace("=> known", "=> Known"), "W104", 'an ending is written "=> address": no ending has the address "Known". Did you mean "=> known"?'),
        (SOUND.replace("=> known", "=> knwon"), "W104", 'Did you mean "=> known"?'),
        (SOUND.replace("=> known", "=> unknown"), "W104", 'the walk ends at "Known" (=> known), not at "unknown".'),
        ("say-why\n=> known", "W103", 'the walk stops at "The kitchen", which is no ending. It may say "ask" or "leave" there.'),
        ("- say-why\n", "W101", '"- say-why" cannot be taken at "The door". A walk may say "say-why", "say-nothing" or "she-must" there. Did you mean "say-why"?'),
        (SOUND.replace("=>", "ask\n=>"), "W101", 'the walk has ended at "Known", and "ask" comes after that. The next line is "=> known".'),
        ("say-why\nask\nchance: Work goes\n", "W102", 'such as "=> known".'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_walk_is_told_in_the_words_of_the_case(small: CompiledCase, text: str, code: str, told: str) -> None:
    with pytest.raises(WalkFaults) as caught:
        read_walk(text, small)
    (only,) = caught.value.diagnostics
    assert only.code == code
    assert told in only.message
    assert "~" not in only.message
    assert "nothing" not in only.message.replace("say-nothing", "")


def test_an_ending_may_stand_close_to_its_arrow(small: CompiledCase) -> None:
    assert read_walk(SOUND.replace("=> known", "=>known"), small).ending == "known"


def test_walks_that_cover_everything_leave_nothing_to_find(small: CompiledCase, scenario: Scenario) -> None:
    texts = ["\n".join([*each.said, f"=> {each.ending}"]) for each in cover(small, all_items(small, "option", "ending")).playthroughs]
    assert walk_findings(scenario, small, [read_walk(text, small) for text in texts]) == []


@pytest.mark.parametrize("name", shipped.CASES)
def test_a_playthrough_written_as_a_walk_is_read_as_the_same_playthrough(name: str) -> None:
    case = content.case(name)
    for each in cover(case, all_items(case, "option", "block", "ending", "outcome")).playthroughs:
        walk = read_walk("\n".join([*each.said, f"=> {each.ending}"]), case)
        assert (walk.said, walk.nodes, walk.ending) == (each.said, each.nodes, each.ending)
        assert items_shown(case, walk.said, walk.nodes) == each.shown


@pytest.mark.parametrize("name", shipped.CASES)
def test_the_golden_walks_of_a_shipped_case_leave_no_option_and_no_ending_out(name: str) -> None:
    assert walk_findings(content.scenario(content.case_path(name)), content.case(name), content.walks(name)) == []


def test_an_option_that_is_never_offered_is_not_asked_of_the_walks(small_text: str) -> None:
    text = small_text.replace("  - id: leave\n", "  - id: leave\n  - if: trust is 4 and trust is 0\n")
    scenario = read_case(text, "small")
    case = compile_case(scenario)
    (only,) = walk_findings(scenario, case, [])
    assert "4 of the 4 options (say-why, say-nothing, she-must, ask)" in only.message
