"""A case's body cut at its headings: the opening, and each scene with its blocks."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from steadyline.scenarios.prose import MarkdownBlock, blocks_of, first_inline, inline_text, slug_of
from steadyline.scenarios.source import Source

_LINK = re.compile(r"\]\(#([^)\s]+)\)")
_UNSPACED = re.compile(r"(#{1,6})\s*([^#\s].*)")
_BOLD = re.compile(r"\*\*(.+?):?\*\*:?|__(.+?):?__:?")


@dataclass(frozen=True)
class Piece:
    """One scene as it stands in the file."""

    title: str
    line: int
    blocks: list[MarkdownBlock] = field(default_factory=list)


def pieces_of(source: Source, body: str) -> tuple[list[MarkdownBlock], list[Piece]]:
    """Returns the blocks of the opening, and the scenes; faults S101, S102 and S125 go to the source."""
    opening: list[MarkdownBlock] = []
    pieces: list[Piece] = []
    blocks = blocks_of(body)
    wanted = set(_LINK.findall(body)) - {slug_of(_words(block)) for block in blocks if _tag(block) == "h2"}
    first = next((block for block in blocks if _tag(block) == "h1"), None)
    for block in blocks:
        title = _words(block) if _tag(block) == "h2" else ""
        nearly = "" if title or block is first else _nearly(block, wanted)
        if nearly:
            message = f'this reads like the heading of a scene: write "## {nearly}", two hashes and a blank.'
            source.fault("S125", message, source.place(block.line))
        if nearly or _tag(block) == "h2":
            _refuse_heading(source, title or nearly, block.line, {slug_of(piece.title) for piece in pieces})
            pieces.append(Piece(title or nearly, block.line))
        elif pieces:
            pieces[-1].blocks.append(block)
        elif _tag(block) != "h1":
            opening.append(block)
    if not pieces:
        message = 'there is no scene: a scene begins with a heading of two hashes, "## At the gate".'
        source.fault("S101", message, source.last)
    return opening, pieces


def _refuse_heading(source: Source, title: str, line: int, slugs: Collection[str]) -> None:
    if not slug_of(title):
        source.fault("S102", "a scene's heading needs words.", source.place(line))
    elif slug_of(title) in slugs:
        message = f'a second scene is headed "{title}": its address would be the same.'
        source.fault("S102", message, source.place(line))


def _nearly(block: MarkdownBlock, wanted: Collection[str]) -> str:
    """Returns the words of a block that is meant for a scene's heading: links lead there, or it begins with `##`."""
    if block.type == "heading_open":
        return _words(block) if slug_of(_words(block)) in wanted else ""
    inline = first_inline(block.tokens) if block.type == "paragraph_open" else None
    line = inline.content.split("\n", 1)[0].strip() if inline else ""
    hashes, bold = _UNSPACED.fullmatch(line), _BOLD.fullmatch(line)
    if hashes and (len(hashes[1]) == 2 or slug_of(hashes[2]) in wanted):
        return hashes[2]
    words = (bold[1] or bold[2]) if bold else line
    return words if slug_of(words) in wanted and inline and inline.content.strip() == line else ""


def _words(block: MarkdownBlock) -> str:
    return inline_text(block.tokens[1].children or ()) if block.type == "heading_open" else ""


def _tag(block: MarkdownBlock) -> str:
    return block.tokens[0].tag if block.type == "heading_open" else ""
