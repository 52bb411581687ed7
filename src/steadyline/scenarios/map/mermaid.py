"""A map as the text of a Mermaid flowchart, for pages that draw such text themselves."""

from __future__ import annotations

from steadyline.scenarios.map.graph import Box, Edge, Graph, plain

_SHAPES = {
    "decision": ('["', '"]'), "passage": ('("', '")'), "turning": ('{{"', '"}}'), "chance": ('[/"', '"/]'),
    "ending": ('(["', '"])'),
}  # fmt: skip
_HARMLESS = frozenset(" ,.'?!-_()")


def mermaid_of(graph: Graph) -> str:
    """Returns the flowchart. Boxes are called n1, n2 and so on; what authors wrote stands in quotation marks only."""
    ids = {box.name: f"n{at}" for at, box in enumerate(graph.boxes, start=1)}
    told = {"accTitle": _unquoted(graph.title), "accDescr": _unquoted(graph.summary)}
    lines = ["flowchart TD", *(f"    {name}: {words}" for name, words in told.items() if words)]
    lines += [f"    {ids[box.name]}{_shape(box)}" for box in graph.boxes]
    lines += [f"    {ids[edge.source]} {_arrow(edge, graph)} {ids[edge.target]}" for edge in graph.edges]
    return "\n".join(lines) + "\n"


def _shape(box: Box) -> str:
    before, after = _SHAPES[box.kind]
    kind = f"{box.word} {box.number}" + (f", {box.note}" if box.note else "")
    return f"{before}{escaped(kind)}: {escaped(box.title)}{after}"


def _arrow(edge: Edge, graph: Graph) -> str:
    said = [
        f"{way.mark} {way.brief or way.text}".strip()
        for way in graph.named[edge.source].ways
        if way.target == edge.target
    ]
    words = ", ".join(escaped(each) for each in [*said, *(label for label in edge.labels if " " in label)] if each)
    return f'-->|"{words}"|' if words else "-->"


def escaped(text: str) -> str:
    """Returns the text with every sign that could mean something to Mermaid as its number: `"` is `#34;`."""
    return "".join(sign if sign.isalnum() or sign in _HARMLESS else f"#{ord(sign)};" for sign in plain(text))


def _unquoted(text: str) -> str:
    """Returns text for a line that knows no quotation marks: letters, digits, commas, colons and stops only."""
    return " ".join("".join(sign if sign.isalnum() or sign in ",.:" else " " for sign in plain(text)).split())
