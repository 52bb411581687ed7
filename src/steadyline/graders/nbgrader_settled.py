"""Two stages more in nbgrader's own run: a mark given by a person stands while the work behind it is the same.

RememberSettled    before the marks are saved: which marks of a person's are settled
StaySettled        after they are saved: those stay settled, unless the work has changed since it was marked last
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy import Connection, select
from traitlets import Unicode
from traitlets.utils.importstring import import_item

from steadyline.graders.gradebook import engine_of, writing
from steadyline.graders.gradebook_tables import GRADE
from steadyline.graders.history import MARK, MARKED

NBGRADER = "nbgrader autograde"
SAME = "The work is the same as when a person marked it."
_SETTLED = "steadyline-settled"


class RememberSettled(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no types
    """Notes which marks of a person's are settled, before nbgrader asks for all of them again."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Returns the notebook unchanged, and the settled marks' ids in the gradebook by cell among the resources."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            try:
                found = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
                grades = list(found.grades)
            except MissingEntry:
                grades = []
            resources[_SETTLED] = {
                grade.name: grade.id for grade in grades
                if grade.manual_score is not None and not grade.needs_manual_grade
            }  # fmt: skip
        return nb, resources


class StaySettled(NbGraderPreprocessor):  # type: ignore[misc]
    """Lets settled marks stay so where the work is the same, and writes down by what they were marked."""

    words = Unicode(
        help="Dotted name of a function: (unit, text of the release notebook, folder of the submission) -> digests of "
             "the work by cell."
    ).tag(config=True)  # fmt: skip

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Returns the notebook unchanged."""
        course, names = self.parent.parent.coursedir, resources["nbgrader"]
        unit, learner = names["assignment"], names["student"]
        released = Path(course.format_path(course.release_directory, ".", unit)) / f"{names['notebook']}.ipynb"
        sent = Path(course.format_path(course.submitted_directory, learner, unit))
        words = import_item(self.words)(unit, released.read_text("utf-8"), sent)
        with writing(engine_of(Path(course.root)), NBGRADER, MARK, SAME) as connection:
            self._settle(connection, resources[_SETTLED], words, unit, learner)
        return nb, resources

    def _settle(
        self, connection: Connection, settled: Mapping[str, str], words: Mapping[str, str], unit: str, learner: str
    ) -> None:
        of_it = (MARKED.c.unit == unit) & (MARKED.c.learner == learner)
        known = json.loads(connection.execute(select(MARKED.c.words).where(of_it)).scalar() or "{}")
        same = [grade for cell, grade in settled.items() if cell in words and known.get(cell) == words[cell]]
        connection.execute(GRADE.update().where(GRADE.c.id.in_(same)).values(needs_manual_grade=False))
        connection.execute(MARKED.delete().where(of_it))
        # No fingerprint: what nbgrader marked, `steadyline mark` would mark once more and find the same.
        row = {"unit": unit, "learner": learner, "fingerprint": "", "words": json.dumps(words, sort_keys=True)}
        connection.execute(MARKED.insert(), {**row, "seconds": 0.0})
