"""A case as a booklet with numbered sections, for a room with paper only ("go to 14").

The words are the compiled case's, each printed once. A compiled case has thousands of nodes, since it holds no state; a
room has pencils. So its words that come and go stand in their section with what must be ticked for them, and the sheet
of `booklet_record` holds the rest. That this is exact is tried in the tests: every way through a booklet against the
table, node by node.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from steadyline.live.booklet_chance import Lot, lots_of
from steadyline.live.booklet_order import Link, numbered
from steadyline.live.booklet_record import Record, Row
from steadyline.live.story_order import EVERYWHERE, decisions_in_order, lettered
from steadyline.scenarios.compile import CompiledCase, Table
from steadyline.scenarios.model import CIRCUMSTANCES, Branch, Choice, Compare, Effect, Either, Not, Scenario, Scene
from steadyline.scenarios.rules import Rules

LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True)
class Passage:
    """Words of a section. `only` says when they are read, "" always. `document` names a paper that they are."""

    html: str
    text: str
    only: str = ""
    document: str = ""


@dataclass(frozen=True)
class Way:
    """Where a section leads. `words` are an option's or a passage's; `html` likewise. `letter` is an option's."""

    to: int
    words: str = ""
    html: str = ""
    only: str = ""
    letter: str = ""
    choice: str = ""


@dataclass(frozen=True)
class Section:
    """A numbered section. `kind` is what stands there: decision, passage, after, crossing, chance or ending.

    `marks` is what is put on the record sheet before going on. A crossing's ways are tried in order, and the first
    that holds is taken; a chance's are `lots` with what was thrown. `ended` are an ending's words: its name, what was
    done, and what life added, each with when it is so.
    """

    number: int
    key: str
    kind: str
    title: str = ""
    seat: str = ""
    decision: int = 0
    passages: tuple[Passage, ...] = ()
    marks: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    lots: tuple[Lot, ...] = ()
    ended: tuple[Passage, ...] = ()
    avoid: bool = False


@dataclass(frozen=True)
class Booklet:
    """A case on paper. `ticks` has, for each decision in order, its title and the letters that can be ticked.

    `numbers` are the sections' by scene, and by "scene/choice" what comes of a choice; `letters` as in `letters_of`.
    """

    title: str
    case: str
    digest: str
    sections: Mapping[int, Section]
    start: int
    rows: tuple[Row, ...]
    ticks: tuple[tuple[str, tuple[str, ...]], ...]
    numbers: Mapping[str, int]
    letters: Mapping[str, str]

    @property
    def words(self) -> int:
        """How many words its sections have, instructions left out."""
        sections = self.sections.values()
        read = sum(len(each.text.split()) for section in sections for each in (*section.passages, *section.ended))
        return read + sum(len(way.words.split()) for section in sections for way in section.ways)


def booklet_of(case: CompiledCase, scenario: Scenario, seed: int = 1) -> Booklet:
    """Returns the booklet of a case; another seed gives other numbers and other letters. Raises TooMuchToKeep."""
    return _Binding(case, scenario, seed).booklet()


def letters_of(case: CompiledCase, seed: int = EVERYWHERE) -> dict[str, str]:
    """Returns by the id of each choice the number of its decision and its letter on paper: "2B".

    The letters stand in an order that tells nothing; everything printed for a room has the same.
    """
    found: dict[str, str] = {}
    for at, slug in enumerate(decisions_in_order(case), start=1):
        found |= {choice: f"{at}{LETTERS[number]}" for number, choice in enumerate(lettered(case, slug, seed))}
    return found


