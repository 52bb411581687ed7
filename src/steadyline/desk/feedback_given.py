"""The marks on a page of feedback as the gradebook has them, with what is known of how each was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from steadyline import content
from steadyline.course.graft import words_digest
from steadyline.course.unit import Check, Reflect, Unit
from steadyline.course.work import Work
from steadyline.desk.feedback_facts import MACHINE, PERSON, Checked, LevelGiven, MarkRow, WrittenAnswer
from steadyline.desk.giving import comment_of, points_of
from steadyline.desk.pieces import MARKING, POINTS, marking_of
from steadyline.errors import SteadylineError
from steadyline.graders.avoid import avoid_points
from steadyline.graders.explain import TITLES, measure_sentence, points_sentence
from steadyline.graders.history import Event
from steadyline.graders.marks import MEASURES, Marks
from steadyline.graders.moderation import Marking, Rule, standing
from steadyline.graders.rubric import LEVELS, Criterion, Rubric
from steadyline.marking import AVOID, CHECK, LEFT, marked_work
from steadyline.player.transcript import title_of
from steadyline.scenarios.prose import blocks_of, html_of

COURSE_CHANGED = (
    "The mark is the one in the gradebook. The course has changed since it was given, so the reasons below, which are "
    "worked out from your log as the course is now, may not add up to it."
)


def row_of(row: Mapping[str, Any], unit: Unit | None, events: Sequence[Event], marks: Marks | None) -> MarkRow:
    """Returns one row of the gradebook as the page tells it."""
    cell, points = str(row["cell"]), float(row["points"])
    given = row["given"]
    mark = None if row["waits"] else row["automatic"] if given is None else given
    title = title_of_cell(unit, cell)
    if mark is None:
        return MarkRow(cell, title, points, None)
    if given is None:
        return MarkRow(cell, title, points, float(mark), MACHINE, _said(cell, points, float(mark), marks))
    return MarkRow(cell, title, points, float(mark), PERSON, (), _why(row, events))


def _why(row: Mapping[str, Any], events: Sequence[Event]) -> str:
    """Returns the words with which a person gave a mark in place of an automatic one; the gradebook keeps none."""
    given = [each.after for each in events if each.deed == POINTS]
    return str(given[-1]["comment"]) if given and given[-1]["points"] == row["given"] else ""


def title_of_cell(unit: Unit | None, cell: str) -> str:
    """Returns what a graded cell is called on the page."""
    if cell in TITLES:
        return TITLES[cell]
    if unit is not None:
        for check in unit.checks:
            if cell == f"{CHECK}{check.id}":
                return title_of({"kind": check.look})
        for block in unit.reflections:
            if cell == f"reflect-{block.id}":
                return f"Written answer: {rubric(block.rubric).title}"
    return cell


@lru_cache(maxsize=64)
def rubric(name: str) -> Rubric:
    """Returns a rubric; read once for a whole pile of pages."""
    return content.rubric(name)


def _said(cell: str, points: float, mark: float, marks: Marks | None) -> tuple[str, ...]:
    """Returns how a measure of the case came to its mark, in the debrief's own sentences."""
    if marks is None or cell not in (*MEASURES, AVOID):
        return ()
    try:
        if cell == AVOID:
            computed, said = avoid_points(marks.playthrough, marks.key, points), ""
        else:
            found = marks.measures[cell]
            computed = found.points(points)
            said = f"{measure_sentence(found)} {points_sentence(found, points)}"
    except SteadylineError:
        return (COURSE_CHANGED,)
    return tuple(filter(None, (said if computed == mark else COURSE_CHANGED,)))


def checked_of(unit: Unit, check: Check, work: Work, rows: Mapping[str, MarkRow]) -> Checked:
    """Returns a knowledge check with its reasons, or with the words of the refusal. Never raises for the answers."""
    row = rows[f"{CHECK}{check.id}"]
    try:
        computed, reasons = marked_work(unit, row.cell, work)
    except SteadylineError as error:
        return Checked(row, None, f"{error} {LEFT}" if row.mark is None else str(error))
    except Exception as error:  # whatever the answers hold, the rest of the page is still made
        return Checked(row, None, f"Your answers cannot be shown ({type(error).__name__}).")
    return Checked(row, reasons, COURSE_CHANGED if row.mark != computed and row.giver == MACHINE else "")


def written_of(
    block: Reflect, text: str, row: MarkRow, kept: Mapping[str, Any], events: Sequence[Event]
) -> WrittenAnswer:
    """Returns a written answer; with levels only where the gradebook's mark is the one that the desk gave."""
    asked = _asked(block.markdown)
    found, stands = rubric(block.rubric), _stands(text, events)
    if row.mark is None:
        return WrittenAnswer(row, asked, text)
    said = kept["manual_comment"] or ""
    if stands is None or not _fits(stands, found) or points_of(stands, row.points) != row.mark:
        return WrittenAnswer(_with(row, said), asked, text, outside=True)
    comment = stands.comment if said in ("", comment_of(stands, found)) else said
    levels = tuple(_level(each, stands.levels[each.slug]) for each in found.criteria)
    return WrittenAnswer(_with(row, comment), asked, text, levels, stands.direction)


@lru_cache(maxsize=64)
def _asked(markdown: str) -> str:
    return "\n".join(html_of(each.tokens) for each in blocks_of(markdown))


def _with(row: MarkRow, comment: str) -> MarkRow:
    return MarkRow(row.cell, row.title, row.points, row.mark, row.giver, row.said, comment)


def _stands(text: str, events: Sequence[Event]) -> Marking | None:
    """Returns the marking that stands by the desk's own events, or None. The seed decides nothing here."""
    given = [marking_of(each) for each in events if each.deed == MARKING]
    return standing(given, Rule(standard=content.outline().standard), words_digest(text)).stands


def _fits(marking: Marking, found: Rubric) -> bool:
    return set(marking.levels) == {each.slug for each in found.criteria}


def _level(criterion: Criterion, level: int) -> LevelGiven:
    html = {each.level: each.html for each in criterion.levels}
    return LevelGiven(criterion.title, level, html[level], html[level + 1] if level < LEVELS[0] else "")

