"""Where the front of a file ends, or in words why there is none: what Word and other programs make of three hyphens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_RULE = "---"
_NEARLY = re.compile(r"[-\u2010-\u2015\u2212_*=~ ]*")
_HEADING = re.compile(r"#{1,6} \S")
_BODY = re.compile(r"\]\(#|^### |^```")
"""What a front never holds: a way out of a scene, an option of a key, a block of a unit."""

_WORD = "Word and the like turn them into a dash or a line: write in a plain text editor, such as Notepad."


@dataclass(frozen=True)
class Unfronted:
    """Why a file has no front, and in which line that shows."""

    message: str
    line: int


def front_end(lines: Sequence[str]) -> int | Unfronted:
    """Returns the line that closes the front of a file, counted from 1."""
    unopened = _unopened(lines)
    if unopened:
        return unopened
    rules = [number for number, line in enumerate(lines[1:], start=2) if line.strip() == _RULE]
    end = rules[0] if rules else len(lines) + 1
    nearly = next((at for at in range(2, min(end, len(lines) + 1)) if _is_nearly(lines[at - 1])), 0)
    heading = _heading_in_front(lines[: end - 1])
    if nearly and (not rules or heading > nearly):
        return Unfronted(_not_hyphens(lines[nearly - 1]), nearly)
    if not rules or heading:
        above = f", above line {heading}" if heading else ""
        return Unfronted(f'the front of the file is not closed: a second line "---" is missing{above}.', 1)
    return end


def _unopened(lines: Sequence[str]) -> Unfronted | None:
    first = lines[0].strip()
    if first == _RULE:
        return None
    if not any(line.strip() for line in lines):
        return Unfronted("the file is empty. A sound one to begin from: steadyline new NAME.", 1)
    if first.startswith("{\\rtf"):
        return Unfronted("this is RTF and no plain text. Save it as plain text in UTF-8.", 1)
    if _is_nearly(lines[0]):
        other = next((at for at, line in enumerate(lines[1:], start=2) if _is_nearly(line)), 0)
        return Unfronted(_not_hyphens(lines[0]) + (f" Line {other} needs them too." if other else ""), 1)
    message = 'the file begins with a line "---", then "format: 1" and the rest of its front.'
    above = [line.strip() for line in lines[: lines.index(_RULE)]] if _RULE in lines else ["?"]
    if not any(above):
        message += f" Take out the empty line{'s' if len(above) > 1 else ''} above it."
    return Unfronted(f"{message} It is three hyphens. {_WORD}" if any(above) else message, 1)


def _is_nearly(line: str) -> bool:
    """Whether a line is meant for three hyphens, and is not."""
    said = line.strip()
    return said not in ("", "-", _RULE) and _NEARLY.fullmatch(said) is not None


def _not_hyphens(line: str) -> str:
    return f'this line has to be three hyphens, "---", and is "{line.strip()[:20]}". {_WORD}'


def _heading_in_front(lines: Sequence[str]) -> int:
    """Returns the line of the first heading if scenes, options or blocks stand above the closing line; 0 if not."""
    if not any(_BODY.search(line) for line in lines):
        return 0
    return next((number for number, line in enumerate(lines, start=1) if _HEADING.match(line)), 0)
