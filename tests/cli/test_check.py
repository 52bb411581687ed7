"""steadyline check and new: what an author sees who begins a case, breaks it, and mends it."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from steadyline import content
from steadyline.checking import watch
from steadyline.cli.main import main

TEMPLATE_NAMES = ["the-back-door", "a", "case-2"]


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a case that was just begun, outside the course."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "the-back-door", "--unit"]) == 0
    return tmp_path / "the-back-door"


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_a_case_that_was_just_begun_has_nothing_to_mend(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", name]) == 0
    assert f"steadyline check {name}" in capsys.readouterr().out
    assert main(["check", name]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Nothing to mend in {name}.")
    assert "playthroughs of 3 decisions" in said


def test_a_new_case_bears_its_own_name_and_title_and_nothing_of_the_templates(begun: Path) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in begun.rglob("*.md")}
    assert "title: The back door\n" in texts["case.md"]
    assert "case: the-back-door\n" in texts["key.md"]
    assert "case: the-back-door\n" in texts["unit.md"]
    assert "unit: the-back-door\n" in texts["checks.md"]
    assert not re.search(r"the-gate\b", "".join(texts.values()))
    assert 'family = "the-back-door"' in (begun / "attributes.toml").read_text(encoding="utf-8")


def test_nothing_is_written_over(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = begun / "case.md"
    case.write_text("mine", encoding="utf-8")
    (begun / "key.md").unlink()
    assert main(["new", "the-back-door"]) == 2
    assert "Nothing was written" in capsys.readouterr().err
    assert case.read_text(encoding="utf-8") == "mine"
    assert not (begun / "key.md").exists()


@pytest.mark.parametrize("name", ["The Back Door", "../elsewhere", "back--door", "7th", ""])
def test_a_name_that_cannot_be_an_address_is_refused_with_one_that_can(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", name]) == 2
    assert "cannot be a case's name" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_inside_the_course_a_new_case_lies_where_the_course_looks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(content, "root", lambda: tmp_path)
    assert main(["new", "the-back-door"]) == 0
    assert (tmp_path / "scenarios" / "the-back-door" / "walks" / "well.walk").is_file()
    assert (tmp_path / "graders" / "keys" / "the-back-door.md").is_file()


def test_a_finding_that_recurs_is_told_once_with_its_lines(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = begun / "case.md"
    case.write_text(case.read_text(encoding="utf-8").replace("cast: Grandad, Granddaughter", "cast: Grandad"), "utf-8")
    capsys.readouterr()
    assert main(["check", "the-back-door"]) == 1
    said = capsys.readouterr().out
    assert len(re.findall(r"case\.md:.* A\d{3} ", said)) < 6
    assert "The same in lines" in said


def test_a_warning_can_be_allowed_with_a_reason_and_is_told_as_allowed(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = begun / "case.md"
    text = case.read_text(encoding="utf-8").replace("minutes: 10", "minutes: 60")
    case.write_text(text, encoding="utf-8")
    main(["check", "the-back-door"])
    assert "advice S423" in capsys.readouterr().out
    reason = "the room talks for most of it"
    case.write_text(text.replace("minutes: 60", f"minutes: 60\nallow:\n  S423: {reason}"), encoding="utf-8")
    assert main(["check", "the-back-door"]) == 0
    said = capsys.readouterr().out
    assert "advice S423" not in said
    assert f"Allowed: S423 minutes ({reason})" in said


def test_an_error_cannot_be_allowed(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = begun / "case.md"
    text = case.read_text(encoding="utf-8").replace("minutes: 10", "minutes: 10\nallow:\n  S401: it will be used one day")
    case.write_text(text, encoding="utf-8")
    assert main(["check", "the-back-door"]) == 1
    assert "is an error: it is mended, not allowed" in capsys.readouterr().out


def test_a_file_that_is_no_text_is_refused_in_words(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (begun / "walks" / "well.walk").write_bytes(b"\xff\xfe\x00")
    assert main(["check", "the-back-door"]) in (1, 2)
    captured = capsys.readouterr()
    assert "Save it again in UTF-8" in captured.out + captured.err


def test_the_page_tells_findings_habits_and_the_map_and_escapes_what_the_author_wrote(begun: Path) -> None:
    case = begun / "case.md"
    text = case.read_text(encoding="utf-8").replace("title: The back door", "title: The <b>back</b> door & more")
    case.write_text(text.replace("minutes: 10", "minutes: 60"), encoding="utf-8")
    page = begun / "page.html"
    assert main(["check", "the-back-door", "--page", str(page)]) == 0
    said = page.read_text(encoding="utf-8")
    assert "<b>back</b>" not in said
    assert "The &lt;b&gt;back&lt;/b&gt; door &amp; more" in said
    for words in ("Advice S423", "tell the manager", "Sound work that ends hard", "<svg", "Worst and best"):
        assert words in said
    assert "<script" not in said


def test_watching_looks_again_when_a_file_is_saved_and_not_before(tmp_path: Path) -> None:
    file = tmp_path / "case.md"
    file.write_text("one", encoding="utf-8")
    looks: list[str] = []

    def again() -> list[Path]:
        looks.append(file.read_text(encoding="utf-8"))
        return [file]

    def pause() -> None:
        time.sleep(0.01)

    watching = watch(again, pause)
    for _ in range(5):
        next(watching)
    assert looks == ["one"]
    file.write_text("two", encoding="utf-8")
    for _ in range(5):
        next(watching)
    assert looks == ["one", "two"]
    file.unlink()
    (tmp_path / "case.md").write_text("three", encoding="utf-8")
    for _ in range(5):
        next(watching)
    assert looks[-1] == "three"


def test_watch_says_what_it_does_and_stops_in_words(
    begun: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = iter(range(3))

    def stop_after_three(_seconds: float) -> None:
        if next(rounds, None) is None:
            raise KeyboardInterrupt

    monkeypatch.setattr("steadyline.cli.check.time.sleep", stop_after_three)
    assert main(["check", "the-back-door", "--watch"]) == 130
    captured = capsys.readouterr()
    assert "Looking for changes. Ctrl-C stops." in captured.out


def test_every_case_and_unit_is_checked_where_nothing_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Two of them, and no course around them: the whole one is checked by `make course`.
    monkeypatch.setattr(content, "cases", lambda: ["the-porch"])
    monkeypatch.setattr(content, "units", lambda: ["orientation", "the-porch"])
    monkeypatch.setattr("steadyline.cli.check.check_course", list)
    assert main(["check"]) == 0
    said = capsys.readouterr().out
    for name in ("the-porch", "orientation"):
        assert f"Nothing to mend in {name}." in said


def test_a_page_is_written_over_a_page_and_over_nothing_else(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case, page = begun / "case.md", begun / "page.html"
    before = case.read_text(encoding="utf-8")
    assert main(["check", "the-back-door", "--page", str(case)]) == 2
    assert "ends in .html" in capsys.readouterr().err
    assert case.read_text(encoding="utf-8") == before
    page.write_text("<p>mine</p>", encoding="utf-8")
    assert main(["check", "the-back-door", "--page", str(page)]) == 2
    assert "is no page of a check" in capsys.readouterr().err
    page.unlink()
    assert main(["check", "the-back-door", "--page", str(page)]) == 0
    assert main(["check", "the-back-door", "--page", str(page)]) == 0
    assert main(["check", "the-back-door", "the-porch", "--page", str(page)]) == 2


def test_a_missing_key_is_missed(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (begun / "key.md").unlink()
    assert main(["check", "the-back-door"]) == 1
    said = capsys.readouterr().out
    assert "warning K016 there is no key: the-back-door/key.md" in said
    case = begun / "case.md"
    text = case.read_text(encoding="utf-8")
    allowed = text.replace("use: formative\n", "use: formative\nallow:\n  K016: this release goes to learners, without the key\n"
                                               "  K304 x: it would be found if there were a key\n")  # fmt: skip
    case.write_text(allowed, encoding="utf-8")
    assert main(["check", "the-back-door"]) == 0
    assert "S422" not in capsys.readouterr().out


def test_a_fault_of_a_case_is_told_once_though_a_unit_plays_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("scenarios", "graders", "course"):
        shutil.copytree(Path(__file__).resolve().parents[2] / folder, tmp_path / folder)
    monkeypatch.setenv("STEADYLINE_CONTENT", str(tmp_path))
    content.forget()
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "scenarios" / "the-porch" / "case.md"
    path.write_text(path.read_text(encoding="utf-8").replace("](#in-the-kitchen)", "](#in-the-kichen)", 1), encoding="utf-8")
    try:
        assert main(["check", "the-porch"]) == 1
    finally:
        content.forget()
    assert capsys.readouterr().out.count("S103") == 2  # once as a finding, once in "steadyline explain S103"


def test_watching_bears_that_a_file_is_away_for_a_moment(
    begun: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case, away = begun / "case.md", begun / "away.md"
    rounds = iter(range(6))

    def act(_seconds: float) -> None:
        at = next(rounds, None)
        if at == 0:
            case.rename(away)
        if at == 2:
            away.rename(case)
        if at is None:
            raise KeyboardInterrupt

    monkeypatch.setattr("steadyline.cli.check.time.sleep", act)
    assert main(["check", "the-back-door", "--watch"]) == 130
    assert capsys.readouterr().out.count("Nothing to mend in the-back-door.") == 2


def test_nothing_in_a_file_can_act_on_the_terminal(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = begun / "case.md"
    text = case.read_text(encoding="utf-8").replace("minutes: 10", "minutes: 60\n\x1b[2Jjust words\u202e")
    case.write_text(text, encoding="utf-8")
    assert main(["check", "the-back-door"]) == 1
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\\x1b[2Jjust words" in said
