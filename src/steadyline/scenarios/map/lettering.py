"""What is written in a box and how large the box must be for it. Sizes are in pixels at natural size.

No font can be asked how wide its letters are: the widths are those of a wide sans-serif, so that every other fits.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from steadyline.scenarios.map.graph import Box, plain

Role = Literal["kind", "title", "mark", "way"]
SIZES: dict[Role, int] = {"kind": 12, "title": 14, "mark": 12, "way": 12}
BOX_WIDTH = 216
_LEADING: dict[Role, int] = {"kind": 16, "title": 18, "mark": 16, "way": 16}
_INSET = {"decision": 12, "passage": 14, "turning": 26, "chance": 26, "ending": 24}
_MOST_LINES: dict[Role, int] = {"kind": 2, "title": 3, "way": 3}
_TOP, _BETWEEN, _BOTTOM, _MARK = 7, 4, 12, 20
# In thousandths of the size.
_WIDTHS = dict.fromkeys("iljtfrI.,:;'|!()[]- ", 360) | {"m": 980, "w": 830, "M": 870, "W": 1000, "…": 1000}


@dataclass(frozen=True)
class Line:
    """One line of text; `x` from the box's left edge, `y` from its top edge to the line's foot."""

    role: Role
    text: str
    x: int
    y: int


@dataclass(frozen=True)
class Face:
    """A box's size and its lines."""

    width: int
    height: int
    lines: tuple[Line, ...]


def width_of(text: str, size: int, is_bold: bool = False) -> int:
    """Returns how wide the text can be, in pixels."""
    widths = sum(_width(sign) for sign in text)
    return -(-widths * size * (112 if is_bold else 100) // 100_000)


def _width(sign: str) -> int:
    if sign in _WIDTHS:
        return _WIDTHS[sign]
    if unicodedata.combining(sign):
        return 0
    if not sign.isascii() and unicodedata.east_asian_width(sign) in ("W", "F"):
        return 1100
    return 780 if sign.isupper() or not sign.isascii() else 640


def wrapped(text: str, width: int, role: Role, most: int) -> list[str]:
    """Returns the text in lines no wider than `width`; what does not fit into `most` lines ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(plain(text)):
        for part in _split(piece, width, role):
            if line and _is_wide((line + part).rstrip(), width, role):
                lines.append(line.rstrip())
                line = ""
            line += part
    lines = [each for each in [*lines, line.rstrip()] if each]
    return lines if len(lines) <= most else [*lines[: most - 1], _shortened(lines[most - 1], width, role)]


def _is_wide(text: str, width: int, role: Role) -> bool:
    return width_of(text, SIZES[role], role == "title") > width


def _pieces(text: str) -> list[str]:
    """Returns the text in pieces after which a line may end: behind a space or a hyphen."""
    pieces = [""]
    for sign in text:
        pieces[-1] += sign
        if sign in " -":
            pieces.append("")
    return [piece for piece in pieces if piece]


def _split(piece: str, width: int, role: Role) -> list[str]:
    """Returns a piece that is wider than a line in parts that are not."""
    parts = [""]
    for sign in piece:
        if parts[-1] and _is_wide(parts[-1] + sign.rstrip(), width, role):
            parts.append("")
        parts[-1] += sign
    return parts


def _shortened(line: str, width: int, role: Role) -> str:
    """Returns a line with an ellipsis after its last whole word that leaves room for it."""
    words = line
    while " " in words and _is_wide(words + "…", width, role):
        words = words.rpartition(" ")[0]
    while words and _is_wide(words + "…", width, role):
        words = words[:-1]
    return words.rstrip(" ,.-") + "…"


def face_of(box: Box) -> Face:
    """Returns what is written in a box: its number and kind, its title, and its ways out with their letters."""
    inset = _INSET[box.kind]
    room = BOX_WIDTH - 2 * inset
    lines: list[Line] = []
    y = _TOP
    above: tuple[tuple[Role, str], ...] = (("kind", _kind(box)), ("title", box.title))
    for role, text in above:
        for words in wrapped(text, room, role, _MOST_LINES[role]):
            y += _LEADING[role]
            lines.append(Line(role, words, inset, y))
    y += _BETWEEN
    for way in box.ways:
        left = inset + (_MARK if way.mark else 0)
        for at, words in enumerate(wrapped(way.brief or way.text, BOX_WIDTH - inset - left, "way", _MOST_LINES["way"])):
            y += _LEADING["way"]
            if way.mark and at == 0:
                lines.append(Line("mark", way.mark, inset, y))
            lines.append(Line("way", words, left, y))
    return Face(BOX_WIDTH, y + _BOTTOM, tuple(lines))


def _kind(box: Box) -> str:
    said = f"{box.number}  {box.word}".strip()
    return f"{said}: {box.note}" if box.note else said
