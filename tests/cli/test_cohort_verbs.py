"""The verbs of an assessor: what they make, and what they refuse in words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from steadyline import content
from steadyline.cli.main import main
from steadyline.course.cohort_folder import LearnersUnusable, pseudonyms, read_learners, refuse_folder
from steadyline.course.handin import LEARNER_PATTERN


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verbs")
    (folder / "people.csv").write_text("learner,name\nwren-14,Not Read\nrook-20,Not Kept\n", "utf-8")
    assert main(["cohort", "new", str(folder / "autumn"), "--learners", str(folder / "people.csv")]) == 0
    return folder / "autumn"


def test_a_cohort_has_every_unit_released_that_is_marked_and_no_other(cohort: Path) -> None:
    assessed = {name for name in content.units() if content.unit(name).assessed}
    assert {path.parent.name for path in (cohort / "release").glob("*/*.ipynb")} == assessed
    assert "orientation" not in assessed


def test_a_cohort_for_nothing_that_is_marked_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cohort", "new", str(tmp_path / "autumn"), "--unit", "orientation"]) == 2
    assert "nothing in it is marked" in capsys.readouterr().err
    assert not (tmp_path / "autumn").exists()


def test_the_source_of_a_cohort_is_the_built_notebook(cohort: Path) -> None:
    unit = "the-porch"
    assert (cohort / "source" / unit / f"{unit}.ipynb").read_bytes() == content.notebook_path(unit).read_bytes()


def test_the_rubric_of_every_reflection_lies_in_the_cohorts_folder(cohort: Path) -> None:
    rubrics = {f"{each.rubric}.md" for unit in content.units() for each in content.unit(unit).reflections}
    assert {path.name for path in (cohort / "rubrics").iterdir()} == rubrics


def test_no_name_enters_a_cohorts_folder(cohort: Path) -> None:
    assert (cohort / "learners.csv").read_text("utf-8").splitlines() == ["learner", "wren-14", "rook-20"]
    assert not any(b"Not Kept" in path.read_bytes() for path in cohort.rglob("*") if path.is_file())


def test_no_answer_of_a_check_and_no_reason_of_the_key_stands_in_a_release(cohort: Path) -> None:
    unit = "the-porch"
    released = (cohort / "release" / unit / f"{unit}.ipynb").read_text("utf-8")
    reasons = [option.reason for each in content.key(unit).decisions.values() for option in each.options.values()]
    reasons += [question.reason for question in content.check_answers(unit).values()]
    assert not [reason for reason in reasons if reason in released]


def test_a_cohort_inside_the_checkout_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    folder = content.root() / "docs" / "autumn"
    assert main(["cohort", "new", str(folder)]) == 2
    assert "personal data" in capsys.readouterr().err
    assert not folder.exists()


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["cohort", "new", str(tmp_path)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "autumn").write_text("a file")
    assert main(["cohort", "new", str(tmp_path / "autumn")]) == 2
    assert "Nothing was changed" in capsys.readouterr().err


def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)  # an administrator may write everywhere
    with pytest.raises(Exception, match="you may not write"):
        refuse_folder(tmp_path / "autumn")


def test_a_unit_that_is_not_there_is_refused_before_anything_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cohort", "new", str(tmp_path / "autumn"), "--unit", "the-prch"]) == 2
    assert 'Did you mean "the-porch"?' in capsys.readouterr().err
    assert not (tmp_path / "autumn").exists()


@pytest.mark.parametrize("word", ["0", "-1", "501", "many", "1.5"])
def test_a_number_of_learners_that_makes_no_cohort_is_refused(tmp_path: Path, word: str) -> None:
    with pytest.raises(SystemExit):
        main(["cohort", "new", str(tmp_path / "autumn"), "--count", word])


@pytest.mark.parametrize(("text", "why"), [
    ("", "must name a column"),
    ("name\nAnn\n", "must name a column"),
    ("learner\n", "at least one line"),
    ("learner\nAnn Other\n", r"people\.csv:2: .*cannot be a learner's code"),
    ("learner\nwren-14\nwren-14\n", r"people\.csv:3: .*twice"),
    ("learner\n\n=cmd\n", "cannot be a learner's code"),
])
def test_a_list_of_learners_that_cannot_be_used_is_refused_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "people.csv").write_text(text, "utf-8")
    with pytest.raises(LearnersUnusable, match=why):
        read_learners(tmp_path / "people.csv")


def test_a_list_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b"PK\x03\x04\xff\xfe\x00")
    with pytest.raises(LearnersUnusable, match="UTF-8"):
        read_learners(tmp_path / "people.csv")


def test_codes_are_different_and_fit_the_pattern() -> None:
    codes = pseudonyms(500, 1)
    assert len(set(codes)) == 500
    assert all(LEARNER_PATTERN.fullmatch(code) for code in codes)


def test_the_same_seed_makes_the_same_codes_and_another_makes_others() -> None:
    assert pseudonyms(12, 1) == pseudonyms(12, 1) != pseudonyms(12, 2)


def test_collect_says_what_became_of_each_hand_in_and_ends_with_one_if_any_was_set_aside(
    cohort: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "work.zip").write_bytes(b"cut short")
    assert main(["collect", str(cohort), str(tmp_path / "work.zip")]) == 1
    told = capsys.readouterr().out
    assert "work.zip  set aside" in told
    assert "It is not a whole zip file" in next((cohort / "set-aside").glob("*/reason.txt")).read_text("utf-8")
    assert "Nothing was thrown away" in told


def test_collect_into_a_folder_that_is_no_cohort_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.BytesIO()
    zipfile.ZipFile(stream, "w").close()
    (tmp_path / "work.zip").write_bytes(stream.getvalue())
    assert main(["collect", str(tmp_path), str(tmp_path / "work.zip")]) == 2
    assert "steadyline cohort new" in capsys.readouterr().err


def test_a_cohort_that_could_not_be_finished_is_not_left_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "notebook_path", lambda unit: tmp_path / "gone.ipynb")
    assert main(["cohort", "new", str(tmp_path / "autumn")]) == 2
    assert not (tmp_path / "autumn").exists()
