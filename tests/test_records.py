"""How a learner's work is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyline import records
from steadyline.records import RecordDamaged, RecordTooLong

VALUES = st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=40), st.integers(-9, 9), st.booleans()))


@settings(deadline=None, max_examples=50)
@given(found=st.lists(VALUES, max_size=8))
def test_what_is_appended_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, found: list[dict[str, object]]) -> None:
    path = tmp_path_factory.mktemp("log") / "log.jsonl"
    for record in found:
        records.append(path, record)
    assert list(records.read(path).lines) == found


def test_a_file_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert records.read(tmp_path / "none.jsonl").lines == ()


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_torn_last_line_is_told_and_costs_no_line_before_it(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "log.jsonl"
    records.append(path, {"one": 1})
    records.append(path, {"two": 22})
    path.write_bytes(path.read_bytes()[:-cut])
    found = records.read(path)
    # With only its newline gone the last record is whole.
    assert found.lines == (({"one": 1}, {"two": 22}) if cut == 1 else ({"one": 1},))
    assert bool(found.torn) == (cut not in (1, 11))


def test_after_a_torn_line_the_next_record_is_whole_and_the_torn_one_is_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    records.append(path, {"one": 1})
    with path.open("ab") as file:
        file.write(b'{"tw')
    records.append(path, {"three": 3})
    assert records.read(path).lines == ({"one": 1}, {"three": 3})
    assert (tmp_path / "log.jsonl.torn").read_text(encoding="utf-8") == '{"tw\n'


def test_a_whole_record_without_its_newline_is_kept_when_the_next_is_appended(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"one":1}')
    records.append(path, {"two": 2})
    assert records.read(path).lines == ({"one": 1}, {"two": 2})


@pytest.mark.parametrize("line", [b"not json", b"[1]", b"\xff\xfe", b"null", b'{"a":' * 2000])
def test_damage_before_the_last_line_is_refused_with_its_place(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"one":1}\n' + line + b'\n{"two":2}\n')
    with pytest.raises(RecordDamaged) as caught:
        records.read(path)
    assert caught.value.line == 2
    assert f"{path}:2:" in str(caught.value)


def test_an_endless_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(json.dumps({"a": "x" * records.LONGEST_LINE}).encode() + b"\n")
    with pytest.raises(RecordDamaged, match="longer than"):
        records.read(path)


def test_half_a_sign_that_a_browser_cut_is_kept_as_a_blank_and_not_refused(tmp_path: Path) -> None:
    records.append(tmp_path / "log.jsonl", {"reason": "I rang \ud83d", "whole": "\ud83d\ude00"})
    assert records.read(tmp_path / "log.jsonl").lines == ({"reason": "I rang \ufffd", "whole": "\U0001f600"},)


@pytest.mark.parametrize("text", ["\U0001f600" * 20_000, "\x01" * 20_000])
def test_a_line_too_long_to_be_read_again_is_refused_and_spoils_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "log.jsonl"
    records.append(path, {"one": 1})
    with pytest.raises(RecordTooLong, match="not saved"):
        records.append(path, {"value": text})
    assert records.read(path).lines == ({"one": 1},)


def test_a_file_never_grows_beyond_what_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LARGEST_FILE", 30)
    path = tmp_path / "log.jsonl"
    records.append(path, {"words": "as many as"})
    with pytest.raises(RecordTooLong):
        records.append(path, {"words": "as many as"})
    assert len(records.read(path).lines) == 1


def test_half_a_sign_that_json_spells_is_read_as_an_unknown_one() -> None:
    content = b'{"words":"half: \\ud83d","whole":"\\ud83d\\ude00","\\udfff":[1e999]}\n'
    assert records.read_bytes(content, "log").lines == ({"words": "half: \ufffd", "whole": "\U0001f600", "\ufffd": [float("inf")]},)
