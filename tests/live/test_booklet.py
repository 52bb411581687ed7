"""A booklet on paper leads where the compiled case leads, word for word."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_reader import Sheet, from_the_start
from random_cases import cases

from steadyline import content
from steadyline.live.booklet import Booklet, booklet_of, letters_of
from steadyline.live.booklet_chance import how, lots_of
from steadyline.live.booklet_record import TooMuchToKeep
from steadyline.scenarios.compile import compile_case
from steadyline.scenarios.read import read_case

NAMES = ["clean-shirts", "the-porch"]


def bound(name: str, seed: int = 1) -> Booklet:
    return booklet_of(content.case(name), content.scenario(content.case_path(name)), seed)


BOOKLETS = {name: bound(name) for name in NAMES}
PORCH = BOOKLETS["the-porch"]


@pytest.mark.parametrize("name", NAMES)
def test_the_golden_walks_read_on_paper_as_they_do_on_the_table(name):
    parted = {
        walk.name: from_the_start(content.case(name), BOOKLETS[name], lambda ways, said=set(walk.said): [each for each in ways if each in said] or ways[:1])
        for walk in content.walks(name)
    }
    assert parted == {name: [] for name in parted}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_any_walk_reads_on_paper_as_it_does_on_the_table(name, random):
    assert from_the_start(content.case(name), BOOKLETS[name], lambda ways: [random.choice(ways)]) == []


@settings(max_examples=20, deadline=None)
@given(cases())
def test_every_walk_of_a_small_random_case_reads_alike(text):
    scenario = read_case(text, "small", "case.md")
    case = compile_case(scenario)
    assert from_the_start(case, booklet_of(case, scenario)) == []


def test_a_booklet_that_leads_elsewhere_would_be_noticed():
    case = content.case("the-porch")
    cut = replace(PORCH.sections[1], passages=PORCH.sections[1].passages[1:])
    assert from_the_start(case, replace(PORCH, sections={**PORCH.sections, 1: cut}), lambda ways: ways[:1])


def test_nobody_reads_in_the_next_section_what_comes_of_a_choice():
    links = [(section.number, way.to) for section in PORCH.sections.values() for way in section.ways]
    assert [link for link in links if abs(link[0] - link[1]) == 1] == []


def test_what_comes_of_two_options_never_stands_side_by_side():
    for section in PORCH.sections.values():
        to = sorted({way.to for way in section.ways})
        assert all(later - earlier > 1 for earlier, later in pairwise(to))


def test_the_numbers_are_the_same_every_time():
    assert bound("the-porch").numbers == PORCH.numbers


def test_another_seed_gives_other_numbers():
    assert bound("the-porch", seed=2).numbers != PORCH.numbers


def test_the_story_begins_at_1():
    assert PORCH.sections[1].key == content.case("the-porch").table["start"]


def test_the_sheet_does_not_name_what_the_author_watches():
    words = " ".join(each.only for section in PORCH.sections.values() for each in (*section.passages, *section.ways))
    assert not any(name in words for name in content.scenario(content.case_path("the-porch")).variables)


def test_letters_are_one_for_each_choice_of_a_decision():
    assert sorted(letters_of(content.case("the-porch")).values())[:5] == ["1A", "1B", "1C", "1D", "2A"]


@pytest.mark.parametrize(
    ("weights", "words"),
    [([1, 1], ["Heads", "Tails"]), ([1, 1, 1], ["1 or 2", "3 or 4", "5 or 6"]), ([4, 2], ["1 to 4", "5 or 6"]), ([60, 25, 15], ["1 to 12", "13 to 17", "18 to 20"])],
)
def test_chance_on_paper_has_the_weights_of_the_case(weights, words):
    assert [lot.words for lot in lots_of(weights)] == words


def test_slips_are_written_where_no_die_has_the_weights():
    assert how(lots_of([60, 25, 15])).startswith("Write the numbers 1 to 20 on slips")


def test_a_mark_stays_where_its_row_ends():
    row = PORCH.rows[0]
    assert Sheet(rows={row.name: row.highest}).after(f"In row {row.name}, move the mark 1 box to the right.", PORCH).rows == {row.name: row.highest}


def test_a_case_that_remembers_too_much_for_paper_is_told_so():
    many = "\n".join(f"  n{at}: 0 to 3" for at in range(16))
    tests = " and ".join(f"n{at} is 0" for at in range(16))
    text = (
        "---\nformat: 1\ntitle: t\nrole: r\nminutes: 5\ncontent note: n\nfindings: F1\ncompetencies: C1\nuse: formative\n"
        f"state:\n{many}\n---\n\n## S\n\n*If {tests}:* Words.\n\n- [a](#e)\n  - id: a\n  - now: n\n- [b](#e)\n  - id: b\n  - now: n\n\n"
        "## E\n\nDone.\n\n- Ending: E\n  - process: sound\n  - circumstance: kind\n"
    )
    scenario = read_case(text, "many", "case.md")
    with pytest.raises(TooMuchToKeep, match="16 things"):
        booklet_of(compile_case(scenario), scenario)
