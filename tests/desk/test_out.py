"""Marks given out as CSV, Excel and for Moodle: what waits is never 0, no word acts, names stay apart from marks."""

from __future__ import annotations

import csv
import io
import json
import sys
import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning

from steadyline.cli.main import main
from steadyline.cohort import MARK_COLUMNS
from steadyline.course.cohort_folder import new_cohort
from steadyline.desk import out
from steadyline.desk.out_csv import as_csv, harmless
from steadyline.desk.out_excel import ExcelNotInstalled, as_workbook
from steadyline.desk.out_moodle import feedback_html
from steadyline.desk.out_people import KeptApart, PeopleUnusable, lies_within, read_people
from steadyline.graders.nbgrader_export import SettledScores

HOSTILE = '=1+1, "quoted"; =2+2\n@SUM(A1)\n\u202ethgir\u200f <b onclick=x>bold</b> C:\\'
"""What an assessor's comment might hold at the worst; most of it came from somewhere else."""

ROW = dict[str, str]


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two units. wren-14 has every mark, late and with extra credit; rook-20 waits at the gate; teal-33 sent nothing."""
    cohort = tmp_path_factory.mktemp("out") / "autumn"
    new_cohort(cohort, ["wren-14", "rook-20", "teal-33"], [])
    with warnings.catch_warnings(), Gradebook(f"sqlite:///{cohort / 'gradebook.db'}") as gradebook:
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's own way with SQLAlchemy 2
        for unit in ("gate", "kitchen"):
            release(gradebook, cohort, unit)
        put(gradebook, "wren-14", "gate", automatic=3.25, given=5.0, comment=HOSTILE)
        put(gradebook, "rook-20", "gate", automatic=0.0, given=None, comment="")
        put(gradebook, "wren-14", "kitchen", automatic=1.0, given=2.0, comment="")
        late = gradebook.find_submission_notebook("kitchen", "kitchen", "wren-14")
        late.late_submission_penalty = 0.5
        next(each for each in late.grades if each.name == "judgement").extra_credit = 0.25
        gradebook.db.commit()
    return cohort


def release(gradebook: Any, cohort: Path, unit: str) -> None:
    """What nbgrader's own release leaves in the gradebook and in release/, without its waits."""
    gradebook.add_assignment(unit)
    gradebook.add_notebook(unit, unit)
    gradebook.add_grade_cell("judgement", unit, unit, max_score=4, cell_type="code")
    gradebook.add_grade_cell(f"reflect-{unit}", unit, unit, max_score=6, cell_type="markdown")
    gradebook.add_solution_cell(f"reflect-{unit}", unit, unit)
    (cohort / "release" / unit).mkdir(parents=True)
    (cohort / "release" / unit / f"{unit}.ipynb").write_text("{}")


def put(
    gradebook: Any, learner: str, unit: str, automatic: float, given: float | None, comment: str
) -> None:
    gradebook.add_submission(unit, learner, timestamp=datetime(2026, 11, 23, 10, 0))  # noqa: DTZ001  nbgrader's are naive
    notebook = gradebook.find_submission_notebook(unit, unit, learner)
    for grade in notebook.grades:
        if grade.name == "judgement":
            grade.auto_score, grade.needs_manual_grade = automatic, False
        else:
            grade.manual_score, grade.needs_manual_grade = given, given is None
    for each in notebook.comments:
        each.manual_comment = comment or None
    gradebook.db.commit()


Export = Callable[..., Path]


@pytest.fixture
def export(cohort: Path, tmp_path: Path) -> Export:
    """Runs the verb in one form and returns the file that it wrote."""

    def run(form: str, *words: str, ends: int = 0) -> Path:
        to = tmp_path / {"csv": "marks.csv", "excel": "marks.xlsx", "moodle": "moodle.csv", "xapi": "s.jsonl"}[form]
        assert main(["export", str(cohort), "--as", form, "--to", str(to), *words]) == ends
        return to

    return run


