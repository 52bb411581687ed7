"""Written answers and knowledge checks, as they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from steadyline.answers import Answer, read_answers, record_answer
from steadyline.errors import SteadylineError
from steadyline.records import RecordDamaged


def test_the_latest_answer_to_an_item_counts_and_the_earlier_one_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    for words in ("First.", "First, then more."):
        record_answer(path, Answer("small", "why", words, "2026-11-23T10:00:00Z"))
    assert read_answers(path).latest["why"].value == "First, then more."
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2


def test_saving_the_same_again_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    answer = Answer("small", "check/entry", ("no",), "2026-11-23T10:00:00Z")
    assert [record_answer(path, answer), record_answer(path, answer)] == [True, False]


@pytest.mark.parametrize("value", ["x" * 20_001, 7, [1], None])
def test_an_answer_that_is_no_answer_is_not_written(tmp_path: Path, value: object) -> None:
    with pytest.raises(SteadylineError):
        record_answer(tmp_path / "a.jsonl", Answer("small", "why", value, "2026-11-23T10:00:00Z"))  # type: ignore[arg-type]
    assert not (tmp_path / "a.jsonl").exists()


def test_another_edition_of_the_file_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text('{"format":2,"unit":"u","item":"i","value":"v","at":"2026"}\n', encoding="utf-8")
    with pytest.raises(RecordDamaged, match="reads format 1"):
        read_answers(path)
