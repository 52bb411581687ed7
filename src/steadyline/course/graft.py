"""Grafting: the course's own notebook with a learner's words put into its answer cells.

Nothing that a learner sends is ever a cell, a tag, a link or a formula: their words arrive as words.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from steadyline import answers, records
from steadyline.course.handin import ANSWERS
from steadyline.course.work import Work, work_in
from steadyline.records import LARGEST_FILE, RecordDamaged

REFLECTION = "reflect-"
"""An answer cell's grade_id is this and the name of the unit's reflect block."""

NOTHING_WRITTEN = "No reflection was handed in."

# HTML, Markdown, MathJax and nbconvert read these; as entities they are only ever shown.
_SIGNS = {ord(sign): f"&#{ord(sign)};" for sign in "&<>\"'\\`*_[]{}$~|^=#"}

_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def graft_submission(release: str, submission: Path) -> str:
    """Returns the text of the release notebook with the reflections from the submission's answers put in."""
    notebook = grafted(json.loads(release), reflections(submission / ANSWERS))
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def grafted(notebook: Mapping[str, Any], written: Mapping[str, str]) -> dict[str, Any]:
    """Returns the notebook with `written`, texts by the name of the reflect block, in its answer cells."""
    return {**notebook, "cells": [_filled(cell, written) for cell in notebook["cells"]]}


def reflections(path: Path) -> dict[str, str]:
    """Returns the texts in a file of answers by item; of a damaged file, those before the damage, and a remark."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return reflections_of(Work(not_plain=frozenset({ANSWERS})))
    return reflections_of(work_in(path.parent))


def reflections_of(work: Work) -> dict[str, str]:
    """Returns the texts in the answers of somebody's work, as `reflections` does."""
    if ANSWERS in work.not_plain:
        return {"*": "[What stands in the place of the answers is not a plain file; it was not read.]"}
    try:
        found = work.given
    except RecordDamaged as damaged:
        whole = len(work.answers) <= LARGEST_FILE
        found, line = _before_the_damage(work.answers if whole else b"", damaged.line)
        remark = f"[From line {line} on, the file of answers cannot be read. What stands before it is shown.]"
        return {item: f"{remark}\n\n{text}" for item, text in {"*": "", **_texts(found)}.items()}
    return _texts(found)


def as_inert_html(text: str) -> str:
    """Returns a text as one block of HTML in which nothing acts: no tag, link, formula or Markdown of the writer's.

    Paragraphs are kept and lines are broken where the writer broke them. There is no blank line in the block,
    since Markdown would end it there.
    """
    paragraphs: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            paragraphs[-1].append(_inert(line.strip()))
        elif paragraphs[-1]:
            paragraphs.append([])
    shown = "\n".join(f"<p>{'<br>'.join(lines)}</p>" for lines in paragraphs if lines)
    return f'<div class="steadyline-answer tex2jax_ignore mathjax_ignore">\n{shown}\n</div>'


def _inert(line: str) -> str:
    # Controls and marks that turn the direction of writing could make a text read as what it is not.
    return "".join(" " if sign == "\t" else _visible(sign) for sign in line).translate(_SIGNS)


def _visible(sign: str) -> str:
    is_hidden = unicodedata.category(sign) in ("Cc", "Cs") or sign in _TURNING
    return "\ufffd" if is_hidden else sign


def _filled(cell: Mapping[str, Any], written: Mapping[str, str]) -> dict[str, Any]:
    marking = cell.get("metadata", {}).get("nbgrader", {})
    if not (marking.get("solution") and cell["cell_type"] == "markdown"):
        return dict(cell)
    text = written.get(marking["grade_id"].removeprefix(REFLECTION), written.get("*", ""))
    # The cell must differ from the released one: nbgrader gives an untouched answer cell an automatic nought.
    return {**cell, "source": as_inert_html(text if text.strip() else NOTHING_WRITTEN)}


def _texts(found: answers.Answers) -> dict[str, str]:
    return {item: answer.value for item, answer in found.latest.items() if isinstance(answer.value, str)}


def _before_the_damage(content: bytes, line: int) -> tuple[answers.Answers, int]:
    """Returns the answers before the first damage, and the line of it: one kind of damage may hide an earlier one."""
    sound = records.before(content, line)
    try:
        return answers.read_answers_bytes(sound, ANSWERS), line
    except RecordDamaged as earlier:
        return _before_the_damage(sound, earlier.line)


def words_digest(text: str) -> str:
    """Returns a digest of a written answer: the same for the same words, whatever stands around them."""
    words = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]
