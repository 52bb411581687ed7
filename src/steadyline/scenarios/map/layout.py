"""The layout of a map: boxes in rows, and lines that curve between the rows and pass boxes by.

The same graph always has the same layout, to the pixel. Sizes are in pixels at natural size; y grows downwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from steadyline.scenarios.map.graph import Box, Edge, Graph
from steadyline.scenarios.map.layers import layers_of
from steadyline.scenarios.map.lettering import BOX_WIDTH, SIZES, Face, face_of, width_of
from steadyline.scenarios.map.order import ordered
from steadyline.scenarios.map.places import placed

MARGIN = 16
_LOOP = 26
_POINT_WIDTH = 12
_BETWEEN_BOXES, _BESIDE_BOX, _BETWEEN_LINES = 30, 20, 14
_LABEL_ROOM, _PLAIN_ROOM, _ARROW_ROOM = 22, 8, 12
_LABEL_BESIDE, _LABEL_BELOW, _LABEL_LEADING, _LABELS_APART = 5, 15, 15, 8
_LEAST_CURVE, _MOST_CURVE = 26, 90
_PORTS_APART_BELOW, _PORTS_APART_ABOVE = 44, 18

Point = tuple[int, int]


@dataclass(frozen=True)
class Placed:
    """A box in its place: `left` and `top` are its corner, `row` counts from 0."""

    box: Box
    face: Face
    row: int
    left: int
    top: int

    @property
    def middle(self) -> int:
        """Where its middle lies from left to right."""
        return self.left + self.face.width // 2

    @property
    def foot(self) -> int:
        """Where it ends below."""
        return self.top + self.face.height


@dataclass(frozen=True)
class Route:
    """A line from the edge's source to its target. Between two points of one x it is straight, else it curves, upright
    at both ends. `label_at` is where its label begins, on the letters' foot."""

    edge: Edge
    points: tuple[Point, ...]
    label_at: Point
    is_back: bool = False


@dataclass(frozen=True)
class Layout:
    """A map ready to be drawn. `boxes` stand in the order of the graph, `routes` in that of its edges."""

    graph: Graph
    width: int
    height: int
    boxes: tuple[Placed, ...]
    routes: tuple[Route, ...]


def _label_width(edge: Edge) -> int:
    return width_of(edge.label, SIZES["mark"], True)


def layout_of(graph: Graph) -> Layout:
    """Returns the layout of a graph."""
    return _Plan(graph).layout()


