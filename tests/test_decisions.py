"""The log of decisions."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from steadyline.decisions import Decision, DecisionConflict, draw, read_log, record_decision
from steadyline.records import RecordDamaged
from steadyline.scenarios.compile import CompiledCase

Played = Callable[..., list[Decision]]


@pytest.fixture
def log(tmp_path: Path, small: CompiledCase, played: Played) -> Path:
    path = tmp_path / "decisions.jsonl"
    for decision in played(small, "say-why", "ask"):
        record_decision(path, decision)
    return path


def test_a_log_gives_back_the_decisions_that_were_recorded(log: Path, small: CompiledCase, played: Played) -> None:
    assert list(read_log(log).decisions) == played(small, "say-why", "ask")


def test_the_same_decision_sent_twice_is_one_line(log: Path, small: CompiledCase, played: Played) -> None:
    before = log.read_bytes()
    assert record_decision(log, played(small, "say-why")[0]) is False
    assert log.read_bytes() == before


def test_another_decision_at_a_step_that_is_taken_is_refused_and_changes_nothing(
    log: Path, small: CompiledCase, played: Played
) -> None:
    before = log.read_bytes()
    with pytest.raises(DecisionConflict, match="Step 1 of attempt 1"):
        record_decision(log, played(small, "say-nothing")[0])
    assert log.read_bytes() == before


def test_a_step_cannot_be_skipped(tmp_path: Path, small: CompiledCase, played: Played) -> None:
    with pytest.raises(DecisionConflict):
        record_decision(tmp_path / "log.jsonl", played(small, "say-why", "ask")[1])


def test_attempts_are_kept_apart(log: Path, small: CompiledCase, played: Played) -> None:
    record_decision(log, played(small, "say-nothing", attempt=2, seed=9)[0])
    assert {number: len(taken) for number, taken in read_log(log).attempts.items()} == {1: 2, 2: 1}


def test_nothing_in_a_line_is_null(log: Path) -> None:
    assert b"null" not in log.read_bytes()


@pytest.mark.parametrize(
    ("field", "value"),
    [("format", 2), ("step", True), ("step", 5), ("confidence", 101), ("choice", 7), ("order", "ask"), ("seconds", -1),
     ("seconds", float("nan")), ("digest", "short"), ("tell", None), ("reason", "x" * 2001), ("seed", 2**32)],
)  # fmt: skip
def test_a_line_that_says_what_it_cannot_is_refused_with_its_place(log: Path, field: str, value: Any) -> None:
    lines = log.read_text(encoding="utf-8").splitlines()
    lines[0] = json.dumps({**json.loads(lines[0]), field: value})
    log.write_text("\n".join([*lines, ""]), encoding="utf-8")
    with pytest.raises(RecordDamaged) as caught:
        read_log(log)
    assert caught.value.line == 1


def test_a_changed_seed_in_mid_attempt_is_refused(log: Path) -> None:
    lines = log.read_text(encoding="utf-8").splitlines()
    lines[1] = json.dumps({**json.loads(lines[1]), "seed": 8})
    log.write_text("\n".join([*lines, ""]), encoding="utf-8")
    with pytest.raises(RecordDamaged, match="another case or seed"):
        read_log(log)


def test_a_decision_that_no_log_could_hold_is_not_written(tmp_path: Path, small: CompiledCase, played: Played) -> None:
    decision = replace(played(small, "say-why")[0], confidence=400)
    with pytest.raises(Exception, match="confidence"):
        record_decision(tmp_path / "log.jsonl", decision)
    assert not (tmp_path / "log.jsonl").exists()


def test_windows_that_decide_the_same_step_at_once_leave_one_decision(
    tmp_path: Path, small: CompiledCase, played: Played
) -> None:
    path = tmp_path / "decisions.jsonl"
    choices = ["say-why", "say-nothing", "she-must"] * 3
    # flock is held by an open file, so threads meet as processes would.
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(try_to_record, [(path, played(small, choice)[0]) for choice in choices]))
    assert len(read_log(path).decisions) == 1


def try_to_record(given: tuple[Path, Decision]) -> None:
    with suppress(DecisionConflict):
        record_decision(*given)


def test_the_draw_never_changes() -> None:
    # These numbers are in learners' logs: another function would draw other lots for them.
    assert [draw(seed, words) for seed, words in [(0, ""), (7, "luck/2"), (2**32 - 1, "the-door/1/say-why")]] == [2872998923, 1263899259, 3286643115]


def test_a_log_of_many_thousand_lines_is_read_in_one_pass(tmp_path: Path, small: CompiledCase, played: Played) -> None:
    """A log made to be slow must not hold up the hand-ins behind it."""
    first = played(small, "say-why")[0]
    lines = (json.dumps(replace(first, attempt=1 + at % 5_000, step=1 + at // 5_000).as_record()) for at in range(15_000))
    (tmp_path / "decisions.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    began = time.process_time()
    assert len(read_log(tmp_path / "decisions.jsonl").attempts) == 5_000
    assert time.process_time() - began < 3
