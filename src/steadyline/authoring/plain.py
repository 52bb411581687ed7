"""A story's HTML as plain lines, for a terminal, a page of changes and a screen reader."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html.parser import HTMLParser

_BREAKS = frozenset({"p", "li", "ul", "ol", "blockquote", "pre", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})


def plain_paragraphs(html: str) -> list[str]:
    """Returns the words of HTML that our own reader made: a string a paragraph, item of a list, or row of a table.

    Items begin with "- " or with their number, rows have their cells apart by ";", a quotation begins with "> ".
    """
    parser = _Words()
    parser.feed(html)
    parser.close()
    parser.end_paragraph()
    return parser.paragraphs


def wrapped(paragraphs: Sequence[str], width: int, indent: str = "") -> list[str]:
    """Returns the paragraphs as lines no longer than `width`, where words allow it; a blank line between any two."""
    lines: list[str] = []
    for at, paragraph in enumerate(paragraphs):
        mark = next((mark for mark in ("- ", "> ") if paragraph.startswith(mark)), "")
        is_item = bool(mark) and at > 0 and paragraphs[at - 1].startswith(mark)
        lines += [""] if at and not is_item else []
        for row in paragraph.split("\n"):
            lines += textwrap.wrap(
                _printable(row), max(width, 8), initial_indent=indent, subsequent_indent=indent + " " * len(mark),
                break_long_words=False, break_on_hyphens=False,
            ) or [""]  # fmt: skip
    return lines


def _printable(text: str) -> str:
    # What an author or a learner wrote goes to terminals: control characters would act there.
    return "".join(each if each.isprintable() else " " for each in text)


class _Words(HTMLParser):
    """Gathers words; every block begins a paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.words: list[str] = []
        self.lists: list[int] = []
        self.mark = ""
        self.quoted = 0
        self.is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.end_paragraph()
        if tag in ("ul", "ol"):
            start = next((value for name, value in attrs if name == "start"), None) or "1"
            self.lists.append(int(start) if tag == "ol" and start.isdigit() else 0)
        elif tag == "li":
            self.mark = f"{self.lists[-1]}. " if self.lists and self.lists[-1] else "- "
            self.lists[-1:] = [self.lists[-1] + 1 if self.lists[-1] else 0] if self.lists else []
        elif tag in ("td", "th") and self.words:
            self.words.append("; ")
        elif tag == "br":
            self.words.append(" ")
        elif tag == "img":
            self.words.append(next((value or "" for name, value in attrs if name == "alt"), ""))
        self.quoted += tag == "blockquote"
        self.is_code = self.is_code or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.end_paragraph()
        if tag in ("ul", "ol"):
            self.lists = self.lists[:-1]
        self.quoted -= tag == "blockquote"
        self.is_code = self.is_code and tag != "pre"

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def end_paragraph(self) -> None:
        """Closes the paragraph that is being gathered; one without words is none."""
        text = "".join(self.words)
        said = text.rstrip("\n") if self.is_code else " ".join(text.split())
        if said.strip():
            self.paragraphs.append(("> " if self.quoted else "") + self.mark + said)
            self.mark = ""
        self.words = []
