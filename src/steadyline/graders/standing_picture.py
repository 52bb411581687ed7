"""Where each case lay on the two axes, as a picture for the page that looks back over the course.

Place and shape carry the meaning, and the words beneath say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from steadyline.graders.marks import AXES, Calibration
from steadyline.graders.profile import TITLES, lean_words

_ROW, _LEFT, _RIGHT, _TOP, _WIDTH = 44, 24, 296, 52, 320
_ENDS = {"assertiveness": ("avoids", "coercive"), "escalation": ("too late", "premature")}


def standing_svg(by_case: Mapping[str, Mapping[str, Calibration]]) -> str:
    """Returns the picture as SVG, 320 units wide: one panel an axis, one row a case, its mean and its spread."""
    panels, top = [], 0
    for axis in AXES:
        rows = [(title, found[axis]) for title, found in by_case.items() if found[axis].counted]
        panels.append(f'<g transform="translate(0 {top})">{_panel(axis, rows)}</g>')
        top += _TOP + _ROW * max(1, len(rows)) + 24
    words = escape(" ".join(standing_words(by_case)), quote=True)
    return (
        f'<svg class="steadyline-standing" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top}" role="img" '
        f'aria-label="{words}" font-family="system-ui, sans-serif" font-size="12" fill="currentColor" '
        f'style="max-width:34rem;width:100%;height:auto">{"".join(panels)}</svg>'
    )


def standing_words(by_case: Mapping[str, Mapping[str, Calibration]]) -> list[str]:
    """Returns the picture in sentences: each case on each axis."""
    return [f"{title}. {lean_words(found[axis])}" for axis in AXES for title, found in by_case.items()]


def _x(position: float) -> float:
    return _LEFT + (position + 2) * (_RIGHT - _LEFT) / 4


def _panel(axis: str, rows: list[tuple[str, Calibration]]) -> str:
    bottom = _TOP + _ROW * max(1, len(rows))
    low, high = _ENDS[axis]
    lines = "".join(
        f'<line x1="{_x(at):.1f}" x2="{_x(at):.1f}" y1="{_TOP - 6}" y2="{bottom}" stroke="currentColor" '
        f'stroke-opacity="{0.9 if at == 0 else 0.25}" stroke-width="{1.5 if at == 0 else 1}"/>'
        for at in range(-2, 3)
    )
    return (
        f'<text x="0" y="14" font-weight="600" font-size="14">{TITLES[axis]}</text>'
        f'<text x="0" y="36">\u2212 {low}</text><text x="{_x(0):.0f}" y="36" text-anchor="middle">on target</text>'
        f'<text x="{_WIDTH}" y="36" text-anchor="end">{high} +</text>{lines}'
        + "".join(_row(_TOP + _ROW * at, title, found) for at, (title, found) in enumerate(rows))
    )


def _row(top: int, title: str, found: Calibration) -> str:
    left, right = max(-2.0, found.mean - found.spread), min(2.0, found.mean + found.spread)
    y = top + 30
    return (
        f'<text x="0" y="{top + 14}">{escape(title)}</text>'
        f'<rect x="{_x(left):.1f}" y="{y - 5}" width="{max(2.0, _x(right) - _x(left)):.1f}" height="10" '
        f'fill-opacity="0.25"/><line x1="{_x(found.mean):.1f}" x2="{_x(found.mean):.1f}" y1="{y - 10}" y2="{y + 10}" '
        'stroke="currentColor" stroke-width="3"/>'
    )
