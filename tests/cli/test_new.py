"""steadyline new: what it writes, what it leaves alone, and what it says."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from steadyline import content
from steadyline.cli.main import main
from steadyline.cli.which import called_as, shown_path


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the commands are given: no course lies there."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files_in(place: Path) -> set[str]:
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}


def test_a_unit_is_put_around_a_case_that_is_there_and_nothing_of_it_is_touched(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "the-back-door", "--title", "Behind the house"]) == 0
    before = {name: (place / name).read_bytes() for name in files_in(place)}
    capsys.readouterr()
    assert main(["new", "the-back-door", "--unit"]) == 0
    out = capsys.readouterr().out
    assert files_in(place) - set(before) == {f"the-back-door/{kind}.md" for kind in ("unit", "checks", "rubric")}
    assert all((place / name).read_bytes() == content for name, content in before.items())
    assert "title: Behind the house" in (place / "the-back-door" / "unit.md").read_text(encoding="utf-8")
    assert f"wrote {Path('the-back-door') / 'unit.md'}" in out
    assert "course.toml" not in out


def test_of_a_unit_only_what_is_missing_is_written(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "the-back-door", "--unit"])
    own = place / "the-back-door"
    (own / "unit.md").write_text("mine", encoding="utf-8")
    (own / "rubric.md").unlink()
    capsys.readouterr()
    assert main(["new", "the-back-door", "--unit"]) == 0
    out = capsys.readouterr().out
    assert f"{Path('the-back-door') / 'unit.md'} is there already, and stays" in out
    assert f"wrote {Path('the-back-door') / 'rubric.md'}" in out
    assert (own / "unit.md").read_text(encoding="utf-8") == "mine"
    assert main(["new", "the-back-door", "--unit"]) == 0
    assert "The whole unit is there already: nothing was written." in capsys.readouterr().out


def test_without_a_unit_a_case_that_is_there_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "the-back-door"])
    assert main(["new", "the-back-door"]) == 2
    assert "is there already. Nothing was written" in capsys.readouterr().err


def test_inside_a_course_it_says_how_a_unit_gets_into_it(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(content, "root", lambda: place)
    assert main(["new", "the-back-door", "--unit"]) == 0
    assert "A unit is in the course when course/course.toml names it; then: steadyline build" in capsys.readouterr().out
    assert "graders/rubrics/the-back-door.md" in files_in(place)


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_a_name_that_windows_keeps_for_a_device_is_refused(place: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", name]) == 2
    assert "under Windows a device is called that" in capsys.readouterr().err
    assert not files_in(place)


@pytest.mark.parametrize("title", ["One\nformat: 2", "One\rtwo", "One\x1b[31m", "One <!-- two", "One\u2028two"])
def test_a_title_is_one_line_of_words(place: Path, title: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "the-back-door", "--title", title]) == 2
    assert "a title is one line of words" in capsys.readouterr().err
    assert not files_in(place)


@pytest.mark.parametrize("into", ["nowhere/further", "nowhere/../elsewhere", "../nowhere/cases", "file"])
def test_no_folders_are_made_beyond_one_below_a_folder_that_is_there(place: Path, into: str, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "file").write_text("mine", encoding="utf-8")
    assert main(["new", "the-back-door", "--into", into]) == 2
    assert "Name a folder that is there, or a new one in it." in capsys.readouterr().err
    assert files_in(place) == {"file"}


@pytest.mark.parametrize("into", ["cases", ".", "there/.."])
def test_a_case_goes_into_a_folder_that_is_there_or_a_new_one_below_it(place: Path, into: str) -> None:
    (place / "there").mkdir()
    assert main(["new", "the-back-door", "--into", into]) == 0
    assert (place / into / "the-back-door" / "case.md").is_file()


def test_a_disk_that_is_full_leaves_nothing_behind_and_the_command_can_be_given_again(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    room = iter([True, True, True, False])

    def fsync(_: int) -> None:
        if not next(room):
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("steadyline.whole.os.fsync", fsync)
        assert main(["new", "the-back-door"]) == 2
    assert "No space left on device. What had been written before it was removed again." in capsys.readouterr().err
    assert list(place.iterdir()) == []
    assert main(["new", "the-back-door"]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="the folder is called otherwise there")
@pytest.mark.parametrize(
    ("called", "told"),
    [(".venv/bin/steadyline", ".venv/bin/steadyline"), ("{place}/.venv/bin/steadyline", ".venv/bin/steadyline"),
     ("/elsewhere/bin/steadyline", "/elsewhere/bin/steadyline"), ("steadyline", "steadyline"), ("", "steadyline"),
     ("/usr/bin/pytest", "steadyline"), ("{place}/on-path/steadyline", "steadyline"),
     ("my tools/steadyline", '"my tools/steadyline"')],
)  # fmt: skip
def test_the_command_is_named_as_it_was_called(place: Path, monkeypatch: pytest.MonkeyPatch, called: str, told: str) -> None:
    (place / "on-path").mkdir()
    (place / "on-path" / "steadyline").write_text("#!/bin/sh\n", encoding="utf-8")
    (place / "on-path" / "steadyline").chmod(0o755)
    monkeypatch.setenv("PATH", str(place / "on-path"))
    monkeypatch.setattr(sys, "argv", [called.format(place=place)])
    assert called_as() == told


def test_called_as_a_module_it_is_named_as_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [str(Path("src") / "steadyline" / "cli" / "main.py")])
    assert called_as().endswith("-m steadyline.cli.main")


def test_a_path_is_told_from_here_if_it_lies_here(place: Path) -> None:
    assert shown_path(place / "a" / "b") == os.path.join("a", "b")  # noqa: PTH118  # as the system writes it
    assert shown_path(Path("a/../b")) == "b"
    assert shown_path(place.parent / "other") == str(place.parent / "other")
