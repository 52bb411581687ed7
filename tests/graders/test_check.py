"""Knowledge checks: partial credit, and answers that fit their questions."""

from __future__ import annotations

import pytest

from steadyline.course.unit import Question
from steadyline.graders.check import CheckFaults, check_points, mark_check, read_answers

QUESTIONS = [
    Question("entry", "May you enter?", 1, (("yes", "Yes"), ("no", "No"))),
    Question("list", "Which two?", 2, (("a", "A"), ("b", "B"), ("c", "C"), ("d", "D"))),
]
TEXT = """---
format: 1
unit: small
version: 1
---
## entry
- answer: no
- reason: There is no such power.
- sources: ca1989-s17

## list
- answer: a, c
- reason: These two are not yours to give away.
"""


@pytest.mark.parametrize(
    ("given", "points"),
    [({}, 0), ({"entry": ["no"]}, 2), ({"entry": ["yes"]}, 0), ({"list": ["a", "c"]}, 2), ({"list": ["a"]}, 1),
     ({"list": ["a", "b"]}, 0), ({"list": ["b", "d"]}, 0), ({"list": ["a", "b", "c", "d"]}, 0),
     ({"entry": ["no"], "list": ["c", "a"]}, 4), ({"entry": ["yes", "no"]}, 0), ({"list": ["a", "a"]}, 1)],
)  # fmt: skip
def test_an_answer_earns_the_right_options_less_the_wrong_ones(given: dict[str, list[str]], points: float) -> None:
    found = check_points(mark_check(given, read_answers(TEXT, QUESTIONS)), 4)
    assert found == points
    assert type(found) is float


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [("K201", "## list\n- answer: a, c\n- reason: These two are not yours to give away.\n", ""),
     ("K205", "- reason: These two are not yours to give away.\n", ""), ("K005", "version: 1\n", "")],
)  # fmt: skip
def test_a_fault_can_be_come_by_in_other_ways_than_its_example_shows(code: str, old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(CheckFaults) as caught:
        read_answers(TEXT.replace(old, new), QUESTIONS)
    assert code in [each.code for each in caught.value.diagnostics]
