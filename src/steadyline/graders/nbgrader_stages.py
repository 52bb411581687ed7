"""What Steadyline adds to nbgrader's own stages. Only a cohort's nbgrader_config.py and the door name these classes.

GraftedNotebook    reads a submission: the course's notebook with the answers put in; what was sent is not opened
MarkingKernel      runs it, with a short list of environment variables
RefuseUnsettled    before the marks are saved: a graded cell that does not show one plain number shows a refusal
AskAnAssessor      after the marks are saved: a refusal is no nought, it waits for an assessor
StillWaiting       on nbgrader's own page of feedback, in cohorts made before the course wrote one: which marks wait
"""

from __future__ import annotations

import html
import math
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Unicode
from traitlets.utils.importstring import import_item

from steadyline.graders.nbgrader_intake import take_in
from steadyline.graders.refusals import NO_NUMBER, REFUSED, reasons_told

WAITS = "This mark waits for an assessor. The number beside it is a blank, not a mark."

_PASSED_ON = ("PATH", "HOME", "USER", "USERNAME", "USERPROFILE", "LANG", "LANGUAGE", "TZ", "TMP", "TEMP", "TMPDIR",
              "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA",
              "LD_LIBRARY_PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "NBGRADER_EXECUTION")
_PASSED_ON_FAMILIES = ("LC_", "XDG_", "JUPYTER", "IPYTHON", "STEADYLINE_", "COVERAGE_")


def kernel_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Returns what the marking kernel may see of its parent's environment, and its own safe settings."""
    kept = {
        name: value for name, value in environment.items()
        if name.upper() in _PASSED_ON or name.upper().startswith(_PASSED_ON_FAMILIES)
    }
    # A file called pathlib.py beside the notebook must never be imported; a warning on stderr would cost the mark.
    return {**kept, "PYTHONSAFEPATH": "1", "PYTHONWARNINGS": "ignore"}


def settled_mark(outputs: Sequence[Mapping[str, Any]], points: float) -> float | None:
    """Returns the mark that a graded cell shows, or None if it does not show exactly one plain number in range.

    nbgrader itself gives full marks to what it cannot read (nan, False, -1, '0', nothing at all), so nothing is
    accepted but the text of one builtin float from 0 to `points`, with nothing beside it but displays.
    """
    if any(each.get("output_type") not in ("display_data", "execute_result") for each in outputs):
        return None
    results = [each for each in outputs if each["output_type"] == "execute_result"]
    if len(results) != 1:
        return None
    text = results[0].get("data", {}).get("text/plain")
    try:
        mark = float(text) if isinstance(text, str) else math.nan
    except ValueError:
        return None
    return mark if repr(mark) == text and math.isfinite(mark) and 0.0 <= mark <= points else None


class GraftedNotebook(NotebookExporter):
    """Reads a submission as the course's release notebook with the learner's answers in its answer cells."""

    graft = Unicode(
        help="Dotted name of a function: (text of the release notebook, folder of the submission) -> notebook text."
    ).tag(config=True)

    def __init__(self, *args: Any, **kw: Any) -> None:
        """Lets the converter that reads by it see a copy of the submissions, in which there are only plain files."""
        super().__init__(*args, **kw)  # type: ignore[no-untyped-call]
        self.clear: Callable[[], object] = lambda: None
        converter: Any = self.parent
        if getattr(converter, "coursedir", None) is not None:
            intake = take_in(converter.coursedir, converter.log.warning)
            self.clear = intake.clear
            converter.coursedir.submitted_directory = intake.directory
            converter.assignments = intake.notebooks

    def from_file(
        self, file_stream: Any, resources: Any = None, **kw: Any
    ) -> tuple[Any, Any]:
        """Returns the notebook, grafted if it is read as a submission."""
        parent: Any = self.parent
        course = parent.coursedir
        names = resources["nbgrader"]
        submission = Path(course.format_path(course.submitted_directory, names["student"], names["assignment"]))
        if Path(file_stream.name).parent.resolve() != submission.resolve():
            return super().from_file(file_stream, resources=resources, **kw)
        release = Path(course.format_path(course.release_directory, ".", names["assignment"]))
        text = (release / f"{names['notebook']}.ipynb").read_text("utf-8")
        notebook = nbformat.reads(import_item(self.graft)(text, submission), as_version=4)  # type: ignore[no-untyped-call]
        return self.from_notebook_node(notebook, resources=resources, **kw)  # type: ignore[no-any-return,no-untyped-call]


class MarkingKernel(Execute):  # type: ignore[misc]  # nbgrader ships no types
    """Runs the notebook in a kernel that sees neither the parent's secrets nor modules in its own folder."""

    def start_new_kernel(self, **kwargs: Any) -> Any:
        """Starts the kernel with the environment it may see."""
        # What a cell writes to stderr comes back as an output all the same; this is the kernel's own talk.
        quiet = {"env": kernel_environment(os.environ), "stderr": subprocess.DEVNULL}
        return super().start_new_kernel(**{**kwargs, **quiet})


class RefuseUnsettled(NbGraderPreprocessor):  # type: ignore[misc]
    """Turns what a graded code cell shows into a refusal, unless it is one plain number in range."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        """Returns the cell with one refusal as its last output, if its mark is not settled."""
        if _is_marked_by_machine(cell) and settled_mark(cell.outputs, float(cell.metadata.nbgrader.points)) is None:
            shown = [each for each in cell.outputs if each.output_type == "display_data"]
            cell.outputs = [*shown, _refusal(_why_refused(cell.outputs) or NO_NUMBER)]
        return cell, resources


class AskAnAssessor(NbGraderPreprocessor):  # type: ignore[misc]
    """Puts "needs a mark by a person" into the gradebook for every refusal, and the reason into the comment."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Returns the notebook unchanged; the gradebook's automatic marks of refused cells are taken back."""
        names = resources["nbgrader"]
        place = (names["notebook"], names["assignment"], names["student"])
        refused = {
            cell.metadata.nbgrader.grade_id: _why_refused(cell.outputs)
            for cell in nb.cells if _is_marked_by_machine(cell) and _why_refused(cell.outputs)
        }
        written = [cell.metadata.nbgrader.grade_id for cell in nb.cells if utils.is_solution(cell)]
        with Gradebook(names["db_url"]) as gradebook:
            for grade_id in refused:
                grade = gradebook.find_grade(grade_id, *place)
                grade.auto_score, grade.needs_manual_grade = None, True
            for grade_id in written if refused else ():
                # nbgrader keeps comments for answer cells only, so the reasons stand there.
                gradebook.find_comment(grade_id, *place).auto_comment = reasons_told(refused)
            gradebook.db.commit()
        return nb, resources


class StillWaiting(NbGraderPreprocessor):  # type: ignore[misc]
    """Says on the feedback page which marks wait for an assessor, where nbgrader would print a nought."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Returns the notebook with a notice in each waiting cell and one at the top."""
        names = resources["nbgrader"]
        waiting = 0
        with Gradebook(names["db_url"]) as gradebook:
            for cell in filter(utils.is_grade, nb.cells):
                if _waits(gradebook, cell, names):
                    waiting += 1
                    _say_it_waits(cell)
        if waiting:
            told = f"Waiting for an assessor: {waiting}. The score does not hold them yet."
            notice = f"**Not all marks are settled.** {told}"
            nb.cells.insert(0, _node(cell_type="markdown", id="still-waiting", metadata=_node(), source=notice))
        return nb, resources


def _waits(gradebook: Gradebook, cell: NotebookNode, names: Mapping[str, str]) -> bool:
    try:
        grade = gradebook.find_grade(
            cell.metadata.nbgrader.grade_id, names["notebook"], names["assignment"], names["student"]
        )
    except MissingEntry:
        return True
    return bool(grade.needs_manual_grade) or (grade.auto_score is None and grade.manual_score is None)


def _say_it_waits(cell: NotebookNode) -> None:
    if cell.cell_type == "code":
        cell.outputs.insert(0, _words(WAITS))
    else:
        comment = cell.metadata.nbgrader.get("comment")
        cell.metadata.nbgrader["comment"] = f"{WAITS}\n\n{comment}" if comment else WAITS


def _is_marked_by_machine(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


def _why_refused(outputs: Sequence[Mapping[str, Any]]) -> str:
    """Returns the words of the first refusal among the outputs, or nothing."""
    told = (each.get("evalue", "") for each in outputs if each.get("ename") == REFUSED)
    return next(told, "")


def _refusal(why: str) -> NotebookNode:
    return _node(output_type="error", ename=REFUSED, evalue=why, traceback=[why])


def _words(words: str) -> NotebookNode:
    shown = {"text/plain": words, "text/html": f"<p><strong>{html.escape(words)}</strong></p>"}
    return _node(output_type="display_data", data=_node(**shown), metadata=_node())


def _node(**values: Any) -> NotebookNode:
    return NotebookNode(values)  # type: ignore[no-untyped-call]  # nbformat ships none for it
