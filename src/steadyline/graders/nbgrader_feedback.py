"""The course's own page of feedback in nbgrader's own way: `nbgrader generate_feedback`, and Formgrader's button.

nbgrader's page lets a learner's tags act, loads a script from elsewhere, and prints a mark that waits as a nought.
Only a cohort's nbgrader_config.py names this class. What the page says is not known here: `page` names who makes it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from traitlets import Unicode
from traitlets.utils.importstring import import_item


class FeedbackPage(Exporter):
    """Writes a page made from the gradebook and the hand-in; the autograded notebook itself is not opened."""

    page = Unicode(
        help="Dotted name of a function: (folder of the cohort, unit, learner) -> the page's text."
    ).tag(config=True)

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Returns the page, and where nbgrader is to put it."""
        parent: Any = self.parent
        names = resources["nbgrader"]
        page: str = import_item(self.page)(Path(parent.coursedir.root), names["assignment"], names["student"])
        return page, {**resources, "output_extension": self.file_extension, "outputs": {}}

    def _file_extension_default(self) -> str:
        return ".html"