def rows(path: Path) -> list[ROW]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def people(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(text, "utf-8")
    return path


def test_the_columns_of_a_mark_are_those_of_the_cohorts_table_and_its_comment() -> None:
    assert (*MARK_COLUMNS, "comment") == out.MARK_ROW


def test_there_is_one_row_for_each_learner_and_graded_cell(export: Export) -> None:
    found = [(row["learner"], row["unit"], row["cell"]) for row in rows(export("csv"))]
    assert found == [
        ("rook-20", "gate", "judgement"), ("rook-20", "gate", "reflect-gate"), ("wren-14", "gate", "judgement"),
        ("wren-14", "gate", "reflect-gate"), ("wren-14", "kitchen", "judgement"),
        ("wren-14", "kitchen", "reflect-kitchen"),
    ]


def test_a_mark_that_waits_is_empty_and_a_nought_is_a_nought(export: Export) -> None:
    of_rook = {row["cell"]: (row["mark"], row["waits"]) for row in rows(export("csv")) if row["learner"] == "rook-20"}
    assert of_rook == {"judgement": ("0.0", "False"), "reflect-gate": ("", "True")}


def by_unit(export: Export) -> dict[tuple[str, str], ROW]:
    wide = export("csv").with_name("marks-by-unit.csv")
    return {(row["learner"], row["unit"]): row for row in rows(wide)}


def test_the_wide_table_has_a_row_for_work_that_was_not_handed_in_with_no_nought_in_it(export: Export) -> None:
    row = by_unit(export)["teal-33", "gate"]
    assert row.pop("state") == "not handed in"
    assert {value for name, value in row.items() if name not in ("learner", "unit")} == {""}


def test_a_total_stands_only_where_nothing_waits(export: Export) -> None:
    totals = {who: (row["state"], row["total"]) for who, row in by_unit(export).items() if who[0] != "teal-33"}
    assert totals == {
        ("rook-20", "gate"): ("waits", ""), ("wren-14", "gate"): ("settled", "8.25"),
        ("rook-20", "kitchen"): ("not handed in", ""), ("wren-14", "kitchen"): ("settled", "2.75"),
    }


def test_totals_are_those_of_nbgraders_own_export_late_and_extra_included(cohort: Path) -> None:
    with Gradebook(f"sqlite:///{cohort / 'gradebook.db'}") as gradebook:
        theirs = {(row[2], row[0]): row[3] for row in SettledScores()._rows(gradebook)}
    ours = {(work.learner, work.unit): "" if work.total is None else work.total for work in out.gathered(cohort)}
    assert ours == theirs


def test_a_comment_comes_back_from_the_csv_with_its_lines_quotes_and_commas(export: Export) -> None:
    comment = next(row["comment"] for row in rows(export("csv")) if row["comment"])
    assert comment.replace("'", "") == HOSTILE


def test_no_cell_of_the_csv_begins_with_a_sign_of_a_formula_even_where_semicolons_part_cells(export: Export) -> None:
    text = export("csv").read_text("utf-8-sig")
    for dialect in (",", ";"):
        read = [cell for row in csv.reader(io.StringIO(text), delimiter=dialect) for cell in row]
        assert not [cell for cell in read if cell.lstrip()[:1] in tuple("=+-@")]


def test_the_csv_begins_with_the_mark_by_which_excel_knows_utf_8(export: Export) -> None:
    assert export("csv").read_bytes().startswith(b"\xef\xbb\xbflearner,")


@pytest.mark.parametrize(("words", "written"), [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t'=1"),
    ("\r=1", "'\r'=1"), ("\n=1", "'\n'=1"), ("  =1", "'  =1"), ("\u200f=1", "'\u200f=1"), ("\uff1d1", "'\uff1d1"),
    ("one;=1", "one;'=1"), ("one\n- two", "one\n'- two"),
])  # fmt: skip
def test_what_would_begin_a_formula_has_an_apostrophe_before_it(words: str, written: str) -> None:
    assert harmless(words) == written


@pytest.mark.parametrize("words", ["", "-", "plain", "a = b", "5 - 3", "one, two; three", "e-mail@example.org", "it's"])
def test_words_that_begin_no_formula_stay_as_they_are(words: str) -> None:
    assert harmless(words) == words


def test_a_number_below_nought_stays_a_number_in_the_csv() -> None:
    assert as_csv([["mark"], [-1.5]]) == b"\xef\xbb\xbfmark\r\n-1.5\r\n"


def test_a_long_comment_of_blanks_takes_no_time_to_make_harmless() -> None:
    words = "\n" * 50_000 + " " * 50_000 + "x"
    assert harmless(words) == f"'{words}"


def sheet(export: Export, name: str) -> Any:
    return openpyxl.load_workbook(export("excel"))[name]


def test_a_comment_that_looks_like_a_formula_is_text_in_the_workbook(export: Export) -> None:
    comments = [each for each in sheet(export, "every mark")["I"] if each.value and each.row > 1]
    assert [(each.value, each.data_type, each.quotePrefix) for each in comments] == [(HOSTILE, "s", True)]


def test_a_mark_is_a_number_in_the_workbook_and_one_that_waits_is_no_value(export: Export) -> None:
    marks = [(each.value, each.data_type) for each in sheet(export, "every mark")["G"][1:3]]
    assert marks == [(0, "n"), (None, "n")]


def test_the_first_row_of_a_sheet_stays_in_sight_and_its_columns_are_wide_enough(export: Export) -> None:
    wide = sheet(export, "by learner and unit")
    assert wide.freeze_panes == "A2"
    assert wide.column_dimensions["C"].width >= len("not handed in")


@pytest.mark.parametrize("words", ["=1+1", "#N/A", "+1", "12", "-", "TRUE", "a\x00b\x1fc", "x" * 40_000])
def test_any_words_become_text_in_a_workbook(words: str) -> None:
    read = openpyxl.load_workbook(io.BytesIO(as_workbook({"one": [["head"], [words]]})))["one"]["A2"]
    assert (read.data_type, type(read.value)) == ("s", str)


def test_without_openpyxl_the_way_to_mend_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ExcelNotInstalled, match=r"steadyline\[desk\].*--as csv"):
        as_workbook({"one": [["head"]]})


