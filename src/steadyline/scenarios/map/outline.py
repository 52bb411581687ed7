"""A map in words: every scene once, with where each of its ways leads. The map for those who see no picture."""

from __future__ import annotations

from collections.abc import Iterator

from steadyline.scenarios.map.graph import Box, Graph, Way, plain


def outline_of(graph: Graph) -> str:
    """Returns the outline as text of many lines; a scene that a way leads to is told by its number and title."""
    lines = [plain(graph.title), plain(graph.summary)]
    for box in graph.boxes:
        lines += ["", *_box(box, graph)]
    return "\n".join(lines) + "\n"


def _box(box: Box, graph: Graph) -> Iterator[str]:
    note = f" ({box.note})" if box.note else ""
    yield f"{box.number}. {box.word}: {plain(box.title)}{note}"
    for way in box.ways:
        yield f"   {_way(way, graph)}"


def _way(way: Way, graph: Graph) -> str:
    target = graph.named[way.target]
    mark = f"{way.mark}. " if way.mark else ""
    said = f"{plain(way.text)}: on to" if way.text else "On to"
    return f"{mark}{said} {target.number}, {plain(target.title)}"
