"""The page of feedback of one learner in one unit, from a cohort's folder: what nbgrader's own command calls."""

from __future__ import annotations

from pathlib import Path

from steadyline.desk.feedback import page
from steadyline.desk.feedback_gathered import facts_of, kept_of
from steadyline.errors import SteadylineError
from steadyline.graders.gradebook import engine_of, reading


class NothingHandedIn(SteadylineError):
    """There is no page, because the gradebook knows of no hand-in."""

    def __init__(self, unit: str, learner: str) -> None:
        super().__init__(f"The gradebook knows of nothing that {learner} handed in for {unit}: there is no feedback.")


def page_of(folder: Path, unit: str, learner: str) -> str:
    """Returns the page. Raises NothingHandedIn, FileMissing or GradebookBusy."""
    engine = engine_of(folder)
    try:
        with reading(engine) as connection:
            found = kept_of(connection, unit, learner)
    finally:
        engine.dispose()
    if not found:
        raise NothingHandedIn(unit, learner)
    return page(facts_of(found[0], folder))
