"""Building a unit's notebook."""

from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest
from nbgrader.nbgraderformat.v3 import MetadataValidatorV3
from nbgrader.utils import determine_grade, is_grade, is_locked, is_solution

from steadyline import content
from steadyline.course.build import MARKING_TAG, RUN_TAG, built_notebook


@pytest.fixture(params=content.units())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def notebook(name: str) -> Any:
    return nbformat.reads(built_notebook(content.unit(name), content.case_played(name), content.support()), as_version=4)


def test_the_notebook_in_the_course_is_what_its_unit_builds(name: str) -> None:
    built = built_notebook(content.unit(name), content.case_played(name), content.support())
    assert content.notebook_path(name).read_text(encoding="utf-8") == built


def test_the_notebook_is_valid_and_so_is_its_nbgrader_metadata(notebook: Any) -> None:
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            MetadataValidatorV3().validate_cell(cell)


def test_cell_ids_are_stable_and_different(notebook: Any, name: str) -> None:
    again = nbformat.reads(built_notebook(content.unit(name), content.case_played(name), content.support()), as_version=4)
    assert [cell.id for cell in again.cells] == [cell.id for cell in notebook.cells]
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_the_graded_cells_are_the_units(notebook: Any, name: str) -> None:
    graded = [(cell.metadata.nbgrader.grade_id, cell.metadata.nbgrader.points) for cell in notebook.cells if is_grade(cell)]
    assert graded == list(content.unit(name).graded)


def test_only_the_reflections_are_open_to_answers(notebook: Any, name: str) -> None:
    opened = [cell.metadata.nbgrader.grade_id for cell in notebook.cells if is_solution(cell)]
    assert opened == [f"reflect-{each.id}" for each in content.unit(name).reflections if content.unit(name).assessed]
    assert all(is_locked(cell) for cell in notebook.cells if "nbgrader" in cell.metadata and not is_solution(cell))


def test_no_answer_and_no_key_stands_in_any_cell(notebook: Any, name: str) -> None:
    text = json.dumps(notebook)
    keys = [content.key(content.unit(name).case)] if content.unit(name).play else []
    for decision in (each for key in keys for each in key.decisions.values()):
        for option in decision.options.values():
            assert option.reason not in text
    for keyed in content.check_answers(name).values():
        assert keyed.reason not in text


def test_code_is_folded_behind_a_friendly_line_and_cannot_be_deleted(notebook: Any) -> None:
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        assert cell.source.startswith("# ")
        assert cell.metadata.jupyter.source_hidden
        assert (cell.metadata.editable, cell.metadata.deletable) == (False, False)
        assert (RUN_TAG in cell.metadata.tags) != (MARKING_TAG in cell.metadata.tags)


def test_a_graded_cell_that_was_never_run_would_be_given_full_marks_by_nbgrader_alone() -> None:
    # Why marks are looked at once more after nbgrader: see tests/graders/test_nbgrader_contract.py.
    built = built_notebook(content.unit("the-porch"), content.unit_case("the-porch"))
    notebook = nbformat.reads(built, as_version=4)
    cell = next(cell for cell in notebook.cells if is_grade(cell) and cell.cell_type == "code")
    assert determine_grade(cell)[0] == cell.metadata.nbgrader.points


def test_a_unit_that_nobody_marks_has_no_cell_for_marking_and_is_not_handed_in() -> None:
    built = built_notebook(content.unit("orientation"), None)
    assert '"nbgrader"' not in built
    assert MARKING_TAG not in built
    assert "hand_in" not in built


def test_every_page_says_what_may_be_hard_that_one_can_stop_and_whom_to_turn_to(notebook: Any, name: str) -> None:
    first = notebook.cells[0].source
    case = content.case_played(name)
    assert (case.table["content_note"] if case else content.unit(name).content_note) in first
    assert "You can stop at any moment" in first
    (foot,) = [cell for cell in notebook.cells if cell.source.startswith("## Who to turn to")]
    assert all(line["text"] in foot.source for line in content.support())
