"""The transcript tells a log so that a person can follow it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from steadyline.player.transcript import WIDTH, transcript_of
from steadyline.scenarios.compile import CompiledCase


def _records(decisions: Any, **changes: Any) -> list[dict[str, Any]]:
    return [replace(each, **changes).as_record() for each in decisions]


def test_a_case_without_decisions_is_not_begun(small: CompiledCase) -> None:
    assert transcript_of(small.table, []) == "The small case: not begun"


def test_a_finished_attempt_is_told_scene_by_scene_with_its_ending(small: CompiledCase, played: Any) -> None:
    assert transcript_of(small.table, _records(played(small, "say-why", "ask"))) == (
        "The small case, attempt 1\n"
        "\n"
        "1. The door\n"
        "   Chose: Say why you have come.\n"
        "   How sure: 60 of 100\n"
        "   Would tell: my supervisor\n"
        "   Time taken: 12 s\n"
        "\n"
        "2. The kitchen\n"
        "   Chose: Ask to see the children.\n"
        "   How sure: 60 of 100\n"
        "   Would tell: my supervisor\n"
        "   Time taken: 12 s\n"
        "\n"
        "Ended: Known"
    )


def test_an_unfinished_attempt_says_so(small: CompiledCase, played: Any) -> None:
    assert transcript_of(small.table, _records(played(small, "say-why"))).endswith("Not finished.")


def test_attempts_are_told_apart(small: CompiledCase, played: Any) -> None:
    told = transcript_of(
        small.table, _records([*played(small, "say-why"), *played(small, "she-must", attempt=2, seed=9)])
    )
    assert "The small case, attempt 1" in told
    assert "The small case, attempt 2" in told


def test_a_confidence_that_was_not_given_is_said_so(small: CompiledCase, played: Any) -> None:
    assert "How sure: not given" in transcript_of(small.table, _records(played(small, "say-why"), confidence=-1))


def test_long_reasons_are_wrapped_under_their_label(small: CompiledCase, played: Any) -> None:
    reason = "She needs to know why I come, and what I need to see. " * 8
    told = transcript_of(small.table, _records(played(small, "say-why"), reason=reason))
    assert max(len(line) for line in told.splitlines()) <= WIDTH
    assert "\n           She needs" in told or "\n           to know" in told or told.count("\n           ") >= 3


def test_paragraphs_of_a_reason_stay_apart(small: CompiledCase, played: Any) -> None:
    told = transcript_of(small.table, _records(played(small, "say-why"), reason="First.\n\nSecond."))
    assert "   Reason: First.\n\n           Second." in told


def test_another_version_of_the_case_is_told_by_its_ids_and_not_guessed(small: CompiledCase, played: Any) -> None:
    told = transcript_of(small.table, _records(played(small, "say-why"), digest="0" * 64))
    assert "the-door (of another version of the case)" in told
    assert "Chose: say-why" in told
    assert "another version" in told.splitlines()[-1] or "another version" in told


@pytest.mark.parametrize("control", ["\x1b[2J", "\x07", "\x9b31m", "\u202e"])
def test_control_characters_of_a_learner_do_not_reach_the_terminal(
    small: CompiledCase, played: Any, control: str
) -> None:
    told = transcript_of(small.table, _records(played(small, "say-why"), reason=f"a{control}b"))
    assert all(each.isprintable() or each == "\n" for each in told)


def test_minutes_and_seconds_are_told_as_such(small: CompiledCase, played: Any) -> None:
    assert "Time taken: 2 min 5 s" in transcript_of(small.table, _records(played(small, "say-why"), seconds=125.2))
