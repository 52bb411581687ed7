"""The one file that a learner hands in."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from steadyline.course.handin import LEARNER_PATTERN, LearnerCodeUnusable, PackedHandIn, handed_in, pack
from steadyline.course.received import read_hand_in

NOON = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)


@pytest.fixture
def worked_in(tmp_path: Path) -> Path:
    folder = tmp_path / "the-porch"
    folder.mkdir()
    (folder / "decisions.jsonl").write_bytes(b'{"step":1}\n{"step":2}\n')
    (folder / "answers.jsonl").write_bytes('{"value":"Zoë"}\n'.encode())
    (folder / "the-porch.ipynb").write_text("{}", encoding="utf-8")
    return folder


def _packed(folder: Path, learner: str = "wren-14", made: datetime = NOON) -> PackedHandIn:
    return pack(folder, folder.parent / "hand-ins", "the-porch", learner, "the-porch", "d" * 64, made)


def test_it_holds_the_log_the_answers_and_the_manifest_and_nothing_else(worked_in: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(_packed(worked_in).content)) as archive:
        assert sorted(archive.namelist()) == ["answers.jsonl", "decisions.jsonl", "manifest.json"]


def test_its_name_says_unit_code_and_time(worked_in: Path) -> None:
    assert _packed(worked_in).name == "the-porch--wren-14--20261123-120005.zip"


def test_its_manifest_has_the_digest_of_every_file(worked_in: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(_packed(worked_in).content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest["files"]["decisions.jsonl"] == {
            "sha256": hashlib.sha256(archive.read("decisions.jsonl")).hexdigest(),
            "bytes": 22,
            "lines": 2,
        }


def test_it_lies_in_the_folder_as_it_was_returned(worked_in: Path) -> None:
    packed = _packed(worked_in)
    assert packed.path.read_bytes() == packed.content
    assert [path.name for path in packed.path.parent.iterdir()] == [packed.name]


def test_the_assessors_side_takes_it(worked_in: Path) -> None:
    taken = read_hand_in(_packed(worked_in).content)
    assert (taken.learner, taken.unit, taken.made) == ("wren-14", "the-porch", NOON)
    assert taken.files["answers.jsonl"] == (worked_in / "answers.jsonl").read_bytes()


def test_with_nothing_done_there_is_only_a_manifest(tmp_path: Path) -> None:
    packed = pack(tmp_path, tmp_path / "hand-ins", "the-porch", "wren-14", "the-porch", "d" * 64, NOON)
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.namelist() == ["manifest.json"]


def test_a_damaged_log_is_handed_in_as_it_is(worked_in: Path) -> None:
    (worked_in / "decisions.jsonl").write_bytes(b'{"step":1}\nrubbish\n{"st')
    with zipfile.ZipFile(io.BytesIO(_packed(worked_in).content)) as archive:
        assert archive.read("decisions.jsonl") == b'{"step":1}\nrubbish\n{"st'


@pytest.mark.parametrize("code", ["", "Wren", "Zoë Smith", "wr", "14-wren", "../../wren", "w" * 33, "wren 14"])
def test_a_name_or_a_path_is_no_learner_code(worked_in: Path, code: str) -> None:
    with pytest.raises(LearnerCodeUnusable, match="such as wren-14"):
        _packed(worked_in, code)
    assert not (worked_in.parent / "hand-ins").exists()


def test_when_a_unit_was_handed_in_is_told_from_the_names_of_the_files(worked_in: Path) -> None:
    later = NOON.replace(hour=13)
    _packed(worked_in, made=later)
    _packed(worked_in)
    assert handed_in(worked_in.parent / "hand-ins", "the-porch") == (NOON, later)
    assert handed_in(worked_in.parent / "hand-ins", "porch") == ()


@pytest.mark.parametrize("code", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_a_word_that_windows_keeps_for_a_device_is_no_code(code: str) -> None:
    assert LEARNER_PATTERN.fullmatch(code) is None
    assert LEARNER_PATTERN.fullmatch(f"{code}-14") is not None
