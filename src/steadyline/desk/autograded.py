"""A marked notebook as `nbgrader autograde` would have left it under a cohort's settings, letter by letter.

The released notebook is laid out once; for each hand-in only what differs is written into it. nbgrader's marked
notebook says in `metadata.execution` when each cell ran; here nothing runs, so that is left out.
Source of the form: nbformat 5.10, v4.nbjson and v4.rwbase (sorted keys, one space, texts split into lines).
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from json.encoder import encode_basestring
from typing import Any

from steadyline.course.build import RUN_TAG
from steadyline.course.graft import NOTHING_WRITTEN, REFLECTION, as_inert_html
from steadyline.errors import SteadylineError
from steadyline.graders.refusals import REFUSED
from steadyline.marking import Award

_CALL = re.compile(
    r'(?:#[^\n]*\n)*from steadyline\.marking import (award|transcript)\n\1\("([a-z0-9-]+)"(?:, "([a-z0-9-]+)")?\)'
)
_HOLE = "\ue000hole-{}\ue000"
_HOLES = re.compile(r'"\ue000hole-(\d+)\ue000"')
TRANSCRIPT = "transcript"


class NotOurNotebook(SteadylineError):
    """The released notebook holds a cell that only a kernel can answer."""

    def __init__(self, unit: str, cell: str, why: str) -> None:
        self.unit, self.cell = unit, cell
        super().__init__(
            f"release/{unit}/{unit}.ipynb, cell {cell}: {why}, so `steadyline mark` cannot mark this unit. "
            f"Nothing was marked. `nbgrader autograde {unit}`, in the same folder, runs the notebook and marks it."
        )


@dataclass(frozen=True)
class MarkedCell:
    """A cell that marks: `measure` as `marking.award` knows it (or TRANSCRIPT), `number` its count, from 1."""

    cell: str
    measure: str
    points: float
    number: int
    hole: int


@dataclass(frozen=True)
class AnswerCell:
    """A cell in which written work is put; `item` is the name of its reflect block."""

    cell: str
    item: str
    points: float
    hole: int


class Sheet:
    """A released notebook, ready to be filled in. Raises NotOurNotebook."""

    def __init__(self, unit: str, released: str) -> None:
        self.unit, self.released = unit, released
        self.marked: list[MarkedCell] = []
        self.answers: list[AnswerCell] = []
        notebook = json.loads(released)
        count = holes = 0
        for cell in notebook["cells"]:
            is_run = cell["cell_type"] == "code" and RUN_TAG not in cell["metadata"].get("tags", [])
            if cell["cell_type"] == "code":
                cell |= {"outputs": [], "execution_count": None}
            if is_run and "".join(cell["source"]).strip():
                count += 1
                self.marked.append(self._marked_cell(cell, count, holes))
                cell |= {"outputs": _HOLE.format(holes), "execution_count": count}
                holes += 1
            elif _of(cell).get("solution") and cell["cell_type"] == "markdown":
                self.answers.append(_answer_cell(cell, holes))
                cell["source"] = _HOLE.format(holes)
                holes += 1
            elif _of(cell).get("grade") or _of(cell).get("task"):
                raise NotOurNotebook(unit, _of(cell).get("grade_id", ""), "it is marked in a way of its own")
        notebook["metadata"]["language_info"] = _language_info()
        text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": ")) + "\n"
        self._pieces: Sequence[str] = _HOLES.split(text)

    def _marked_cell(self, cell: Mapping[str, Any], number: int, hole: int) -> MarkedCell:
        marking = _of(cell)
        name = str(marking.get("grade_id", ""))
        call = _CALL.fullmatch("".join(cell["source"]))
        if call is None or call[2] != self.unit or marking.get("solution"):
            where = name or str(cell.get("id", ""))
            raise NotOurNotebook(self.unit, where, "it holds code that is not Steadyline's own")
        if (call[1] == "award") != bool(marking.get("grade")) or (call[1] == "award") != bool(call[3]):
            raise NotOurNotebook(self.unit, name, "what it calls and what it is marked for do not fit")
        return MarkedCell(name, call[3] or TRANSCRIPT, float(marking.get("points", 0)), number, hole)

    @cached_property
    def graded(self) -> dict[str, float]:
        """Every graded cell with its points, in the order of the notebook."""
        found: list[MarkedCell | AnswerCell] = [each for each in self.marked if each.measure != TRANSCRIPT]
        return {each.cell: each.points for each in sorted([*found, *self.answers], key=lambda each: each.hole)}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the released notebook."""
        return hashlib.sha256(self.released.encode("utf-8")).hexdigest()

    @cached_property
    def locked(self) -> dict[str, str]:
        """The text of each cell that the gradebook knows and nobody may change, by name."""
        cells = json.loads(self.released)["cells"]
        return {
            _of(cell)["grade_id"]: "".join(cell["source"]) for cell in cells
            if not _of(cell).get("solution") and (_of(cell).get("grade") or _of(cell).get("locked"))
        }  # fmt: skip

    def filled(self, shown: Mapping[str, str], written: Mapping[str, str]) -> str:
        """Returns the notebook: `shown` are the outputs of marking cells, `written` the sources of answer cells."""
        holes = {each.hole: shown[each.cell] for each in self.marked}
        holes |= {each.hole: _lines(written[each.cell], 4) for each in self.answers}
        return "".join(
            holes[int(piece)] if at % 2 else piece for at, piece in enumerate(self._pieces)
        )


