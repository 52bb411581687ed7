"""The pages of a big screen: a long text is laid on several, never made small. Pure: it measures by counting.

The screen is a stage of 1280 × 720 that grows with the projector, so that what fits here fits everywhere. Text stands
at 30 of its 720 rows; a line of it holds about 70 signs and a page 12 lines, head and foot left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil
from xml.etree import ElementTree as Tree

LINE, LINES = 68, 11.5
"""Signs in a line and lines on a page, both on the safe side: letters of another typeface may be wider."""

GAP = 0.5
"""Lines between two paragraphs."""

CELL = 3
"""Signs that the edge of a table's cell takes."""

_PARTS = ("article", "ul", "ol", "blockquote", "table", "tbody", "div")
_MARK = re.compile(r"<[^>]+>")


def pages_of(blocks: Iterable[str], lines: float = LINES) -> list[list[str]]:
    """Returns the HTML of the blocks, laid on pages of so many lines; no page is empty."""
    return [list(page) for page in _laid(tuple(blocks), lines)]


@lru_cache(maxsize=256)
def _laid(blocks: tuple[str, ...], lines: float) -> tuple[tuple[str, ...], ...]:
    # A screen is told of every handful of votes: its pages are laid out once.
    pages: list[list[str]] = []
    for piece in (piece for block in blocks for piece in pieces_of(block, lines)):
        with_it = _joined([*pages[-1], piece]) if pages else [piece]
        if pages and height_of(with_it) <= lines:
            pages[-1] = with_it
        else:
            pages.append([piece])
    return tuple(map(tuple, pages))


def height_of(page: Sequence[str]) -> float:
    """Returns about how many lines pieces take, one below the other."""
    return sum(map(lines_of, page)) + GAP * max(len(page) - 1, 0)


def pieces_of(html: str, lines: float = LINES) -> list[str]:
    """Returns HTML cut where it may be cut: between paragraphs, entries and rows, each within what it stood in."""
    if lines_of(html) <= lines / 2 and "<article" not in html:
        return [html]
    try:
        tree = Tree.fromstring(f"<div>{html}</div>")  # noqa: S314  our own cases' HTML, made by our own reader
    except Tree.ParseError:
        return [html]
    return [_written(piece) for child in tree for piece in _cut(child)]


def lines_of(html: str) -> float:
    """Returns about how many lines a piece takes at full width."""
    if "<tr" in html:
        return sum(_row_lines(row) for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)) + _outside_rows(html)
    texts = [_text(each) for each in re.split(r"<br ?/?>|</p>|</li>|</h\d>", html)]
    narrow = 0.94 if "<article" in html or "<blockquote" in html else 1
    large = 1.3 if re.match(r"<h\d", html) else 1.0
    told = [each for each in texts if each]
    return sum(large * ceil(len(each) / (LINE * narrow)) for each in told) + GAP * max(len(told) - 1, 0) + _frame(html)


def _row_lines(row: str) -> float:
    cells = [len(_text(cell)) + CELL for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)]
    # Columns are as wide as what stands in them asks for; half a line for the row's edge.
    return ceil(sum(cells) / (LINE * 0.75)) + 0.5 if cells else 0


def _outside_rows(html: str) -> float:
    outside = re.sub(r"<table.*?</table>", "", html, flags=re.DOTALL)
    return lines_of(outside) + (GAP if _text(outside) else 0)


def _frame(html: str) -> float:
    return 1.2 if "<article" in html else 0.0


def _text(html: str) -> str:
    plain = _MARK.sub("", html)
    return re.sub(r"&\w+;|&#\d+;", "x", re.sub(r"\s+", " ", plain)).strip()


def _cut(element: Tree.Element) -> list[Tree.Element]:
    """Returns an element as a list of elements, each with one child and all that stood around it."""
    if element.tag not in _PARTS or not len(element):
        return [element]
    head = element.find("thead") if element.tag == "table" else None
    found = []
    for number, child in enumerate(each for each in element if each is not head):
        for piece in _cut(child):
            shell = Tree.Element(element.tag, dict(element.attrib))
            if element.tag == "ol":
                shell.set("start", str(number + 1))
            if head is not None:
                shell.append(head)
            shell.append(piece)
            found.append(shell)
    return found


def _written(element: Tree.Element) -> str:
    return Tree.tostring(element, encoding="unicode", method="html").strip()


def _joined(pieces: Sequence[str]) -> list[str]:
    """Returns a page's pieces with what was cut apart and lies on one page put together again."""
    joined: list[str] = []
    for piece in pieces:
        before = joined[-1] if joined else ""
        merged = _merged(before, piece)
        joined[-1:] = [merged] if merged else [*joined[-1:], piece]
    return joined


def _merged(one: str, other: str) -> str:
    opening = re.match(r"<(article|ul|ol|blockquote|table)\b[^>]*>", other)
    if not opening or not re.match(rf"<{opening[1]}\b", one):
        return ""
    if opening[1] == "article" and re.match(r"<[^>]*>", one)[0] != opening[0]:  # type: ignore[index]
        return ""
    closing = f"</{opening[1]}>"
    head, tail = one.removesuffix(closing), other[opening.end():].removesuffix(closing)  # fmt: skip
    if opening[1] == "table":
        return _tables(one, other)
    inner = re.search(r"<(ul|ol|blockquote|table)\b(?:(?!<(?:ul|ol|blockquote|table)\b).)*</\1>$", head, re.DOTALL)
    if inner and (within := _merged(inner[0], tail)):
        return head[: inner.start()] + within + closing
    return head + tail + closing


def _tables(one: str, other: str) -> str:
    rows = re.search(r"<tbody>(.*)</tbody>", other, re.DOTALL)
    return one.replace("</tbody>", f"{rows[1]}</tbody>") if rows and "</tbody>" in one else ""
