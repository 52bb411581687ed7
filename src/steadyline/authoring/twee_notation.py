"""Twee 3 as it is written: headers, links and letters that mean something. It knows no case.

Source: Twee 3 Specification, Interactive Fiction Technology Foundation.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

SPECIAL = ("StoryTitle", "StoryData", "StoryNotes")
"""Passages that say something of the story and are no part of it."""

NO_SCENE = frozenset({
    *SPECIAL, "StoryAuthor", "StoryBanner", "StoryCaption", "StoryDisplayTitle", "StoryIncludes", "StoryInit",
    "StoryInterface", "StoryMenu", "StorySettings", "StoryShare", "StorySubtitle", "PassageDone", "PassageFooter",
    "PassageHeader", "PassageReady",
})  # fmt: skip
"""Names that Twee or a common story format keeps for passages that are no part of the story."""

_META = re.compile(r"([\\\[\]{}])")
_LINK_ENDS = re.compile(r"\]\](?!\])")
_UNSAFE = re.compile(r"\[\[|\]\]|\]\[|^\[|\]$|->|<-|\|")
_INSTEAD = str.maketrans({"[": "(", "]": ")", "|": "/"})


@dataclass(frozen=True)
class Link:
    """A link: what it says, the name of the passage to which it leads, and where in its line it begins, from 0."""

    words: str
    target: str
    offset: int


class HeaderUnclear(Exception):
    """A header cannot be read; the message says why."""


def header(name: str, tag: str = "") -> str:
    """Returns the header of a passage: `:: name [tag]`, with brackets, braces and backslashes escaped."""
    tags = f" [{tag}]" if tag else ""
    return ":: " + _META.sub(r"\\\1", name) + tags


def read_header(line: str) -> tuple[str, tuple[str, ...]]:
    """Returns the name and the tags that a header says; what a map of the story needs besides is left aside.

    Raises HeaderUnclear.
    """
    name, rest = _until(line.removeprefix("::"), "[{")
    if not name.strip():
        raise HeaderUnclear("a passage needs a name after its two colons")
    tags = ""
    if rest.startswith("["):
        tags, rest = _until(rest[1:], "]")
        if not rest:
            raise HeaderUnclear("the square bracket before the tags is not closed")
        rest = rest[1:].strip()
    if rest and not rest.startswith("{"):
        raise HeaderUnclear(f'"{rest}" stands behind the tags, where nothing can stand')
    return " ".join(name.split()), tuple(tags.split())


def _until(text: str, ends: str) -> tuple[str, str]:
    """Returns the text up to the first of these letters that is not escaped, unescaped, and the rest."""
    said: list[str] = []
    at = 0
    while at < len(text) and text[at] not in ends:
        at += 1 if text[at] == "\\" and at + 1 < len(text) else 0
        said.append(text[at])
        at += 1
    return "".join(said), text[at:]


def link(words: str, target: str) -> str:
    """Returns a link to a passage whose name `safe_name` has returned."""
    return f"[[{escaped(' '.join(words.split()))}->{target}]]"


def links_in(line: str) -> tuple[list[Link], str]:
    """Returns the links of a line, and the line with their words in their place."""
    found: list[Link] = []
    said: list[str] = []
    for before, inside, offset in _pieces(line):
        said.append(before)
        if inside:
            found.append(_link(inside, offset))
            said.append(found[-1].words)
    return found, "".join(said)


def without_links(line: str) -> str:
    """Returns a line without its links and their words."""
    return "".join(before for before, _, _ in _pieces(line))


def _pieces(line: str) -> Iterator[tuple[str, str, int]]:
    """Yields each link's inside with what stands before it and where it begins; at last what stands behind them all.

    A bracket that is opened and never closed is looked at once, however many there are.
    """
    at = 0
    while (begin := line.find("[[", at)) >= 0 and (end := _LINK_ENDS.search(line, begin + 3)) is not None:
        yield line[at:begin], line[begin + 2 : end.start()], begin
        at = end.end()
    yield line[at:], "", len(line)


def _link(inside: str, offset: int) -> Link:
    # As in Twine: the last arrow to the right, else the first to the left, else the last bar.
    if "->" in inside:
        words, _, target = inside.rpartition("->")
    elif "<-" in inside:
        target, _, words = inside.partition("<-")
    else:
        words, _, target = inside.rpartition("|")
        words = words if "|" in inside else target
    return Link(words.strip(), " ".join(target.split()), offset)


def safe_name(title: str) -> str:
    """Returns a passage's name that can stand in a link: the title itself, unless it would end the link."""
    name = " ".join(title.split())
    return name.replace("->", "→").replace("<-", "←").translate(_INSTEAD) if _UNSAFE.search(name) else name


def escaped(text: str) -> str:
    """Returns text in which nothing is taken for a link, a macro, a variable, a tag or a header by any story format."""
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;").replace("@@", "&#64;&#64;")
    text = text.replace("[", "&#91;").replace("]", "&#93;").replace("{", "&#123;")
    text = re.sub(r"\$(?=[A-Za-z_])", "&#36;", re.sub(r"\((?=[a-z][\w-]*:)", "&#40;", text))
    return re.sub(r"^(\s*):(?=:)", r"\1&#58;", text, flags=re.MULTILINE)


def unescaped(text: str) -> str:
    """Returns the text with every letter as itself."""
    return html.unescape(text)
