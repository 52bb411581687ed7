"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from steadyline import whole
from steadyline.whole import write_all, write_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions and links are others there")


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A disk that takes as many files as the number in the list says, and is full then."""
    room = [0]
    real = os.fsync

    def fsync(file: int) -> None:
        if room[0] == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        room[0] -= 1
        real(file)

    monkeypatch.setattr(whole.os, "fsync", fsync)
    return room


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b" / "case.md", b"one")
    write_whole(tmp_path / "a" / "b" / "case.md", b"two")
    assert (tmp_path / "a" / "b" / "case.md").read_bytes() == b"two"
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["case.md"]


def test_a_file_of_the_authors_beside_it_is_left_alone_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / ".case.md.part").write_bytes(b"mine")
    write_whole(tmp_path / "case.md", b"new")
    assert (tmp_path / ".case.md.part").read_bytes() == b"mine"
    assert (tmp_path / "case.md").read_bytes() == b"new"


@posix
def test_a_link_beside_it_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"mine")
    (tmp_path / ".case.md.part").symlink_to(tmp_path / "other")
    write_whole(tmp_path / "case.md", b"new")
    assert (tmp_path / "other").read_bytes() == b"mine"
    assert not (tmp_path / "case.md").is_symlink()


@posix
def test_where_the_file_is_a_link_what_it_points_at_is_written_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "story.md").write_bytes(b"old")
    (tmp_path / "case.md").symlink_to(Path("far") / "story.md")
    write_whole(tmp_path / "case.md", b"new")
    assert (tmp_path / "case.md").is_symlink()
    assert (tmp_path / "far" / "story.md").read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "far").iterdir()] == ["story.md"]


@posix
def test_a_link_that_points_at_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "case.md").symlink_to("case.md")
    with pytest.raises(OSError, match=r"case\.md"):
        write_whole(tmp_path / "case.md", b"new")


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_a_file_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "case.md"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_whole(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_whole(tmp_path / "case.md", b"new")
    assert (tmp_path / "case.md").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_on_a_full_disk_what_was_there_stays_and_nothing_half_is_left(tmp_path: Path, full: list[int]) -> None:
    path = tmp_path / "case.md"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="No space left on device") as caught:
        write_whole(path, b"new")
    assert caught.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "case.md").mkdir()
    with pytest.raises(OSError, match=r"case\.md"):
        write_whole(tmp_path / "case.md", b"new")
    assert (tmp_path / "case.md").is_dir()


@posix
def test_what_is_no_plain_file_is_written_to_and_not_replaced() -> None:
    before = Path(os.devnull).stat().st_mode
    write_whole(Path(os.devnull), b"new")
    assert Path(os.devnull).stat().st_mode == before


def test_of_several_files_all_are_written_or_none(tmp_path: Path, full: list[int]) -> None:
    full[0] = 2
    files = {tmp_path / "walks" / f"{each}.walk": b"x" for each in "abc"}
    (tmp_path / "mine").write_bytes(b"mine")
    with pytest.raises(OSError, match="No space left on device"):
        write_all(files)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    full[0] = 3
    write_all(files)
    assert all(path.read_bytes() == b"x" for path in files)
