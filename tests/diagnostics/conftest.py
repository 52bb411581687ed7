"""What every check together says of the example case: the one place where examples of codes are tried."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

import steadyline
from steadyline.checking import measure
from steadyline.checks.prose import prose_findings
from steadyline.checks.whole import Given, Text, check_whole
from steadyline.course.read_unit import read_unit, without_rubric
from steadyline.errors import Diagnostic, Faults
from steadyline.findings import Finding
from steadyline.graders.check import read_answers
from steadyline.graders.marks import scale_of
from steadyline.graders.walks import mark_findings
from steadyline.scenarios.compile import compile_explored
from steadyline.scenarios.explore import explore
from steadyline.scenarios.read import read_case
from steadyline.scenarios.walks import read_walk

TEMPLATE = Path(steadyline.__file__).parent / "template"
EVERYTHING = {"case": "case.md", "key": "key.md", "unit": "unit.md", "check": "checks.md", "walk": "walk.walk"}
"""The files of the example, by what a code is about; in the order in which `everything_told` takes their texts."""

BUDGET = 20_000
"""Situations; enough for every example, and reached in a second by the one that is too large."""

Told = list[Finding | Diagnostic]
Read = TypeVar("Read")


def everything_told(case_text: str, key_text: str, unit_text: str, checks_text: str, walk_text: str) -> Told:
    """Returns all that readers and checks say of one case and what belongs to it.

    What stands on something that cannot be read waits for it, as in `steadyline check`.
    """
    found: Told = []
    scenario = _tried(found, lambda: read_case(case_text, "the-gate", "case.md"))
    case = _tried(found, lambda: compile_explored(explore(scenario, BUDGET))) if scenario is not None else None
    if case is None:
        return found + _of_unit(unit_text, checks_text)
    given = Given("the-gate", Text("case.md", case_text), Text("key.md", key_text))
    checked = check_whole(given, measure())
    found.extend(checked.findings)
    walk = _tried(found, lambda: read_walk(walk_text, case, "walk", "walk.walk", scenario))
    if checked.key is not None and walk is not None:
        # By itself: what a single walk leaves out is told in tests/diagnostics/test_walk_codes.py.
        found.extend(mark_findings([walk], scale_of(case, checked.key)))
    return found + _of_unit(unit_text, checks_text)


def _of_unit(unit_text: str, checks_text: str) -> Told:
    found: Told = [*prose_findings(unit_text, "unit.md", "unit"), *prose_findings(checks_text, "checks.md", "check")]
    unit = _tried(found, lambda: read_unit(unit_text, "the-gate", "unit.md"))
    if unit is not None:
        found.extend(without_rubric(unit, ["stopping-well"]))
        questions = [question for check in unit.checks for question in check.questions]
        _tried(found, lambda: read_answers(checks_text, questions, "checks.md"))
    return found


def _tried(found: Told, read: Callable[[], Read]) -> Read | None:
    """Returns what is read, or nothing, with its faults among what is found."""
    try:
        return read()
    except Faults as error:
        found.extend(error.diagnostics)
        return None


@pytest.fixture(scope="session")
def example() -> dict[str, str]:
    """The texts of the example case and what belongs to it, by what a code is about."""
    return {about: (TEMPLATE / name).read_text(encoding="utf-8") for about, name in EVERYTHING.items()}


@pytest.fixture(scope="session", name="everything_told")
def everything_told_of_it() -> Callable[..., Told]:
    """The function above, for tests."""
    return everything_told
