"""From a unit to its notebook, byte for byte the same every time.

No key and no answer stands in any cell: the cells say only which unit, and which part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from steadyline.course.unit import Check, Look, Play, Prose, Rate, Reflect, Unit
from steadyline.player.transcript import part_as_text
from steadyline.scenarios.compile import CompiledCase

Cell = dict[str, Any]

RUN_TAG = "steadyline-run"
MARKING_TAG = "steadyline-marking"
ANSWER_PLACEHOLDER = "*The reflection is written on the page above. It is put here when it is handed in.*"
_FRIENDLY: dict[Look, str] = {
    "check": "The questions stand here.",
    "sort": "The things to be sorted stand here.",
    "spot": "The paper to be read closely stands here.",
}
_SCHEMA_VERSION = 3
_NOTHING_DONE: dict[str, Any] = {"decisions": [], "answers": {}}


def built_notebook(unit: Unit, case: CompiledCase | None, support: Sequence[Mapping[str, str]] = ()) -> str:
    """Returns the notebook of a unit as the text of an .ipynb file, with nbgrader's metadata.

    `support` are the lines of whom to turn to, each with a `label` and a `text`; they stand at the foot of the page.
    """
    notebook = {
        "cells": [*_learner_cells(unit, case, support), *(_marking_cells(unit) if unit.assessed else ())],
        "metadata": {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "steadyline": {
                "format": 1,
                "unit": unit.name,
                "case": case.name if case else "",
                "digest": case.digest if case else "",
            },
            "title": unit.title,
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _learner_cells(
    unit: Unit, case: CompiledCase | None, support: Sequence[Mapping[str, str]]
) -> Iterator[Cell]:
    yield _markdown(unit, "start", _opening(unit, case))
    prose = runs = 0
    for part in unit.parts:
        if isinstance(part, Prose):
            prose += 1
            yield _markdown(unit, f"prose-{prose}", part.markdown)
            continue
        runs += 1
        if isinstance(part, Play):
            shown = part_as_text({"kind": "play", "case": case.table if case else {}}, _NOTHING_DONE)
            yield _run(unit, "play", "The case opens here.", f'play("{unit.name}")', shown, runs)
        elif isinstance(part, Check):
            call = f'check("{unit.name}", "{part.id}")'
            yield _run(unit, f"check-{part.id}", _FRIENDLY[part.look], call, _shown(part.look), runs)
        elif isinstance(part, Rate):
            call = f'rate("{unit.name}", "{part.id}")'
            yield _run(unit, f"rate-{part.id}", "Here you rate, and rate again.", call, _shown("rate"), runs)
        else:
            call = f'reflect("{unit.name}", "{part.id}")'
            yield _run(unit, f"reflect-{part.id}", "The reflection is written here.", call, _shown("reflect"), runs)
    if unit.assessed:
        friendly = "Here the work is put into one file to hand in."
        yield _run(unit, "hand-in", friendly, f'hand_in("{unit.name}")', _shown("hand-in"), runs + 1)
    if support:
        lines = "\n".join(f"- **{line['label']}:** {line['text']}" for line in support)
        yield _markdown(unit, "who-to-turn-to", f"## Who to turn to\n\n{lines}")


def _shown(kind: str) -> str:
    return part_as_text({"kind": kind}, _NOTHING_DONE)


def _opening(unit: Unit, case: CompiledCase | None) -> str:
    objectives = "\n".join(f"- {objective}" for objective in unit.objectives)
    note = case.table["content_note"] if case else unit.content_note
    return (
        f"# {unit.title}\n\n"
        f"About {unit.minutes} minutes, in one sitting or several. "
        "Everything you decide and write is saved as you go. "
        "You can stop at any moment; nobody is told that you stopped.\n\n"
        f"**Before you start:** {note}\n\n"
        f"**What this unit is for**\n\n{objectives}"
    )


def _marking_cells(unit: Unit) -> Iterator[Cell]:
    yield _markdown(
        unit,
        "for-the-assessor",
        "## For the assessor\n\nFrom here on the notebook is for marking. "
        "The cells fill when nbgrader runs them on a hand-in; on a learner's page they do nothing.",
        tags=[MARKING_TAG],
        nbgrader=_nbgrader(unit, "for-the-assessor", locked=True),
    )
    yield _marking(
        unit,
        "transcript",
        "The transcript of what was decided, for the person who marks.",
        "transcript",
        f'transcript("{unit.name}")',
        _nbgrader(unit, "transcript", locked=True),
    )
    reflections = {f"reflect-{part.id}": part for part in unit.reflections}
    for grade_id, points in unit.graded:
        if grade_id in reflections:
            yield from _reflection_cells(unit, grade_id, reflections[grade_id])
        else:
            yield _marking(
                unit,
                f"award-{grade_id}",
                f"The mark for {grade_id} and its reasons, out of {points}.",
                "award",
                f'award("{unit.name}", "{grade_id}")',
                _nbgrader(unit, grade_id, grade=True, locked=True, points=points),
            )


def _reflection_cells(unit: Unit, grade_id: str, part: Reflect) -> Iterator[Cell]:
    low, high = part.words
    asked = (
        f"### Reflection\n\n{part.markdown}\n\n{low} to {high} words, out of {part.points}. Rubric: `{part.rubric}`."
    )
    yield _markdown(
        unit, f"asked-{grade_id}", asked, tags=[MARKING_TAG], nbgrader=_nbgrader(unit, f"asked-{grade_id}", locked=True)
    )
    yield _markdown(
        unit,
        f"answer-{grade_id}",
        ANSWER_PLACEHOLDER,
        tags=[MARKING_TAG],
        nbgrader=_nbgrader(unit, grade_id, grade=True, solution=True, points=part.points),
    )


def _nbgrader(
    unit: Unit,
    grade_id: str,
    *,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    points: int | None = None,
) -> Cell:
    """Returns nbgrader's cell metadata; the checksum is left to nbgrader, which writes it on release."""
    table: Cell = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": _SCHEMA_VERSION,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        table["points"] = points
    return table


