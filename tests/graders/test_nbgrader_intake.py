"""What nbgrader is shown of submitted/ is plain, small and of known names, whatever lies there."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from steadyline.errors import FileMissing
from steadyline.graders.nbgrader_intake import LEFT_BEHIND, PLACE, Intake, is_name, plain, take_in


@dataclass
class Course:
    """The few things that nbgrader's CourseDirectory is asked for."""

    root: Path
    student_id: str = "*"
    assignment_id: str = "gate"
    release_directory: str = "release"
    submitted_directory: str = "submitted"
    said: list[str] = field(default_factory=list)

    def format_path(self, step: str, student: str, assignment: str) -> str:
        return str(self.root / step / student / assignment)

    def sent(self, learner: str = "wren-14") -> Path:
        folder = self.root / "submitted" / learner / "gate"
        folder.mkdir(parents=True)
        return folder

    def taken(self) -> Intake:
        return take_in(self, self.said.append)

    def shown(self, intake: Intake, learner: str = "wren-14") -> Path:
        return self.root / intake.directory / learner / "gate"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "release" / "gate").mkdir(parents=True)
    (tmp_path / "release" / "gate" / "gate.ipynb").write_text("the released one")
    return Course(tmp_path)


def test_the_records_and_the_time_are_taken_over(course: Course) -> None:
    sent = course.sent()
    for name in ("decisions.jsonl", "answers.jsonl"):
        (sent / name).write_text("{}\n")
    (sent / "timestamp.txt").write_text("2026-01-12 11:00:00 UTC\n")
    shown = course.shown(course.taken())
    names = {"decisions.jsonl", "answers.jsonl", "timestamp.txt"}
    assert {path.name for path in shown.iterdir()} == {*names, "gate.ipynb"}
    assert all((shown / name).read_bytes() == (sent / name).read_bytes() for name in names)
    assert course.said == []


def test_nothing_else_is_taken_over(course: Course) -> None:
    sent = course.sent()
    (sent / "pathlib.py").write_text("1 / 0")
    (sent / "deep").mkdir()
    assert [path.name for path in course.shown(course.taken()).iterdir()] == ["gate.ipynb"]


def test_the_notebook_is_the_released_one_even_where_none_was_sent(course: Course) -> None:
    course.sent()
    intake = course.taken()
    assert (course.shown(intake) / "gate.ipynb").read_text() == "the released one"
    assert intake.notebooks == {str(course.shown(intake)): [str(course.shown(intake) / "gate.ipynb")]}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among files, and links need a right")
@pytest.mark.parametrize("name", ["decisions.jsonl", "answers.jsonl", "timestamp.txt", "gate.ipynb"])
@pytest.mark.parametrize("kind", ["link", "device", "nowhere", "pipe", "folder"])
def test_what_is_no_plain_file_is_neither_read_nor_waited_for(course: Course, kind: str, name: str) -> None:
    sent = course.sent()
    (course.root / "other").write_text("somebody else's")
    place = sent / name
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to({"link": course.root / "other", "device": "/dev/zero", "nowhere": "nowhere"}[kind])
    shown = course.shown(course.taken())
    assert [path.read_text() for path in shown.iterdir() if path.is_file()] == ["the released one"]
    assert len(course.said) == (name != "gate.ipynb")


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
@pytest.mark.parametrize("whose", ["unit", "learner"])
def test_a_folder_that_is_a_link_to_anothers_work_holds_nothing(course: Course, whose: str) -> None:
    (course.sent("avocet-10") / "decisions.jsonl").write_text("{}\n")
    place = course.root / "submitted" / "wren-14"
    if whose == "learner":
        place.symlink_to(place.with_name("avocet-10"))
    else:
        place.mkdir()
        (place / "gate").symlink_to(place.with_name("avocet-10") / "gate")
    shown = course.shown(course.taken())
    assert [path.name for path in shown.iterdir()] == ["gate.ipynb"]
    assert "wren-14" in course.said[0]


