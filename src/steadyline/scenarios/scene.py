"""One scene: what is shown, and the list at its end that says where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from markdown_it.token import Token

from steadyline.scenarios.conditions import ConditionUnclear, read_condition
from steadyline.scenarios.documents import Beside, DocumentReader, is_document_link, laid_out, laid_out_by
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
from steadyline.scenarios.pieces import Piece
from steadyline.scenarios.properties import choice_ids, not_a_way
from steadyline.scenarios.prose import (
    MarkdownBlock,
    first_inline,
    html_of,
    items_of,
    slug_of,
    text_of,
    without_start,
)
from steadyline.scenarios.slips import HOW, Known, Slip, lead_of, slips_in
from steadyline.scenarios.source import Source
from steadyline.scenarios.split import Parted, has_properties, parted
from steadyline.scenarios.ways import WayReader

_KINDS: dict[str, SceneKind] = {
    "go on": "passage",
    "if": "turning",
    "otherwise": "turning",
    "chance": "chance",
    "ending": "ending",
}
_SEAT = re.compile(r"Seat:\s*(.*)", re.IGNORECASE)
_OPENS = re.compile(r"(go on|if(?!\s*:)|otherwise|chance|ending)\b", re.IGNORECASE)


class SceneReader:
    """Reads the scenes of one file; faults go to the source."""

    def __init__(
        self, source: Source, variables: Mapping[str, Variable], pieces: Sequence[Piece], beside: Beside
    ) -> None:
        self.source, self.variables = source, variables
        self.documents = DocumentReader(source, beside)
        self.pieces = [(piece, parted(piece.blocks)) for piece in pieces]
        ids = [id for _, each in self.pieces for id in each.ids]
        self.choices = frozenset([*ids, *choice_ids(each.ways for _, each in self.pieces if each.ways is not None)])
        self.known = Known(variables, frozenset(variables) | source.unclear, self.choices)
        self.ways = WayReader(source, variables, self.condition, self.known)

    def scenes(self) -> dict[str, Scene]:
        """Returns the scenes by slug, in the order of the file."""
        return {slug_of(piece.title): self._scene(piece, each) for piece, each in self.pieces}

    def condition(self, text: str, place: Place) -> Condition | None:
        """Returns the condition that the words mean, or notes why they mean none."""
        try:
            return read_condition(text, self.variables, self.choices)
        except ConditionUnclear as error:
            if error.name not in self.source.unclear:
                self.source.fault(error.code, error.message, Place(place.line, place.column + error.offset))
            return None

    def _scene(self, piece: Piece, given: Parted) -> Scene:
        title, place = piece.title, Place(piece.line)
        kind = self._kind(given.ways, title) if given.ways else None
        scene = Scene(slug_of(title), title, kind or "passage", place=place)
        seat, shown = self._seat(given.shown, scene.is_seen)
        scene = replace(scene, blocks=self._prose(shown, scene.is_seen), seat=seat)
        if given.outdented:
            message = "this belongs to the item above it: put two blanks before the hyphen."
            self.source.fault("S106", message, self.source.place(given.outdented[0]))
        if given.mismarked:
            message = (
                'an option is written with "-", a hyphen and a blank: as it stands learners would read it as prose.'
            )
            self.source.fault("S123", message, self.source.place(given.mismarked[0]))
        elif given.ways is None:
            message = (
                f'the scene "{title}" leads nowhere: it needs a list of links written with "-", '
                'or "- Ending: name" if the case ends here.'
            )
            self.source.fault("S104", message, place)
        elif given.after and scene.is_seen:
            message = (
                "these words stand after the beginning of the list that leads on, and learners would read them before "
                "it: put them above the list."
            )
            self.source.fault("S124", message, self.source.place(given.after[0].line))
        return self._led_on(scene, given.ways) if given.ways and kind else scene

    def _seat(self, blocks: Sequence[MarkdownBlock], is_seen: bool) -> tuple[str, Sequence[MarkdownBlock]]:
        """Returns the seat that a scene's first paragraph names, and the rest; S128 where it cannot be one."""
        seats = [(at, seat) for at, block in enumerate(blocks) if (seat := _seat_in(block)) is not None]
        for at, seat in seats:
            if at > 0 or not seat or not is_seen:
                message = (
                    "a change of seat is the first paragraph below the heading of a scene that is read, "
                    'such as "*Seat: School nurse*".'
                )
                self.source.fault("S128", message, self.source.place(blocks[at].line))
        named = {at for at, _ in seats}
        return (seats[0][1] if seats else ""), [block for at, block in enumerate(blocks) if at not in named]

    def _kind(self, ways: MarkdownBlock, title: str) -> SceneKind | None:
        """Returns what kind of scene the list makes, None if no item of it leads on."""
        kinds = [self._kind_of(item) for item in items_of(ways)]
        known = {kind for kind in kinds if kind is not None}
        if len(known) > 1:
            message = f'the list that ends "{title}" mixes {" and ".join(sorted(known))}: a scene is of one kind.'
            self.source.fault("S105", message, self.source.place(ways.line))
        return sorted(known)[0] if known else None

    def _kind_of(self, item: MarkdownBlock) -> SceneKind | None:
        inline = first_inline(item.tokens)
        children = (inline.children or []) if inline else []
        if children and children[0].type == "link_open":
            return "decision"
        opening = _OPENS.match(inline.content) if inline else None
        if opening is not None:
            return _KINDS[opening[1].lower()]
        self.source.fault("S106", not_a_way(inline.content if inline else ""), self.source.place(item.line))
        return "decision" if has_properties(item) else None

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
        return replace(scene, choices=choices, branches=branches, ending=ending)

    def _prose(self, blocks: Iterable[MarkdownBlock], is_seen: bool) -> tuple[Block, ...]:
        found: list[Block] = []
        run: list[Condition | None] = []  # the conditions of the *If …:* blocks directly above; None: unclear
        for block in blocks:
            inline = first_inline(block.tokens)
            lead = lead_of((inline.children or ()) if inline else ())
            slips = list(self._slips(block, bool(run))) if is_seen else []
            if lead is None:
                # Below what is meant for a condition, "Otherwise:" stands rightly.
                run = [*run, None] if any(slip.first and slip.how == "if" for slip in slips) else []
                found.append(self._block(block.tokens, block.line, None))
                continue
            condition = self._lead_condition(lead, run, block)
            tokens = without_start(block.tokens, 3)
            if not text_of(tokens):
                place = self.source.place(block.line)
                self.source.fault("S116", "the condition stands alone: nothing follows it.", place)
            run = [*run, condition] if lead != "Otherwise:" else []
            found.append(self._block(tokens, block.line, condition))
        return tuple(found)

    def _block(self, tokens: Sequence[Token], line: int, condition: Condition | None) -> Block:
        """Returns a block of words, or the document that it lays out."""
        name = laid_out_by(MarkdownBlock(tuple(tokens), line))
        if not name:
            if any(is_document_link(child) for token in tokens for child in token.children or ()):
                message = "a document is laid out by a link that is a paragraph of its own, with nothing around it."
                self.source.fault("S130", message, self.source.place(line, "documents/"))
            return Block(html_of(tokens), text_of(tokens), condition, place=Place(line))
        document = self.documents.document(name, self.source.place(line, "documents/"))
        if document is None:
            return Block("", "", condition, place=Place(line))
        words = f"{document.title}\n{document.text}"
        return Block(laid_out(document), words, condition, place=Place(line), document=document)

    def _slips(self, block: MarkdownBlock, below_condition: bool) -> Iterator[Slip]:
        """Yields what looks like a condition in a block and is none, and notes S209."""
        for slip in slips_in(block.tokens, block.line, self.known, may_begin=True, below_condition=below_condition):
            self.source.fault("S209", HOW[slip.how], self.source.place(slip.line))
            yield slip

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


def _seat_in(block: MarkdownBlock) -> str | None:
    """Returns the seat that a paragraph names, "" if it names none, None if it is about something else."""
    inline = block.tokens[1] if block.type == "paragraph_open" else None
    children = (inline.children or []) if inline else []
    if len(children) != 3 or children[0].type != "em_open" or children[2].type != "em_close":
        return None
    match = _SEAT.fullmatch(children[1].content.strip())
    return match[1].strip() if match else None
