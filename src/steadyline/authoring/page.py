"""A file's body as lines, with what must be known of each before it can be laid out anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from steadyline.scenarios.prose import MarkdownBlock, blocks_of
from steadyline.scenarios.remarks import Remark, without_remarks

BLANKS = " \t"
_STARTS_A_BLOCK = re.compile(r"[-*+>#=|:~`]|\d{1,9}[.)]")


@dataclass(frozen=True)
class Page:
    """Lines are counted from 0. `tidied` are the author's own without blanks at their ends; `bare` have no remarks.

    `literal` are the lines of code, kept letter by letter; `spanned` those of paragraphs in which `code` runs over a
    line's end, so that blanks are letters; `inside` those that begin within a remark; `unfenced` the last lines of
    fenced code that nothing closes but the end of what it stands in.
    """

    tidied: tuple[str, ...]
    bare: tuple[str, ...]
    literal: frozenset[int]
    spanned: frozenset[int]
    inside: frozenset[int]
    unfenced: frozenset[int]
    blocks: tuple[MarkdownBlock, ...]
    remarks: tuple[Remark, ...]

    def end(self, start: int, below: int) -> int:
        """Returns the line below the last one that says something, a remark that begins in it included."""
        while below > start + 1 and not self.bare[below - 1].strip(BLANKS) and below - 1 not in self.literal:
            below -= 1
        while below in self.inside and not self.bare[below].strip(BLANKS):
            below += 1
        return below

    def is_remark(self, line: int) -> bool:
        """Whether a line holds nothing but a remark or a part of one."""
        return not self.bare[line].strip(BLANKS) and (bool(self.tidied[line]) or line in self.inside)


def page_of(lines: Sequence[str]) -> Page:
    """Returns the page of a body's lines."""
    bared = without_remarks(lines)
    blocks = tuple(blocks_of("\n".join(bared.lines)))
    tokens = [token for block in blocks for token in block.tokens]
    literal = frozenset(
        line for token in tokens if token.type in ("fence", "code_block") and token.map for line in range(*token.map)
    )
    spanned = frozenset(line for token in tokens if _is_spanned(token) for line in _lines_of(token))
    ends = dict(_line_ends(tokens, bared.lines, spanned))
    tidied = tuple(
        line if at in literal else line.rstrip(BLANKS) + ends.get(at, "") for at, line in enumerate(lines)
    )
    inside = frozenset(line for each in bared.remarks for line in range(each.start[0] + 1, each.end[0] + 1))
    unfenced = frozenset(token.map[1] - 1 for token in tokens if token.map and _is_unfenced(token, bared.lines))
    return Page(tidied, bared.lines, literal, spanned, inside, unfenced, blocks, bared.remarks)


def _is_unfenced(token: Token, bare: Sequence[str]) -> bool:
    """Whether a token is fenced code that no fence closes."""
    if token.type != "fence" or not token.map:
        return False
    start, below = token.map
    last = bare[below - 1].strip(BLANKS + ">")
    return below - 1 == start or not last.startswith(token.markup) or bool(last.strip(token.markup[0]))


def _lines_of(token: Token) -> range:
    """Returns the lines over which the words of an inline token run."""
    start = token.map[0] if token.map else 0
    return range(start, start + token.content.count("\n") + 1)


def _is_spanned(token: Token) -> bool:
    """Whether something other than plain words runs over the end of a line."""
    breaks = sum(1 for child in token.children or () if child.type in ("softbreak", "hardbreak"))
    return token.type == "inline" and breaks != token.content.count("\n")


def _line_ends(
    tokens: Iterable[Token], bare: Sequence[str], spanned: frozenset[int]
) -> Iterator[tuple[int, str]]:
    """Yields the lines whose blanks at the end mean something, with what stands there instead of them."""
    for line in (line for token in tokens if token.type == "inline" for line in _lines_of(token)[:-1]):
        said = bare[line].rstrip(BLANKS)
        blanks = bare[line][len(said) :]
        if line in spanned or "\t" in blanks or (len(blanks) > 1 and said.endswith("\\")):
            yield line, blanks
        elif len(blanks) > 1:
            yield line, "\\"  # two blanks at the end break the line; nobody can see them


class LaidOutOtherwise(Exception):
    """A list is written in a way that cannot be moved safely: it stays as it is."""


def indent_of(line: str) -> int:
    """Returns how far a line is indented, a tab reaching to the next multiple of four."""
    return len(line[: len(line) - len(line.lstrip(BLANKS))].expandtabs(4))


def moved(page: Page, lines: Iterable[int], plain: frozenset[int], old: int, new: int) -> list[str]:
    """Returns lines that stood indented by `old`, indented by `new`. `plain` are lines of ordinary paragraphs.

    Raises LaidOutOtherwise where code is indented with tabs.
    """
    return [_moved(page, line, line in plain, old, new) for line in lines]


def _moved(page: Page, line: int, is_plain: bool, old: int, new: int) -> str:
    text, bare = page.tidied[line], page.bare[line].lstrip(BLANKS)
    if not text or (line in page.inside and not bare):
        return text
    if not bare and line not in page.literal:
        return " " * new + text.lstrip(BLANKS)
    is_code = line in page.literal or line in page.spanned
    if is_plain and not is_code and not _STARTS_A_BLOCK.match(bare):
        return " " * new + text.lstrip(BLANKS)
    if is_code and old != new and "\t" in text[: len(text) - len(text.lstrip(BLANKS))]:
        raise LaidOutOtherwise
    if old == new:
        return text
    indent = indent_of(text)
    # A line that hangs further out than its paragraph must go on doing so, or it may begin something.
    return " " * (indent - old + new if indent >= old else 0) + text.lstrip(BLANKS)
