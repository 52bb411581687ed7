"""The headings of a key, and the decisions of the case that none of them names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from steadyline.errors import did_you_mean
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.model import Place
from steadyline.scenarios.prose import MarkdownBlock, inline_text, items_of, slug_of

Under = tuple[str, MarkdownBlock, list[MarkdownBlock]]
"""A heading's words, its block, and the blocks under it."""


def under(blocks: Iterable[MarkdownBlock], tag: str) -> list[Under]:
    """Returns each heading of that level with what stands under it."""
    found: list[Under] = []
    for block in blocks:
        if block.type == "heading_open" and block.tokens[0].tag == tag:
            found.append((inline_text(block.tokens[1].children or ()), block, []))
        elif found:
            found[-1][2].append(block)
    return found


def items(blocks: Iterable[MarkdownBlock]) -> list[MarkdownBlock]:
    """Returns the items of all bullet lists."""
    return [item for block in blocks if block.type == "bullet_list_open" for item in items_of(block)]


def first_heading(blocks: Sequence[MarkdownBlock]) -> int:
    """Returns the position of the first heading, or the number of blocks."""
    return next((at for at, block in enumerate(blocks) if block.type == "heading_open"), len(blocks))


class Unheaded:
    """The decisions that have no heading in the key: each is told once, wherever that shows."""

    def __init__(self, case: CompiledCase, headings: Iterable[Under]) -> None:
        self.case = case
        headed = {slug_of(title) for title, _, _ in headings}
        self.left = [slug for slug in case.decisions if slug not in headed]
        self.strays: dict[str, Place] = {}

    def title(self, slug: str) -> str:
        """Returns the words of a scene's heading in the case."""
        return str(self.case.scenes[slug]["title"])

    def not_a_decision(self, heading: Under) -> str:
        """Returns in words that no decision is headed so; the one that is meant is told with it, and not again."""
        title, _, blocks = heading
        options = {option for option, _, _ in under(blocks, "h3")}
        titles = {self.title(slug): slug for slug in self.left}
        near = get_close_matches(title, titles, n=1)
        by_options = [slug for slug in self.left if options & set(self.case.decisions[slug])]
        meant = next(iter([*by_options, *(titles[each] for each in near)]), "")
        if not meant:
            return f'the case has no decision "{title}".{did_you_mean(title, map(self.title, self.case.decisions))}'
        self.left.remove(meant)
        return f'the case has no decision "{title}". Did you mean "{self.title(meant)}"?'

    def takes(self, option: str, place: Place) -> bool:
        """Whether a third-level heading below another decision is one of these, or one of their options."""
        known = self.case.decisions
        owner = next((slug for slug in self.left if option in known[slug] or slug_of(option) == slug), "")
        if owner:
            self.strays.setdefault(owner, place)
        return bool(owner)

    def told(self, last: Place) -> Iterator[tuple[str, Place]]:
        """Yields in words which decisions are not in the key, and where: above their options, or at its end."""
        for slug in self.left:
            stray = self.strays.get(slug)
            where = f': here "## {self.title(slug)}" is missing' if stray else ""
            yield f'the decision "{self.title(slug)}" is not in the key{where}.', stray or last
