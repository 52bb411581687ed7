"""A scene's blocks, parted into what is shown and the list that leads on, however that list was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from steadyline.scenarios.prose import MarkdownBlock, first_inline, grouped, items_of

_PROPERTY = re.compile(r"(id|if|set|add|now|later|weight|process|circumstance)\s*:", re.IGNORECASE)
_NAMED = re.compile(r"(go on|chance|otherwise|if\b[^\[]*)\s*:?\s*\[.*\]\(#|ending\s*:", re.IGNORECASE | re.DOTALL)
_MARKED = re.compile(r"\s*(?:[\u2010-\u2015\u2212\u2022\u2023\u25aa\u25cf\u25e6\u00b7]\s*|-(?=\[))(?P<said>.*)")
_ID = re.compile(r"\bid:\s*([a-z0-9-]+)")


@dataclass(frozen=True)
class Parted:
    """What is shown, and the list that leads on.

    `mismarked` are the lines where options begin that are not written with `-`; `after` are the blocks that stand
    behind the beginning of the list that leads on, and `ids` those in options that are no list at all.
    """

    shown: tuple[MarkdownBlock, ...]
    ways: MarkdownBlock | None
    mismarked: tuple[int, ...] = ()
    after: tuple[MarkdownBlock, ...] = ()
    ids: tuple[str, ...] = ()


def parted(blocks: Sequence[MarkdownBlock]) -> Parted:
    """Returns a scene's blocks parted. Lists of ways that something stands between are taken for one."""
    lists = [block for block in blocks if _is_list(block) and any(map(is_way, items_of(block)))]
    lists = lists or [block for block in blocks if _is_led(block)][-1:]
    loose = [(block, line) for block in blocks if (line := _loose_option(block))]
    rest = [block for block in blocks if not any(block is each for each in lists)]
    after = [block for block in rest if lists and block.line > lists[0].line]
    mismarked = [block.line for block in lists if not _is_led(block)] + [line for _, line in loose]
    ids = [id for block, _ in loose for id in _ID.findall(_content(block))]
    return Parted(tuple(rest), _joined(lists), tuple(sorted(mismarked)), tuple(after), tuple(ids))


def is_way(item: MarkdownBlock) -> bool:
    """Whether an item of a list is meant to lead on: a link to a scene, a word such as `Ending:`, an id below it."""
    inline = first_inline(item.tokens)
    children = (inline.children or []) if inline else []
    if inline is None:
        return False
    is_link = bool(children) and children[0].type == "link_open" and str(children[0].attrGet("href")).startswith("#")
    return is_link or _NAMED.match(inline.content) is not None or has_properties(item)


def has_properties(item: MarkdownBlock) -> bool:
    """Whether `name: value` stands below an item."""
    below = [block for block in grouped(item.tokens[1:-1]) if _is_list(block)]
    return any(_PROPERTY.match(_content(child)) for block in below for child in items_of(block))


def _is_list(block: MarkdownBlock) -> bool:
    return block.type in ("bullet_list_open", "ordered_list_open")


def _is_led(block: MarkdownBlock) -> bool:
    return block.type == "bullet_list_open" and block.tokens[0].markup == "-"


def _content(block: MarkdownBlock) -> str:
    inline = first_inline(block.tokens)
    return inline.content if inline else ""


def _loose_option(block: MarkdownBlock) -> int:
    """Returns the line in which a paragraph has an option behind a dash or a dot that makes no list; 0 if none."""
    for number, line in enumerate(_content(block).split("\n") if block.type == "paragraph_open" else ()):
        marked = _MARKED.match(line)
        if marked and ("](#" in marked["said"] or _PROPERTY.match(marked["said"]) or _NAMED.match(marked["said"])):
            return block.line + number
    return 0


def _joined(lists: Sequence[MarkdownBlock]) -> MarkdownBlock | None:
    if not lists:
        return None
    inner = [token for block in lists for token in block.tokens[1:-1]]
    return MarkdownBlock((lists[0].tokens[0], *inner, lists[0].tokens[-1]), lists[0].line)
