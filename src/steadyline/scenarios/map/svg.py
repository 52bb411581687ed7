"""The picture of a map as SVG text of our own: no script, nothing fetched, everything escaped.

A box's kind is told by its shape and by a word in it; colour carries no meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import pairwise

from steadyline.scenarios.map.graph import Box, plain
from steadyline.scenarios.map.layout import Layout, Placed, Point, Route
from steadyline.scenarios.map.lettering import SIZES, Line

PALETTES: dict[str, dict[str, str]] = {
    "light": {"ground": "#fffdf8", "paper": "#ffffff", "ink": "#25221e", "soft": "#4a443c", "line": "#5a534a"},
    "dark": {"ground": "#1c1f20", "paper": "#25292a", "ink": "#ece7de", "soft": "#cfc8bb", "line": "#a79f92"},
}
"""Ground and paper carry text in ink and soft; line is what boxes and lines are drawn with."""
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_HEAD = 44
_HEAD_SIZE = 20


def svg_of(layout: Layout, name: str = "map", is_headed: bool = True) -> str:
    """Returns the picture. `name` begins its ids: on one page no two pictures may have the same.

    `is_headed` writes the title above the map as well; where a page has its own heading it would be said twice.
    """
    graph = layout.graph
    head = _HEAD if is_headed else 0
    word = re.sub(r"[^A-Za-z0-9-]", "-", name)
    ids = f"{word}-title", f"{word}-words"
    width, height = layout.width, layout.height + head
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="steadyline-map" role="img" '
        f'aria-labelledby="{ids[0]} {ids[1]}" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="{FONT}" font-size="{SIZES["way"]}">',
        f'<title id="{ids[0]}">{_words(graph.title)}</title>',
        f'<desc id="{ids[1]}">{_words(graph.summary + " " + graph.reading)}</desc>',
        f"<style>{_style()}</style>",
        f'<rect class="map-ground" width="{width}" height="{height}" {_paint("ground")}/>',
    ]
    if is_headed:
        parts.append(_text("ink", 16, 30, _HEAD_SIZE, graph.title, True))
        parts.append(f'<g transform="translate(0 {_HEAD})">')
    parts += [_route(route, graph.named) for route in layout.routes]
    parts += [_label(route) for route in layout.routes if route.edge.label]
    parts += [_box(placed) for placed in layout.boxes]
    return "\n".join([*parts, *(["</g>"] if is_headed else []), "</svg>\n"])


def _words(text: str) -> str:
    return escape(plain(text), quote=True)


def _paint(role: str, what: str = "fill") -> str:
    return f'{what}="{PALETTES["light"][role]}"'


def _style() -> str:
    """Returns the rules for dark surroundings and for print; without them the picture is the light one."""
    dark = PALETTES["dark"]
    fills = "".join(f".steadyline-map .map-{role}{{fill:{dark[role]}}}" for role in ("ground", "paper", "ink", "soft"))
    drawn = (
        f".steadyline-map .map-shape,.steadyline-map .map-line{{stroke:{dark['line']}}}"
        f".steadyline-map .map-point{{fill:{dark['line']}}}.steadyline-map .map-halo{{stroke:{dark['ground']}}}"
    )
    return (
        f"@media screen and (prefers-color-scheme:dark){{{fills}{drawn}}}"
        "@media print{.steadyline-map{max-width:100%;height:auto}}"
    )


def _text(role: str, x: int, y: int, size: int, text: str, is_bold: bool = False) -> str:
    look = f'class="map-{role}" font-size="{size}" {_paint(role)}' + (' font-weight="600"' if is_bold else "")
    return f'<text x="{x}" y="{y}" {look}>{_words(text)}</text>'


def _box(placed: Placed) -> str:
    lines = "".join(_line(line, placed) for line in placed.face.lines)
    return f"<g><title>{_words(_tooltip(placed.box))}</title>{''.join(_shapes(placed))}{lines}</g>"


def _line(line: Line, placed: Placed) -> str:
    role = "soft" if line.role == "kind" else "ink"
    is_bold = line.role in ("title", "mark")
    return _text(role, placed.left + line.x, placed.top + line.y, SIZES[line.role], line.text, is_bold)


def _tooltip(box: Box) -> str:
    said = f"{box.number} {box.word}: {box.title}"
    return f"{said} ({box.note})" if box.note else said


def _shapes(placed: Placed) -> Iterator[str]:
    """Yields the outline that tells the kind: a plain box, a round one, a hexagon, a slanted or a double one."""
    left, top, right, foot = placed.left, placed.top, placed.left + placed.face.width, placed.foot
    kind, middle = placed.box.kind, (placed.top + placed.foot) // 2
    look = f'class="map-paper map-shape" {_paint("paper")} {_paint("line", "stroke")}'
    if kind == "turning":
        sides = f"H{right - 18}L{right} {middle}L{right - 18} {foot}H{left + 18}L{left} {middle}Z"
        yield f'<path {look} stroke-width="2" d="M{left + 18} {top}{sides}"/>'
    elif kind == "chance":
        sides = f"H{right}L{right - 18} {foot}H{left}Z"
        yield f'<path {look} stroke-width="2" stroke-dasharray="6 4" d="M{left + 18} {top}{sides}"/>'
    else:
        radius, stroke = {"decision": (3, 3), "passage": (14, 1), "ending": (24, 2)}[kind]
        yield _rounded(look, placed, 0, radius, stroke)
        if kind == "ending":
            yield _rounded(look, placed, 5, radius - 5, 1)


def _rounded(look: str, placed: Placed, inset: int, radius: int, stroke: int) -> str:
    width, height = placed.face.width - 2 * inset, placed.face.height - 2 * inset
    return (
        f'<rect {look} stroke-width="{stroke}" x="{placed.left + inset}" y="{placed.top + inset}" '
        f'width="{width}" height="{height}" rx="{min(radius, height // 2)}"/>'
    )


def _route(route: Route, boxes: Mapping[str, Box]) -> str:
    source, target = boxes[route.edge.source], boxes[route.edge.target]
    dashes = ' stroke-dasharray="7 5"' if route.is_back or source.kind == "chance" else ""
    said = f"{source.number} {source.title} leads to {target.number} {target.title}"
    if route.edge.label:
        said = f"{route.edge.label}: {said}"
    return (
        f'<g><title>{_words(said)}</title><path class="map-line" fill="none" {_paint("line", "stroke")} '
        f'stroke-width="1.5"{dashes} d="{path_of(route.points)}"/>{_arrow(route.points)}</g>'
    )


def path_of(points: tuple[Point, ...]) -> str:
    """Returns the path through the points: straight where x or y stays, else a curve that is upright at both ends."""
    words = [f"M{points[0][0]} {points[0][1]}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        half = (y + to_y) // 2
        words.append(f"L{to_x} {to_y}" if x == to_x or y == to_y else f"C{x} {half} {to_x} {half} {to_x} {to_y}")
    return "".join(words)


def _arrow(points: tuple[Point, ...]) -> str:
    (before_x, before_y), (x, y) = points[-2:]
    if before_y == y:
        back = 9 if before_x > x else -9
        return f'<path class="map-point" {_paint("line")} d="M{x} {y}l{back} -5v10z"/>'
    back = -9 if before_y < y else 9
    return f'<path class="map-point" {_paint("line")} d="M{x} {y}l-5 {back}h10z"/>'


def _label(route: Route) -> str:
    """Returns the label twice: first a broad rim in the colour of the ground, so that no line runs through it."""
    (x, y), words = route.label_at, _words(route.edge.label)
    return (
        f'<text class="map-halo" x="{x}" y="{y}" font-weight="600" fill="none" {_paint("ground", "stroke")} '
        f'stroke-width="4" stroke-linejoin="round" aria-hidden="true">{words}</text>'
        + _text("ink", x, y, SIZES["mark"], route.edge.label, True)
    )
