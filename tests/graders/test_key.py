"""Reading a key: complete, within its scale, and fitting its case."""

from __future__ import annotations

from pathlib import Path

import pytest

from steadyline.graders.key import Key, KeyFaults, read_key, read_key_file
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.source import NotPlainText

# Other ways to come by a code than the example in its explanation, which tests/diagnostics/test_codes.py tries.
BROKEN = [
    ("K001", "---\nformat: 1", "format: 1", "format: 1"),
    ("K102", "## The kitchen", "## The door", "## The door!2"),
    ("K102", "- credit: 1", "- credit: 1\n- credit: 2", "- credit: 2"),
    ("K105", "### say-nothing", "### wave", "## The door"),
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


# What an author wrote in place of what, the one message that follows, and words of it.
ONE_CAUSE = [
    ("## The door", "## The front door", "K101", 'Did you mean "The door"?'),
    ("## The door", "## Half past three", "K101", 'Did you mean "The door"?'),
    ("## The kitchen", "The kitchen", "K103", 'here "## The kitchen" is missing'),
    ("## The kitchen", "# The kitchen", "K103", 'here "## The kitchen" is missing'),
    ("## The kitchen", "### The kitchen", "K103", 'here "## The kitchen" is missing'),
    ("### say-nothing", "### say-nothin", "K104", 'Did you mean "say-nothing"?'),
    ("---\nformat", "\u2014\nformat", "K001", "three hyphens"),
    ("case: small", "Case: small", "K004", 'Did you mean "case"?'),
]


@pytest.mark.parametrize(("old", "new", "code", "words"), ONE_CAUSE, ids=[f"{row[2]}-{at}" for at, row in enumerate(ONE_CAUSE)])
def test_one_cause_gives_one_message_with_a_hint_in_words(
    small: CompiledCase, small_key_text: str, old: str, new: str, code: str, words: str
) -> None:
    assert old in small_key_text
    with pytest.raises(KeyFaults) as caught:
        read_key(small_key_text.replace(old, new, 1), small)
    assert [each.code for each in caught.value.diagnostics] == [code]
    assert words in caught.value.diagnostics[0].message


def test_a_key_that_is_not_in_utf_8_is_refused_with_its_line(tmp_path: Path, small: CompiledCase, small_key_text: str) -> None:
    path = tmp_path / "key.md"
    path.write_bytes(small_key_text.replace("Why each tempts.", "Why \u00e9ach tempts.").encode("latin-1"))
    with pytest.raises(NotPlainText, match=r"key\.md:\d+: .*Encoding: UTF-8"):
        read_key_file(path, small)


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
