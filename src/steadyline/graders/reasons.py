"""What stands beside a mark in the marked notebook and on the feedback page: its reasons, as HTML and as plain text.

Every word of a learner or an author is escaped here; the HTML holds no script, no link and no picture from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from steadyline.graders.check import AnsweredQuestion
from steadyline.graders.explain import TITLES, decision_view, disclosures, measure_sentence
from steadyline.graders.marks import AXES, Marks
from steadyline.graders.profile import profile_svg, profile_text

_CELL = "text-align:left;vertical-align:top"


@dataclass(frozen=True)
class Reasons:
    """One mark's reasons: `sentence` first, then `rows` of (what, mark or position, why), then `remarks`."""

    title: str
    sentence: str
    columns: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]
    remarks: tuple[str, ...] = ()
    picture: str = ""
    """An SVG made by ourselves, or ""."""

    def as_html(self) -> str:
        """Returns the reasons as HTML."""
        head = "".join(f'<th scope="col" style="text-align:left">{escape(column)}</th>' for column in self.columns)
        body = "".join(_row(row) for row in self.rows)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if self.rows else ""
        remarks = "".join(f"<li>{escape(remark)}</li>" for remark in self.remarks)
        return (
            f'<section class="steadyline-reasons tex2jax_ignore mathjax_ignore"><h4>{escape(self.title)}</h4>'
            f"<p>{escape(self.sentence)}</p>{table}{self.picture}{f'<ul>{remarks}</ul>' if remarks else ''}</section>"
        )

    def as_text(self) -> str:
        """Returns the reasons as plain text."""
        rows = [f"- {what}\n  {mark}\n  {why}" for what, mark, why in self.rows]
        return "\n".join([self.title, self.sentence, *rows, *self.remarks])


def _row(row: tuple[str, str, str]) -> str:
    first, *rest = row
    cells = "".join(f'<td style="{_CELL}">{_lines(cell)}</td>' for cell in rest)
    return f'<tr><th scope="row" style="{_CELL};font-weight:normal">{_lines(first)}</th>{cells}</tr>'


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def of_measure(marks: Marks, measure: str, points: float, out_of: float) -> Reasons:
    """Returns the reasons of a measure's mark: one row for each decision of the attempt."""
    views = [decision_view(marks.playthrough.case, each) for each in marks.decisions]
    rows = [
        (f"{view['step']}. {view['scene']}\n{view['chosen']['text']}",
         _earned(marks, at, measure, view), _why(view, measure))
        for at, view in enumerate(views)
    ]
    remarks = [] if marks.is_finished else ["The case was not played to an end; decisions not taken earn nothing."]
    if measure == "judgement":
        remarks += disclosures(marks.key)
    if measure == AXES[0]:
        remarks += profile_text(marks.calibration)
    return Reasons(
        f"{TITLES[measure]}: {points:g} of {out_of:g}", measure_sentence(marks.measures[measure]),
        ("Decision, and what you chose", "What it earned", "Why"), tuple(rows), tuple(remarks),
        profile_svg(marks.calibration) if measure == AXES[0] else "",
    )


def _earned(marks: Marks, at: int, measure: str, view: Mapping[str, Mapping[str, str]]) -> str:
    marked = marks.decisions[at]
    if not marked.is_counted:
        return f"{marked.keyed.status}: discussed, not marked"
    earned = f"{marked.parts[measure].earned:g}"
    return f"{earned} of 3" if measure == "judgement" else f"{earned} of 2\n{view['chosen'][measure]}"


def _why(view: Mapping[str, Mapping[str, str]], measure: str) -> str:
    chosen = view["chosen"]
    if measure == "judgement":
        return chosen["reason"]
    return f"The method was at fault: {chosen['method']}." if chosen["method"] else ""


def of_check(
    answered: Sequence[AnsweredQuestion], asked: Mapping[str, tuple[str, Mapping[str, str]]],
    points: float, out_of: float,
) -> Reasons:
    """Returns the reasons of a check's mark; `asked` has each question's words and its options' words by id."""
    rows = []
    for each in answered:
        words, options = asked[each.id]
        given = "; ".join(options.get(id, id) for id in each.given) or "nothing"
        right = "right" if each.is_right else f"right is: {'; '.join(options[id] for id in each.keyed.answer)}"
        rows.append((words, f"You answered: {given}\n{right}", each.keyed.reason))
    wholly = sum(1 for each in answered if each.is_right)
    return Reasons(
        f"Knowledge check: {points:g} of {out_of:g}", f"{wholly} of {len(answered)} questions wholly right.",
        ("Question", "Answer", "Why"), tuple(rows),
    )
