"""What nbgrader does when it is left alone: the faults that the door is there for. A change here should wake us."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException

SHOWN = {
    "zero": ("0", 0.0),
    "float-zero": ("0.0", 0.0),
    "half": ("2.0", 2.0),
    "numpy-zero": ("import numpy\nnumpy.float64(0.0)", 4.0),
    "nan": ("float('nan')", 4.0),
    "false": ("False", 4.0),
    "minus-one": ("-1", 4.0),
    "text-zero": ("'0'", 4.0),
    "fraction-zero": ("from fractions import Fraction\nFraction(0, 1)", 4.0),
    "nothing": ("None", 4.0),
    "a-warning-beside-full-marks": ("import warnings\nwarnings.warn('look out')\n4.0", 0.0),
    "an-error": ("1 / 0", 0.0),
    "execution": ("import os\nprint(os.environ.get('NBGRADER_EXECUTION'))\n1.0", 1.0),
}
LOG = "decisions.jsonl"


@pytest.fixture(scope="module")
def tried(stock: Any, cells: Any) -> Any:
    """One stock course: a cell for each row of the table, an answer, a log beside the notebook; one learner."""
    course = stock()
    made = [cells(name, source) for name, (source, _) in SHOWN.items()]
    made.append(cells("reflection", "*Your words*", written=True))
    (course.folder / "source" / "gate").mkdir(parents=True)
    (course.folder / "source" / "gate" / LOG).write_text("the course's own\n")
    course.release(*made)
    made[-1] = cells("reflection", "I was late.\n\n<script>document.title='run'</script>", written=True)
    sent = course.submit("wren-14", *made)
    (sent / LOG).write_text("the learner's\n")
    course.autograde()
    return course


@pytest.mark.parametrize("name", SHOWN)
def test_a_cell_that_shows_this_is_given_these_marks(tried: Any, name: str) -> None:
    assert tried.marks("wren-14")[name] == SHOWN[name][1]


def test_autograde_tells_the_kernel_so_by_an_environment_variable(tried: Any) -> None:
    marked = tried.folder / "autograded" / "wren-14" / "gate" / "gate.ipynb"
    assert "autograde\\n" in marked.read_text()


def test_a_log_in_source_overwrites_the_learners(tried: Any) -> None:
    assert (tried.folder / "autograded" / "wren-14" / "gate" / LOG).read_text() == "the course's own\n"


def test_an_answer_reaches_the_feedback_page_with_its_tags_alive(tried: Any) -> None:
    from nbgrader.converters import GenerateFeedback
    tried.run(GenerateFeedback)
    page = (tried.folder / "feedback" / "wren-14" / "gate" / "gate.html").read_text()
    assert "<script>document.title='run'</script>" in page


def test_a_log_named_in_exclude_overwriting_stays_the_learners(tried: Any) -> None:
    tried.autograde(force=True, exclude_overwriting={"gate": [LOG]}, autograde_preprocessors=[])
    assert (tried.folder / "autograded" / "wren-14" / "gate" / LOG).read_text() == "the learner's\n"


def test_a_mark_given_by_a_person_asks_for_marking_again_after_every_run(tried: Any) -> None:
    with tried.gradebook() as gradebook:
        grade = gradebook.find_grade("reflection", "gate", "gate", "wren-14")
        grade.manual_score, grade.needs_manual_grade = 3.0, False
        gradebook.db.commit()
    tried.autograde(force=True)
    with tried.gradebook() as gradebook:
        assert gradebook.find_grade("reflection", "gate", "gate", "wren-14").needs_manual_grade


def test_an_answer_cell_left_untouched_is_given_a_nought_without_a_person(stock: Any, cells: Any) -> None:
    course = stock()
    course.release(cells("reflection", "YOUR ANSWER HERE", written=True))
    course.submit("wren-14", cells("reflection", "YOUR ANSWER HERE", written=True))
    course.autograde()
    assert course.marks("wren-14")["reflection"] == 0.0


def test_a_mark_above_the_points_loses_the_whole_hand_in(stock: Any, cells: Any) -> None:
    course = stock()
    course.release(cells("judgement", "1.0"))
    course.submit("wren-14", cells("judgement", "1.0"))
    (course.folder / "source" / "gate" / "gate.ipynb").unlink()
    with course.gradebook() as gradebook:
        gradebook.find_grade_cell("judgement", "gate", "gate").max_score = 0.5
        gradebook.db.commit()
    with pytest.raises(NbGraderException):
        course.autograde()
    assert not (course.folder / "autograded" / "wren-14" / "gate").exists()


def test_one_graded_cell_twice_stops_the_batch(stock: Any, cells: Any) -> None:
    course = stock()
    course.release(cells("judgement", "1.0"))
    twin = cells("judgement", "1.0")
    twin["id"] = "twin"
    course.submit("avocet-11", cells("judgement", "1.0"), twin)
    course.submit("wren-14", cells("judgement", "1.0"))
    with pytest.raises(NbGraderException):
        course.autograde()
    assert not (course.folder / "autograded" / "wren-14").exists()


def test_a_new_gradebook_asks_for_alembic_by_its_bare_name(tmp_path: Path) -> None:
    program = "import sys; from nbgrader.api import Gradebook; Gradebook('sqlite:///' + sys.argv[1])"
    environment = {**os.environ, "PATH": str(tmp_path)}
    tried = subprocess.run(  # our own interpreter, with a PATH on which nothing lies
        [sys.executable, "-c", program, str(tmp_path / "gradebook.db")], env=environment, capture_output=True, text=True
    )
    assert "No such file or directory: 'alembic'" in tried.stderr


def test_comments_are_kept_for_answer_cells_only(tried: Any) -> None:
    with tried.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook("gate", "gate", "wren-14")
        assert [comment.name for comment in notebook.comments] == ["reflection"]
        assert isinstance(gradebook, Gradebook)
