"""Reading a unit, and the course's outline."""

from __future__ import annotations

from pathlib import Path

import pytest

from steadyline.course.outline import OutlineUnclear, read_outline
from steadyline.course.read_unit import UnitFaults, read_unit
from steadyline.course.unit import Check, Play, Prose, Reflect
from steadyline.errors import FileMissing

UNIT = """---
format: 1
title: The small unit
case: small
minutes: 20
objectives:
  - Say why you have come.
  - Ask to see the children.
---

## Before you begin

A short reading.

```note
For facilitators only.
```

```play
case: small
attempt: first
judgement: 6
assertiveness: 4
escalation: 2
```

A bridge.

```check
id: check
points: 2
### entry
May you enter?
- yes: Yes
- no: No
### list
Which two?
choose: 2
- a: A
- b: B
- c: C
```

```reflect
id: why
points: 4
words: 20 to 200
rubric: why
What would you say?
```
"""

# Other ways to come by a code than the example in its explanation, which tests/diagnostics/test_codes.py tries.
BROKEN = [
    ("U001", "---\nformat: 1", "format: 1"),
    ("U101", "```play", "```note"),
    ("U105", "points: 2", "points: 0"),
    ("U106", "### entry\nMay you enter?\n- yes: Yes\n- no: No\n### list", "May you enter?\n### list"),
    ("U107", "- no: No\n", ""),
    ("U108", "words: 20 to 200", "words: 200 to 20"),
    ("U109", "What would you say?\n", ""),
    ("U110", "id: why", "id: Why"),
    ("U111", "rubric: why\n", ""),
]


def test_a_unit_is_its_prose_and_blocks_in_the_order_of_the_page() -> None:
    kinds = [type(part) for part in read_unit(UNIT, "small").parts]
    assert kinds == [Prose, Play, Prose, Check, Reflect]


def test_a_note_to_facilitators_is_not_part_of_what_learners_get() -> None:
    prose = " ".join(part.markdown for part in read_unit(UNIT, "small").parts if isinstance(part, Prose))
    assert "facilitators" not in prose


def test_every_graded_part_has_its_points() -> None:
    assert read_unit(UNIT, "small").graded == (
        ("judgement", 6), ("assertiveness", 4), ("escalation", 2), ("check-check", 2), ("reflect-why", 4),
    )  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_fault_can_be_come_by_in_other_ways_than_its_example_shows(code: str, old: str, new: str) -> None:
    assert old in UNIT
    with pytest.raises(UnitFaults) as caught:
        read_unit(UNIT.replace(old, new, 1), "small")
    assert code in [each.code for each in caught.value.diagnostics]


def test_the_outline_gives_the_order(tmp_path: Path) -> None:
    path = tmp_path / "course.toml"
    path.write_text('title = "T"\nstandard = 0.65\n[[units]]\nname = "b"\n[[units]]\nname = "a"\n', encoding="utf-8")
    assert read_outline(path).units == ("b", "a")


@pytest.mark.parametrize("text", ["title = ", 'title = "T"\n', 'title="T"\nstandard="high"\nunits=[{name="a"}]'])
def test_an_unclear_outline_is_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "course.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutlineUnclear, match=r"course\.toml"):
        read_outline(path)


def test_a_missing_outline_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="no course outline"):
        read_outline(tmp_path / "course.toml")
