"""Reading a unit, and the course's outline."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from steadyline import content
from steadyline.course.outline import OutlineUnclear, read_outline
from steadyline.course.read_unit import UnitFaults, UnitMissing, read_unit, read_unit_file, without_rubric
from steadyline.course.unit import Check, Play, Prose, Reflect
from steadyline.errors import FileMissing
from steadyline.scenarios.source import NotPlainText

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
    ("U106", "### entry\nMay you enter?\n- yes: Yes\n- no: No\n### list\n", ""),
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


# What an author wrote in place of what, the code of the one message that follows, and the words of the line told.
ONE_CAUSE = [
    ("```check", "``check", "U112", "``check"),
    ("```check", "    ```check", "U112", "```check"),
    ("```check", "\u00b4\u00b4\u00b4check", "U112", "check"),
    ("escalation: 2\n```", "escalation: 2", "U113", "```play"),
    ("escalation: 2\n```", "escalation: 2\n``", "U113", "```play"),
    ("- c: C\n```", "- c: C", "U113", "```check"),
    ("say?\n```", "say?", "U113", "```reflect"),
    ("choose: 2", "choose: two", "U107", "choose: two"),
    ("- no: No", "* no: No", "U107", "* no: No"),
    ("- no: No", "- No: No", "U107", "- No: No"),
    ("case: small\nattempt", "case: smal\nattempt", "U101", "case: smal"),
    ("```play", "```note", "U101", "case: small"),
    ("id: why", "id: check", "U102", "id: check"),
    ("---\nformat", "\u2014\nformat", "U001", "\u2014"),
]


@pytest.mark.parametrize(("old", "new", "code", "words"), ONE_CAUSE, ids=[f"{row[2]}-{at}" for at, row in enumerate(ONE_CAUSE)])
def test_one_cause_gives_one_message_where_it_stands(old: str, new: str, code: str, words: str) -> None:
    text = UNIT.replace(old, new, 1)
    with pytest.raises(UnitFaults) as caught:
        read_unit(text, "small")
    told = caught.value.diagnostics
    assert [each.code for each in told] == [code]
    assert words in text.splitlines()[told[0].line - 1]


def test_a_second_play_block_is_told_where_it_stands() -> None:
    play = UNIT[UNIT.index("```play") : UNIT.index("A bridge.")]
    with pytest.raises(UnitFaults) as caught:
        read_unit(UNIT + play, "small")
    assert [(each.code, each.line) for each in caught.value.diagnostics] == [("U101", UNIT.count("\n") + 1)]


def test_a_reflection_without_marking_notes_is_told_with_the_nearest_name() -> None:
    unit = read_unit(UNIT, "small")
    assert without_rubric(unit, ["why"]) == []
    assert [(each.code, "wy" in each.message) for each in without_rubric(unit, ["wy"])] == [("U114", True)]


def test_a_unit_that_is_not_there_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "the-gate").mkdir()
    (tmp_path / "the-gate" / "unit.md").write_text(UNIT, encoding="utf-8")
    with pytest.raises(UnitMissing, match='Did you mean "the-gate"'):
        read_unit_file(tmp_path / "the-gat" / "unit.md")


def test_a_unit_saved_as_unicode_in_notepad_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "unit.md"
    path.write_bytes(UNIT.encode("utf-16"))
    with pytest.raises(NotPlainText, match="Encoding: UTF-8"):
        read_unit_file(path)


def test_a_damaged_unit_is_refused_in_words_and_never_with_a_traceback() -> None:
    chance = random.Random(11)
    scraps = ["", "-", "\n", "```", "``", "~~~", "choose: ", "### ", "- ", "---", "\u2014", "\x00", "play", "check", ":"]
    for _ in range(400):
        letters = list(UNIT)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(letters))
            letters[at : at + chance.randrange(0, 40)] = chance.choice(scraps)
        try:
            read_unit("".join(letters), "small")
        except UnitFaults as faults:
            assert all(each.line >= 1 and each.column >= 1 and each.message for each in faults.diagnostics)


def test_the_outline_gives_the_order(tmp_path: Path) -> None:
    path = tmp_path / "course.toml"
    path.write_text('title = "T"\nstandard = 0.65\n[[units]]\nname = "b"\n[[units]]\nname = "a"\n', encoding="utf-8")
    assert read_outline(path).units == ("b", "a")


# The outline's text, and the line and the words that are told.
UNCLEAR = [
    ('[[units]]\nname = "a"\nname = "b"\n', 5, "a second time"),
    ('[units]\nname = "a"\n', 3, "[[units]]"),
    ('[[units]]\nname = the-gate\n', 4, "quotation marks"),
    ('[[units]]\nname = "a"\n[[tracks]]\nname = "t"\ntitle = "T"\nfor = "all"\nunits = ["b"]\n', 6, 'names "b", no unit'),
    ('[[units]]\nname = "a"\n[[tracks]]\nname = "t"\nunits = ["a"]\n', 5, "a track lacks something"),
    ('[[units]]\nname = "a"\n[[units]]\nname = "a"\n', 6, "twice"),
    ("[[units]]\nminutes = 25\n", 3, "no name"),
]


@pytest.mark.parametrize(("units", "line", "words"), UNCLEAR)
def test_a_slip_in_the_outline_is_told_with_its_line_and_the_right_form(
    tmp_path: Path, units: str, line: int, words: str
) -> None:
    path = tmp_path / "course.toml"
    path.write_text(f'title = "T"\nstandard = 0.65\n{units}', encoding="utf-8")
    with pytest.raises(OutlineUnclear) as caught:
        read_outline(path)
    assert f"course.toml:{line}: " in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["title = ", 'title = "T"\n', 'title="T"\nstandard="high"\nunits=[{name="a"}]'])
def test_an_unclear_outline_is_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "course.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutlineUnclear, match=r"course\.toml"):
        read_outline(path)


def test_a_missing_outline_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="no course outline"):
        read_outline(tmp_path / "course.toml")


@pytest.mark.parametrize("name", ["orientation", "fourteen-months"])
def test_paragraphs_below_a_heading_of_a_block_stay_apart(name: str) -> None:
    for rate in content.unit(name).ratings:
        written = content.unit_path(name).read_text(encoding="utf-8")
        assert "\n\n" in rate.afterwards
        assert rate.afterwards in written
