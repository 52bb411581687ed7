"""Markdown of the HTML that our own reader of Markdown makes. Read again, it says the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~]|&(?=[#\w])")
_LEADS = re.compile(r"(?m)^(?=[#+=-]|\d{1,9}[.)])(\d*)(.)")
_MARKS = {"em": "*", "strong": "**", "span": "**"}
_VOID = ("br", "hr", "img")
_INLINE = ("em", "strong", "span", "a", "code", "br", "img", "")


@dataclass
class _Element:
    """One element, or words (`tag` is then empty)."""

    tag: str
    said: dict[str, str]
    words: str = ""
    inner: list[_Element] = field(default_factory=list)


def markdown_of(html: str) -> str:
    """Returns the HTML as Markdown: paragraphs, headings, lists, quotations, tables, code, emphasis and links."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return _blocks(tree.root)


def escaped(text: str) -> str:
    """Returns words so that Markdown reads them as words, wherever they stand."""
    return _without_leads(_SPECIAL.sub(r"\\\g<0>", text))


def _without_leads(markdown: str) -> str:
    """Returns lines none of which begins as a list, a heading or a rule does."""
    return _LEADS.sub(r"\1\\\2", markdown)


class _Tree(HTMLParser):
    """Puts elements into each other."""

    def __init__(self) -> None:
        super().__init__()
        self.root = _Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inner.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inner.append(_Element("", {}, data))


def _blocks(element: _Element, between: str = "\n\n") -> str:
    """Returns what is in an element, block by block; loose words are a block of their own."""
    found: list[str] = []
    run: list[_Element] = []
    for each in [*element.inner, _Element("end", {})]:
        if each.tag in _INLINE:
            run.append(each)
            continue
        words = _without_leads(_inline(run).strip())
        found += [words] if words else []
        run = []
        found += [_block(each)] if each.tag != "end" else []
    return between.join(each for each in found if each)


def _block(element: _Element) -> str:
    tag = element.tag
    if re.fullmatch("h[1-6]", tag):
        return f"{'#' * int(tag[1])} {_inline(element.inner).strip()}"
    if tag in ("blockquote", "article"):  # a paper laid out in a scene stands apart as a quotation does
        return "\n".join(f"> {line}".rstrip() for line in _blocks(element).split("\n"))
    if tag in ("ul", "ol"):
        return _list(element)
    if tag == "pre":
        words = _plain(element).rstrip("\n")
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", words)), default=0))
        return f"{fence}\n{words}\n{fence}"
    if tag == "table":
        return _table(element)
    return "* * *" if tag == "hr" else _blocks(element)


def _list(element: _Element) -> str:
    number = int(element.said.get("start") or 1)
    items = []
    for item in (each for each in element.inner if each.tag == "li"):
        mark = "* " if element.tag == "ul" else f"{number}. "
        is_loose = any(each.tag == "p" for each in item.inner)
        lines = _blocks(item, "\n\n" if is_loose else "\n").split("\n")
        items.append("\n".join([mark + lines[0], *(f"{' ' * len(mark)}{line}".rstrip() for line in lines[1:])]))
        number += 1
    return "\n".join(items)


def _table(element: _Element) -> str:
    rows = [row for part in element.inner if part.tag in ("thead", "tbody") for row in part.inner if row.tag == "tr"]
    cells = [[_inline(cell.inner).strip() for cell in row.inner if cell.tag in ("th", "td")] for row in rows]
    told = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([told[0], f"|{' --- |' * len(cells[0])}", *told[1:]]) if told else ""


def _inline(elements: list[_Element]) -> str:
    return "".join(_inline_one(each) for each in elements)


def _inline_one(element: _Element) -> str:
    if element.tag == "":
        return _SPECIAL.sub(r"\\\g<0>", element.words)
    if element.tag == "code":
        words = _plain(element)
        fence = "`" * (1 + max((len(run) for run in re.findall("`+", words)), default=0))
        # A blank on either side is taken off again; it keeps ticks apart from the fence.
        return f"{fence} {words} {fence}" if "`" in words else f"{fence}{words}{fence}"
    if element.tag == "br":
        return "\\"
    inner = _inline(element.inner)
    if element.tag == "a":
        # A link to a scene leads nowhere in a proof: its words are enough.
        href = element.said.get("href", "")
        return inner if href.startswith("#") else f"[{inner}](<{href}>)"
    if element.tag == "img":
        return escaped(element.said.get("alt", ""))
    mark = _MARKS.get(element.tag, "")
    return f"{mark}{inner}{mark}"


def _plain(element: _Element) -> str:
    return element.words + "".join(_plain(each) for each in element.inner)
