"""Prose: words, sentences, and how much stands before the learner at once; each in its exact place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from steadyline import content
from steadyline.checks.allowed import sift
from steadyline.checks.language import BLAME, LABELS
from steadyline.checks.passages import passages_of
from steadyline.checks.prose import case_prose_findings, prose_findings, readings
from steadyline.checks.reading import reading_of, syllables

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *((f"course/units/{name}/unit.md", "unit") for name in content.units()),
    *((f"course/units/{name}/facilitator.md", "facilitator") for name in content.units()),
    *((f"graders/rubrics/{path.name}", "rubric") for path in sorted((ROOT / "graders" / "rubrics").glob("*.md"))),
    *((f"graders/checks/{path.name}", "check") for path in sorted((ROOT / "graders" / "checks").glob("*.md"))),
    *((f"graders/keys/{path.name}", "key") for path in sorted((ROOT / "graders" / "keys").glob("*.md"))),
]


@pytest.mark.parametrize(("path", "kind"), FILES)
def test_nothing_is_told_of_what_ships_beside_the_cases(path: str, kind: Any) -> None:
    assert prose_findings((ROOT / path).read_text(encoding="utf-8"), path, kind) == []


@pytest.mark.parametrize("name", content.cases())
def test_nothing_is_told_of_a_shipped_case_but_what_is_allowed(name: str) -> None:
    scenario = content.scenario(content.case_path(name))
    found = case_prose_findings(scenario, content.case(name))
    found += prose_findings(content.case_path(name).read_text(encoding="utf-8"), scenario.path, "case")
    allowed = [each for each in scenario.allowed if each.code.startswith("P")]
    assert sift(found, allowed, scenario.path).told == ()


@pytest.mark.parametrize("term", [*LABELS, *BLAME], ids=lambda term: term.pattern.pattern[:40])
def test_what_is_suggested_is_not_itself_a_word_to_avoid(term: Any) -> None:
    assert prose_findings(f"Write: {term.instead}.", "note.md", "rubric") == []


@pytest.mark.parametrize(
    "words",
    ["a resistant mother", "They were HOSTILE.", "non-compliant", "disguised\ncompliance", "He failed to engage.",
     "hard-to-reach families", "It says DNA on the form.", "she hijacked the meeting", "failed to protect him",
     "softly, softly", "tough love", "a chaotic home", "an inappropriate remark", "mum's boyfriend", "The mother said",
     "a LAC review", "a CIN plan", "the family was S47'd", "the unborn", "hearing impaired", "she suffers from MS",
     "wheelchair-bound", "he committed suicide", "battling addiction", "her demons", "Lessons must be learned.",
     "a missed opportunity", "You should have known.", "a tragic case", "a case from hell", "slipped through the net"],
)  # fmt: skip
def test_a_word_to_avoid_is_told_as_often_as_it_stands_there(words: str) -> None:
    found = prose_findings(f"First line.\n\nBefore it, {words} and after it.\n", "note.md", "rubric")
    assert [(each.code in ("P101", "P111"), each.line) for each in found] == [(True, 3)]


@pytest.mark.parametrize(
    "words",
    ["a dance", "resist the urge", "the mothers' group", "a mother's fear", "black and white",
     "suffering significant harm", "the unborn baby", "he has MS", "commit to a date", "a battle of wits", "in care",
     "She should have a rest.", "Section 47 enquiries", "an order of chips", "the motherboard"],
)  # fmt: skip
def test_a_plain_word_is_not_told(words: str) -> None:
    assert prose_findings(f"Before it, {words} and after it.\n", "note.md", "rubric") == []


def test_a_word_is_told_in_its_line_and_column_under_markup() -> None:
    text = "---\nformat: 1\n---\n\n## A scene\n\n* one\n* *two* and **chaotic** homes\n"
    [found] = prose_findings(text, "note.md", "rubric")
    line = text.split("\n")[found.line - 1]
    assert line[found.column - 1 :].startswith("chaotic")


def test_a_word_in_a_consequence_of_several_lines_is_told_in_its_own(gate: Callable[..., Any]) -> None:
    text = (ROOT / "src/steadyline/template/case.md").read_text(encoding="utf-8").replace("    For a week he is early", "    For a week he is hostile, and early", 1)
    [found] = prose_findings(text, "case.md", "case")
    assert text.split("\n")[found.line - 1][found.column - 1 :].startswith("hostile")
    assert found.subject == "hostile"


def test_what_a_character_says_is_advice_and_what_a_note_speaks_about_is_nothing() -> None:
    text = 'He says, "She is hostile," and goes.\n'
    assert [each.code for each in prose_findings(text, "case.md", "case")] == ["P102"]
    assert prose_findings(text, "facilitator.md", "facilitator") == []


def test_names_links_and_conditions_are_not_prose() -> None:
    text = "*If chaotic:* She waits.\n\n- [Go in.](#the-hostile-door)\n  - id: hostile\n  - set: chaotic = yes\n  - now: Yes.\n"
    assert prose_findings(text, "case.md", "case") == []


def test_a_remark_between_authors_is_not_told() -> None:
    assert prose_findings("Before. <!-- not: hostile --> After.\n", "case.md", "case") == []


def test_the_content_note_is_read_and_the_names_at_the_front_are_not() -> None:
    text = "---\ncontent note: A chaotic home.\nfindings: chaotic\n---\n\nWords.\n"
    assert [(each.line, each.column) for each in prose_findings(text, "case.md", "case")] == [(2, 17)]


def test_a_units_notes_and_questions_are_read_line_for_line() -> None:
    text = "# A unit\n\n```check\nid: check\npoints: 4\n### entry\nIs a hostile parent one who is afraid?\n- yes: Yes\n```\n"
    assert [(each.line, each.column) for each in prose_findings(text, "unit.md", "unit")] == [(7, 6)]


def test_a_sentence_ends_at_its_stop_and_not_at_every_line() -> None:
    [passage] = passages_of('"No," he says.\n"I will not come\nin." She waits.\n')
    assert [words.replace("\n", " ") for _, words in passage.sentences()] == ['"No," he says.', '"I will not come in."', "She waits."]


def test_a_long_sentence_is_told_where_it_begins() -> None:
    text = "Short one. " + " ".join(["word"] * 36).capitalize() + ".\n"
    assert [(each.code, each.line, each.column) for each in prose_findings(text, "unit.md", "unit")] == [("P110", 1, 12)]
    assert prose_findings(text, "facilitator.md", "facilitator") == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("house", 1), ("houses", 2), ("asked", 1), ("wanted", 2), ("table", 2), ("hungry", 2), ("being", 2), ("she", 1),
     ("something", 2), ("carefully", 3), ("assessment", 3), ("immediate", 4), ("situation", 4), ("Mum's", 1), ("breakfast-club", 3)],
)  # fmt: skip
def test_syllables_are_estimated_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_words_sentences_and_long_words_are_counted() -> None:
    reading = reading_of(["The boy is late.", "An assessment begins today. Go on"])
    assert (reading.words, reading.sentence) == (10, pytest.approx(10 / 3))
    assert reading.long == pytest.approx(0.1)


def test_no_words_have_no_grade() -> None:
    assert reading_of(["", "…"]).grade == 0.0


def test_a_report_reads_harder_than_a_story() -> None:
    story = "He comes round the corner. He has one hand on the wall."
    report = "The establishment's administrative arrangements concerning collection were considered unsatisfactory."
    assert reading_of([story]).grade < 3 < 12 < reading_of([report]).grade


@pytest.mark.parametrize("name", content.cases())
def test_a_shipped_case_reads_aloud_easily(name: str) -> None:
    assert readings(content.scenario(content.case_path(name)))[""].grade <= 9


def test_the_busiest_situation_is_told_with_a_walk_that_leads_there(gate: Callable[..., Any]) -> None:
    long = "The page is short now. " + "It was longer before. " * 25
    scenario, case, _ = gate(case=[("The page is short now.", long)])
    [found] = case_prose_findings(scenario, case)
    shown = max(sum(len(scenario.scenes["four-weeks-on"].blocks[at].text.split()) for at in node["blocks"])
                for node in case.nodes.values() if node["scene"] == "four-weeks-on")  # fmt: skip
    assert (found.code, found.subject) == ("P103", "four-weeks-on")
    assert f" {shown} words" in found.message
    assert found.witness
