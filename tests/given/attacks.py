"""Hostile and damaged hand-ins, each as small as it can be, to be laid into folders made for the purpose.

An attack changes an honest hand-in that lies in submitted/<learner>/<unit>/ already. Whatever in one is code leaves a
canary first: a file by which a test sees that something ran. All code here is told where by CANARIES.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CANARIES = "STEADYLINE_CANARIES"
"""The environment variable that names the folder for canaries."""

MODEL = "avocet-10"
"""The honest learner with full marks, whose work others try to pass off as their own; sorted before all attackers."""

Lay = Callable[[Path, str], None]


@dataclass(frozen=True)
class Attack:
    """One hostile or damaged hand-in.

    `lay(folder, release)` puts it in place: the learner's folder for the unit, with honest work in it, and the text of
    the released notebook. `kind` is the row of docs/hand-ins-that-attack.md to which it belongs.
    """

    name: str
    kind: str
    tries: str
    lay: Lay
    learner: str = ""
    """The name of the learner's folder, if that is a part of it."""
    runs_wild: bool = False
    """Whether it may take down more than its own kernel where it is run; such are not run with nbgrader alone."""

    @property
    def who(self) -> str:
        """The learner who hands it in."""
        return self.learner or f"crow-{self.name}"[:32].rstrip("-")


def canary(name: str) -> Path:
    """Returns where the canary of an attack sits once something of it ran."""
    folder = Path(os.environ.get(CANARIES) or Path(tempfile.gettempdir()) / "steadyline-canaries")
    return folder.resolve() / name


def leaves_canary(name: str) -> str:
    """Returns the line of code that leaves the canary of an attack."""
    return f"open({str(canary(name))!r}, 'a').close()\n"


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Changes a notebook in its file."""
    notebook = json.loads(path.read_text("utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook), "utf-8")


def code_cell(source: str, **metadata: Any) -> dict[str, Any]:
    """Returns a code cell that nobody asked for."""
    return {"cell_type": "code", "execution_count": None, "id": "added", "metadata": metadata, "outputs": [], "source": source}


def cell_of(notebook: Mapping[str, Any], grade_id: str) -> dict[str, Any]:
    """Returns the notebook's cell that nbgrader knows by this id."""
    return next(cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def notebook_in(folder: Path) -> Path:
    """Returns where the notebook of a submission is expected."""
    return folder / f"{folder.name}.ipynb"


def model_work(folder: Path) -> Path:
    """Returns the submission of the honest learner with full marks, beside this one."""
    return folder.parent.parent / MODEL / folder.name


def lines_of(path: Path) -> list[dict[str, Any]]:
    """Returns the records in a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write_lines(path: Path, records: list[Any]) -> None:
    """Writes records as JSON lines."""
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), "utf-8")


def every_attack() -> tuple[Attack, ...]:
    """Returns all attacks that can lie in submitted/, by name, no two alike."""
    # Imported here: each of these modules fills its own shelf with what is defined above.
    import attacks_beside
    import attacks_in_notebooks
    import attacks_in_places
    import attacks_in_records

    shelves = (attacks_in_notebooks, attacks_beside, attacks_in_records, attacks_in_places)
    return tuple(attack for shelf in shelves for attack in shelf.ATTACKS)
