"""One scene: what is shown, and the list at its end that says where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from markdown_it.token import Token

from steadyline.scenarios.conditions import ConditionUnclear, read_condition
from steadyline.scenarios.model import (
    Block,
    Branch,
    Choice,
    Condition,
    Either,
    Ending,
    Not,
    Place,
    Scene,
    SceneKind,
    Variable,
)
from steadyline.scenarios.properties import choice_ids
from steadyline.scenarios.prose import (
    MarkdownBlock,
    first_inline,
    html_of,
    inline_text,
    items_of,
    slug_of,
    text_of,
    without_start,
)
from steadyline.scenarios.source import Source
from steadyline.scenarios.ways import WayReader

_KINDS: dict[str, SceneKind] = {
    "link": "decision",
    "Go on": "passage",
    "If": "turning",
    "Otherwise": "turning",
    "Chance": "chance",
    "Ending": "ending",
}
_OPENS = re.compile(r"(Go on|If|Otherwise|Chance|Ending)\b")


class SceneReader:
    """Reads the scenes of one file; faults go to the source."""

    def __init__(
        self, source: Source, variables: Mapping[str, Variable], pieces: Sequence[tuple[str, int, list[MarkdownBlock]]]
    ) -> None:
        self.source, self.variables, self.pieces = source, variables, pieces
        lists = (self._split(blocks)[1] for _, _, blocks in pieces)
        self.choices = frozenset(choice_ids(found for found in lists if found is not None))
        self.ways = WayReader(source, variables, self.condition)

    def scenes(self) -> dict[str, Scene]:
        """Returns the scenes by slug, in the order of the file."""
        return {slug_of(title): self._scene(title, line, blocks) for title, line, blocks in self.pieces}

    def condition(self, text: str, place: Place) -> Condition | None:
        """Returns the condition that the words mean, or notes why they mean none."""
        try:
            return read_condition(text, self.variables, self.choices)
        except ConditionUnclear as error:
            column = place.column + error.offset
            self.source.fault(error.code, error.message, Place(place.line, column))
            return None

    def _scene(self, title: str, line: int, blocks: list[MarkdownBlock]) -> Scene:
        shown, ways = self._split(blocks)
        prose = self._prose(shown)
        slug, place = slug_of(title), Place(line)
        if ways is None:
            message = (
                f'the scene "{title}" leads nowhere: it needs a list of links written with "-", '
                'or "- Ending: name" if the case ends here.'
            )
            self.source.fault("S104", message, place)
            return Scene(slug, title, "passage", prose, place=place)
        return self._led_on(Scene(slug, title, self._kind(ways, title), prose, place=place), ways)

    def _split(self, blocks: list[MarkdownBlock]) -> tuple[list[MarkdownBlock], MarkdownBlock | None]:
        lists = [
            at for at, block in enumerate(blocks) if block.type == "bullet_list_open" and block.tokens[0].markup == "-"
        ]
        if not lists:
            return blocks, None
        return blocks[: lists[-1]] + blocks[lists[-1] + 1 :], blocks[lists[-1]]

    def _kind(self, ways: MarkdownBlock, title: str) -> SceneKind:
        kinds = {self._kind_of(item) for item in items_of(ways)}
        known = {kind for kind in kinds if kind is not None}
        if len(known) > 1:
            message = f'the list that ends "{title}" mixes {" and ".join(sorted(known))}: a scene is of one kind.'
            self.source.fault("S105", message, self.source.place(ways.line))
        return sorted(known)[0] if known else "decision"

    def _kind_of(self, item: MarkdownBlock) -> SceneKind | None:
        inline = first_inline(item.tokens)
        children = (inline.children or []) if inline else []
        if children and children[0].type == "link_open":
            return "decision"
        opening = _OPENS.match(inline.content) if inline else None
        if opening is None:
            message = (
                'this is neither a link to a scene ("[words](#scene)") nor one of '
                '"Go on:", "If …:", "Otherwise:", "Chance:", "Ending:".'
            )
            self.source.fault("S106", message, self.source.place(item.line))
            return None
        return _KINDS[opening[1]]

    def _led_on(self, scene: Scene, ways: MarkdownBlock) -> Scene:
        choices: tuple[Choice, ...] = ()
        branches: tuple[Branch, ...] = ()
        ending: Ending | None = None
        if scene.kind == "decision":
            choices = self.ways.choices(ways, scene.title)
        elif scene.kind == "ending":
            ending = self.ways.ending(ways)
        else:
            branches = self.ways.branches(ways, scene.kind, scene.title)
        return Scene(scene.slug, scene.title, scene.kind, scene.blocks, choices, branches, ending, scene.place)

    def _prose(self, blocks: Iterable[MarkdownBlock]) -> tuple[Block, ...]:
        found: list[Block] = []
        run: list[Condition | None] = []  # the conditions of the *If …:* blocks directly above; None: unclear
        for block in blocks:
            lead = _lead(block.tokens)
            if lead is None:
                run = []
                found.append(Block(html_of(block.tokens), text_of(block.tokens), place=Place(block.line)))
                continue
            condition = self._lead_condition(lead, run, block)
            tokens = without_start(block.tokens, 3)
            if not text_of(tokens):
                place = self.source.place(block.line)
                self.source.fault("S116", "the condition stands alone: nothing follows it.", place)
            run = [*run, condition] if lead != "Otherwise:" else []
            found.append(Block(html_of(tokens), text_of(tokens), condition, place=Place(block.line)))
        return tuple(found)

    def _lead_condition(self, lead: str, run: list[Condition | None], block: MarkdownBlock) -> Condition | None:
        if lead == "Otherwise:":
            if not run:
                message = '"Otherwise:" needs a block that begins "*If …:*" directly above it.'
                self.source.fault("S206", message, self.source.place(block.line))
                return None
            clear = tuple(condition for condition in run if condition is not None)
            return Not(clear[0] if len(clear) == 1 else Either(clear))
        words = lead.removeprefix("If").removesuffix(":").strip()
        return self.condition(words, self.source.place(block.line, words))


def _lead(tokens: Sequence[Token]) -> str | None:
    """Returns `If …:` or `Otherwise:` if the block begins with that in italics."""
    inline = first_inline(tokens)
    children = (inline.children or []) if inline else []
    if len(children) < 3 or children[0].type != "em_open":
        return None
    words = inline_text(children[1:2])
    if children[2].type != "em_close" or not words.endswith(":"):
        return None
    return words if words == "Otherwise:" or words.startswith("If ") else None
