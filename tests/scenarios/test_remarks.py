"""Remarks between authors are never shown, and nothing else changes by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from steadyline.course.read_unit import UnitFaults, read_unit
from steadyline.diagnostics.read import explanation
from steadyline.errors import Faults
from steadyline.graders.key import read_key
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.read import CaseFaults, read_case
from steadyline.scenarios.remarks import without_remarks

TEMPLATE = Path(__file__).resolve().parents[2] / "src" / "steadyline" / "template"

TAKEN_OUT = [
    ("a <!-- x --> b", "a b"),
    ("a<!-- x -->b", "ab"),
    ("  <!-- x --> b", "  b"),
    ("- <!-- x --> [A](#b)", "- [A](#b)"),
    ("a  <!-- x -->\nb", "a\nb"),
    ("a <!-- x\ny\n  z --> b\nc", "a\n\n  b\nc"),
    ("a <!-- x --> b <!-- y --> c", "a b c"),
    ("<!--> a", "a"),
]

LEFT = ["`<!-- x -->`", "a \\<!-- x -->", "```\n<!-- x -->\n```", "~~~\n<!-- x", "- a\n  ```\n  <!-- x -->\n  ```", "> ```\n> <!-- x -->", "a -->"]


@pytest.mark.parametrize(("text", "bare"), TAKEN_OUT)
def test_a_remark_is_taken_out_line_for_line(text: str, bare: str) -> None:
    assert "\n".join(without_remarks(text.split("\n")).lines) == bare


@pytest.mark.parametrize("text", LEFT)
def test_code_and_a_backslash_keep_the_four_letters(text: str) -> None:
    found = without_remarks(text.split("\n"))
    assert "\n".join(found.lines) == text
    assert not found.remarks
    assert not found.unclosed


def test_a_remark_after_fenced_code_in_a_list_is_a_remark_though_the_fence_was_never_closed() -> None:
    found = without_remarks(["- a", "  ```", "  code", "- b <!-- x -->"])
    assert found.lines[-1] == "- b"


@pytest.mark.parametrize("text", [text for text, _ in TAKEN_OUT])
def test_every_letter_outside_a_remark_keeps_its_column(text: str) -> None:
    lines = text.split("\n")
    for line, padded in zip(lines, without_remarks(lines).padded, strict=True):
        assert len(padded) == len(line)
        assert all(new in (old, " ") for old, new in zip(line, padded, strict=True))


def test_a_case_with_remarks_everywhere_is_the_same_case(small_text: str) -> None:
    before = compile_case(read_case(small_text, "small"))
    text = small_text.replace("You stand at the door.", "You stand <!-- or sit? --> at the door.\n<!-- two\n\nlines -->")
    text = text.replace("  - id: say-why", "  <!-- the key option -->\n  - id: say-why <!-- never rename -->")
    text = text.replace("*If told:*", "<!-- both are read -->\n\n*If told:*")
    assert text.count("<!--") == 5
    assert compile_case(read_case(text, "small")).digest == before.digest


def test_a_fault_below_a_remark_is_told_in_its_own_line_and_not_in_the_remark(small_text: str) -> None:
    text = small_text.replace("- Go on: [Try again](#the-kitchen)", "<!-- was #the-kichen\nonce -->\n- Go on: <!-- #the-kichen --> [Try again](#the-kichen)")
    with pytest.raises(CaseFaults) as caught:
        read_case(text, "small")
    (told,) = caught.value.diagnostics
    line = text.splitlines()[told.line - 1]
    assert line.startswith("- Go on")
    assert told.column == line.rindex("#the-kichen") + 1


@pytest.mark.parametrize("end", ["", " <!-- another -->"])
def test_a_remark_that_is_not_closed_is_the_only_thing_told(small_text: str, end: str) -> None:
    text = small_text.replace("It is raining.", f"It is raining.\n\n<!-- shorter?{end}")
    with pytest.raises(CaseFaults) as caught:
        read_case(text, "small")
    assert [each.code for each in caught.value.diagnostics] == ["S015"]
    assert "<!-- shorter?" in text.splitlines()[caught.value.diagnostics[0].line - 1]


def test_a_key_may_hold_remarks(small: CompiledCase, small_key_text: str) -> None:
    remarked = small_key_text.replace("Why each tempts.", "Why each tempts.\n<!-- ask the panel -->")
    assert read_key(remarked, small).decisions["the-door"].note == "<p>Why each tempts.</p>"
    with pytest.raises(Faults, match="K015"):
        read_key(small_key_text.replace("Why each tempts.", "<!-- Why each tempts."), small)


@pytest.mark.parametrize(("code", "file"), [("S015", "case.md"), ("K015", "key.md")])
def test_the_example_of_an_unclosed_remark_stands_in_the_template_once(code: str, file: str) -> None:
    (mended,) = explanation(code).mended
    assert (TEMPLATE / file).read_text(encoding="utf-8").count(mended) == 1


def test_a_remark_in_a_unit_is_left_out_of_its_prose_and_an_open_one_is_told() -> None:
    told = explanation("U015")
    unit = read_unit(told.mended[0], "the-gate")
    assert [part.markdown for part in unit.parts if hasattr(part, "markdown")] == ["# The gate"]
    with pytest.raises(UnitFaults) as caught:
        read_unit(told.failing[0], "the-gate")
    assert [each.code for each in caught.value.diagnostics] == ["U015"]
