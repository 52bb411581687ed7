"""Rubrics and standard scripts: what is read, what is refused, and that what ships is enough to mark by."""

from __future__ import annotations

from pathlib import Path

import pytest

import steadyline
from steadyline import content
from steadyline.diagnostics.read import Explanation, explanation, known_codes
from steadyline.errors import Diagnostic
from steadyline.graders.rubric import WHOLE, Rubric, RubricFaults, read_rubric
from steadyline.graders.standards import FEWEST, is_enough, read_standard

EXAMPLE = (Path(steadyline.__file__).parent / "template" / "rubric.md").read_text(encoding="utf-8")
ABOUT_RUBRICS = [code for code in known_codes() if explanation(code).about == "rubric"]
ABOUT_SCRIPTS = [code for code in known_codes() if explanation(code).about == "script"]
RUBRICS = sorted(path.stem for path in (content.root() / "graders" / "rubrics").glob("*.md"))

LEVELS = "\n\n".join(f"### {level}\n\nAs at {level}." for level in (4, 3, 2, 1, 0))
TWO = f"---\nformat: 1\nrubric: two\nout_of: 8\n---\n\n# Two\n\nRead it twice.\n\n## Child first\n\n{LEVELS}\n\n## Route and record\n\n{LEVELS}\n"
SCRIPT = "---\nformat: 1\nrubric: two\nmarks:\n  child-first: 3\n  route-and-record: 1\ndirection: mixed\n---\n\n## Script\n\nI would ring.\n\n## Why\n\nIt rings.\n"


def faults_of_rubric(text: str) -> list[Diagnostic]:
    try:
        read_rubric(text, "stopping-well", "rubric.md", content.local())
    except RubricFaults as error:
        return list(error.diagnostics)
    return []


def faults_of_script(text: str, rubric: Rubric) -> list[Diagnostic]:
    try:
        read_standard(text, "script", rubric, "script.md", content.local())
    except RubricFaults as error:
        return list(error.diagnostics)
    return []


def with_failing(told: Explanation) -> str:
    text = EXAMPLE
    for failing, mended in zip(told.failing, told.mended, strict=True):
        assert text.count(mended) == 1
        text = text.replace(mended, failing)
    return text


def test_the_example_has_no_fault() -> None:
    assert faults_of_rubric(EXAMPLE) == []


@pytest.mark.parametrize("code", ABOUT_RUBRICS)
def test_a_failing_rubric_is_told_with_its_code_and_line(code: str) -> None:
    told = explanation(code)
    text = with_failing(told)
    found = [each for each in faults_of_rubric(text) if each.code == code]
    assert found, [str(each) for each in faults_of_rubric(text)]
    place = told.place or told.failing[0].split("\n")[0]
    assert place in text.split("\n")[found[0].line - 1]


@pytest.mark.parametrize("code", ABOUT_SCRIPTS)
def test_a_failing_script_is_told_with_its_code_and_its_mended_twin_is_sound(code: str) -> None:
    told, rubric = explanation(code), read_rubric(EXAMPLE, "stopping-well")
    found = faults_of_script(told.failing[0], rubric)
    assert [each.code for each in found] == [code]
    assert told.place in told.failing[0].split("\n")[found[0].line - 1]
    assert faults_of_script(told.mended[0], rubric) == []


def test_a_rubric_for_the_whole_of_a_piece_has_one_criterion() -> None:
    rubric = read_rubric(EXAMPLE, "stopping-well")
    assert [(each.slug, len(each.levels)) for each in rubric.criteria] == [(WHOLE, 5)]
    assert rubric.title == "Stopping well"
    assert "Mark what is there" in rubric.intro


def test_criteria_have_levels_of_their_own_and_a_script_a_mark_for_each() -> None:
    rubric = read_rubric(TWO, "two")
    assert [each.slug for each in rubric.criteria] == ["child-first", "route-and-record"]
    script = read_standard(SCRIPT, "script", rubric)
    assert script.marks == {"child-first": 3, "route-and-record": 1}
    assert (script.total, script.words, script.direction) == (4, 3, "mixed")


def test_a_script_with_a_mark_for_no_criterion_or_without_one_is_refused() -> None:
    rubric = read_rubric(TWO, "two")
    told = faults_of_script(SCRIPT.replace("child-first", "child-frist"), rubric)
    assert {each.code for each in told} == {"R201"}
    assert any('Did you mean "child-first"' in each.message for each in told)


def test_raw_html_in_a_rubric_stays_letters() -> None:
    rubric = read_rubric(TWO.replace("As at 4.", "<script>alert(1)</script>"), "two")
    assert "<script>" not in "".join(level.html for each in rubric.criteria for level in each.levels)


@pytest.mark.parametrize("name", RUBRICS)
def test_every_rubric_that_ships_has_scripts_enough_to_mark_by(name: str) -> None:
    scripts = content.standards(name)
    assert is_enough(scripts), [each.total for each in scripts]
    assert len(scripts) >= FEWEST
    assert {each.direction for each in scripts} & {"under", "over", "mixed"}


def test_the_codes_of_a_unit_with_its_rubric_are_explained_and_told() -> None:
    assert [explanation(code).severity for code in ("R009", "R204", "R205")] == ["error", "warning", "advice"]
