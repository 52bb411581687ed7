"""Our stages in nbgrader's own run: no plain number, no automatic mark."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from steadyline.course.cohort_folder import new_cohort
from steadyline.graders import nbgrader
from steadyline.graders.nbgrader_stages import NO_NUMBER, kernel_environment, settled_mark

SETTLED = {"float-zero": ("0.0", 0.0), "half": ("2.5", 2.5), "full": ("4.0", 4.0)}
UNSETTLED = {
    "zero": "0",
    "numpy-zero": "import numpy\nnumpy.float64(0.0)",
    "nan": "float('nan')",
    "endless": "float('inf')",
    "false": "False",
    "true": "True",
    "minus-one": "-1.0",
    "text-zero": "'0.0'",
    "fraction-zero": "from fractions import Fraction\nFraction(0, 1)",
    "nothing": "None",
    "above-the-points": "4.5",
    "a-warning-beside-full-marks": "import sys\nprint('look out', file=sys.stderr)\n4.0",
    "printed": "print('4.0')",
    "an-error": "1 / 0",
    "the-kernel-gives-up": "raise KeyboardInterrupt",
}
ENVIRONMENT = {
    "a-module-beside": "import colours_of_the_gate\n4.0",
    "the-weather": "import os\nfloat('EASTMARCH_WEATHER' not in os.environ)",
    "marking": "import os\nfloat(os.environ['NBGRADER_EXECUTION'] == 'autograde')",
}


@pytest.fixture(scope="module")
def marked(cells: Callable[..., Any], write_notebook: Callable[..., Path], tmp_path_factory: Any) -> Path:
    """A cohort whose one unit shows every row of the table; what was sent is a damaged notebook and strange files."""
    folder = tmp_path_factory.mktemp("door")
    rows = {**{name: source for name, (source, _) in SETTLED.items()}, **UNSETTLED, **ENVIRONMENT}
    made = [cells(name, source) for name, source in rows.items()]
    made.append(cells("reflect-words", "*Your words*", written=True))
    notebook = write_notebook(folder / "built" / "gate.ipynb", *made)
    cohort = folder / "cohort"
    new_cohort(cohort, ["wren-14", "rook-20"], [notebook])
    sent = cohort / "submitted" / "wren-14" / "gate"
    sent.mkdir(parents=True)
    (sent / "gate.ipynb").write_text("{ this was never a notebook")
    (sent / "colours_of_the_gate.py").write_text("green = 1\n")
    (sent / "decisions.jsonl").write_text("")
    (sent / "deep").mkdir()
    (sent / "deep" / "colours_of_the_gate.py").write_text("green = 1\n")
    os.environ["EASTMARCH_WEATHER"] = "rain"
    try:
        nbgrader.autograde(cohort, "gate")
    finally:
        del os.environ["EASTMARCH_WEATHER"]
    return cohort


def in_gradebook(cohort: Path, cell: str) -> nbgrader.CellMark:
    return next(each for each in nbgrader.marks(cohort, "gate") if each.cell == cell)


@pytest.mark.parametrize("name", SETTLED)
def test_a_plain_number_in_range_is_the_mark(marked: Path, name: str) -> None:
    assert in_gradebook(marked, name).mark == SETTLED[name][1]


@pytest.mark.parametrize("name", [*UNSETTLED, "a-module-beside"])
def test_anything_else_waits_for_an_assessor_and_is_no_nought(marked: Path, name: str) -> None:
    mark = in_gradebook(marked, name)
    assert (mark.automatic, mark.waits, mark.mark) == (None, True, None)


def test_a_damaged_notebook_is_not_needed_to_give_the_marks(marked: Path) -> None:
    assert in_gradebook(marked, "full").mark == 4.0


def test_files_that_are_neither_ours_nor_a_log_are_gone_when_the_kernel_starts(marked: Path) -> None:
    kept = {path.name for path in (marked / "autograded" / "wren-14" / "gate").iterdir()}
    assert kept == {"gate.ipynb", "decisions.jsonl"}


@pytest.mark.parametrize("name", ["the-weather", "marking"])
def test_the_kernel_sees_only_what_it_needs(marked: Path, name: str) -> None:
    assert in_gradebook(marked, name).mark == 1.0


def test_the_comment_says_which_marks_were_left_and_why(marked: Path) -> None:
    comment = in_gradebook(marked, "reflect-words").comment
    assert "nothing" in comment
    assert NO_NUMBER in comment


def test_no_reflection_waits_for_an_assessor_and_is_no_nought(marked: Path) -> None:
    mark = in_gradebook(marked, "reflect-words")
    assert (mark.automatic, mark.waits) == (None, True)


def test_the_feedback_page_says_which_marks_wait(marked: Path) -> None:
    nbgrader.feedback(marked, "gate")
    page = (marked / "feedback" / "wren-14" / "gate" / "gate.html").read_text("utf-8")
    assert "17 marks wait for an assessor." in page
    assert page.count("<strong>waits for an assessor</strong>") == 17


EARLIER = """
c.GenerateFeedback.exporter_class = "nbconvert.exporters.HTMLExporter"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades", door + "StillWaiting", "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
"""
"""How a cohort's settings were before the course wrote its own page of feedback."""