class _Binding:
    """Gives every scene and every choice a section, and says in words what leads where."""

    def __init__(self, case: CompiledCase, scenario: Scenario, seed: int) -> None:
        self.case, self.scenario, self.seed = case, scenario, seed
        self.reached = {node["scene"] for node in case.nodes.values()} | _turnings(scenario)
        self.order = decisions_in_order(case)
        self.letters = letters_of(case, seed)
        self.record = Record(scenario, self.letters)
        self.live = Rules(scenario).live
        self.numbers = numbered(list(self._links()), scenario.start, seed)

    def booklet(self) -> Booklet:
        made = [self._scene(scene) for scene in self._scenes()]
        made += [self._after(scene, choice) for scene in self._scenes() for choice in scene.choices]
        ticks = tuple(
            (self.case.scenes[slug]["title"], tuple(sorted(self._letter(each) for each in self.case.decisions[slug])))
            for slug in self.order
        )
        sections = {each.number: each for each in sorted(made, key=_number)}
        start, rows = self.numbers[self.scenario.start], tuple(self.record.rows.values())
        return Booklet(
            self.case.title, self.case.name, self.case.digest, sections, start, rows, ticks, self.numbers, self.letters
        )

    def _scenes(self) -> Iterator[Scene]:
        yield from (scene for slug, scene in self.scenario.scenes.items() if slug in self.reached)

    def _letter(self, choice: str) -> str:
        return self.letters[choice].lstrip("0123456789")

    def _links(self) -> Iterator[Link]:
        """Yields what leads to what, and what stands side by side: no two such sections get neighbouring numbers."""
        for scene in self._scenes():
            to = [f"{scene.slug}/{each.id}" for each in scene.choices] or [way.target for way in scene.branches]
            yield Link(scene.slug, tuple(to))
            for choice in scene.choices:
                yield Link(f"{scene.slug}/{choice.id}", (choice.target,))

    def _scene(self, scene: Scene) -> Section:
        number = self.numbers[scene.slug]
        if scene.kind == "turning":
            ways = tuple(self._branch(branch) for branch in scene.branches)
            return Section(number, scene.slug, "crossing", ways=ways)
        table = self.case.scenes[scene.slug]
        told: dict[str, Any] = {"title": str(table["title"]), "seat": str(table.get("seat", ""))}
        if scene.kind == "chance":
            ways = tuple(self._branch(branch) for branch in scene.branches)
            lots = lots_of([branch.weight for branch in scene.branches])
            return Section(number, scene.slug, "chance", ways=ways, lots=lots)
        passages = self._passages(scene, table)
        if scene.kind == "ending":
            return Section(number, scene.slug, "ending", **told, passages=passages, ended=self._ended(scene))
        if scene.kind == "passage":
            branch = scene.branches[0]
            way = Way(self.numbers[branch.target], str(table["go_on"]))
            marks = self._marks(branch.effects, branch.target)
            return Section(number, scene.slug, "passage", **told, passages=passages, ways=(way,), marks=marks)
        options = sorted((self._option(scene, each, table) for each in scene.choices), key=lambda way: way.letter)
        return Section(
            number, scene.slug, "decision", **told, decision=self.order.index(scene.slug) + 1, passages=passages,
            ways=tuple(options), avoid=bool(table.get("avoid")),
        )  # fmt: skip

    def _passages(self, scene: Scene, table: Table) -> tuple[Passage, ...]:
        return tuple(
            Passage(shown["html"], shown["text"], self._only(scene, at), shown.get("document", {}).get("title", ""))
            for at, shown in enumerate(table["blocks"])
        )

    def _only(self, scene: Scene, at: int) -> str:
        """Returns when a block is read; where it is the contrary of those just above it, in words that say so."""
        condition = scene.blocks[at].condition
        if isinstance(condition, Not):
            parts = condition.inner.parts if isinstance(condition.inner, Either) else (condition.inner,)
            above = tuple(block.condition for block in scene.blocks[max(0, at - len(parts)) : at])
            if above == parts:
                return otherwise(len(parts))
        return self.record.words(condition) if condition else ""

    def _option(self, scene: Scene, choice: Choice, table: Table) -> Way:
        words = next(each for each in table["choices"] if each["id"] == choice.id)
        only = self.record.words(choice.condition) if choice.condition else ""
        to = self.numbers[f"{scene.slug}/{choice.id}"]
        return Way(to, words["text"], words["html"], only, self._letter(choice.id), choice.id)

    def _after(self, scene: Scene, choice: Choice) -> Section:
        words = self.case.scenes[scene.slug]["choices"]
        now = next(each for each in words if each["id"] == choice.id)
        marks = (f"Tick {self.letters[choice.id]}.", *self._marks(choice.effects, choice.target))
        key, passages = f"{scene.slug}/{choice.id}", (Passage(now["now_html"], now["now_text"]),)
        return Section(
            self.numbers[key], key, "after", passages=passages, marks=marks, ways=(Way(self.numbers[choice.target]),)
        )

    def _branch(self, branch: Branch) -> Way:
        only = self.record.words(branch.condition) if branch.condition else ""
        marks = " ".join(self._marks(branch.effects, branch.target))
        return Way(self.numbers[branch.target], marks, "", only)

    def _marks(self, effects: Sequence[Effect], target: str) -> tuple[str, ...]:
        """Returns what effects put on the sheet; what no section beyond looks at is not kept."""
        return self.record.changes(each for each in effects if each.name in self.live[target])

    def _ended(self, scene: Scene) -> tuple[Passage, ...]:
        ending = scene.ending
        assert ending is not None  # noqa: S101  # an ending has one
        variable = self.scenario.variables.get(ending.circumstance)
        words = variable.words if variable else (ending.circumstance,)
        when = {
            word: self.record.words(Compare(ending.circumstance, "=", words.index(word))) if variable else ""
            for word in CIRCUMSTANCES
            if word in words
        }
        added = [Passage("", word, only) for word, only in when.items()]
        return (Passage("", ending.name), Passage("", ending.process), *added)


def otherwise(many: int) -> str:
    """Returns the words for what is read when none of the passages just above it was."""
    return "you did not read the passage above" if many == 1 else f"you read none of the {many} passages above"


def _turnings(scenario: Scenario) -> set[str]:
    return {slug for slug, scene in scenario.scenes.items() if scene.kind == "turning"}


def _number(section: Section) -> int:
    return section.number
