"""A submission laid in by hand may hold links: none of them is followed, whatever it leads to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from steadyline.course.cohort_folder import new_cohort
from steadyline.graders import nbgrader
from steadyline.graders.refusals import plain_letters

SEES_A_LOG = "from pathlib import Path\nfloat(Path('decisions.jsonl').exists())"


@pytest.fixture(scope="module")
def marked(cells: Callable[..., Any], write_notebook: Callable[..., Path], tmp_path_factory: Any) -> Path:
    """A cohort in which rook has a log and wren has only links: to a notebook of their own, and to rook's log."""
    folder = tmp_path_factory.mktemp("links")
    notebook = write_notebook(folder / "built" / "gate.ipynb", cells("log", SEES_A_LOG), cells("sum", "2.0"))
    cohort = folder / "cohort"
    new_cohort(cohort, ["wren-14", "rook-20"], [notebook])
    wren, rook = (cohort / "submitted" / learner / "gate" for learner in ("wren-14", "rook-20"))
    wren.mkdir(parents=True)
    rook.mkdir(parents=True)
    (rook / "gate.ipynb").write_text("{}")
    (rook / "decisions.jsonl").write_text("")
    own = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"open({str(folder / 'ran')!r}, 'w')", id="own")])
    (folder / "elsewhere.ipynb").write_text(nbformat.writes(own))
    (wren / "gate.ipynb").symlink_to(folder / "elsewhere.ipynb")
    (wren / "decisions.jsonl").symlink_to(rook / "decisions.jsonl")
    nbgrader.autograde(cohort, "gate")
    return cohort


def mark(cohort: Path, learner: str, cell: str) -> float | None:
    return next(each.mark for each in nbgrader.marks(cohort, "gate") if (each.learner, each.cell) == (learner, cell))


def test_a_notebook_that_is_a_link_is_not_opened(marked: Path) -> None:
    assert not (marked.parent / "ran").exists()
    assert mark(marked, "wren-14", "sum") == 2.0
    cells = json.loads((marked / "autograded" / "wren-14" / "gate" / "gate.ipynb").read_text("utf-8"))["cells"]
    assert "own" not in {cell["id"] for cell in cells}


def test_a_log_that_is_a_link_to_another_learners_is_not_taken(marked: Path) -> None:
    assert (mark(marked, "rook-20", "log"), mark(marked, "wren-14", "log")) == (1.0, 0.0)


def test_a_reason_that_quotes_a_log_holds_no_mark_up() -> None:
    quoted = 'chose "![p](http://example.org/p.png)\n\n# x [c](javascript:1) <b>y</b> `z` $a$"'
    assert plain_letters(quoted) == "chose \"!(p)(http: //example.org/p.png) # x (c)(javascript:1) (b)y(/b) 'z' -a-\""
