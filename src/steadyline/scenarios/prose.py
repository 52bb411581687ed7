"""Markdown as blocks, HTML and plain text. Raw HTML is never let through: `<b>` stays four letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class MarkdownBlock:
    """A block at the top level of a document, or inside a list item. `line` counts from 1."""

    tokens: tuple[Token, ...]
    line: int

    @property
    def type(self) -> str:
        """The name of its first token: `paragraph_open`, `bullet_list_open`, `heading_open`, `fence` …"""
        return self.tokens[0].type


def blocks_of(markdown: str) -> list[MarkdownBlock]:
    """Returns the top-level blocks of a Markdown text."""
    return grouped(_MARKDOWN.parse(markdown))


def grouped(tokens: Sequence[Token]) -> list[MarkdownBlock]:
    """Returns sibling tokens as blocks, each from its opening to its closing token."""
    found: list[MarkdownBlock] = []
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            line = group[0].map[0] + 1 if group[0].map else 1
            found.append(MarkdownBlock(tuple(group), line))
            group = []
    return found


def items_of(block: MarkdownBlock) -> list[MarkdownBlock]:
    """Returns the items of a list block."""
    return grouped(block.tokens[1:-1])


def html_of(tokens: Sequence[Token]) -> str:
    """Returns the tokens as HTML; a paragraph taken out of a tight list gets its `<p>` back."""
    copied = [copy(token) for token in tokens]
    for token in copied:
        token.hidden = token.hidden and token.level > copied[0].level
    return str(_MARKDOWN.renderer.render(copied, _MARKDOWN.options, {})).strip()


def inline_html(children: Sequence[Token]) -> str:
    """Returns inline tokens as HTML."""
    inline = Token("inline", "", 0, children=list(children))
    return str(_MARKDOWN.renderer.render([inline], _MARKDOWN.options, {})).strip()


def text_of(tokens: Sequence[Token]) -> str:
    """Returns the words of block tokens, a line for each paragraph, cell or item."""
    return "\n".join(inline_text(token.children or ()) for token in tokens if token.type == "inline").strip()


def inline_text(children: Sequence[Token]) -> str:
    """Returns the words of inline tokens, line breaks as spaces."""
    words = [" " if child.type in ("softbreak", "hardbreak") else child.content for child in children]
    return re.sub(r"\s+", " ", "".join(words)).strip()


def slug_of(heading: str) -> str:
    """Returns the address that code-hosting sites give a heading: small letters, hyphens, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def first_inline(tokens: Sequence[Token]) -> Token | None:
    """Returns the first run of words in the tokens."""
    return next((token for token in tokens if token.type == "inline"), None)


def without_start(tokens: Sequence[Token], dropped: int, letters: int = 0) -> list[Token]:
    """Returns copied tokens whose first inline has lost `dropped` children and then `letters` letters.

    White space that is left at the start goes too.
    """
    copied = [copy(token) for token in tokens]
    inline = first_inline(copied)
    if inline is not None:
        children = [copy(child) for child in inline.children or ()][dropped:]
        if children and letters and children[0].type == "text":
            children[0].content = children[0].content[letters:]
        while children and children[0].type in ("softbreak", "text") and not children[0].content.strip():
            children = children[1:]
        if children and children[0].type == "text":
            children[0].content = children[0].content.lstrip()
        inline.children = children
    return copied
