"""Each code on walks is told for its failing example, in its place, and not for the mended one."""

from __future__ import annotations

from pathlib import Path

import pytest

import steadyline
from steadyline.diagnostics.read import explanation, known_codes
from steadyline.findings import Finding, as_finding
from steadyline.graders.key import read_key
from steadyline.graders.marks import scale_of
from steadyline.graders.walks import mark_findings
from steadyline.scenarios.compile import compile_case
from steadyline.scenarios.read import read_case
from steadyline.scenarios.walk_findings import walk_findings
from steadyline.scenarios.walks import WalkFaults, read_walk

BASE = Path(steadyline.__file__).parent / "template"
CASE_TEXT, WALK_TEXT, KEY_TEXT = ((BASE / name).read_text(encoding="utf-8") for name in ("case.md", "walk.walk", "key.md"))
SCENARIO = read_case(CASE_TEXT, "the-gate")
CASE = compile_case(SCENARIO)
SCALE = scale_of(CASE, read_key(KEY_TEXT, CASE))
CODES = [code for code in known_codes() if code.startswith("W")]


def found_in_walk(text: str) -> list[Finding]:
    try:
        return mark_findings([read_walk(text, CASE, scenario=SCENARIO)], SCALE)
    except WalkFaults as faults:
        return [as_finding(each) for each in faults.diagnostics]


def found_in_set(text: str) -> list[Finding]:
    texts = [each for each in text.split("---\n") if each.strip()]
    return walk_findings(SCENARIO, CASE, [read_walk(each, CASE, scenario=SCENARIO) for each in texts])


def test_there_is_an_explanation_of_every_way_a_walk_can_be_wrong() -> None:
    assert [*(f"W{number}" for number in range(101, 113)), "W201", "W202"] == CODES


@pytest.mark.parametrize("code", [code for code in CODES if code < "W200"])
def test_the_failing_walk_is_found_in_its_place_and_the_mended_one_is_sound(code: str) -> None:
    told = explanation(code)
    for failing, mended in zip(told.failing, told.mended, strict=True):
        assert WALK_TEXT.count(mended) == 1
        broken = WALK_TEXT.replace(mended, failing)
        place = told.place or failing.splitlines()[0]
        assert [(each.code, each.severity) for each in found_in_walk(broken)] == [(code, told.severity)]
        assert place in broken.splitlines()[found_in_walk(broken)[0].line - 1]
    assert found_in_walk(WALK_TEXT) == []


@pytest.mark.parametrize("code", ["W201", "W202"])
def test_what_a_set_of_walks_leaves_out_is_told_where_it_stands_in_the_case(code: str) -> None:
    told = explanation(code)
    found = found_in_set(told.failing[0])
    assert [(each.code, each.severity) for each in found] == [(code, told.severity)]
    assert told.place in CASE_TEXT.splitlines()[found[0].line - 1]
    assert found[0].witness
    assert found_in_set(told.mended[0]) == []
