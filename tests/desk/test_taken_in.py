"""What is read of submitted/: three plain files, and nothing else, whatever lies there."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from steadyline.desk.taken_in import LINKED, NO_TIME, learners_in, moment, taken_in
from steadyline.records import LARGEST_FILE

UNIT = "the-porch"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder of one hand-in."""
    folder = tmp_path / "submitted" / "wren-14" / UNIT
    folder.mkdir(parents=True)
    return folder


def test_the_three_files_are_read(tmp_path: Path, place: Path) -> None:
    (place / "decisions.jsonl").write_bytes(b"a")
    (place / "answers.jsonl").write_bytes(b"b")
    (place / "timestamp.txt").write_bytes(b"2026-01-12 09:00:00 UTC\n")
    assert taken_in(tmp_path, UNIT, "wren-14").files == {
        "decisions.jsonl": b"a", "answers.jsonl": b"b", "timestamp.txt": b"2026-01-12 09:00:00 UTC\n",
    }  # fmt: skip


def test_no_other_file_is_read(tmp_path: Path, place: Path) -> None:
    (place / "pathlib.py").write_text("raise SystemExit")
    assert taken_in(tmp_path, UNIT, "wren-14").files == {}


@pytest.mark.parametrize("name", ["decisions.jsonl", "answers.jsonl"])
def test_a_link_is_not_followed(tmp_path: Path, place: Path, name: str) -> None:
    (tmp_path / "another's").write_text("secret")
    (place / name).symlink_to(tmp_path / "another's")
    sent = taken_in(tmp_path, UNIT, "wren-14")
    assert (sent.files, sent.work.not_plain) == ({}, {name})


def test_a_folder_that_is_a_link_is_not_entered(tmp_path: Path, place: Path) -> None:
    (place / "decisions.jsonl").write_text("another's work")
    (tmp_path / "submitted" / "rook-20").symlink_to(place.parent)
    assert taken_in(tmp_path, UNIT, "rook-20").notes == (LINKED,)
    assert taken_in(tmp_path, UNIT, "rook-20").work.log == b""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_is_not_waited_for(tmp_path: Path, place: Path) -> None:
    os.mkfifo(place / "answers.jsonl")
    assert taken_in(tmp_path, UNIT, "wren-14").work.not_plain == {"answers.jsonl"}


def test_of_a_file_too_large_no_more_is_read_than_shows_it(tmp_path: Path, place: Path) -> None:
    with (place / "decisions.jsonl").open("wb") as file:
        file.truncate(5 * LARGEST_FILE)
    assert len(taken_in(tmp_path, UNIT, "wren-14").work.log) == LARGEST_FILE + 1


def test_a_time_that_cannot_be_read_is_told_and_not_kept(tmp_path: Path, place: Path) -> None:
    (place / "timestamp.txt").write_text("when it was done")
    sent = taken_in(tmp_path, UNIT, "wren-14")
    assert (sent.handed_in, sent.notes, sent.files) == (None, (NO_TIME,), {})


def test_an_empty_file_is_there_and_a_missing_one_is_not(tmp_path: Path, place: Path) -> None:
    without = taken_in(tmp_path, UNIT, "wren-14").digest
    (place / "answers.jsonl").write_bytes(b"")
    assert taken_in(tmp_path, UNIT, "wren-14").digest != without


@pytest.mark.parametrize(("text", "read"), [
    ("2026-01-12 09:00:00 UTC", datetime(2026, 1, 12, 9)),  # noqa: DTZ001
    ("2026-01-12 09:00:00 +0100", datetime(2026, 1, 12, 8)),  # noqa: DTZ001
    ("2026-01-12T09:00:00Z", datetime(2026, 1, 12, 9)),  # noqa: DTZ001
    ("2026-07-12 09:00:00 Europe/London", datetime(2026, 7, 12, 8)),  # noqa: DTZ001
    ("9999-12-31 23:59:59 UTC", None),
    ("2026-13-41 09:00:00 UTC", None),
    ("٢٠٢٦-01-12 09:00:00 UTC", None),
    ("", None),
])
def test_a_time_is_read_as_nbgrader_reads_it(text: str, read: datetime | None) -> None:
    assert moment(text) == read


def test_only_folders_named_by_a_learners_code_are_hand_ins(tmp_path: Path, place: Path) -> None:
    for name in ("Anna Example", "..wren", ".hidden", "a", "rook-20"):
        (tmp_path / "submitted" / name / UNIT).mkdir(parents=True)
    (tmp_path / "submitted" / "heron-30" / "another-unit").mkdir(parents=True)
    assert learners_in(tmp_path, UNIT) == (["rook-20", "wren-14"], ["Anna Example", "a"])
