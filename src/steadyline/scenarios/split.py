"""A scene's blocks, parted into what is shown and the list that leads on, however that list was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from steadyline.scenarios.prose import MarkdownBlock, first_inline, grouped, items_of

_PROPERTY = re.compile(r"(id|if|set|add|now|later|weight|process|circumstance)\s*:", re.IGNORECASE)
_NAMED = re.compile(r"(go on|chance|otherwise|if\b[^\[]*)\s*:?\s*\[.*\]\(#|ending\s*:", re.IGNORECASE | re.DOTALL)
_MARKED = re.compile(r"\s*(?:[\u2010-\u2015\u2212\u2022\u2023\u25aa\u25cf\u25e6\u00b7]\s*|-(?=\[))(?P<said>.*)")
_ID = re.compile(r"\bid:\s*([a-z0-9-]+)")


@dataclass(frozen=True)
class Parted:
    """What is shown, and the list that leads on.

    `mismarked` are the lines where options begin that are not written with `-`, be it that the item above swallows
    them; `after` are the blocks that stand behind the beginning of the list that leads on; `ids` those in options that
    are no list at all; `outdented` the lines of the list that stand at the margin and belong below the item above.
    """

    shown: tuple[MarkdownBlock, ...]
    ways: MarkdownBlock | None
    mismarked: tuple[int, ...] = ()
    after: tuple[MarkdownBlock, ...] = ()
    ids: tuple[str, ...] = ()
    outdented: tuple[int, ...] = ()


def parted(blocks: Sequence[MarkdownBlock]) -> Parted:
    """Returns a scene's blocks parted. Lists of ways that something stands between are taken for one."""
    lists = [block for block in blocks if _is_list(block) and any(map(is_way, items_of(block)))]
    lists = lists or [block for block in blocks if _is_led(block)][-1:]
    loose = [(block, line) for block in blocks if block.type == "paragraph_open" and (line := _loose_option(block))]
    swallowed = [line for block in lists if (line := _loose_option(block))]
    rest = [block for block in blocks if not any(block is each for each in lists)]
    after = [block for block in rest if lists and block.line > lists[0].line]
    mismarked = [block.line for block in lists if not _is_led(block)] + [line for _, line in loose] + swallowed
    ids = [id for block, _ in loose for id in _ID.findall(_content(block))]
    items = [item for block in lists for item in items_of(block)]
    outdented = [item.line for item in items[1:] if _is_outdented(item)]
    return Parted(tuple(rest), _joined(lists), tuple(sorted(mismarked)), tuple(after), tuple(ids), tuple(outdented))


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
    """Returns the line in which words have an option behind a dash or a dot that makes no item; 0 if none."""
    for token in block.tokens:
        for number, line in enumerate(token.content.split("\n") if token.type == "inline" else ()):
            marked = _MARKED.match(line)
            said = marked["said"] if marked else ""
            if "](#" in said or _PROPERTY.match(said) or _NAMED.match(said):
                return (token.map[0] + 1 if token.map else block.line) + number
    return 0


def _joined(lists: Sequence[MarkdownBlock]) -> MarkdownBlock | None:
    """Returns the lists as one; an item at the margin that belongs to the one above it stands below that."""
    if not lists:
        return None
    items: list[MarkdownBlock] = []
    for item in (each for block in lists for each in items_of(block)):
        if items and _is_outdented(item):
            items[-1] = _with_below(items[-1], item)
        else:
            items.append(item)
    inner = [token for item in items for token in item.tokens]
    return MarkdownBlock((lists[0].tokens[0], *inner, lists[0].tokens[-1]), lists[0].line)


def _is_outdented(item: MarkdownBlock) -> bool:
    return _PROPERTY.match(_content(item)) is not None


def _with_below(item: MarkdownBlock, child: MarkdownBlock) -> MarkdownBlock:
    """Returns an item with another one, and what stands below that, as a list below it."""
    head, *below = grouped(child.tokens[1:-1])
    further = [token for block in below if _is_list(block) for token in block.tokens[1:-1]]
    opens, closes = Token("bullet_list_open", "ul", 1, markup="-"), Token("bullet_list_close", "ul", -1, markup="-")
    listed = (opens, child.tokens[0], *head.tokens, child.tokens[-1], *further, closes)
    return MarkdownBlock((*item.tokens[:-1], *listed, item.tokens[-1]), item.line)
