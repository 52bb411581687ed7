"""The prose of an author's file in passages, with the exact place of every word; what only the machine reads is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt

from steadyline.scenarios.model import Place
from steadyline.scenarios.prose import slug_of
from steadyline.scenarios.remarks import without_remarks

FileKind = Literal["case", "key", "check", "unit", "facilitator", "rubric", "document"]

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_FRONT = re.compile(r"(?P<name>title|role|content note|\s*-)(?::|(?<=-))\s")
_SILENT = re.compile(
    r"^(?:id|if|set|add|weight|process|circumstance|credit|assertiveness|escalation|competency|method|sources|status"
    r"|fitting|answer|case|attempt|judgement|points|words|rubric|choose|avoid|find|scale|level|direction|kind):"
    r"(?:[ \t].*|$)",
    re.MULTILINE,
)
_MARKUP = (
    _SILENT,
    re.compile(r"\A(?:now|reason|protects|note):"),
    re.compile(r"^(?:low|high|columns):", re.MULTILINE),
    re.compile(r"\Alater:\s*\[[^\]]*\]\([^)]*\)"),
    re.compile(r"\A\*(?:If\b[^*]*|Otherwise):\*"),
    re.compile(r"\A(?:If\b[^\[]*|Otherwise|Go on|Chance):(?=\s*\[)"),
    re.compile(r"\AEnding:"),
    re.compile(r"\]\([^)]*\)"),
    re.compile(r"[\[\]*`]"),
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s+[\"'“‘(]*[A-Z0-9]|\s*\Z)")


@dataclass(frozen=True)
class Passage:
    """One run of prose. `text` has blanks for markup, so that an offset in it is an offset in the file.

    `heading` is the address of the second-level heading above it; `starts` the place of each of its lines.
    """

    text: str
    heading: str
    starts: tuple[Place, ...]

    def place(self, offset: int) -> Place:
        """Returns where the letter at that offset stands."""
        above = self.text[:offset]
        start = self.starts[min(above.count("\n"), len(self.starts) - 1)]
        return Place(start.line, start.column + offset - (above.rfind("\n") + 1))

    def is_quoted(self, offset: int) -> bool:
        """Whether the letter at that offset stands between quotation marks that open in this passage."""
        above = self.text[:offset]
        return above.count('"') % 2 == 1 or above.count("“") > above.count("”")

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Yields each sentence with its offset."""
        start = 0
        for end in [*(match.end() for match in _SENTENCE_END.finditer(self.text)), len(self.text)]:
            words = self.text[start:end]
            if words.strip():
                yield start + len(words) - len(words.lstrip()), words.strip()
            start = end


def passages_of(text: str) -> list[Passage]:
    """Returns the passages of a file, in its order: those of the front that are read, then those of the body."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ends = [number for number, line in enumerate(lines[1:], start=1) if line.strip() == "---"]
    front = ends[0] if lines[0].strip() == "---" and ends else -1
    body = [""] * (front + 1) + list(without_remarks(lines[front + 1 :]).padded)
    return [*_front(lines[: front + 1]), *_body(body, 0)]


def _front(lines: Sequence[str]) -> Iterator[Passage]:
    for number, line in enumerate(lines, start=1):
        match = _FRONT.match(line)
        if match is not None:
            yield Passage(line[match.end() :], "", (Place(number, match.end() + 1),))


def _body(lines: Sequence[str], above: int) -> Iterator[Passage]:
    """Yields the passages of Markdown lines that have `above` lines of the file over them."""
    heading, opened = "", ""
    for token in _MARKDOWN.parse("\n".join(lines)):
        opened = token.tag if token.nesting == 1 else opened
        if token.type == "fence" and token.map is not None:
            # In units the fenced blocks hold questions and notes, line by line.
            first = token.map[0] + 1
            yield from _body(lines[first : token.map[1] - 1], above + first)
        elif token.type == "inline" and token.map is not None:
            heading = slug_of(token.content) if opened == "h2" else heading
            words = _bare(token.content)
            if words.strip():
                yield Passage(words, heading, _starts(lines, token.map[0], token.content, above))


def _starts(lines: Sequence[str], first: int, content: str, above: int) -> tuple[Place, ...]:
    """Returns the place of each line of a token's content, which Markdown has stripped of its indentation."""
    return tuple(
        Place(above + first + at + 1, max(lines[first + at].find(words.rstrip()), 0) + 1)
        for at, words in enumerate(content.split("\n"))
    )


def _bare(content: str) -> str:
    for pattern in _MARKUP:
        content = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), content)
    return content.replace("’", "'")