def test_in_a_cohort_made_earlier_nbgraders_own_page_still_says_which_marks_wait(marked: Path) -> None:
    config = marked / nbgrader.CONFIG
    now = config.read_text("utf-8")
    config.write_text(now + EARLIER, "utf-8")
    try:
        nbgrader.feedback(marked, "gate")
    finally:
        config.write_text(now, "utf-8")
    page = (marked / "feedback" / "wren-14" / "gate" / "gate.html").read_text("utf-8")
    assert "Waiting for an assessor: 17." in page
    assert page.count("This mark waits for an assessor.") == 17


@pytest.mark.parametrize(("words", "made"), [
    (["autograde", "gate", "--force"], "autograded/wren-14/gate/gate.ipynb"),
    (["generate_feedback", "gate", "--force"], "feedback/wren-14/gate/gate.html"),
    (["export", "--to", "marks.csv"], "marks.csv"),
])
def test_stock_commands_work_in_a_cohorts_folder(marked: Path, words: list[str], made: str) -> None:
    """As an assessor types them, with nothing of ours on the command line."""
    (marked / made).unlink(missing_ok=True)
    ran = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=marked, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert (marked / made).is_file()


def test_the_exported_table_has_no_nought_for_what_waits_or_was_not_handed_in(marked: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "nbgrader", "export", "--to", "table.csv"], cwd=marked, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    with (marked / "table.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: (row["score"], row["waiting"]) for row in csv.DictReader(file)}
    assert rows == {"wren-14": ("", "17"), "rook-20": ("", "not handed in")}


def test_what_waited_still_waits_after_stock_autograde_ran_again(marked: Path) -> None:
    assert in_gradebook(marked, "nothing").mark is None


def test_once_an_assessor_has_marked_all_the_feedback_page_is_final(marked: Path) -> None:
    with Gradebook(f"sqlite:///{marked / 'gradebook.db'}") as gradebook:
        for grade in gradebook.find_submission_notebook("gate", "gate", "wren-14").grades:
            if grade.needs_manual_grade:
                grade.manual_score, grade.needs_manual_grade = 1.0, False
        gradebook.db.commit()
    nbgrader.feedback(marked, "gate")
    page = (marked / "feedback" / "wren-14" / "gate" / "gate.html").read_text("utf-8")
    assert "for an assessor" not in page
    subprocess.run([sys.executable, "-m", "nbgrader", "export", "--to", "last.csv"], cwd=marked, check=True)
    with (marked / "last.csv").open(encoding="utf-8", newline="") as file:
        wren = next(row for row in csv.DictReader(file) if row["student_id"] == "wren-14")
    assert (float(wren["score"]) > 0, wren["waiting"]) == (True, "0")
    assert in_gradebook(marked, "nothing").mark == 1.0


def test_the_learners_on_the_roster_are_in_the_gradebook(marked: Path) -> None:
    assert nbgrader.learners(marked) == {"wren-14", "rook-20"}


@pytest.mark.parametrize(
    "text", ["0", "1", "+1.0", " 1.0", "1.0 ", "1e0", "1_0.0", "nan", "inf", "4.000001", "", "[1.0]"]
)
def test_only_the_text_of_a_builtin_float_in_range_settles_a_mark(text: str) -> None:
    assert settled_mark([{"output_type": "execute_result", "data": {"text/plain": text}}], 4.0) is None


def test_two_results_settle_nothing() -> None:
    result = {"output_type": "execute_result", "data": {"text/plain": "1.0"}}
    assert settled_mark([result, result], 4.0) is None


def test_displays_beside_the_number_are_welcome() -> None:
    shown = {"output_type": "display_data", "data": {"text/plain": "You earned 1 of 4."}}
    result = {"output_type": "execute_result", "data": {"text/plain": "1.0"}}
    assert settled_mark([shown, result], 4.0) == 1.0


def test_a_marking_kernel_is_told_to_keep_away_from_its_own_folder() -> None:
    assert kernel_environment({"PATH": "/bin", "TOKEN": "x"}) == {
        "PATH": "/bin", "PYTHONSAFEPATH": "1", "PYTHONWARNINGS": "ignore"
    }


def test_a_folder_without_settings_is_named_with_the_way_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(nbgrader.FileMissing, match="cohort new"):
        nbgrader.learners(tmp_path)


def test_the_released_notebook_keeps_our_words_in_the_answer_cell(marked: Path) -> None:
    released = json.loads((marked / "release" / "gate" / "gate.ipynb").read_text("utf-8"))
    assert "put here when it is handed in" in "".join(released["cells"][-1]["source"])
