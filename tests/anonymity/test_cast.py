"""The closed cast: names are found, and ordinary English is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyline.anonymity.allowed import AllowedWordsFaults, read_allowed_words
from steadyline.anonymity.known import Known, anonymity_findings, read_known
from steadyline.anonymity.lists import read_lists
from steadyline.findings import Finding

HERE = Path(__file__).parent
CAST = ("Mum", "Stepdad", "Older Child", "Younger Child", "Grandad")
PLANTED = [line.replace("\\n", "\n") for line in (HERE / "planted.txt").read_text("utf-8").splitlines() if not line.startswith("# ")]
INNOCENT = [line.replace("\\n", "\n") for line in (HERE / "innocent.txt").read_text("utf-8").splitlines()]
DRAWS = 40
STORY = "scenarios/x/case.md"
COURSE = read_known(HERE.parents[1])


def found(sentence: str, known: Known, path: str = STORY) -> list[Finding]:
    return anonymity_findings(f"# A case\n\nIt is Monday.\n\n{sentence}\n", path, CAST, known)


def gazetteer() -> dict[str, list[str]]:
    lists = read_lists()
    return {
        "first": sorted(lists.first_names),
        "last": sorted(lists.surnames),
        "place": sorted(" ".join(words) for each in lists.places.values() for words in each),
        "body": sorted(" ".join(words) for each in lists.bodies.values() for words in each),
    }


def test_at_least_sixty_sentences_of_each_kind_are_tried() -> None:
    assert min(len(PLANTED), len(INNOCENT)) >= 60


def test_of_a_hundred_planted_things_at_least_ninety_nine_are_found(course: Known) -> None:
    names = gazetteer()
    tried = [
        sentence.format(**{kind: each[(place * 31 + draw * 17) % len(each)] for kind, each in names.items()})
        for draw in range(DRAWS)
        for place, sentence in enumerate(PLANTED)
    ]
    missed = [sentence for sentence in tried if not found(sentence, course)]
    assert len(missed) <= len(tried) / 100, missed


@pytest.mark.parametrize("sentence", INNOCENT)
def test_an_innocent_sentence_is_let_by(sentence: str, course: Known) -> None:
    assert found(sentence, course) == []


@pytest.mark.parametrize(
    ("sentence", "code", "severity", "subject"),
    [("She met Brindlewick by chance.", "A112", "error", "Brindlewick"),
     ("She met Osk Marlen Draycastle by chance.", "A112", "error", "Osk Marlen Draycastle"),
     ("Jorvanna waves from the gate.", "A113", "warning", "Jorvanna"),
     ("Robin says nothing.", "A113", "warning", "Robin"),
     ("Wexcombe Primary School is at the corner.", "A114", "error", "Wexcombe Primary School"),
     ("They called at Wexcombe Borough Council twice.", "A114", "error", "Wexcombe Borough Council")],
)  # fmt: skip
def test_a_name_is_told_by_what_it_is(sentence: str, code: str, severity: str, subject: str, course: Known) -> None:
    assert [(each.code, each.severity, each.subject) for each in found(sentence, course)] == [(code, severity, subject)]


def test_the_place_is_that_of_the_name(course: Known) -> None:
    (finding,) = found("  - now: She met\n    Brindlewick there.", course)
    assert (finding.line, finding.column) == (6, 5)


@pytest.mark.parametrize("said", ["Mum", "Mum's", "Mum’s", "the Mums", "Older Child", "Older Child's", "Grandad"])
def test_a_role_of_the_cast_may_stand_anywhere(said: str, course: Known) -> None:
    assert found(f"You ask for {said} once more.", course) == []


def test_a_role_that_is_not_declared_is_told(course: Known) -> None:
    text = "You ask Lodger about it.\n"
    assert [each.code for each in anonymity_findings(text, STORY, CAST, course)] == ["A112"]
    assert anonymity_findings(text, STORY, (*CAST, "Lodger"), course) == []


def test_half_a_role_is_no_role(course: Known) -> None:
    assert [each.subject for each in found("You ask the Older one.", course)] == ["Older"]


def test_ids_conditions_and_link_targets_are_not_prose(course: Known) -> None:
    hidden = "- [Go in.](#Brindlewick)\n  - id: Brindlewick\n  - set: Brindlewick = yes\n\n*If chose Brindlewick:* It rains.\n\n[It](Brindlewick.md) is wet."
    assert found(hidden, course) == []


def test_the_front_is_read_where_a_learner_reads_it(course: Known) -> None:
    text = "---\nformat: 1\ntitle: A visit to Brindlewick\ncast: Mum, Lodger\nstate:\n  Trust: 0 to 4\n---\n\nIt rains.\n"
    assert [(each.line, each.subject) for each in anonymity_findings(text, STORY, CAST, course)] == [(3, "Brindlewick")]


def test_pages_about_programs_may_name_programs_but_no_real_place(course: Known) -> None:
    place = next(name for name in gazetteer()["place"] if name not in course.allowed.reasons)
    assert found("You need the Frobnicator and its Widgets.", course, "docs/page.md") == []
    assert [each.code for each in found(f"It was tried in {place} first.", course, "docs/page.md")] == ["A114"]


def test_words_in_a_program_are_read_and_its_names_are_not(course: Known) -> None:
    place = next(name for name in gazetteer()["place"] if name not in course.allowed.reasons)
    program = f"class {place}:\n    said = 'the bus to {place} is late'\n"
    assert [(each.line, each.column) for each in anonymity_findings(program, "src/x.py", (), course)] == [(2, 24)]


def test_a_notebooks_words_are_read_where_they_stand(course: Known) -> None:
    text = '{"cells": [\n {"cell_type": "markdown", "id": "Brindlewick",\n  "source": [\n   "They live in Brindlewick.\\n",\n   "It rains."]}]}\n'
    assert [(each.line, each.column) for each in anonymity_findings(text, "course/source/x/x.ipynb", CAST, course)] == [(4, 18)]


def test_the_allow_list_needs_a_reason_for_each_kind() -> None:
    with pytest.raises(AllowedWordsFaults) as told:
        read_allowed_words("# Allowed\n\n## Rivers\n\n- Slow Water\n", "allowed-words.md")
    assert [(each.line, each.code) for each in told.value.diagnostics] == [(5, "A115")]


def test_the_allow_list_lets_terms_of_several_words_stand_together_only() -> None:
    allowed = read_allowed_words("## Rivers\n\nWhy: invented.\n\n- Slow Water, Quick\n")
    known = Known(allowed, read_lists())
    assert anonymity_findings("It flows to Slow Water and Quick.\n", STORY, (), known) == []
    assert [each.subject for each in anonymity_findings("It is Slow by nature.\n", STORY, (), known)] == ["Slow"]


def test_lines_that_end_as_windows_ends_them_are_read_the_same(course: Known) -> None:
    text = "---\ntitle: A visit\ncast: Lodger\n---\n\nIt rains.\nThey met Brindlewick.\n"
    for each in (text, text.replace("\n", "\r\n")):
        assert [(told.line, told.column) for told in anonymity_findings(each, STORY, CAST, course)] == [(7, 10)]


CASE = (HERE.parents[1] / "src" / "steadyline" / "template" / "case.md").read_text("utf-8")
PATHS = (STORY, "graders/keys/x.md", "docs/x.md", "src/x.py", "src/x.js", "src/x.html", "course/source/x/x.ipynb", "scenarios/local/x.toml", "x/x.walk")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATHS), st.integers(0, len(CASE)), st.integers(0, 400), st.text(max_size=60))
def test_no_text_whatever_raises_and_every_place_is_in_it(path: str, start: int, length: int, put: str) -> None:
    text = CASE[start : start + length] + put + CASE[start + length : start + 3 * length]
    lines = text.split("\n")
    for each in anonymity_findings(text, path, CAST, COURSE):
        assert 1 <= each.line <= len(lines)
        assert 1 <= each.column <= len(lines[each.line - 1]) + 1
