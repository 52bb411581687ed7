"""One piece of work as it lies open before an assessor: plain values that become a page. HTML in it is ours alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from steadyline import content
from steadyline.course.unit import Reflect
from steadyline.desk.flags import Flag
from steadyline.desk.pieces import MARKED_IN, WRITTEN, Piece
from steadyline.desk.queue import may_change, state_of
from steadyline.graders.moderation import AGREED, SETTLED, Marking
from steadyline.graders.rubric import DIRECTIONS, Rubric
from steadyline.marking import told
from steadyline.scenarios.prose import blocks_of, html_of

View = dict[str, Any]


def reflect_of(unit: str, cell: str) -> Reflect:
    """Returns the block of a unit that asked for this written work."""
    return next(each for each in content.unit(unit).reflections if f"reflect-{each.id}" == cell)


def rubric_of(unit: str, cell: str) -> Rubric:
    """Returns the rubric by which this written work is marked."""
    return content.rubric(reflect_of(unit, cell).rubric)


def rubric_view(rubric: Rubric) -> View:
    """Returns a rubric as values: levels best first, each with its descriptor as HTML of our own."""
    return {
        "name": rubric.name, "title": rubric.title, "intro": rubric.intro, "directions": list(DIRECTIONS),
        "criteria": [
            {"slug": each.slug, "title": each.title,
             "levels": [{"level": level.level, "html": level.html} for level in each.levels]}
            for each in rubric.criteria
        ],
    }  # fmt: skip


def marking_view(marking: Marking) -> View:
    """Returns a marking as values."""
    return {
        "who": marking.who, "stage": marking.stage, "levels": dict(marking.levels), "direction": marking.direction,
        "comment": marking.comment, "note": marking.note, "at": marking.at,
    }  # fmt: skip


def opened(piece: Piece, folder: Path, who: str, draft: View | None, flags: tuple[Flag, ...]) -> View:
    """Returns a piece as it lies before an assessor. Where a mark must be blind, nothing of other marks is in it."""
    is_blind = piece.standing.next not in (AGREED, SETTLED)
    seen = [marking_view(each) for each in piece.standing.seen_by(who)] if piece.kind == WRITTEN else []
    return {
        "unit": piece.unit, "learner": piece.learner, "cell": piece.cell, "kind": piece.kind,
        "title": content.unit(piece.unit).title, "points": float(piece.row["points"]),
        "state": state_of(piece, who), "may_change": may_change(piece, who), "blind": is_blind,
        "why": piece.standing.why if not is_blind else "", "seen": seen,
        "text": piece.text, "words": piece.words, "count": len(piece.text.split()),
        "last": 0 if is_blind and piece.kind == WRITTEN else piece.last,
        "given": piece.row["given"], "reason": piece.row["auto_comment"] or "",
        "released": piece.released.at if piece.released else "",
        "set_aside": {"who": piece.set_aside.who, "at": piece.set_aside.at, "why": piece.set_aside.why}
        if piece.set_aside else None,
        "flags": [{"code": each.code, "words": each.words} for each in flags],
        "draft": draft, "transcript": _transcript(piece, folder), **_asked(piece),
    }  # fmt: skip


def _asked(piece: Piece) -> View:
    if piece.kind != WRITTEN:
        return {"asked": "", "range": [0, 0], "rubric": None}
    block = reflect_of(piece.unit, piece.cell)
    html = "\n".join(html_of(each.tokens) for each in blocks_of(block.markdown))
    return {"asked": html, "range": list(block.words), "rubric": rubric_view(content.rubric(block.rubric))}


def _transcript(piece: Piece, folder: Path) -> str:
    try:
        return told(content.unit(piece.unit), folder / MARKED_IN / piece.learner / piece.unit)
    except Exception as error:  # what a log holds must not keep anybody from reading the written work
        return f"The transcript cannot be shown: {error}"
