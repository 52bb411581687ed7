"""What a unit is made of: prose, and the blocks in it that are played, checked or reflected on. Values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Prose:
    """Markdown that stands in the notebook as it is."""

    markdown: str


@dataclass(frozen=True)
class Play:
    """A case to be played. The numbers are points in nbgrader; `attempt` says which one is assessed.

    `avoid` is 0 where the case asks at no decision what one would most avoid.
    """

    case: str
    attempt: Literal["first", "last"]
    judgement: int
    assertiveness: int
    escalation: int
    avoid: int = 0
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Question:
    """One question of a knowledge check. `options` pairs ids with words."""

    id: str
    markdown: str
    choose: int
    options: tuple[tuple[str, str], ...]

    @property
    def option_ids(self) -> Sequence[str]:
        """The ids of its options."""
        return [id for id, _ in self.options]


Look = Literal["check", "sort", "spot"]


@dataclass(frozen=True)
class Check:
    """Questions marked by machine. `look` says how they are laid out:

    check   one after the other, each with its own options
    sort    many things and the same few kinds for each; `markdown` says what to do
    spot    one question whose options are the lines of a paper; `columns` are two where two papers are compared,
            and each line then has its words in both, parted by a bar
    """

    id: str
    points: int
    questions: tuple[Question, ...]
    look: Look = "check"
    markdown: str = ""
    columns: tuple[str, ...] = ()
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Rate:
    """Decisions of others, rated before and after one of two outcomes is known. Nobody marks it.

    `things` pairs ids with what is rated, `outcomes` ids with what happened; `afterwards` is shown at the end.
    `scale` is the lowest and the highest rating, and `ends` what they mean.
    """

    id: str
    scale: tuple[int, int]
    ends: tuple[str, str]
    markdown: str
    things: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    afterwards: str
    line: int = field(default=1, compare=False)

    @property
    def items(self) -> dict[str, tuple[str, ...]]:
        """The answers it asks for, in order, each with the values that it may have."""
        ratings = tuple(str(value) for value in range(self.scale[0], self.scale[1] + 1))
        first = {f"{self.id}/{id}": ratings for id, _ in self.things}
        again = {f"{self.id}/{id}-again": ratings for id, _ in self.things}
        return first | {f"{self.id}/{OUTCOME}": tuple(id for id, _ in self.outcomes)} | again


OUTCOME = "outcome"
"""The item of a Rate that says which outcome was shown; nothing in it can be called so."""


@dataclass(frozen=True)
class Reflect:
    """A reflection, marked by a person. `words` is the range asked for."""

    id: str
    points: int
    words: tuple[int, int]
    rubric: str
    markdown: str
    line: int = field(default=1, compare=False)


Part = Prose | Play | Check | Reflect | Rate


@dataclass(frozen=True)
class Unit:
    """One unit of the course. `minutes` is what a learner needs for all of it.

    `case` is "" where none is played, and then `content_note` says what may be hard to read. A unit that is not
    `assessed` is not handed in, and nobody marks it.
    """

    name: str
    path: str
    title: str
    case: str
    minutes: int
    objectives: tuple[str, ...]
    parts: tuple[Part, ...]
    assessed: bool = True
    content_note: str = ""

    @property
    def play(self) -> Play | None:
        """The block that plays the unit's case; None where it has none."""
        return next((part for part in self.parts if isinstance(part, Play)), None)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The knowledge checks in the order of the page."""
        return tuple(part for part in self.parts if isinstance(part, Check))

    @property
    def reflections(self) -> tuple[Reflect, ...]:
        """The reflections in the order of the page."""
        return tuple(part for part in self.parts if isinstance(part, Reflect))

    @property
    def ratings(self) -> tuple[Rate, ...]:
        """What is rated twice, in the order of the page."""
        return tuple(part for part in self.parts if isinstance(part, Rate))

    def points(self, measure: str) -> int:
        """Returns the points of `judgement`, `assertiveness`, `escalation`, `avoid`, `check-<id>` or `reflect-<id>`."""
        return dict(self.graded)[measure]

    @property
    def graded(self) -> tuple[tuple[str, int], ...]:
        """Every graded cell's id with its points, in the order of the notebook; none of a unit that nobody marks."""
        return (*_played(self.play), *self._answered) if self.assessed else ()

    @property
    def _answered(self) -> tuple[tuple[str, int], ...]:
        return (
            *((f"check-{check.id}", check.points) for check in self.checks),
            *((f"reflect-{each.id}", each.points) for each in self.reflections),
        )  # fmt: skip


def _played(play: Play | None) -> tuple[tuple[str, int], ...]:
    if play is None:
        return ()
    axes = (("assertiveness", play.assertiveness), ("escalation", play.escalation))
    return (("judgement", play.judgement), *axes, *((("avoid", play.avoid),) if play.avoid else ()))
