"""What stands beside a mark in the marked notebook and on the feedback page: its reasons, as HTML and as plain text.

Every word of a learner or an author is escaped here; the HTML holds no script, no link and no picture from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from steadyline.graders.avoid import avoided
from steadyline.graders.check import AnsweredQuestion
from steadyline.graders.explain import (
    TITLES,
    avoid_sentence,
    decision_view,
    disclosures,
    measure_sentence,
    points_sentence,
)
from steadyline.graders.marks import AXES, Marks
from steadyline.graders.profile import profile_svg, profile_text

_CELL = "text-align:left;vertical-align:top;padding:.3em 1em .3em 0;border-top:1px solid #888"


@dataclass(frozen=True)
class Reasons:
    """One mark's reasons: `sentence` first, then `rows`, the first line of each its name, then `remarks`."""

    title: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()
    picture: str = ""
    """An SVG made by ourselves, or ""."""

    def as_html(self) -> str:
        """Returns the reasons as HTML."""
        head = "".join(f'<th scope="col" style="{_CELL}">{escape(column)}</th>' for column in self.columns)
        body = "".join(_row(row) for row in self.rows)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if self.rows else ""
        remarks = "".join(f"<li>{escape(remark)}</li>" for remark in self.remarks)
        return (
            f'<section class="steadyline-reasons tex2jax_ignore mathjax_ignore"><h4>{escape(self.title)}</h4>'
            f"<p>{escape(self.sentence)}</p>{table}{self.picture}{f'<ul>{remarks}</ul>' if remarks else ''}</section>"
        )

    def as_text(self) -> str:
        """Returns the reasons as plain text."""
        rows = ["- " + "\n".join(row).replace("\n", "\n  ") for row in self.rows]
        return "\n".join([self.title, self.sentence, *rows, *self.remarks])


def _row(row: tuple[str, ...]) -> str:
    first, *rest = row
    name, _, more = first.partition("\n")
    named = f"<strong>{escape(name)}</strong>{'<br>' if more else ''}{_lines(more)}"
    cells = "".join(f'<td style="{_CELL}">{_lines(cell)}</td>' for cell in rest)
    return f'<tr><th scope="row" style="{_CELL};font-weight:normal">{named}</th>{cells}</tr>'


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def of_measure(marks: Marks, measure: str, points: float, out_of: float) -> Reasons:
    """Returns the reasons of a measure's mark: one row for each decision of the attempt."""
    found = marks.measures[measure]
    columns = ("Decision, and what was chosen", "What it earned", *(("Why",) if measure == "judgement" else ()))
    remarks = [] if marks.is_finished else ["The case was not played to an end; decisions not taken earn nothing."]
    if measure == "judgement":
        remarks += disclosures(marks.key)
    if measure == AXES[0]:
        remarks += profile_text(marks.calibration)
    return Reasons(
        f"{TITLES[measure]}: {points:g} of {out_of:g}",
        f"{measure_sentence(found)} {points_sentence(found, out_of)}",
        columns, tuple(_decision_row(marks, at, measure) for at in range(len(marks.decisions))), tuple(remarks),
        profile_svg(marks.calibration) if measure == AXES[0] else "",
    )


def of_avoid(marks: Marks, points: float, out_of: float) -> Reasons:
    """Returns the reasons of the mark for naming what to avoid: one row for each decision at which it was asked."""
    case, key = marks.playthrough.case, marks.key
    rows = tuple(
        (
            f"{each.step}. {case.scenes[each.scene]['title']}",
            f"{each.share:g} of 1",
            avoid_sentence(case, key.decisions[each.scene], each.node, each.given),
        )
        for each in avoided(marks.playthrough, key)
    )
    columns = ("Decision", "What it earned", "Why")
    sentence = "Which option would you most avoid? One for what does most harm, a half for another without credit."
    return Reasons(f"{TITLES['avoid']}: {points:g} of {out_of:g}", sentence, columns, rows)


def _decision_row(marks: Marks, at: int, measure: str) -> tuple[str, ...]:
    marked = marks.decisions[at]
    view = decision_view(marks.playthrough.case, marked)
    chosen = view["chosen"]
    name = f"{view['step']}. {view['scene']}\n{chosen['text']}"
    earned = f"{marked.parts[measure].earned:g}"
    if measure == "judgement":
        earned = f"{earned} of 3" if marked.is_counted else f"{marked.keyed.status}: discussed, not marked"
        return name, earned, chosen["reason"]
    if not marked.is_counted:
        return name, f"{marked.keyed.status}: discussed, not marked"
    method = f"\nThe method: {chosen['method']}." if chosen["method"] else ""
    return name, f"{earned} of 2\n{chosen[measure]}{method}"


def of_check(
    answered: Sequence[AnsweredQuestion], asked: Mapping[str, tuple[str, Mapping[str, str]]],
    points: float, out_of: float,
) -> Reasons:
    """Returns the reasons of a check's mark; `asked` has each question's words and its options' words by id."""
    rows = []
    for each in answered:
        words, options = asked[each.id]
        given = "; ".join(options.get(id, id) for id in each.given) or "nothing"
        right = "That is right." if each.is_right else f"Right is: {'; '.join(options[id] for id in each.keyed.answer)}"
        rows.append((words, f"You answered: {given}\n{right}", each.keyed.reason))
    wholly = sum(1 for each in answered if each.is_right)
    return Reasons(
        f"Knowledge check: {points:g} of {out_of:g}", f"{wholly} of {len(answered)} questions wholly right.",
        ("Question", "Answer", "Why"), tuple(rows),
    )
