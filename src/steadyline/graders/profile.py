"""The calibration profile: two signed axes, decision by decision, as a picture and in words.

Zero is the target. The picture uses shape and place; colour carries no meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from steadyline.graders.marks import Calibration

TITLES = {"assertiveness": "Assertiveness", "escalation": "Escalation"}
POSITIONS = {
    "assertiveness": {-2: "avoids", -1: "hesitant", 0: "authoritative", 1: "over-firm", 2: "coercive"},
    "escalation": {
        -2: "too late or never", -1: "slow or too low", 0: "timely, by the right route",
        1: "early or a stage too high", 2: "premature or by the wrong route",
    },
}  # fmt: skip
_ENDS = {"assertiveness": ("avoids", "coercive"), "escalation": ("too late", "premature")}
_ROW, _LEFT, _RIGHT, _TOP, _WIDTH = 22, 44, 296, 48, 320
"""Units of the picture's own grid; it is drawn for a phone's width and scales up."""


def position_words(axis: str, position: int | None, method: str = "") -> str:
    """Returns a position in words: `+1: over-firm`."""
    if method:
        return "not placed: the difficulty is the method, not the firmness"
    if position is None:
        return "not exercised"
    return f"{position:+d}: {POSITIONS[axis][position]}" if position else f"0: {POSITIONS[axis][0]}"


def lean_words(calibration: Calibration) -> str:
    """Returns one sentence on where an axis lay over the playthrough."""
    title, counted = TITLES[calibration.axis], calibration.counted
    if not counted:
        return f"{title}: none of these decisions counts towards this axis."
    on_target = sum(1 for position in counted if position == 0)
    sentence = f"{title}: {on_target} of {len(counted)} on target"
    under, over = sum(1 for each in counted if each < 0), sum(1 for each in counted if each > 0)
    sentence += f", {under} under and {over} over. " if under or over else ". "
    mean = f"{calibration.mean:+.1f} ({_lean(calibration)})"
    return sentence + f"The mean position is {mean}, the spread {calibration.spread:.1f}."


def _lean(calibration: Calibration) -> str:
    if calibration.spread >= 1.25 and abs(calibration.mean) < 1:
        return "mixed: now under, now over"
    if abs(calibration.mean) < 0.25:
        return "close to the target"
    return "leaning under" if calibration.mean < 0 else "leaning over"


def profile_text(calibration: Mapping[str, Calibration]) -> list[str]:
    """Returns the whole profile in sentences: one on each axis, then one for each decision on it."""
    sentences: list[str] = []
    for axis, found in calibration.items():
        sentences.append(lean_words(found))
        places = [
            f"decision {at} {position_words(axis, position)}"
            if position is not None
            else f"decision {at} does not count"
            for at, position in enumerate(found.positions, start=1)
        ]
        if places:
            sentences.append(f"{TITLES[axis]}, decision by decision: {'; '.join(places)}.")
    return sentences


def profile_svg(calibration: Mapping[str, Calibration]) -> str:
    """Returns the profile as an SVG picture, 320 units wide, with its words as its name."""
    panels, top = [], 0
    for axis, found in calibration.items():
        panels.append(f'<g transform="translate(0 {top})">{_panel(axis, found)}</g>')
        top += _height(found)
    words = escape(" ".join(lean_words(found) for found in calibration.values()), quote=True)
    return (
        f'<svg class="steadyline-profile" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top}" role="img" '
        f'aria-label="Calibration profile. {words}" font-family="system-ui, sans-serif" font-size="12" '
        f'fill="currentColor" style="max-width:34rem;width:100%;height:auto">{"".join(panels)}</svg>'
    )


def _height(calibration: Calibration) -> int:
    return _TOP + _ROW * max(1, len(calibration.positions)) + 30


def _x(position: float) -> float:
    return _LEFT + (position + 2) * (_RIGHT - _LEFT) / 4


def _panel(axis: str, found: Calibration) -> str:
    bottom = _TOP + _ROW * max(1, len(found.positions))
    low, high = _ENDS[axis]
    pieces = [
        f'<text x="0" y="14" font-weight="600" font-size="14">{TITLES[axis]}</text>',
        f'<text x="{_x(-2) - 16:.0f}" y="34">\u2212 {low}</text>',
        f'<text x="{_x(0):.0f}" y="34" text-anchor="middle">on target</text>',
        f'<text x="{_x(2) + 16:.0f}" y="34" text-anchor="end">{high} +</text>',
    ]
    pieces += [
        f'<line x1="{_x(at):.1f}" x2="{_x(at):.1f}" y1="{_TOP - 6}" y2="{bottom}" stroke="currentColor" '
        f'stroke-opacity="{0.9 if at == 0 else 0.25}" stroke-width="{1.5 if at == 0 else 1}"/>'
        for at in range(-2, 3)
    ]
    pieces += [_row(at, position) for at, position in enumerate(found.positions)]
    return "".join(pieces) + _mean(found, bottom)


def _row(at: int, position: int | None) -> str:
    y = _TOP + _ROW * at + _ROW / 2
    label = f'<text x="0" y="{y + 4:.0f}">{at + 1}</text>'
    if position is None:
        return label + f'<text x="{_x(-2) - 20:.0f}" y="{y + 4:.0f}" fill-opacity="0.75">\u2013</text>'
    return label + _shape(_x(position), y, position)


def _shape(x: float, y: float, position: int) -> str:
    """Returns a disc on target, and an arrowhead that points to the side on which the position lies."""
    if position == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
    point, back = (x - 8, x + 5) if position < 0 else (x + 8, x - 5)
    return f'<path d="M{point:.1f} {y:.1f}L{back:.1f} {y - 7:.1f}L{back:.1f} {y + 7:.1f}Z"/>'


def _mean(found: Calibration, bottom: int) -> str:
    """Returns the band of the mean with one spread to each side, and the mean's own mark."""
    if not found.counted:
        return ""
    left, right = max(-2.0, found.mean - found.spread), min(2.0, found.mean + found.spread)
    return (
        f'<rect x="{_x(left):.1f}" y="{bottom + 4}" width="{max(2.0, _x(right) - _x(left)):.1f}" height="8" '
        f'fill-opacity="0.25"/><line x1="{_x(found.mean):.1f}" x2="{_x(found.mean):.1f}" y1="{bottom + 1}" '
        f'y2="{bottom + 15}" stroke="currentColor" stroke-width="3"/>'
        f'<text x="0" y="{bottom + 13}">mean</text>'
    )
