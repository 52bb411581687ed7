"""The proof of a case: the fewest whole playthroughs that show all of its text, for readers who never see its file.

Values only; `proofread_html` and `proofread_markdown` write them down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from steadyline.authoring.walk_set import KINDS, place_of
from steadyline.graders.key import Key, KeyedOption
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.cover import Playthrough, all_items, cover
from steadyline.scenarios.cover_graph import Item, ways_of
from steadyline.scenarios.model import Block, Branch, Choice, Scenario, Scene


@dataclass(frozen=True)
class Piece:
    """Some text as it is read in one place. `line` is where it stands in the author's file.

    `is_later`: it appears because of an earlier choice. `is_before`: it was read earlier in the proof.
    `is_below`: only the line of its option is known, and it stands somewhere below that.
    """

    html: str
    text: str
    line: int
    is_later: bool = False
    is_before: bool = False
    is_below: bool = False

    @property
    def where(self) -> str:
        """Where it stands, in words."""
        return f"line {self.line} and below" if self.is_below else f"line {self.line}"


@dataclass(frozen=True)
class Offered:
    """One option as it is offered. `keyed` is what it is worth, for readers who may see the key."""

    words: Piece
    is_chosen: bool
    keyed: KeyedOption | None = None


@dataclass(frozen=True)
class Stretch:
    """One scene as it is read in one playthrough; only what its kind has is filled.

    `go_on` are a passage's words to the next scene, `chance` the outcome that is drawn: learners do not see that one.
    """

    title: str
    line: int
    paragraphs: tuple[Piece, ...] = ()
    options: tuple[Offered, ...] = ()
    now: Piece | None = None
    go_on: str = ""
    chance: str = ""

    @property
    def is_before(self) -> bool:
        """Whether all of it was read earlier in the proof."""
        pieces = [*self.paragraphs, *(each.words for each in self.options), *([self.now] if self.now else [])]
        return bool(pieces) and all(piece.is_before for piece in pieces)


@dataclass(frozen=True)
class Reading:
    """One playthrough from the start to its ending; `new_words` counts those that are read for the first time."""

    number: int
    stretches: tuple[Stretch, ...]
    ending: str
    process: str
    circumstance: str
    new_words: int


@dataclass(frozen=True)
class Whereabouts:
    """Where one option (chosen), paragraph or ending can be read: the playthroughs, and the scene's place in the first.

    `readings` count from 1 and are empty for what no playthrough shows; `stretch` counts from 0.
    """

    kind: str
    scene: str
    piece: Piece
    readings: tuple[int, ...]
    stretch: int = 0


@dataclass(frozen=True)
class Proof:
    """Everything that a proof holds. Fewer than `at_least` playthroughs could not show all of it."""

    scenario: Scenario
    version: str
    readings: tuple[Reading, ...]
    at_least: int
    index: tuple[Whereabouts, ...]
    never: tuple[Whereabouts, ...]
    with_key: bool

    @property
    def new_words(self) -> int:
        """How many words there are to read, each text counted once."""
        return sum(reading.new_words for reading in self.readings)


def proof_of(scenario: Scenario, case: CompiledCase, key: Key | None = None) -> Proof:
    """Returns the proof of a case; with its key, each choice is followed by what it is worth."""
    items = all_items(case, *KINDS)
    found = cover(case, items)
    reader = _Reader(scenario, case, key)
    readings = tuple(reader.reading(number, each) for number, each in enumerate(found.playthroughs, start=1))
    index = [_whereabouts(scenario, case, item, found.playthroughs) for item in _by_place(scenario, items)]
    return Proof(
        scenario,
        case.digest[:8],
        readings,
        found.at_least,
        tuple(each for each in index if each.readings),
        tuple(each for each in index if not each.readings),
        key is not None,
    )


def _by_place(scenario: Scenario, items: tuple[Item, ...]) -> list[Item]:
    """Returns the items scene by scene in the order of the file; an ending stands before its paragraphs."""
    lines = {scene.slug: scene.place for scene in scenario.scenes.values()}
    return sorted(items, key=lambda item: (lines[_scene_of(scenario, item).slug], place_of(scenario, item)))


def _scene_of(scenario: Scenario, item: Item) -> Scene:
    if item[0] != "option":
        return scenario.scenes[str(item[1])]
    return next(scene for scene in scenario.scenes.values() if any(each.id == item[1] for each in scene.choices))


def _whereabouts(
    scenario: Scenario, case: CompiledCase, item: Item, playthroughs: tuple[Playthrough, ...]
) -> Whereabouts:
    scene = _scene_of(scenario, item)
    numbers = tuple(number for number, each in enumerate(playthroughs, start=1) if item in each.shown)
    stretch = 0
    if numbers:
        nodes = playthroughs[numbers[0] - 1].nodes
        stretch = next(at for at, node in enumerate(nodes) if case.nodes[node]["scene"] == scene.slug)
    kind = "paragraph" if item[0] == "block" else str(item[0])
    return Whereabouts(kind, scene.title, _piece_of(scene, item), numbers, stretch)


def _piece_of(scene: Scene, item: Item) -> Piece:
    if item[0] == "block":
        return _piece(scene.blocks[int(item[2])], False)
    if item[0] == "option":
        choice = next(each for each in scene.choices if each.id == item[1])
        return Piece(choice.html, choice.text, choice.place.line)
    name = scene.ending.name if scene.ending else scene.title
    return Piece("", name, scene.place.line)


def _piece(block: Block, is_before: bool) -> Piece:
    return Piece(block.html, block.text, block.place.line, block.later, is_before)


class _Reader:
    """Reads playthrough after playthrough and remembers what was read."""

    def __init__(self, scenario: Scenario, case: CompiledCase, key: Key | None) -> None:
        self.scenario, self.case, self.key = scenario, case, key
        self.read: set[Item] = set()
        self.new_words = 0

    def reading(self, number: int, playthrough: Playthrough) -> Reading:
        self.new_words = 0
        said = iter(playthrough.said)
        stretches = tuple(self.stretch(node, said) for node in playthrough.nodes)
        end = self.case.nodes[playthrough.nodes[-1]]
        name = self.case.scenes[playthrough.ending]["name"]
        return Reading(number, stretches, name, end["process"], end["circumstance"], self.new_words)

    def stretch(self, node: str, said: Iterator[str]) -> Stretch:
        table = self.case.nodes[node]
        scene = self.scenario.scenes[table["scene"]]
        paragraphs = tuple(
            _piece(scene.blocks[at], self.seen(("block", scene.slug, at), scene.blocks[at].text))
            for at in table["blocks"]
        )
        line = scene.place.line
        if "options" in table:
            return self.decision(Stretch(scene.title, line, paragraphs), scene, node, next(said))
        if "outcomes" in table:
            return Stretch(scene.title, line, chance=next(said).removeprefix("chance: "))
        ways: list[Branch] = list(scene.branches)
        return Stretch(scene.title, line, paragraphs, go_on=ways[0].name if ways else "")

    def decision(self, stretch: Stretch, scene: Scene, node: str, chosen: str) -> Stretch:
        offered = {way.said for way in ways_of(self.case, node)}
        options = tuple(self.offered(scene, each, each.id == chosen) for each in scene.choices if each.id in offered)
        taken = next(each for each in scene.choices if each.id == chosen)
        before = self.seen(("now", taken.id), taken.now_text)
        now = Piece(taken.now_html, taken.now_text, taken.place.line, is_before=before, is_below=True)
        return Stretch(stretch.title, stretch.line, stretch.paragraphs, options, now)

    def offered(self, scene: Scene, choice: Choice, is_chosen: bool) -> Offered:
        keyed = self.key.decisions[scene.slug].options[choice.id] if self.key and is_chosen else None
        before = self.seen(("option", choice.id), choice.text)
        return Offered(Piece(choice.html, choice.text, choice.place.line, is_before=before), is_chosen, keyed)

    def seen(self, item: Item, text: str) -> bool:
        """Whether it was read before; from now on it was."""
        before = item in self.read
        self.read.add(item)
        self.new_words += 0 if before else len(text.split())
        return before
