"""A cohort's results as one self-contained page: a table that a person reads, and where to read on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 90rem; padding: 1rem;
  color: CanvasText; background: Canvas; }
.across { overflow-x: auto; }
table { border-collapse: collapse; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th[scope=row] { white-space: nowrap; }
th, td { border: 1px solid; padding: .35rem .6rem; text-align: left; vertical-align: top; }
.across:focus-visible { outline: 3px solid; outline-offset: 2px; }
"""


@dataclass(frozen=True)
class Results:
    """What the page shows: one row of words for each learner or unit, and the page that belongs to it."""

    title: str
    said: Sequence[str]
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    feedback: Sequence[str]
    """A relative address for each row, or ""."""
    link: str = "Feedback"
    """What lies there."""


def page(results: Results) -> str:
    """Returns the page as HTML; every word is escaped."""
    said = "".join(f"<p>{escape(each)}</p>" for each in results.said)
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in (*results.columns, results.link))
    body = "".join(_row(row, link, results.link) for row, link in zip(results.rows, results.feedback, strict=True))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(results.title)}</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(results.title)}</h1>\n{said}\n"
        f'<div class="across" role="region" aria-label="{escape(results.caption)}" tabindex="0">\n'
        f"<table>\n<caption>{escape(results.caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}</tbody>\n</table>\n</div>\n</main>\n</body>\n</html>\n"
    )


def _row(row: Sequence[str], link: str, what: str) -> str:
    learner, *rest = row
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
    name = f"{escape(what)} for {escape(learner)}"
    open_it = f'<a href="{escape(link)}" aria-label="{name}">{escape(what)}</a>' if link else "none"
    return f'<tr><th scope="row">{escape(learner)}</th>{cells}<td>{open_it}</td></tr>\n'


def as_text(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Returns a table in plain text, columns aligned."""
    widths = [max(len(str(row[at])) for row in (columns, *rows)) for at in range(len(columns))]
    ruled = [columns, ["-" * width for width in widths], *rows]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                     for row in ruled)
