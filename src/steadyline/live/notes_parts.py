"""A guide cut at its headings, and what lies below each. Texts in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from markdown_it.token import Token

from steadyline.scenarios.prose import MarkdownBlock, blocks_of, first_inline, html_of, inline_html, inline_text


@dataclass(frozen=True)
class Part:
    """What stands below one heading, up to the next one of any level."""

    level: int
    title: str
    blocks: tuple[MarkdownBlock, ...]

    @property
    def html(self) -> str:
        """Its blocks as HTML."""
        return "\n".join(html_of(block.tokens) for block in self.blocks)

    @property
    def kinds(self) -> set[str]:
        """The kinds of its blocks: `table`, `paragraph` and so on."""
        return {block.type.removesuffix("_open") for block in self.blocks}

    def begins(self, pattern: str) -> bool:
        """Whether its title begins so, in letters of any size."""
        return re.match(pattern, self.title, re.IGNORECASE) is not None


def parts_of(text: str) -> tuple[Part, ...]:
    """Returns the parts of a Markdown text in order."""
    found: list[tuple[int, str, list[MarkdownBlock]]] = []
    for block in blocks_of(text):
        if block.type == "heading_open":
            inline = first_inline(block.tokens)
            title = inline_text(inline.children or ()) if inline else ""
            found.append((int(block.tokens[0].tag[1]), title, []))
        elif found:
            found[-1][2].append(block)
    return tuple(Part(level, title, tuple(blocks)) for level, title, blocks in found)


def range_below(parts: Sequence[Part], at: int) -> Sequence[Part]:
    """Returns the parts below one, as far as the next heading of its level or a higher one."""
    end = next((to for to in range(at + 1, len(parts)) if parts[to].level <= parts[at].level), len(parts))
    return parts[at + 1 : end]


def under(parts: Sequence[Part], at: int) -> str:
    """Returns all that stands below a part's heading as HTML; lower headings become h3."""
    below = [f"<h3>{escape(part.title)}</h3>\n{part.html}" for part in range_below(parts, at)]
    return "\n".join(each for each in (parts[at].html, *below) if each)


def lines_of(inline: Token) -> list[list[Token]]:
    """Returns the lines of a paragraph, as its author broke them, each as inline tokens."""
    lines: list[list[Token]] = [[]]
    for child in inline.children or ():
        if child.type in ("softbreak", "hardbreak"):
            lines.append([])
        else:
            lines[-1].append(child)
    return [line for line in lines if line]


def label_of(line: Sequence[Token]) -> tuple[str, list[Token]]:
    """Returns the words in bold or italics with which a line begins, and the rest of it; "" if it begins otherwise."""
    for mark in ("strong", "em"):
        if line[0].type == "text" and not line[0].content:
            line = line[1:]
        if line and line[0].type == f"{mark}_open":
            end = next(at for at, token in enumerate(line) if token.type == f"{mark}_close")
            return inline_text(line[1:end]), list(line[end + 1 :])
    return "", list(line)


def first_table(part: Part) -> MarkdownBlock | None:
    """Returns the part's first table, None where it has none."""
    return next((block for block in part.blocks if block.type == "table_open"), None)


def html_without_tables(part: Part) -> str:
    """Returns what stands beside a part's tables."""
    return "\n".join(html_of(block.tokens) for block in part.blocks if block.type != "table_open")


_RULES = re.compile(r"(?:<strong>)?ground rules(?:</strong>)?[^:<]*:\s*", re.IGNORECASE)
_ELSEWHERE = re.compile(r"those of the course", re.IGNORECASE)


def rules_in(parts: Sequence[Part]) -> tuple[str, ...]:
    """Returns the ground rules as inline HTML, one each: a list, or a paragraph that begins "Ground rules"."""
    return tuple(_sentence(rule) for rule in _rules(parts) if not _ELSEWHERE.match(rule))


def _sentence(rule: str) -> str:
    return rule[0].upper() + rule[1:] + ("" if rule.endswith((".", "</em>")) else ".")


def _rules(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        headed = part.begins("ground rules") and part.title.lower() == "ground rules"
        for block in part.blocks:
            inlines = [token for token in block.tokens if token.type == "inline"]
            if headed and block.type.endswith("list_open"):
                yield from (inline_html(token.children or ()) for token in inlines)
            elif block.type == "paragraph_open":
                lines = [inline_html(line) for line in lines_of(inlines[0])]
                begun = _RULES.match(lines[0])
                lines[0] = lines[0][begun.end() :] if begun else lines[0]
                if begun or (headed and "list" not in "".join(part.kinds) and part.level > 1 and _is_short(lines)):
                    yield from (each.strip() for line in lines for each in line.split("; ") if each.strip())


def _is_short(lines: Sequence[str]) -> bool:
    """Whether a paragraph is a list of rules without marks, and not talk about them."""
    return sum(len(line) for line in lines) / len(lines) < 60