def _cell_id(unit: Unit, role: str) -> str:
    return hashlib.sha256(f"{unit.name}/{role}".encode()).hexdigest()[:12]


def _markdown(
    unit: Unit, role: str, source: str, *, tags: list[str] | None = None, nbgrader: Cell | None = None
) -> Cell:
    metadata: Cell = {"deletable": False, "editable": False, "steadyline": {"role": role}}
    if tags:
        metadata["tags"] = tags
    if nbgrader:
        metadata["nbgrader"] = nbgrader
    return {"cell_type": "markdown", "id": _cell_id(unit, role), "metadata": metadata, "source": _lines(source)}


def _code(unit: Unit, role: str, source: str, tag: str) -> Cell:
    metadata: Cell = {
        "deletable": False,
        "editable": False,
        "jupyter": {"source_hidden": True},
        "steadyline": {"role": role},
        "tags": [tag],
    }
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": _cell_id(unit, role),
        "metadata": metadata,
        "outputs": [],
        "source": _lines(source),
    }


def _run(unit: Unit, role: str, friendly: str, call: str, shown: str, number: int) -> Cell:
    name = call.split("(", 1)[0]
    source = f"# {friendly} There is nothing to run or to change.\nfrom steadyline.notebook import {name}\n{call}"
    cell = _code(unit, role, source, RUN_TAG)
    # What a reader sees without the widget: on a host that draws none, in a preview, and to nbval.
    output = {"data": {"text/plain": [shown]}, "execution_count": number, "metadata": {}}
    cell |= {"execution_count": number, "outputs": [{**output, "output_type": "execute_result"}]}
    return cell


def _marking(unit: Unit, role: str, friendly: str, name: str, call: str, nbgrader: Cell) -> Cell:
    cell = _code(unit, role, f"# {friendly}\nfrom steadyline.marking import {name}\n{call}", MARKING_TAG)
    cell["metadata"]["nbgrader"] = nbgrader
    return cell


def _lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)
