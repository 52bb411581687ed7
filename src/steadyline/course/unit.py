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
    """A case to be played. The three numbers are points in nbgrader; `attempt` says which one is assessed."""

    case: str
    attempt: Literal["first", "last"]
    judgement: int
    assertiveness: int
    escalation: int
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


@dataclass(frozen=True)
class Check:
    """A knowledge check, marked by machine."""

    id: str
    points: int
    questions: tuple[Question, ...]
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Reflect:
    """A reflection, marked by a person. `words` is the range asked for."""

    id: str
    points: int
    words: tuple[int, int]
    rubric: str
    markdown: str
    line: int = field(default=1, compare=False)


Part = Prose | Play | Check | Reflect


@dataclass(frozen=True)
class Unit:
    """One unit of the course. `minutes` is what a learner needs for all of it."""

    name: str
    path: str
    title: str
    case: str
    minutes: int
    objectives: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def play(self) -> Play:
        """The case that is played; a unit has exactly one."""
        return next(part for part in self.parts if isinstance(part, Play))

    @property
    def checks(self) -> tuple[Check, ...]:
        """The knowledge checks in the order of the page."""
        return tuple(part for part in self.parts if isinstance(part, Check))

    @property
    def reflections(self) -> tuple[Reflect, ...]:
        """The reflections in the order of the page."""
        return tuple(part for part in self.parts if isinstance(part, Reflect))

    def points(self, measure: str) -> int:
        """Returns the points of `judgement`, `assertiveness`, `escalation`, `check-<id>` or `reflect-<id>`."""
        return dict(self.graded)[measure]

    @property
    def graded(self) -> tuple[tuple[str, int], ...]:
        """Every graded cell's id with its points, in the order of the notebook."""
        play = self.play
        return (
            ("judgement", play.judgement), ("assertiveness", play.assertiveness), ("escalation", play.escalation),
            *((f"check-{check.id}", check.points) for check in self.checks),
            *((f"reflect-{each.id}", each.points) for each in self.reflections),
        )  # fmt: skip
