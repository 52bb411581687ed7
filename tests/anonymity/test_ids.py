"""Names in what ships and is not shown: ids, addresses, things remembered, reasons, remarks, walks, sheets and names of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from steadyline.anonymity.known import Known, anonymity_findings, file_name_findings
from steadyline.anonymity.lists import read_lists
from steadyline.checking import measure
from steadyline.checks.whole import Given, Text, check_whole
from steadyline.content import case_path, cases, scenario

STORY = "scenarios/x/case.md"
LISTS = read_lists()
PLACE = sorted(word for word in LISTS.small_places if len(word) > 6 and (word,) in LISTS.small_places[word])[7]
FIRST = sorted(name for name in LISTS.small_first_names if len(name) > 6 and not LISTS.is_ordinary(name))[7]
LAST = sorted(name for name in LISTS.small_surnames if len(name) > 6 and not LISTS.is_ordinary(name))[7]
TEMPLATE = Path(__file__).parents[2] / "src" / "steadyline" / "template"


def told(text: str, known: Known, path: str = STORY) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.subject) for each in anonymity_findings(text, path, ("Mum",), known)]


def test_a_name_in_an_id_is_told_where_it_stands(course: Known) -> None:
    assert told(f"- [Go.](#a)\n  - id: tell-{FIRST}-{LAST}\n", course) == [(2, 14, f"{FIRST} {LAST}")]


@pytest.mark.parametrize("line", [f"## ring {FIRST} now", f"  - set: {PLACE}_asked = yes", f"  - add: {PLACE} + 1", f"### ask-{PLACE}"])
def test_a_name_in_an_address_or_an_effect_is_told(line: str, course: Known) -> None:
    assert len(told(f"{line}\n", course)) == 1


@pytest.mark.parametrize(
    "said", ["mark-it", "will-they-come", "may-come", "reading-time", "bath-time", "grace-before-meals", "ask-for-more", "rose-bush", "hope-so",
             "foster-carer", "west-door", "max-visits", "say-why", "turner-of-pages", "black-coat", "bill-to-pay", "young-man", "white-lie"],
)  # fmt: skip
def test_ordinary_words_of_an_id_are_let_by(said: str, course: Known) -> None:
    assert told(f"  - id: {said}\n\n## {said.replace('-', ' ')}\n", course) == []


def test_the_front_is_read_where_nobody_is_shown_it(course: Known) -> None:
    front = (
        f"---\n# Based on what was in Brindlewick\nformat: 1\n# This is ours.\nstate:\n  {PLACE}_asked: no\n  mood: one of calm, {FIRST}; starts calm\n"
        f"# Kept from Tormund\ncast: Mum, {FIRST.capitalize()}\nallow:\n  P103 {PLACE}-bus: it was so in Larkhill, as everybody knows\n---\n\nIt rains.\n"
    )
    assert told(front, course) == [
        (2, 24, "Brindlewick"), (6, 3, PLACE), (7, 22, FIRST), (8, 13, "Tormund"), (9, 12, FIRST.capitalize()), (11, 8, PLACE),
        (11, 8 + len(PLACE) + 6 + len("it was so in "), "Larkhill"),
    ]  # fmt: skip


def test_a_walk_is_read_with_its_remarks_and_steps(course: Known) -> None:
    walk = f"# As it was in Brindlewick\nring-{FIRST}\nring-mum\n=> {PLACE}-again\nstate: {PLACE} is 4\n"
    assert told(walk, course, "scenarios/x/walks/a.walk") == [(1, 16, "Brindlewick"), (2, 6, FIRST), (4, 4, PLACE), (5, 8, PLACE)]


def test_a_sheet_of_one_word_values_is_read(course: Known) -> None:
    assert told(f'harm = "{PLACE.capitalize()}"\nfear = ["removal"]\n', course, "attributes.toml") == [(1, 9, PLACE.capitalize())]


def test_the_name_of_a_folder_or_file_is_read(course: Known) -> None:
    assert [each.code for each in file_name_findings(f"the-{PLACE}-case", STORY, course)] == ["A114"]
    assert [name for name in cases() if file_name_findings(name, STORY, course)] == []


def test_a_whole_case_is_checked_with_its_walks_its_sheet_and_its_name() -> None:
    case = (TEMPLATE / "case.md").read_text("utf-8")
    walk = (TEMPLATE / "walk.walk").read_text("utf-8")
    given = Given(
        f"{PLACE}-gate", Text("case.md", case), None, (Text(f"walks/{FIRST}.walk", f"# In Brindlewick\n{walk}"),),
        Text("attributes.toml", f'harm = "{PLACE}"\nfear = "{PLACE.capitalize()}"\n'), wants_sheet=True,
    )  # fmt: skip
    found = {(each.path, each.code, each.subject) for each in check_whole(given, measure()).findings if each.code in ("A112", "A114")}
    assert found == {
        ("case.md", "A114", PLACE), (f"walks/{FIRST}.walk", "A114", FIRST), (f"walks/{FIRST}.walk", "A112", "Brindlewick"),
        ("attributes.toml", "A114", PLACE.capitalize()),
    }  # fmt: skip


@pytest.mark.parametrize("name", cases())
def test_walks_that_ship_are_checked_and_nothing_is_found(name: str, course: Known) -> None:
    cast = scenario(case_path(name)).front.cast
    for walk in sorted((case_path(name).parent / "walks").glob("*.walk")):
        assert list(anonymity_findings(walk.read_text("utf-8"), str(walk), cast, course)) == []
