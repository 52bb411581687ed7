"""The learner's own folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from steadyline import content
from steadyline.course.workspace import FolderNotWritable, lay_out, learners_folder

UNIT = "the-porch"


@pytest.fixture(autouse=True)
def own_jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Zoë's own folder"


def _lay(folder: Path, source: Path | None = None) -> Path:
    return lay_out(folder, {UNIT: source or content.notebook_path(UNIT)})[UNIT]


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _edit(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps({**_read(path), **changes}), encoding="utf-8")


def _is_trusted(path: Path, tmp_path: Path) -> bool:
    notary = NotebookNotary(data_dir=str(tmp_path / "jupyter"))
    try:
        return bool(notary.check_signature(nbformat.read(path, as_version=4)))
    finally:
        notary.store.close()


def test_the_notebook_lies_in_its_units_folder_and_is_trusted(folder: Path, tmp_path: Path) -> None:
    laid = _lay(folder)
    assert laid == folder / UNIT / f"{UNIT}.ipynb"
    assert _is_trusted(laid, tmp_path)


def test_no_cell_for_marking_is_in_it(folder: Path) -> None:
    assert "steadyline.marking" not in _lay(folder).read_text(encoding="utf-8")
    assert not [cell for cell in _read(_lay(folder))["cells"] if "nbgrader" in cell["metadata"]]


def test_no_key_and_no_rubric_is_in_the_folder(folder: Path) -> None:
    _lay(folder)
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert files == ["READ ME.txt", f"{UNIT}/{UNIT}.ipynb"]


def test_laying_out_again_changes_nothing(folder: Path) -> None:
    before = _lay(folder).read_bytes()
    assert _lay(folder).read_bytes() == before


def test_decisions_answers_and_hand_ins_are_never_touched(folder: Path) -> None:
    laid = _lay(folder)
    work = [laid.parent / "decisions.jsonl", laid.parent / "answers.jsonl", folder / "hand-ins" / "a.zip"]
    for path in work:
        path.parent.mkdir(exist_ok=True)
        path.write_text("my work", encoding="utf-8")
    laid.unlink()
    _lay(folder)
    assert {path.read_text(encoding="utf-8") for path in work} == {"my work"}


def test_a_newer_course_replaces_the_notebook(folder: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.ipynb"
    newer.write_text(content.notebook_path(UNIT).read_text(encoding="utf-8").replace("minutes", "min"), encoding="utf-8")
    laid = _lay(folder)
    _lay(folder, newer)
    assert f"About {content.unit(UNIT).minutes} min," in laid.read_text(encoding="utf-8")
    assert _is_trusted(laid, tmp_path)
    assert [path.name for path in laid.parent.iterdir()] == [laid.name]


def test_a_note_that_the_learner_added_stays(folder: Path, tmp_path: Path) -> None:
    laid = _lay(folder)
    note = {"cell_type": "markdown", "id": "note", "metadata": {}, "source": ["My note"]}
    _edit(laid, cells=[*_read(laid)["cells"], note])
    _lay(folder)
    assert "My note" in laid.read_text(encoding="utf-8")
    assert _is_trusted(laid, tmp_path)


def test_a_note_in_a_notebook_that_must_be_replaced_is_kept_beside_it(folder: Path) -> None:
    laid = _lay(folder)
    note = {"cell_type": "markdown", "id": "note", "metadata": {}, "source": ["My note"]}
    _edit(laid, cells=[*_read(laid)["cells"][1:], note])
    _lay(folder)
    kept = [path for path in laid.parent.glob("*.ipynb") if path != laid]
    assert len(kept) == 1
    assert "My note" in kept[0].read_text(encoding="utf-8")
    assert "My note" not in laid.read_text(encoding="utf-8")


def test_code_that_is_not_the_courses_is_put_aside_and_never_trusted(folder: Path, tmp_path: Path) -> None:
    laid = _lay(folder)
    code = {"cell_type": "code", "id": "x", "metadata": {"tags": ["steadyline-run"]}, "source": ["import os"],
            "outputs": [], "execution_count": None}  # fmt: skip
    _edit(laid, cells=[*_read(laid)["cells"], code])
    _lay(folder)
    assert "import os" not in laid.read_text(encoding="utf-8")
    (aside,) = [path for path in laid.parent.glob("*.ipynb") if path != laid]
    assert not _is_trusted(aside, tmp_path)


def test_a_course_cell_with_other_code_is_replaced(folder: Path) -> None:
    laid = _lay(folder)
    laid.write_text(laid.read_text(encoding="utf-8").replace('play(\\"the-porch\\")', "import os"), encoding="utf-8")
    _lay(folder)
    assert "import os" not in laid.read_text(encoding="utf-8")


def test_a_notebook_that_is_no_notebook_is_put_aside(folder: Path) -> None:
    laid = _lay(folder)
    laid.write_text("{", encoding="utf-8")
    _lay(folder)
    assert len(_read(laid)["cells"]) > 3
    assert len(list(laid.parent.glob("*.ipynb"))) == 2


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "course").write_text("", encoding="utf-8")
    with pytest.raises(FolderNotWritable, match=r"cannot be written .* steadyline learn my-course"):
        _lay(tmp_path / "course")


def test_a_place_where_nothing_can_be_written_is_told() -> None:
    with pytest.raises(FolderNotWritable):
        _lay(Path("/proc/steadyline"))


def test_a_units_folder_knows_the_learners_folder_it_lies_in(folder: Path) -> None:
    assert learners_folder(_lay(folder).parent) == folder


def test_a_notebook_outside_any_learners_folder_keeps_to_its_own(tmp_path: Path) -> None:
    assert learners_folder(tmp_path) == tmp_path
