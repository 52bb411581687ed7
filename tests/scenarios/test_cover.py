"""The fewest playthroughs that show everything: against every playthrough there is, written out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
import shipped
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyline import content
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.cover import Cover, all_items, cover, items_shown
from steadyline.scenarios.cover_bound import exclusive_family, weighed_bound
from steadyline.scenarios.cover_graph import CoverGraph, Item, bits_of, ways_of
from steadyline.scenarios.read import read_case

KINDS = ("option", "block", "ending", "outcome")
HEAD = """---
format: 1
title: t
role: r
minutes: 5
content note: n
findings: F1
competencies: C1
use: formative
state:
  a: 0 to 3, starts at 1
  b: no
---
"""
EFFECTS = ["add: a + 1", "add: a - 1", "set: b = yes", "set: b = no"]
TESTS = ["a is at least 2", "b", "not b", "a is 0", "a is 3 and b", "chose c0-0", "not (b or a is 2)"]


@st.composite
def cases(draw: st.DrawFn) -> str:
    """A small random case with leaps over scenes, chance, conditions that may never hold, and endings of both kinds."""
    scenes = draw(st.integers(1, 4))
    lines = [HEAD]
    for at in range(scenes):
        lines += [f"## S{at}", "", "Words.", ""]
        for test in draw(st.lists(st.sampled_from(TESTS), max_size=2)):
            lines += [f"*If {test}:* More.", "", "*Otherwise:* Less.", ""]
        if at and draw(st.integers(0, 3)) == 0:
            lines += [f"- Chance: [x](#{target(draw, at, scenes)})", f"  - {draw(st.sampled_from(EFFECTS))}",
                      f"- Chance: [y](#{target(draw, at, scenes)})", ""]  # fmt: skip
            continue
        for option in range(draw(st.integers(2, 3))):
            lines += [f"- [o](#{target(draw, at, scenes)})", f"  - id: c{at}-{option}", "  - now: n"]
            if option and draw(st.booleans()):
                lines.append(f"  - if: {draw(st.sampled_from(TESTS))}")
            lines += [f"  - {effect}" for effect in draw(st.lists(st.sampled_from(EFFECTS), max_size=2))]
        lines.append("")
    lines += ["## End", "", f"- If {draw(st.sampled_from(TESTS))}: [up](#up)", "- Otherwise: [down](#down)", ""]
    for name in ("Up", "Down"):
        lines += [f"## {name}", "", f"*If {draw(st.sampled_from(TESTS))}:* So.", "", f"- Ending: {name}",
                  "  - process: sound", "  - circumstance: kind", ""]  # fmt: skip
    return "\n".join(lines)


def target(draw: st.DrawFn, at: int, scenes: int) -> str:
    to = draw(st.integers(at + 1, min(scenes, at + 2)))
    return "end" if to == scenes else f"s{to}"


def every_playthrough(case: CompiledCase, node: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yields each playthrough as what it says and the nodes it passes."""
    ways = ways_of(case, node)
    if not ways:
        yield (), (node,)
    for way in ways:
        for said, nodes in every_playthrough(case, way.target):
            yield ((way.said, *said) if way.said else said), (node, *nodes)


def shown_sets(case: CompiledCase, items: Sequence[Item]) -> set[frozenset[Item]]:
    wanted = frozenset(items)
    return {items_shown(case, said, nodes) & wanted for said, nodes in every_playthrough(case, case.table["start"])}


def fewest(sets: set[frozenset[Item]], wanted: frozenset[Item]) -> int:
    """Returns by exhaustive search how few of the sets hold everything wanted."""
    largest = [each for each in sets if not any(each < other for other in sets)]

    def suffices(left: frozenset[Item], count: int) -> bool:
        if not left:
            return True
        one = min(left, key=str)
        return count > 0 and any(suffices(left - each, count - 1) for each in largest if one in each)

    return next(count for count in range(len(largest) + 1) if suffices(wanted, count))


@settings(max_examples=200, deadline=None)
@given(text=cases())
def test_the_cover_shows_all_that_can_be_shown_and_is_as_small_as_exhaustive_search_says(text: str) -> None:
    case = compile_case(read_case(text, "random"))
    items = all_items(case, *KINDS)
    sets = shown_sets(case, items)
    possible = frozenset[Item]().union(*sets)
    found = cover(case, items)
    assert frozenset[Item]().union(*(each.shown for each in found.playthroughs)) >= possible
    assert found.never == frozenset(items) - possible
    least = fewest(sets, possible)
    assert found.at_least <= least <= len(found.playthroughs)
    assert not found.is_smallest or len(found.playthroughs) == least
    # On cases as small as these nothing is left open.
    assert len(found.playthroughs) == least