def test_for_moodle_there_is_one_row_a_learner_known_by_the_code_and_no_grade_is_a_dash(export: Export) -> None:
    found = [[row["ID number"], row["gate"], row["kitchen"]] for row in rows(export("moodle"))]
    assert found == [["rook-20", "-", "-"], ["teal-33", "-", "-"], ["wren-14", "8.25", "2.75"]]


def test_each_unit_has_a_column_of_feedback_beside_its_grade(export: Export) -> None:
    assert list(rows(export("moodle"))[0]) == ["ID number", "gate", "gate (feedback)", "kitchen", "kitchen (feedback)"]


def test_no_sign_of_a_comment_acts_in_moodles_feedback() -> None:
    assert feedback_html([("reflect", 'a < b & "c"\n=1')]) == "<p>reflect: a &lt; b &amp; &quot;c&quot;<br>=1</p>"


def test_a_backslash_at_the_end_of_feedback_cannot_eat_the_quotation_mark_of_its_cell(export: Export) -> None:
    feedback = next(row["gate (feedback)"] for row in rows(export("moodle")) if row["gate (feedback)"])
    assert feedback.endswith("C:&#92;</p>")
    assert not set(feedback) & set('"\\\r\n')


@pytest.mark.parametrize(("kind", "column"), [
    ("idnumber", "ID number"), ("email", "Email address"), ("username", "Username"),
])
def test_with_a_table_of_people_moodle_knows_them_by_what_stands_in_it(
    export: Export, tmp_path: Path, kind: str, column: str
) -> None:
    table = people(tmp_path, f"learner,{kind}\nwren-14,00417\nrook-20,00418\nteal-33,00419\n")
    assert [row[column] for row in rows(export("moodle", "--people", str(table)))] == ["00418", "00419", "00417"]


