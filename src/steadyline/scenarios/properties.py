"""What stands below the items of a scene's last list: links to other scenes, and `name: value` items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it.token import Token

from steadyline.errors import did_you_mean, listed
from steadyline.scenarios.model import Place, SceneKind
from steadyline.scenarios.prose import (
    MarkdownBlock,
    first_inline,
    grouped,
    inline_html,
    inline_text,
    items_of,
    without_start,
)
from steadyline.scenarios.source import Source
from steadyline.scenarios.split import has_properties

_PROPERTY = re.compile(r"([a-z]+):\s*", re.IGNORECASE)
_MANY = {"set", "add", "later"}
_ALLOWED = {
    "decision": ("id", "if", "set", "add", "now", "later"),
    "passage": ("set", "add"),
    "turning": ("set", "add"),
    "chance": ("set", "add", "weight"),
    "ending": ("process", "circumstance"),
}


@dataclass(frozen=True)
class Property:
    """One `name: value` below an item. `tokens` are the item's blocks with the name taken off."""

    name: str
    value: str
    tokens: tuple[Token, ...]
    place: Place


@dataclass(frozen=True)
class Link:
    """A link to a scene of the same file, and its words."""

    target: str
    html: str
    text: str


def choice_ids(lists: Iterable[MarkdownBlock]) -> Iterator[str]:
    """Yields the id of every choice in the lists, so that conditions can be read before choices are."""
    for block in lists:
        for item in items_of(block):
            for child in _nested(item):
                inline = first_inline(child.tokens)
                if inline is not None and inline.content[:3].lower() == "id:":
                    yield inline.content[3:].strip()


def _nested(item: MarkdownBlock) -> list[MarkdownBlock]:
    lists = [block for block in grouped(item.tokens[1:-1]) if block.type == "bullet_list_open"]
    return [child for block in lists for child in items_of(block)]


def read_link(
    source: Source, children: Sequence[Token], item: MarkdownBlock, *, alone: bool, example: str = "[words](#scene)"
) -> Link:
    """Returns the link of an item, empty where there is none; faults S106, S116 and S121 go to the source."""
    opens = [at for at, child in enumerate(children) if child.type == "link_open"]
    closes = [at for at, child in enumerate(children) if child.type == "link_close"]
    place = source.place(item.line)
    if (
        not opens
        or (alone and (opens[0] != 0 or closes[0] != len(children) - 1))
        or (not alone and closes[-1] != len(children) - 1)
    ):
        if not source.is_told("S106", place.line, place.line):
            wrong = sign_missing(_words(item)) if not opens else ""
            source.fault("S106", wrong or f'this item is one link and nothing else: "- {example}".', place)
        return Link("", "", "")
    href = str(children[opens[0]].attrGet("href") or "")
    if not href.startswith("#"):
        source.fault("S121", f'the link goes to "{href}"; a way out of a scene goes to "#another-scene".', place)
    inside = children[opens[0] + 1 : closes[0]]
    if not inline_text(inside):
        source.fault("S116", "the link has no words.", place)
    return Link(target_of(children[opens[0]]), inline_html(inside), inline_text(inside))


def read_properties(
    source: Source, item: MarkdownBlock, kind: SceneKind, needed: Sequence[str]
) -> dict[str, list[Property]]:
    """Returns the `name: value` items below an item, by name; faults S107 to S109 and S122 go to the source."""
    found: dict[str, list[Property]] = {}
    for block in grouped(item.tokens[1:-1])[1:]:
        if block.type != "bullet_list_open":
            message = 'these words belong to nothing, and nobody would read them: what follows is written "- now: …".'
            source.fault("S122", message, source.place(block.line))
    span = item.tokens[0].map or [item.line - 1, item.line]
    swallows = source.is_told("S123", *span)  # another option, whose properties seem to be this one's
    for child in _nested(item):
        given = _property(source, child, kind)
        if given is None:
            continue
        if given.name in found and given.name not in _MANY and not swallows:
            source.fault("S109", f'"{given.name}" stands here a second time.', given.place)
        found.setdefault(given.name, []).append(given)
    # An item that is no way out at all has nothing below it, and that is told.
    is_way = has_properties(item) or not source.is_told("S106", item.line, item.line)
    for name in needed if is_way else ():
        if name not in found or not (found[name][0].value or found[name][0].tokens):
            message = f'a line "- {name}: …" is missing below this item.'
            source.fault("S108", message, source.place(item.line))
    return found


def _property(source: Source, child: MarkdownBlock, kind: SceneKind) -> Property | None:
    inline = first_inline(child.tokens)
    match = _PROPERTY.match(inline.content) if inline else None
    place = source.place(child.line)
    allowed = _ALLOWED[kind]
    name = match[1].lower() if match else ""
    if match is None or name not in allowed:
        said = match[1] if match else _words(child)
        message = f'"{said[:40]}" is not known below this item; known are {listed(allowed)}.'
        source.fault("S107", message + did_you_mean(said.lower(), allowed), place)
        return None
    value = inline.content[match.end() :].strip() if inline else ""
    tokens = tuple(without_start(child.tokens[1:-1], 0, match.end()))
    return Property(name, value, tokens if value else (), source.place(child.line, match[1]))


def not_a_way(words: str) -> str:
    """Returns in words why an item of a scene's last list leads nowhere."""
    return sign_missing(words) or (
        'this is neither a link to a scene ("[words](#scene)") nor one of '
        '"Go on:", "If …:", "Otherwise:", "Chance:", "Ending:".'
    )


def sign_missing(words: str) -> str:
    """Returns in words which sign of `[words](#scene)` is missing, or nothing."""
    address = re.search(r"\(#([^)]*)(\)?)", words)
    joint = re.search(r"\]\s*#?([a-z0-9-]+)\)", words)
    if address is None:
        gap = f'"(" or "#" is missing behind "]": write "](#{joint[1]})".' if joint and "[" in words else ""
        return gap or ('"(#scene)" is missing behind "]": where does it lead?' if "[" in words and "]" in words else "")
    before, target = words[: address.start()], address[1].split("\n")[0].strip()
    if not address[2]:
        return f'")" is missing behind "(#{target.split(" ")[0]}".'
    if " " in target:
        return f'an address has hyphens for blanks: "(#{target.replace(" ", "-")})".'
    if "[" not in before:
        return '"[" is missing before the words that learners read.'
    if "]" not in before:
        return f'"]" is missing before "(#{target})".'
    return 'nothing may stand between "]" and "(#".' if re.search(r"\]\s+$", before) else ""


def _words(item: MarkdownBlock) -> str:
    inline = first_inline(item.tokens)
    return inline.content if inline else ""


def target_of(link: Token) -> str:
    """Returns the slug of the scene to which a link goes."""
    return unquote(str(link.attrGet("href") or "")).removeprefix("#")
