"""The list that ends a scene, laid out anew: a way a line, what belongs to it below, in one order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from steadyline.authoring.in_words import in_words
from steadyline.authoring.page import BLANKS, LaidOutOtherwise, Page, moved
from steadyline.scenarios.model import Variable
from steadyline.scenarios.prose import MarkdownBlock, first_inline, grouped, items_of

_ORDER = {"id": 0, "if": 1, "set": 2, "add": 2, "weight": 3, "now": 4, "later": 5, "process": 6, "circumstance": 7}
"""`set` and `add` are of one rank: effects apply in the order of the file."""

_PROSE = ("now", "later")
_MARKER = re.compile(r"[ \t]*[-*+][ \t]+")
_NAME = re.compile(r"([a-z]+):")
_REMARKS = re.compile(r"(.*?)((?:[ \t]*<!--.*?-->)*)")
_SET = re.compile(r"([\w-]+)\s*=\s*(\S+)")
_ADD = re.compile(r"([\w-]+)\s*([+-])\s*(\d{1,3})")
_LEAD = re.compile(r"(Go on|If|Otherwise|Chance)\b([^\[]*)\[")
_ENDING = re.compile(r"Ending(?::|\b)[ \t]*")


def ways_lines(page: Page, block: MarkdownBlock, variables: Mapping[str, Variable]) -> list[str]:
    """Returns the lines of a list of ways in their form. Raises LaidOutOtherwise if it is written in another way."""
    start, below = _span(block)
    if not page.unfenced.isdisjoint(range(start, below)):
        raise LaidOutOtherwise
    lines: list[str] = []
    at = start
    items = items_of(block)
    for number, item in enumerate(items):
        first, below = _span(item)
        following = _span(items[number + 1])[0] if number + 1 < len(items) else page.end(*_span(block))
        lines += _remarks_between(page, at, first, 0)
        at = page.end(first, below)
        lines += _item(page, item, first, at, variables)
        tail = at
        while tail < following and page.tidied[tail][:1] in ("", " ", "\t"):
            tail += 1
        lines += _remarks_between(page, at, tail, 2)
        at = tail
    return lines


def _span(block: MarkdownBlock) -> tuple[int, int]:
    span = block.tokens[0].map or [block.line - 1, block.line]
    return span[0], span[1]


def _remarks_between(page: Page, start: int, below: int, indent: int) -> list[str]:
    """Returns the remarks that stand between two things by themselves; blank lines go."""
    lines = [line for line in range(start, below) if page.is_remark(line)]
    return moved(page, lines, frozenset(), 0, indent)


def _item(page: Page, item: MarkdownBlock, start: int, below: int, variables: Mapping[str, Variable]) -> list[str]:
    parts = grouped(item.tokens[1:-1])
    if not parts or parts[0].type != "paragraph_open" or any(part.type != "bullet_list_open" for part in parts[1:]):
        raise LaidOutOtherwise
    children = [child for part in parts[1:] for child in items_of(part)]
    own = page.end(start, _span(parts[0])[1])
    lines = _headed(page, start, own, frozenset(range(start, own)), 0, _way_said(_head(page, start), variables))
    told: list[tuple[int, list[str]]] = []
    at = own
    for child in children:
        first, end = _span(child)
        end = page.end(first, min(end, below))
        name, said = _property(page, child, first, end, variables)
        told.append((_ORDER[name], [*_remarks_between(page, at, first, 2), *said]))
        at = end
    return lines + [line for _, each in sorted(told, key=lambda each: each[0]) for line in each]


def _head(page: Page, line: int) -> str:
    """Returns what stands behind the marker of an item."""
    marker = _MARKER.match(page.tidied[line])
    if marker is None or line in page.inside:
        raise LaidOutOtherwise
    return page.tidied[line][marker.end() :]


def _headed(page: Page, start: int, below: int, plain: frozenset[int], indent: int, head: str) -> list[str]:
    """Returns an item: its marker and its head, and its further lines moved below them."""
    marker = _MARKER.match(page.tidied[start])
    old = len(marker[0].expandtabs(4)) if marker else 0
    more = moved(page, range(start + 1, below), plain, old, indent + 2)
    return [f"{' ' * indent}- {head}" if head else f"{' ' * indent}-", *more]


def _way_said(head: str, variables: Mapping[str, Variable]) -> str:
    """Returns the first line of a way with its condition in words and its colon in place."""
    ending = _ENDING.match(head)
    if ending is not None and ending.end() < len(head):
        return f"Ending: {head[ending.end() :]}"
    lead = _LEAD.match(head)
    if lead is None or "<!--" in lead[0]:
        return head
    said = lead[2].strip().removesuffix(":").strip()
    if lead[1] == "If":
        return f"If {in_words(said, variables)}: [{head[lead.end() :]}"
    return head if said else f"{lead[1]}: [{head[lead.end() :]}"


def _property(
    page: Page, child: MarkdownBlock, start: int, below: int, variables: Mapping[str, Variable]
) -> tuple[str, list[str]]:
    """Returns the name of a `name: value` below a way, and its lines."""
    parts = grouped(child.tokens[1:-1])
    head, inline = _head(page, start), first_inline(child.tokens)
    named = _NAME.match(inline.content) if inline else None
    if named is None or named[1] not in _ORDER or inline is None or parts[0].type != "paragraph_open":
        raise LaidOutOtherwise
    name = named[1]
    plain = frozenset(line for part in parts if part.type == "paragraph_open" for line in range(*_span(part)))
    if name not in _PROSE and len(parts) == 1:
        head, below = _value_said(page, name, head, start, below, inline.content[named.end() :], variables)
    elif head.startswith(f"{name}:"):
        said = head[len(name) + 1 :].lstrip(BLANKS)
        head = f"{name}: {said}" if said else f"{name}:"
    return name, _headed(page, start, below, plain, 2, head)


def _value_said(
    page: Page, name: str, head: str, start: int, below: int, value: str, variables: Mapping[str, Variable]
) -> tuple[str, int]:
    """Returns a short property in its form and the line below it; as it stands if a remark runs through it."""
    remarked = any("<!--" in page.tidied[line] or line in page.inside for line in range(start, below))
    if not remarked:
        return f"{name}: {_canonical(name, ' '.join(value.split()), variables)}", start + 1
    said = _REMARKS.fullmatch(head.removeprefix(f"{name}:"))
    if below > start + 1 or said is None or not head.startswith(f"{name}:") or "<!--" in said[1]:
        return head, below
    return f"{name}: {_canonical(name, said[1].strip(), variables)} {said[2].strip()}", below


def _canonical(name: str, value: str, variables: Mapping[str, Variable]) -> str:
    if name == "if":
        return in_words(value, variables)
    if name == "set" and (given := _SET.fullmatch(value)):
        return f"{given[1]} = {given[2]}"
    if name == "add" and (given := _ADD.fullmatch(value)):
        return " ".join(given.groups())
    return value


def spans(blocks: Sequence[MarkdownBlock]) -> Iterator[tuple[int, int]]:
    """Yields the first line of each block, from 0, and the line below it."""
    yield from (_span(block) for block in blocks)