def answer_text(cell: AnswerCell, reflections: Mapping[str, str]) -> str:
    """Returns what a learner wrote for an answer cell, or ""."""
    return reflections.get(cell.item, reflections.get("*", ""))


def answer_source(text: str) -> str:
    """Returns the source of an answer cell with these words in it, as the graft puts them there."""
    return as_inert_html(text if text.strip() else NOTHING_WRITTEN)


def displayed(text: str, html: str) -> str:
    """Returns the outputs of a cell that shows a text, and HTML of the same."""
    return _listed([_display(text, html)])


def awarded_outputs(award: Award, number: int) -> str:
    """Returns the outputs of a marking cell: why, and the mark; or the refusal alone."""
    if award.mark is None:
        return _listed([
            f'{{\n     "ename": "{REFUSED}",\n     "evalue": {_string(award.refusal)},\n'
            f'     "output_type": "error",\n     "traceback": [\n      {_string(award.refusal)}\n     ]\n    }}'
        ])
    result = (
        f'{{\n     "data": {{\n      "text/plain": {_lines(repr(award.mark), 7)}\n     }},\n'
        f'     "execution_count": {number},\n     "metadata": {{}},\n     "output_type": "execute_result"\n    }}'
    )
    return _listed([_display(award.text, award.html), result])


def _display(text: str, html: str) -> str:
    return (
        f'{{\n     "data": {{\n      "text/html": {_lines(html, 7)},\n      "text/plain": {_lines(text, 7)}\n     }},\n'
        '     "metadata": {},\n     "output_type": "display_data"\n    }'
    )


def _listed(outputs: Sequence[str]) -> str:
    return "[\n    " + ",\n    ".join(outputs) + "\n   ]"


def _lines(text: str, depth: int) -> str:
    """Returns a text as a JSON list of its lines, the list's items `depth` spaces in."""
    if not text:
        return "[]"
    inner = f",\n{' ' * depth}".join(_string(line) for line in text.splitlines(keepends=True))
    return f"[\n{' ' * depth}{inner}\n{' ' * (depth - 1)}]"


def _string(text: str) -> str:
    return encode_basestring(text)


def _of(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    marking: Mapping[str, Any] = cell.get("metadata", {}).get("nbgrader", {})
    return marking


def _answer_cell(cell: Mapping[str, Any], hole: int) -> AnswerCell:
    name = str(_of(cell)["grade_id"])
    return AnswerCell(name, name.removeprefix(REFLECTION), float(_of(cell).get("points", 0)), hole)


def _language_info() -> dict[str, Any]:
    """Returns what a marking kernel says of itself. Source: ipykernel 7, `IPythonKernel.language_info`."""
    return {
        "codemirror_mode": {"name": "ipython", "version": 3}, "file_extension": ".py", "mimetype": "text/x-python",
        "name": "python", "nbconvert_exporter": "python", "pygments_lexer": "ipython3",
        "version": platform.python_version(),
    }  # fmt: skip


@lru_cache(maxsize=8)
def sheet(unit: str, released: str) -> Sheet:
    """Returns the sheet of a unit, laid out once in each process."""
    return Sheet(unit, released)