@settings(max_examples=100, deadline=None)
@given(text=cases())
def test_two_items_go_together_exactly_if_some_playthrough_shows_both(text: str) -> None:
    case = compile_case(read_case(text, "random"))
    items = all_items(case, *KINDS)
    sets = shown_sets(case, items)
    graph = CoverGraph(case, items)
    for at, others in enumerate(graph.together()):
        together = {other for each in sets if graph.items[at] in each for other in each}
        assert graph.named(others) == together


@settings(max_examples=100, deadline=None)
@given(text=cases(), data=st.data())
def test_no_playthrough_weighs_more_than_the_heaviest_one(text: str, data: st.DataObject) -> None:
    case = compile_case(read_case(text, "random"))
    items = all_items(case, *KINDS)
    weights = data.draw(st.lists(st.integers(0, 5), min_size=len(items), max_size=len(items)))
    weight = dict(zip(items, weights, strict=True))
    graph = CoverGraph(case, items)
    found = graph.named(graph.shown(graph.heaviest(weights)))
    best = max(sum(weight[item] for item in each) for each in shown_sets(case, items))
    assert sum(weight[item] for item in found) == best


@settings(max_examples=60, deadline=None)
@given(text=cases())
def test_both_bounds_stay_below_what_is_needed(text: str) -> None:
    case = compile_case(read_case(text, "random"))
    items = all_items(case, *KINDS)
    sets = shown_sets(case, items)
    graph = CoverGraph(case, items)
    wanted = graph.mask(frozenset[Item]().union(*sets))
    least = fewest(sets, frozenset[Item]().union(*sets))
    family = exclusive_family(wanted, graph.together())
    assert all(len(graph.named(family) & each) <= 1 for each in sets)
    assert family.bit_count() <= least
    assert weighed_bound(graph, wanted, 40, 99) <= least


@pytest.mark.parametrize("name", shipped.CASES)
@pytest.mark.parametrize("kinds", [("option", "ending"), ("option", "block", "ending")], ids=" ".join)
def test_every_shipped_case_is_covered_and_its_cover_is_proved_the_smallest(name: str, kinds: tuple[str, ...]) -> None:
    case = content.case(name)
    found = cover(case, all_items(case, *kinds))
    assert frozenset[Item]().union(*(each.shown for each in found.playthroughs)) >= set(all_items(case, *kinds))
    assert found.is_smallest


def test_each_playthrough_of_a_cover_is_one_of_the_table(small: CompiledCase) -> None:
    known = dict(every_playthrough(small, small.table["start"]))
    for each in cover(small, all_items(small, *KINDS)).playthroughs:
        assert known[each.said] == each.nodes
        assert each.ending == small.nodes[each.nodes[-1]]["scene"]


def test_nothing_wanted_needs_no_playthrough(small: CompiledCase) -> None:
    assert cover(small, []) == Cover((), 0, frozenset())


def test_what_the_case_does_not_have_is_told_as_never_shown(small: CompiledCase) -> None:
    found = cover(small, [("option", "dance"), ("option", "ask")])
    assert found.never == {("option", "dance")}
    assert len(found.playthroughs) == 1


def test_a_scene_that_is_met_twice_in_one_playthrough_does_not_mislead() -> None:
    text = HEAD + """
## Hall

Words.

*If b:* Again.

- [left](#hall)
  - id: left
  - if: not b
  - set: b = yes
  - now: n
- [right](#out)
  - id: right
  - now: n
- [up](#out)
  - id: up
  - if: b
  - now: n

## Out

- Ending: Out
  - process: sound
  - circumstance: kind
"""
    case = compile_case(read_case(text, "twice"))
    found = cover(case, all_items(case, *KINDS))
    assert len(found.playthroughs) == fewest(shown_sets(case, all_items(case, *KINDS)), frozenset(all_items(case, *KINDS)))


def test_the_same_case_has_the_same_cover_every_time() -> None:
    case = content.case("the-porch")
    items = all_items(case, "option", "block", "ending")
    assert cover(case, items) == cover(compile_case(content.scenario(content.case_path("the-porch"))), items)


def test_a_family_of_more_than_a_thousand_items_is_found_too() -> None:
    apart = [1 << at for at in range(1_200)]
    assert exclusive_family((1 << 1_200) - 1, apart, 10_000_000) == (1 << 1_200) - 1


def test_a_decision_with_hundreds_of_options_is_covered(small_text: str) -> None:
    more = "".join(f"- [Option {at}.](#the-kitchen)\n  - id: more-{at}\n  - now: So.\n" for at in range(300))
    case = compile_case(read_case(small_text.replace("- [Say why you", f"{more}- [Say why you"), "small"))
    found = cover(case, all_items(case, "option", "ending"))
    assert (len(found.playthroughs), found.is_smallest) == (303, True)


def test_bits_are_counted_from_the_lowest() -> None:
    assert list(bits_of(0b10110)) == [1, 2, 4]
