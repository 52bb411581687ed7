"""The laws of a layout, on graphs drawn by lot, on The Porch and on cases of a capstone's size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyline.scenarios.map.graph import Box, Graph, Way
from steadyline.scenarios.map.layout import Layout, Placed, Point, Route, layout_of
from steadyline.scenarios.map.lettering import SIZES, width_of
from steadyline.scenarios.map.order import crossings
from steadyline.scenarios.map.whole import map_of_case
from steadyline.scenarios.model import Scenario

KINDS = ("decision", "passage", "turning", "chance", "ending")
titles = st.text(max_size=60)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Any graph at all: circles, ways back to the same box, boxes that nothing leads to, hostile words."""
    names = [f"s{at}" for at in range(draw(st.integers(1, 14)))]
    ways = st.builds(Way, titles, st.sampled_from(names), st.sampled_from("abcd"), st.sampled_from(["", "a", "b", "all"]))
    boxes = [
        Box(name, draw(st.sampled_from(KINDS)), "Scene", draw(titles), tuple(draw(st.lists(ways, max_size=5))), str(at))  # type: ignore[arg-type]
        for at, name in enumerate(names, start=1)
    ]
    return Graph(draw(titles), names[0], tuple(boxes), draw(titles))


@pytest.fixture(params=["porch", *range(6)])
def real(request: pytest.FixtureRequest, porch: Scenario, make_capstone: Callable[[int], Scenario]) -> Layout:
    scenario = porch if request.param == "porch" else make_capstone(request.param)
    return layout_of(map_of_case(scenario))


def _overlap(one: Placed, other: Placed) -> bool:
    return (
        one.left < other.left + other.face.width
        and other.left < one.left + one.face.width
        and one.top < other.foot
        and other.top < one.foot
    )


def _drawn(points: tuple[Point, ...]) -> Iterator[tuple[float, float]]:
    """Yields points of a line as it is drawn, about one every twentieth of each piece."""
    for (x, y), (to_x, to_y) in pairwise(points):
        half = (y + to_y) // 2
        for at in range(21):
            t = at / 20
            if x == to_x or y == to_y:
                yield x + (to_x - x) * t, y + (to_y - y) * t
            else:
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                yield x * (a + b) + to_x * (c + d), y * a + half * (b + c) + to_y * d


def _runs_through(route: Route, box: Placed) -> bool:
    return any(
        box.left < x < box.left + box.face.width and box.top < y < box.foot for x, y in _drawn(route.points)
    )


def _check(layout: Layout) -> None:
    assert [placed.box for placed in layout.boxes] == list(layout.graph.boxes)
    assert not any(_overlap(one, other) for one, other in combinations(layout.boxes, 2))
    assert [route.edge for route in layout.routes] == list(layout.graph.edges)
    assert not [(route, box) for route in layout.routes for box in layout.boxes if _runs_through(route, box)]
    for placed in layout.boxes:
        assert placed.left >= 0
        assert placed.left + placed.face.width <= layout.width
        assert placed.top >= 0
        assert placed.foot <= layout.height
    for route in layout.routes:
        assert route.label_at[0] + width_of(route.edge.label, SIZES["mark"], True) <= layout.width
    assert all(0 <= x <= layout.width and 0 <= y <= layout.height for each in layout.routes for x, y in _drawn(each.points))


@settings(deadline=None, max_examples=150)
@given(graphs())
def test_no_boxes_overlap_and_no_line_runs_through_a_box_in_any_graph(graph: Graph) -> None:
    _check(layout_of(graph))


def test_no_boxes_overlap_and_no_line_runs_through_a_box_in_a_real_case(real: Layout) -> None:
    _check(real)


@settings(deadline=None, max_examples=100)
@given(graphs())
def test_a_line_goes_down_unless_it_is_one_that_closes_a_circle(graph: Graph) -> None:
    layout = layout_of(graph)
    rows = {placed.box.name: placed.row for placed in layout.boxes}
    for route in layout.routes:
        assert route.is_back or rows[route.edge.source] < rows[route.edge.target]
    open_ways: dict[str, set[str]] = {name: set() for name in rows}
    for route in layout.routes:
        if not route.is_back:
            open_ways[route.edge.source].add(route.edge.target)
    reach = {name: {name} for name in rows}
    for name in sorted(rows, key=lambda name: -rows[name]):
        reach[name] |= set().union(*(reach[target] for target in open_ways[name]))
    assert all(route.edge.source in reach[route.edge.target] for route in layout.routes if route.is_back)


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_the_same_graph_has_the_same_layout(graph: Graph) -> None:
    again = Graph(graph.title, graph.start, tuple(graph.boxes), graph.summary)
    assert layout_of(graph) == layout_of(again)


