"""Reading a key: complete, within its scale, and fitting its case."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import steadyline.graders
from steadyline.graders.key import Key, KeyFaults, read_key
from steadyline.scenarios.compile import CompiledCase

BROKEN = [
    ("K001", "---\nformat: 1", "format: 1", "format: 1"),
    ("K002", "version: 1", "version: 1\njust words", "just words"),
    ("K003", "version: 1", "version: 1\nversion: 2", "version: 2"),
    ("K004", "version: 1", "version: 1\nvresion: 2", "vresion"),
    ("K005", "status: author\n", "", "---"),
    ("K006", "format: 1", "format: 3", "format: 3"),
    ("K007", "case: small", "case: large", "case: large"),
    ("K008", "version: 1", "version: first", "version: first"),
    ("K009", "status: author", "status: autor", "status: autor"),
    ("K101", "## The kitchen", "## The kitchn", "## The kitchn"),
    ("K102", "### say-nothing", "### say-why", "### say-why!2"),
    ("K103", "## The kitchen", "## The kitchn", ""),
    ("K104", "### say-nothing", "### say-nothin", "### say-nothin"),
    ("K105", "### say-nothing", "### say-nothin", "## The door"),
    ("K106", "- credit: 3", "- credit: 2", "## The door"),
    ("K107", "- credit: 1", "- credit: 5", "- credit: 5"),
    ("K108", "- assertiveness: -2", "- assertiveness: low", "assertiveness: low"),
    ("K109", "- competency: C3", "- competency: C8", "C8"),
    ("K110", "- method: voice", "- method: voices", "voices"),
    ("K111", "- method: voice", "- mehtod: voice", "mehtod"),
    ("K112", "- protects: The calm.\n", "", "### say-nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new", "words"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_fault_is_told_with_its_code_and_line(
    small: CompiledCase, small_key_text: str, code: str, old: str, new: str, words: str
) -> None:
    assert old in small_key_text
    text = small_key_text.replace(old, new, 1)
    with pytest.raises(KeyFaults) as caught:
        read_key(text, small)
    told = [each for each in caught.value.diagnostics if each.code == code]
    assert told, caught.value
    lines = [*text.splitlines(), ""]
    assert words.partition("!")[0] in lines[told[0].line - 1]


def test_every_code_that_the_reader_knows_has_its_broken_key() -> None:
    source = (Path(steadyline.graders.__file__).parent / "key.py").read_text(encoding="utf-8")
    known = set(re.findall(r'"(K\d{3})"', source))
    assert known <= {row[0] for row in BROKEN}


def test_nothing_is_missing_from_the_key_and_nothing_is_left_over(small: CompiledCase, small_key: Key) -> None:
    assert {scene: list(keyed.options) for scene, keyed in small_key.decisions.items()} == small.decisions


def test_an_axis_that_is_not_exercised_is_not_a_zero(small_key: Key) -> None:
    assert small_key.decisions["the-door"].options["say-nothing"].escalation is None
    assert small_key.decisions["the-door"].options["say-why"].escalation == 0


def test_a_decision_may_be_contested_by_itself(small: CompiledCase, small_key_text: str) -> None:
    text = small_key_text.replace("Why each tempts.", "Why each tempts.\n\n- status: contested")
    key = read_key(text, small)
    assert (key.decisions["the-door"].status, key.decisions["the-kitchen"].status) == ("contested", "author")
    assert key.decisions["the-door"].note == "<p>Why each tempts.</p>"