class _Plan:
    """Spots are numbered: first the boxes, then every point in which a long line passes a row."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        onward = {box.name: list(dict.fromkeys(way.target for way in box.ways)) for box in graph.boxes}
        self.row_of, self.back = layers_of(graph.start, onward)
        self.numbers = {box.name: at for at, box in enumerate(graph.boxes)}
        self.faces = [face_of(box) for box in graph.boxes]
        self.rows: list[list[int]] = [[] for _ in range(max(self.row_of.values()) + 1)]
        for box in graph.boxes:
            self.rows[self.row_of[box.name]].append(self.numbers[box.name])
        self.spots = len(self.faces)
        self.chains = [self._chain(edge) for edge in graph.edges]
        self.loops = {
            self.numbers[edge.source]: max(_LOOP, 8 + _label_width(edge))
            for edge in graph.edges
            if edge.source == edge.target
        }
        self.above: dict[int, list[int]] = {spot: [] for spot in range(self.spots)}
        self.below: dict[int, list[int]] = {spot: [] for spot in range(self.spots)}
        for chain in self.chains:
            for upper, lower in pairwise(chain):
                self.below[upper].append(lower)
                self.above[lower].append(upper)
        self.rows = ordered(self.rows, self.above, self.below)

    def _chain(self, edge: Edge) -> list[int]:
        """Returns the spots that a line passes from its upper box to its lower one; none if it is a loop."""
        if edge.source == edge.target:
            return []
        upper, lower = (edge.target, edge.source) if self._is_back(edge) else (edge.source, edge.target)
        chain = [self.numbers[upper]]
        for row in range(self.row_of[upper] + 1, self.row_of[lower]):
            self.rows[row].append(self.spots)
            chain.append(self.spots)
            self.spots += 1
        return [*chain, self.numbers[lower]]

    def _is_back(self, edge: Edge) -> bool:
        return (edge.source, edge.target) in self.back

    def _is_point(self, spot: int) -> bool:
        return spot >= len(self.faces)

    def layout(self) -> Layout:
        """Returns the layout."""
        middles = placed(self.rows, self._apart, self._pulls(self.above), self._pulls(self.below))
        left = min(middles[spot] - self._half(spot) for row in self.rows for spot in row)
        self.middles = {spot: middle - left + MARGIN for spot, middle in middles.items()}
        self.ports_below, self.ports_above = self._ports(True), self._ports(False)
        self.levels = [self._levels(row) for row in self.rows]
        self._stack()
        boxes = tuple(self._placed(box) for box in self.graph.boxes)
        routes = tuple(
            self._loop(edge, boxes) if edge.source == edge.target else self._route(at, edge, boxes)
            for at, edge in enumerate(self.graph.edges)
        )
        rights = [self.middles[spot] + self._half(spot) for row in self.rows for spot in row]
        right = max([*rights, *(route.label_at[0] + _label_width(route.edge) for route in routes)])
        return Layout(self.graph, right + MARGIN, self.feet[-1] + MARGIN, boxes, routes)

    def _half(self, spot: int) -> int:
        return _POINT_WIDTH // 2 if self._is_point(spot) else BOX_WIDTH // 2 + self.loops.get(spot, 0)

    def _apart(self, left: int, right: int) -> int:
        points = self._is_point(left) + self._is_point(right)
        return self._half(left) + self._half(right) + (_BETWEEN_BOXES, _BESIDE_BOX, _BETWEEN_LINES)[points]

    def _pulls(self, neighbours: dict[int, list[int]]) -> dict[int, list[tuple[int, float]]]:
        """Returns the neighbours with their pull: a long line is to run straight rather than short."""
        strength = (1.0, 2.0, 8.0)
        return {
            spot: [(other, strength[self._is_point(spot) + self._is_point(other)]) for other in others]
            for spot, others in neighbours.items()
        }

    def _stack(self) -> None:
        """Finds where each row begins and ends, and the room for labels below it."""
        self.tops, self.feet, self.rooms = [], [], []
        y = MARGIN
        for row, levels in zip(self.rows, self.levels, strict=True):
            heights = [self.faces[spot].height for spot in row if not self._is_point(spot)]
            reaches = [abs(self.middles[spot] - self.middles[other]) for spot in row for other in self.below[spot]]
            self.tops.append(y)
            self.feet.append(y + max(heights))
            lowest = max(levels.values(), default=-1)
            self.rooms.append(_LABEL_ROOM + _LABEL_LEADING * lowest if levels else _PLAIN_ROOM)
            curve = min(_MOST_CURVE, max(_LEAST_CURVE, max(reaches, default=0) // 6))
            y = self.feet[-1] + self.rooms[-1] + curve + _ARROW_ROOM

    def _placed(self, box: Box) -> Placed:
        at, row = self.numbers[box.name], self.row_of[box.name]
        return Placed(box, self.faces[at], row, self.middles[at] - BOX_WIDTH // 2, self.tops[row])

    def _ports(self, is_below: bool) -> dict[tuple[int, int], int]:
        """Returns where each line meets the lower, or upper, side of a box, by the line's and the box's number."""
        lines: dict[int, list[tuple[int, int]]] = {}
        for at, chain in enumerate(self.chains):
            if chain:
                spot, next_spot = (chain[0], chain[1]) if is_below else (chain[-1], chain[-2])
                lines.setdefault(spot, []).append((self.middles[next_spot], at))
        ports: dict[tuple[int, int], int] = {}
        for spot, met in lines.items():
            order = [at for _, at in sorted(met)]
            gaps = self._gaps(order, is_below)
            x = self.middles[spot] - sum(gaps) // 2
            for at, gap in zip(order, [*gaps, 0], strict=True):
                ports[at, spot] = x
                x += gap
        return ports

    def _gaps(self, order: list[int], is_below: bool) -> list[int]:
        """Returns how far each line of one side of a box lies from the next: room for its label, if that can be."""
        room = BOX_WIDTH - 60
        apart = min(_PORTS_APART_BELOW if is_below else _PORTS_APART_ABOVE, room // max(1, len(order) - 1))
        edges = [self.graph.edges[at] for at in order[:-1]]
        widths = [_label_width(edge) if edge.label and self._is_back(edge) != is_below else 0 for edge in edges]
        gaps = [max(apart, _LABEL_BESIDE + width + _LABELS_APART if width else 0) for width in widths]
        return gaps if sum(gaps) <= room else [apart] * len(gaps)

    def _levels(self, row: list[int]) -> dict[int, int]:
        """Returns in which line of writing below a row a label stands, by the line's number; none overlaps another."""
        starts = sorted(
            (self.ports_below[at, self.chains[at][0]] + _LABEL_BESIDE, at)
            for at, edge in enumerate(self.graph.edges)
            if self.chains[at] and edge.label and not self._is_back(edge) and self.numbers[edge.source] in row
        )
        ends: list[int] = []
        levels: dict[int, int] = {}
        for x, at in starts:
            level = next((level for level, end in enumerate(ends) if end <= x), len(ends))
            ends[level : level + 1] = [x + _label_width(self.graph.edges[at]) + _LABELS_APART]
            levels[at] = level
        return levels

    def _label_at(self, at: int, edge: Edge, box: Placed) -> Point:
        """Returns where the label of a line out of a box begins: close to the box, unless it reaches beyond it."""
        x = self.ports_below[at, self.chains[at][0]] + _LABEL_BESIDE
        level = self.levels[box.row].get(at, 0)
        reaches = x + _label_width(edge) > box.left + box.face.width
        return x, (self.feet[box.row] if level or reaches else box.foot) + _LABEL_BELOW + _LABEL_LEADING * level

    def _route(self, at: int, edge: Edge, boxes: tuple[Placed, ...]) -> Route:
        chain, is_back = self.chains[at], self._is_back(edge)
        upper, lower = boxes[chain[0]], boxes[chain[-1]]
        x, last = self.ports_below[at, chain[0]], self.ports_above[at, chain[-1]]
        points = [(x, upper.foot), (x, self.feet[upper.row] + self.rooms[upper.row])]
        for row, spot in enumerate(chain[1:-1], start=upper.row + 1):
            x = self.middles[spot]
            points += [(x, self.tops[row] - _ARROW_ROOM), (x, self.feet[row] + self.rooms[row])]
        points += [(last, lower.top - _ARROW_ROOM), (last, lower.top)]
        label_at = (last + _LABEL_BESIDE, lower.top - 3) if is_back else self._label_at(at, edge, upper)
        return Route(edge, tuple(reversed(points)) if is_back else tuple(points), label_at, is_back)

    def _loop(self, edge: Edge, boxes: tuple[Placed, ...]) -> Route:
        """Returns a line out of a box's right side and back into it."""
        box = boxes[self.numbers[edge.source]]
        right, y = box.left + box.face.width, box.top + box.face.height // 2
        points = ((right, y + 10), (right + _LOOP - 8, y + 10), (right + _LOOP - 8, y - 10), (right, y - 10))
        return Route(edge, points, (right + 4, y + 25), True)
