"""Reading a key: complete, within its scale, and fitting its case."""

from __future__ import annotations

import pytest

from steadyline.graders.key import Key, KeyFaults, read_key
from steadyline.scenarios.compile import CompiledCase

# Other ways to come by a code than the example in its explanation, which tests/diagnostics/test_codes.py tries.
BROKEN = [
    ("K001", "---\nformat: 1", "format: 1", "format: 1"),
    ("K102", "## The kitchen", "## The door", "## The door!2"),
    ("K102", "- credit: 1", "- credit: 1\n- credit: 2", "- credit: 2"),
    ("K105", "### say-nothing", "### say-nothin", "## The door"),
    ("K108", "- assertiveness: -2", "- assertiveness: -3", "assertiveness: -3"),
    ("K111", "Why each tempts.", "Why each tempts.\n\n- fitting: less\n- mood: low", "mood: low"),
    ("K112", "- protects: The calm.", "- protects:", "### say-nothing"),
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