def test_of_a_record_of_enormous_size_no_more_is_read_than_shows_that_it_is(course: Course) -> None:
    with (course.sent() / "decisions.jsonl").open("wb") as file:
        file.truncate(1_000_000_000)
    assert (course.shown(course.taken()) / "decisions.jsonl").stat().st_size == 8 * 1024 * 1024 + 1


@pytest.mark.parametrize("text", [
    "2026-01-12 11:00:00 UTC", "2026-01-12 11:00:00.123456 Europe/London", "2026-01-12 11:00:00 +0100",
    "2026-01-12T11:00:00Z", "2026-01-12 11:00:00",
])  # fmt: skip
def test_a_time_as_an_exchange_writes_it_is_kept_as_it_is(course: Course, text: str) -> None:
    (course.sent() / "timestamp.txt").write_text(text)
    assert (course.shown(course.taken()) / "timestamp.txt").read_text() == f"{text}\n"


@pytest.mark.parametrize("text", [
    b"", b"when it was due", b"2026-01-12 11:00:00 U\x00C", b"9" * 200, b"9999-12-31 23:59:59 UTC", b"\xff\xfe",
    b"2026-13-45 99:99:99 UTC", b"0001-01-01 00:00:00 +9900", b"2026-01-12 11:00:00 ../../etc/passwd",
])  # fmt: skip
def test_a_time_that_would_end_nbgraders_run_is_left_out_and_told(course: Course, text: bytes) -> None:
    (course.sent() / "timestamp.txt").write_bytes(text)
    assert not (course.shown(course.taken()) / "timestamp.txt").exists()
    assert "does not hold a time" in course.said[0]


@pytest.mark.parametrize("name", ["wren-14", "jdoe@example.org", "Łucja", "مريم", "two words", "a.b_c+d", "con"])
def test_a_name_of_any_script_is_a_name(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("name", [
    "", "-rf", "--force", "=1+1", "+1", "@x", ".crow", "a\nb", "a\x1b[2J", "<b>", "crow[0-9]*", "a'b", 'a"b', "a;b", "$(a)",
    "{0}", "a\u202eb", "a\\b", "x" * 101, "a\udcff",
])  # fmt: skip
def test_what_acts_somewhere_is_no_name(name: str) -> None:
    assert not is_name(name)


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such name")
def test_a_folder_of_no_learners_name_is_left_out_and_told_without_acting(course: Course) -> None:
    course.sent("crow\x1b[2J\n")
    assert course.taken().notebooks == {}
    assert course.said[0].isprintable()


def test_clearing_leaves_nothing_behind(course: Course) -> None:
    course.sent()
    course.taken().clear()
    assert list(course.root.glob(f"{PLACE}*")) == []


def test_what_a_run_that_was_cut_off_left_is_cleared_after_a_day(course: Course) -> None:
    old, new = course.root / f"{PLACE}old", course.root / f"{PLACE}new"
    for place in (old, new):
        place.mkdir()
    os.utime(old, (0, old.stat().st_mtime - LEFT_BEHIND - 60))
    course.taken()
    assert (old.exists(), new.exists()) == (False, True)


def test_a_unit_that_was_not_released_is_told(course: Course) -> None:
    course.assignment_id = "other"
    with pytest.raises(FileMissing, match="generate_assignment"):
        course.taken()


def test_what_was_sent_is_not_touched(course: Course) -> None:
    sent = course.sent()
    (sent / "pathlib.py").write_text("1 / 0")
    (sent / "timestamp.txt").write_text("never")
    course.taken()
    assert {path.name: path.read_text() for path in sent.iterdir()} == {"pathlib.py": "1 / 0", "timestamp.txt": "never"}


def test_a_plain_file_is_read_up_to_where_it_is_asked(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert (plain(tmp_path / "a", 3), plain(tmp_path / "none", 3)) == (b"123", None)
