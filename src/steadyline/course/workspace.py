"""The learner's own folder: a notebook for each unit, trusted, and the learner's work beside it.

Nothing here ever writes or removes decisions, answers or hand-ins.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from steadyline.errors import SteadylineError
from steadyline.whole import write_whole

HIDDEN = ".steadyline"
"""Marks the learner's folder, and holds what belongs to the program: its log, the learner's code, Lab's settings."""

MARKING_TAG = "steadyline-marking"
READ_ME = "READ ME.txt"
_READ_ME = """\
This folder belongs to Steadyline and holds your work.

Open it with Steadyline, not by clicking on the files. Your decisions and your written answers are saved here,
on this computer, one folder for each unit. What you hand in is put into the folder "hand-ins".

You can copy this whole folder to keep your work safe. Please do not change the files in it.
"""

Notebook = dict[str, Any]


class FolderNotWritable(SteadylineError):
    """The learner's folder cannot be made or written."""

    def __init__(self, folder: Path, why: str) -> None:
        self.folder, self.why = folder, why
        super().__init__(
            f"The folder {folder} cannot be written ({why}). "
            "Name another folder, for example: steadyline learn my-course"
        )


def lay_out(folder: Path, built: Mapping[str, Path]) -> dict[str, Path]:
    """Makes or freshens the learner's folder and returns each unit's notebook in it.

    `built` has the course's own notebook for each unit. A notebook that differs from the course's is replaced; if the
    learner added cells to it, it is kept under another name. Raises FolderNotWritable.
    """
    try:
        (folder / HIDDEN).mkdir(parents=True, exist_ok=True)
        _write_if_other(folder / READ_ME, _READ_ME)
        laid = {unit: _lay(folder / unit / f"{unit}.ipynb", source) for unit, source in built.items()}
        _try_writing(folder)
    except OSError as error:
        raise FolderNotWritable(folder, error.strerror or str(error)) from error
    trust(laid.values())
    return laid


def learners_folder(beside: Path) -> Path:
    """Returns the learner's folder that a unit's folder lies in, or the unit's folder itself if it lies in none."""
    return next((folder for folder in (beside, *beside.parents) if (folder / HIDDEN).is_dir()), beside)


def for_learner(built: Notebook) -> Notebook:
    """Returns the notebook without the cells that are only for marking."""
    cells = [cell for cell in built["cells"] if MARKING_TAG not in cell["metadata"].get("tags", [])]
    return {**built, "cells": cells}


def trust(notebooks: Iterable[Path]) -> None:
    """Signs the notebooks, so that Jupyter opens them with the player already there."""
    # Imported here: they take a second to load, and only this function needs them.
    import nbformat
    from jupyter_core.paths import jupyter_data_dir
    from nbformat.sign import NotebookNotary

    Path(jupyter_data_dir()).mkdir(parents=True, exist_ok=True)
    # nbformat ships no types.
    notary = NotebookNotary(data_dir=jupyter_data_dir())  # type: ignore[no-untyped-call]
    try:
        for path in notebooks:
            notebook = nbformat.reads(path.read_text(encoding="utf-8"), nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
            notary.sign(notebook)  # type: ignore[no-untyped-call]
    finally:
        notary.store.close()


def _lay(path: Path, source: Path) -> Path:
    wanted = for_learner(json.loads(source.read_text(encoding="utf-8")))
    present = _notebook(path)
    if present is None or _substance(present) != _substance(wanted):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and (present is None or _own_cells(present)):
            path.rename(path.with_name(f"{path.stem}-before-{datetime.now(UTC):%Y%m%d-%H%M%S}.ipynb"))
        write_whole(path, (json.dumps(wanted, ensure_ascii=False, indent=1) + "\n").encode())
    return path


def _notebook(path: Path) -> Notebook | None:
    """Returns the notebook in a file, or None if there is none that can be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return found if isinstance(found, dict) and isinstance(found.get("cells"), list) else None
    except (OSError, ValueError):
        return None


def _substance(notebook: Notebook) -> list[tuple[str, str, str, str]]:
    """Returns all that matters of the course's part of a notebook; outputs and Jupyter's own marks do not."""
    case = str(notebook.get("metadata", {}).get("steadyline", {}).get("digest", ""))
    course = [cell for cell in notebook["cells"] if "steadyline" in cell.get("metadata", {})]
    # A notebook with code that is not the course's is never signed: it is put aside and laid anew.
    foreign = [cell for cell in _own_cells(notebook) if cell.get("cell_type") == "code"]
    return [(case, *_said(cell)) for cell in course] + [("not the course's", *_said(cell)) for cell in foreign]


def _said(cell: Notebook) -> tuple[str, str, str]:
    tags = json.dumps(cell.get("metadata", {}).get("tags", []))
    return str(cell.get("cell_type")), "".join(cell.get("source", "")), tags


def _own_cells(notebook: Notebook) -> list[Notebook]:
    return [cell for cell in notebook["cells"] if "steadyline" not in cell.get("metadata", {}) and cell.get("source")]


def _write_if_other(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != text:
        write_whole(path, text.encode())


def _try_writing(folder: Path) -> None:
    trial = folder / HIDDEN / "trial"
    trial.write_text("", encoding="utf-8")
    trial.unlink()
