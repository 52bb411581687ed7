"""Medians, ratios and tables. Values in, values and text out; nothing here measures."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median, quantiles


def p95(values: Sequence[float]) -> float:
    """Returns the value that 95 in 100 do not exceed; of few values, about the largest."""
    return quantiles(values, n=20, method="inclusive")[18] if len(values) > 1 else values[0]


def ratio(theirs: Sequence[float], ours: Sequence[float]) -> float:
    """Returns how many times longer theirs takes at the median."""
    return median(theirs) / median(ours)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Returns a Markdown table with its columns in line; the first is words, the others figures."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = (_line(row, widths) for row in (head, rule, *rows))
    return "\n".join(lines)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    figures = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
    return f"| {' | '.join([row[0].ljust(widths[0]), *figures])} |"


def verdict(aim: str, met: bool, figure: str) -> str:
    """Returns one line on an aim and whether this run meets it."""
    return f"Aim: {aim}. {'Met' if met else 'NOT met'} in this run: {figure}."