def test_a_learner_who_is_not_in_the_table_of_people_is_told_and_left_out(
    export: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = people(tmp_path, "learner,email\nwren-14,ann@example.org\nkite-99,bo@example.org\n")
    written = export("moodle", "--people", str(table), ends=1)
    told = capsys.readouterr().err
    assert [row["Email address"] for row in rows(written)] == ["ann@example.org"]
    assert [line.split()[2] for line in told.splitlines()] == ["rook-20", "teal-33", "kite-99"]


def test_what_people_are_known_by_enters_nothing_in_the_cohorts_folder(
    export: Export, cohort: Path, tmp_path: Path
) -> None:
    table = people(tmp_path, "learner,email\nwren-14,ann@example.org\nrook-20,b@x.org\nteal-33,c@x.org\n")
    export("moodle", "--people", str(table))
    assert not [path for path in cohort.rglob("*") if path.is_file() and b"ann@example" in path.read_bytes()]


def test_a_table_of_people_in_the_cohorts_folder_is_refused(
    cohort: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = cohort / "release" / "people.csv"
    inside.write_text("learner,email\nwren-14,ann@example.org\n", "utf-8")
    to = tmp_path / "moodle.csv"
    ended = main(["export", str(cohort), "--as", "moodle", "--people", str(inside), "--to", str(to)])
    inside.unlink()
    assert (ended, to.exists()) == (2, False)
    assert "kept apart" in capsys.readouterr().err


def test_a_link_in_the_cohorts_folder_to_a_table_elsewhere_is_refused_as_one_that_lies_there(
    cohort: Path, tmp_path: Path
) -> None:
    link = cohort / "people.csv"
    link.symlink_to(people(tmp_path, "learner,email\nwren-14,ann@example.org\n"))
    try:
        with pytest.raises(KeptApart):
            read_people(link, cohort)
    finally:
        link.unlink()


def test_a_link_elsewhere_that_leads_into_the_cohorts_folder_lies_within_it(cohort: Path, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(cohort)
    assert lies_within(tmp_path / "way" / "exports" / "x.csv", cohort)
    assert lies_within(cohort / ".." / cohort.name / "x.csv", cohort)
    assert not lies_within(cohort.parent / "autumn-2" / "x.csv", cohort)


def test_people_and_marks_are_not_written_into_the_cohorts_folder(
    cohort: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = people(tmp_path, "learner,email\nwren-14,ann@example.org\n")
    to = cohort / "exports" / "people-marks.csv"
    assert main(["export", str(cohort), "--as", "moodle", "--people", str(table), "--to", str(to)]) == 2
    assert "Names and marks are kept apart" in capsys.readouterr().err
    assert not to.exists()


def test_the_table_of_people_is_not_written_over(cohort: Path, tmp_path: Path) -> None:
    table = people(tmp_path, "learner,email\nwren-14,ann@example.org\n")
    assert main(["export", str(cohort), "--as", "moodle", "--people", str(table), "--to", str(table)]) == 2
    assert table.read_text("utf-8").startswith("learner,email")


def test_a_file_that_the_cohort_needs_is_not_written_over(cohort: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (cohort / "learners.csv").read_bytes()
    assert main(["export", str(cohort), "--as", "csv", "--to", str(cohort / "learners.csv")]) == 2
    assert "exports" in capsys.readouterr().err
    assert (cohort / "learners.csv").read_bytes() == before


@pytest.mark.parametrize(("text", "why"), [
    ("", "must name a column"),
    ("learner,name\nwren-14,Ann\n", "must name a column"),
    ("learner;email\nwren-14;a@x.org\n", "parted by a comma"),
    ("learner,email,idnumber\nwren-14,a@x.org,1\n", "only one"),
    ("learner,email\nAnn Other,a@x.org\n", r"people\.csv:2: .*no learner's code"),
    ("learner,email\nwren-14,\n", r"people\.csv:2: .*empty"),
    ("learner,idnumber\nwren-14,0\n", "may not be 0"),
    ("learner,idnumber\nwren-14,=cmd()\n", "spreadsheet"),
    ('learner,idnumber\nwren-14,"a""b"\n', "quotation mark"),
    ("learner,email\nwren-14,a@x.org\nwren-14,b@x.org\n", r"people\.csv:3: the code"),
    ("learner,email\nwren-14,a@x.org\nrook-20,A@X.org\n", r'people\.csv:3: the "email"'),
])
def test_a_table_of_people_that_cannot_be_used_is_refused_with_its_line(
    cohort: Path, tmp_path: Path, text: str, why: str
) -> None:
    with pytest.raises(PeopleUnusable, match=why):
        read_people(people(tmp_path, text), cohort)


def test_no_person_is_named_in_a_message_about_the_table(cohort: Path, tmp_path: Path) -> None:
    with pytest.raises(PeopleUnusable) as raised:
        read_people(people(tmp_path, "learner,email\nAnn Other,ann@example.org\n"), cohort)
    assert not [word for word in ("Ann", "ann@") if word in str(raised.value)]


@pytest.mark.parametrize(("words", "why"), [
    (["--as", "csv", "--people", "people.csv"], "only for --as moodle"),
    (["--as", "moodle", "--people", "people.csv"], "say by --to"),
    (["--as", "csv", "--home-page", "https://x.org"], "only for --as xapi"),
    (["--as", "xapi", "--home-page", "learn"], "Write it in full"),
    (["--as", "csv", "--to", "gradebook.db"], r"end in .csv"),
    (["--as", "csv", "--unit", "gaet"], 'Did you mean "gate"?'),
])
def test_what_does_not_go_together_is_refused_in_words(
    cohort: Path, capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    assert main(["export", str(cohort), *words]) == 2
    assert why in capsys.readouterr().err


def test_without_a_place_what_is_given_out_lies_in_the_cohorts_exports(
    cohort: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(cohort), "--as", "csv", "--unit", "gate"]) == 0
    assert str(cohort / "exports" / "marks.csv") in capsys.readouterr().out
    assert {row["unit"] for row in rows(cohort / "exports" / "marks.csv")} == {"gate"}


def test_the_verb_says_how_many_rows_there_are_and_what_waits(
    export: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    export("csv")
    told = capsys.readouterr().out
    assert "6 rows, one a learner and mark" in told
    assert "6 rows, one a learner and unit" in told
    assert "gate, of 3 learners: 1 with every mark, 1 waiting for an assessor (1 mark), 1 with nothing handed in." in told


def test_a_file_that_cannot_be_written_leaves_nothing_behind(cohort: Path, tmp_path: Path) -> None:
    (tmp_path / "marks-by-unit.csv").mkdir()
    assert main(["export", str(cohort), "--as", "csv", "--to", str(tmp_path / "marks.csv")]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["marks-by-unit.csv"]


def test_statements_of_a_cohort_name_its_home_by_its_own_name_where_none_is_given(export: Export) -> None:
    said = [json.loads(line) for line in export("xapi").read_text("ascii").splitlines()]
    assert {each["actor"]["account"]["homePage"] for each in said} == {"urn:steadyline:cohort:autumn"}
    assert len(said) == 5