def _labels(layout: Layout) -> list[tuple[int, int, int, int]]:
    """Returns left, top, right and foot of every label on the way down."""
    return [
        (x, y - 12, x + width_of(route.edge.label, SIZES["mark"], True), y + 3)
        for route in layout.routes
        if route.edge.label and not route.is_back
        for x, y in [route.label_at]
    ]


def _labels_are_apart(layout: Layout) -> bool:
    boxes = [(each.left, each.top, each.left + each.face.width, each.foot) for each in layout.boxes]
    labels = _labels(layout)
    pairs = [*combinations(labels, 2), *((label, box) for label in labels for box in boxes)]
    return not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for a, b in pairs)


def test_labels_do_not_overlap_in_a_real_case(real: Layout) -> None:
    assert _labels_are_apart(real)


def test_lines_that_start_from_one_box_leave_room_for_their_labels() -> None:
    ways = (Way("a", "b", "a", "a"), Way("b", "b", "b", "b"), Way("c", "c", "c", "c"), Way("d", "b", "d", "d"))
    boxes = (Box("a", "decision", "Decision", "A", ways), Box("b", "passage", "Passage", "B", (Way("", "c"),)), Box("c", "ending", "Ending", "C"))
    layout = layout_of(Graph("x", "a", boxes))
    assert [route.edge.label for route in layout.routes] == ["a, b, d", "c", ""]
    assert _labels_are_apart(layout)


labelled = st.lists(
    st.builds(Way, st.just("x"), st.sampled_from([f"s{at}" for at in range(12)]), st.just("a"), st.sampled_from(["a", "part chance", "after 12, part chance", "aa, ab, ac"])),
    max_size=9,
)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(st.lists(labelled, min_size=12, max_size=12))
def test_labels_overlap_neither_each_other_nor_a_box_however_long_and_many_they_are(ways: list[list[Way]]) -> None:
    boxes = tuple(
        Box(f"s{at}", "decision", "Decision", f"S{at}", tuple(way for way in found if int(way.target[1:]) > at))
        for at, found in enumerate(ways)
    )
    assert _labels_are_apart(layout_of(Graph("x", "s0", boxes)))


def test_a_case_without_circles_has_no_line_that_leads_up(real: Layout) -> None:
    assert not [route for route in real.routes if route.is_back]


def test_a_line_begins_at_its_box_and_ends_at_the_other(real: Layout) -> None:
    placed = {each.box.name: each for each in real.boxes}
    for route in real.routes:
        source, target = placed[route.edge.source], placed[route.edge.target]
        (x, y), (to_x, to_y) = route.points[0], route.points[-1]
        assert (y, to_y) == (source.foot, target.top)
        assert source.left <= x <= source.left + source.face.width
        assert target.left <= to_x <= target.left + target.face.width


def test_every_scene_of_the_porch_has_one_box_and_every_way_one_line(porch: Scenario) -> None:
    graph = map_of_case(porch)
    assert sorted(box.name for box in graph.boxes) == sorted(porch.scenes)
    drawn = {(edge.source, edge.target) for edge in graph.edges}
    assert drawn == {(slug, way.target) for slug, scene in porch.scenes.items() for way in scene.ways}
    assert len(graph.edges) == len(drawn)


def test_a_box_that_stands_alone_is_drawn_beside_the_others() -> None:
    layout = layout_of(Graph("x", "a", (Box("a", "ending", "Ending", "A"), Box("b", "ending", "Ending", "B"))))
    assert layout.width < 520


def test_lines_of_the_porch_do_not_cross(porch: Scenario) -> None:
    layout = layout_of(map_of_case(porch))
    lines = [list(_drawn(route.points)) for route in layout.routes]
    assert layout.width < 1280
    met = [
        (one, other)
        for one, other in combinations(range(len(lines)), 2)
        if {(round(x), round(y)) for x, y in lines[one]} & {(round(x), round(y)) for x, y in lines[other]}
    ]
    assert met == []


@pytest.mark.parametrize("seed", range(6))
def test_a_capstone_is_no_wider_than_eight_boxes(make_capstone: Callable[[int], Scenario], seed: int) -> None:
    assert layout_of(map_of_case(make_capstone(seed))).width < 8 * 250


def test_words_stay_within_their_box(real: Layout) -> None:
    for placed in real.boxes:
        for line in placed.face.lines:
            bold = line.role in ("title", "mark")
            assert line.x + width_of(line.text, SIZES[line.role], bold) <= placed.face.width
            assert line.y < placed.face.height


def test_no_writing_is_smaller_than_twelve_pixels() -> None:
    assert min(SIZES.values()) >= 12


def test_crossings_are_counted() -> None:
    assert crossings([[0, 1], [2, 3]], {0: [3], 1: [2], 2: [], 3: []}) == 1
    assert crossings([[0, 1], [2, 3]], {0: [2, 3], 1: [2, 3], 2: [], 3: []}) == 1
    assert crossings([[0, 1], [2, 3]], {0: [2], 1: [3], 2: [], 3: []}) == 0
