"""Remarks between authors, `<!-- … -->` in the body of a file: where they stand, and the file without them.

They are never shown. In fenced code, in `code` and after a backslash the four letters are themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

OPEN, CLOSE = "<!--", "-->"
Cut = tuple[int, int]
"""Columns of a line from 0: from the first up to the second, what is taken out."""

_FENCE = re.compile(r"(?P<before>(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_SPECIAL = re.compile(r"\\.|`+|<!--")
_BRACKET = re.compile(r"<!--|-->")


@dataclass(frozen=True)
class Remark:
    """One remark with its brackets, and where it begins and ends: pairs of line and column, both from 0."""

    text: str
    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True)
class Bared:
    """Lines without their remarks, as many as before. `padded` has blanks in their place, so that columns stay.

    `unclosed` are the places, as in Remark, where a remark is opened and not closed before the next one or the end
    of the file; only the rest of its line is taken for it.
    """

    lines: tuple[str, ...]
    padded: tuple[str, ...]
    remarks: tuple[Remark, ...]
    unclosed: tuple[tuple[int, int], ...]


def without_remarks(lines: Sequence[str]) -> Bared:
    """Returns the lines without their remarks, and the remarks."""
    cuts: list[list[Cut]] = [[] for _ in lines]
    remarks: list[Remark] = []
    unclosed: list[tuple[int, int]] = []
    fence = _Fence()
    number, at = 0, 0
    while number < len(lines):
        start = -1 if at == 0 and fence.holds(lines[number]) else _opening(lines[number], at)
        if start < 0:
            number, at = number + 1, 0
            continue
        end = _closing(lines, number, start)
        if end is None:
            unclosed.append((number, start))
            cuts[number].append((start, len(lines[number])))
            number, at = number + 1, 0
        else:
            remarks.append(_remark(lines, (number, start), end, cuts))
            number, at = end
    bared = tuple(_closed_up(line, each) for line, each in zip(lines, cuts, strict=True))
    padded = tuple(_padded(line, each) for line, each in zip(lines, cuts, strict=True))
    return Bared(bared, padded, tuple(remarks), tuple(unclosed))


@dataclass
class _Fence:
    """Knows, line by line from the top, whether a line is fenced code or one of its fences."""

    fence: str = ""
    quoted: bool = False
    indent: int = 0

    def holds(self, line: str) -> bool:
        """Whether the line belongs to fenced code; to be asked of each line in turn."""
        if self.fence and not self._is_outside(line):
            inner = line.lstrip(" \t>").rstrip()
            if inner.startswith(self.fence) and not inner.strip(self.fence[0]):
                self.fence = ""
            return True
        self.fence = ""
        opens = _FENCE.match(line)
        if opens is None:
            return False
        before = opens["before"]
        self.fence, self.quoted = opens["fence"], ">" in before
        # A fence in an item of a list ends with the item, closed or not.
        self.indent = len(before) if before.strip() else min(len(before) // 2, 1) * 2
        return True

    def _is_outside(self, line: str) -> bool:
        if self.quoted:
            return not line.lstrip(" \t").startswith(">")
        return bool(line.strip()) and len(line) - len(line.lstrip(" \t")) < self.indent


def _opening(line: str, at: int) -> int:
    """Returns the column of the next bracket that opens a remark, or -1."""
    while (found := _SPECIAL.search(line, at)) is not None:
        if found[0] == OPEN:
            return found.start()
        at = found.end()
        if found[0].startswith("`"):
            closing = re.compile(rf"(?<!`){found[0]}(?!`)").search(line, at)
            at = closing.end() if closing else at
    return -1


def _closing(lines: Sequence[str], number: int, start: int) -> tuple[int, int] | None:
    """Returns the place behind the bracket that closes a remark; None if another one opens first, or there is none."""
    at = start + 2  # `<!-->` is a remark with nothing in it
    for line in range(number, len(lines)):
        found = _BRACKET.search(lines[line], at)
        if found is not None:
            return (line, found.end()) if found[0] == CLOSE else None
        at = 0
    return None


def _remark(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int], cuts: list[list[Cut]]) -> Remark:
    """Returns the remark between two places, and notes what is taken out for it."""
    pieces = []
    for number in range(start[0], end[0] + 1):
        cut = (start[1] if number == start[0] else 0, end[1] if number == end[0] else len(lines[number]))
        cuts[number].append(cut)
        pieces.append(lines[number][slice(*cut)])
    return Remark("\n".join(pieces), start, end)


def _closed_up(line: str, cuts: Sequence[Cut]) -> str:
    """Returns the line without what is cut: no blanks at its end, none doubled, its indentation kept."""
    if not cuts:
        return line
    left = line[: cuts[0][0]] or line[: len(line) - len(line.lstrip(" \t"))]
    for at, (_, end) in enumerate(cuts):
        right = line[end : cuts[at + 1][0] if at + 1 < len(cuts) else len(line)]
        left += right.lstrip(" \t") if not left or left[-1] in " \t" else right
    return left.rstrip(" \t")


def _padded(line: str, cuts: Sequence[Cut]) -> str:
    for start, end in cuts:
        line = line[:start] + " " * (end - start) + line[end:]
    return line
