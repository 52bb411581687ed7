"""What a scenario is made of. Values only: nothing here reads, plays or draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

SceneKind = Literal["decision", "passage", "turning", "chance", "ending"]
CIRCUMSTANCES = ("kind", "neutral", "hard")
PROCESSES = ("sound", "mixed", "unsafe")


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in the author's file; both count from 1."""

    line: int
    column: int = 1


@dataclass(frozen=True)
class Variable:
    """Something a case remembers. Facts hold 0 or 1; lists hold the position of the word that holds now."""

    name: str
    kind: Literal["fact", "number", "list"]
    start: int
    lowest: int
    highest: int
    words: tuple[str, ...] = ()
    place: Place = Place(1)


@dataclass(frozen=True)
class Compare:
    """True when the variable stands in that relation to the value. A fact is compared with 1."""

    name: str
    relation: Literal["=", "!=", ">=", "<=", ">", "<"]
    value: int


@dataclass(frozen=True)
class Chose:
    """True when that choice was taken earlier in this attempt."""

    choice: str

    @property
    def name(self) -> str:
        """The name of the fact that remembers it; no author's variable can be called so."""
        return f"chose {self.choice}"


@dataclass(frozen=True)
class Not:
    """True when the other is not."""

    inner: Condition


@dataclass(frozen=True)
class All:
    """True when every part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Either:
    """True when at least one part is."""

    parts: tuple[Condition, ...]


Condition = Compare | Chose | Not | All | Either


def names_read(condition: Condition | None) -> frozenset[str]:
    """Returns the names of all variables that a condition looks at."""
    if condition is None:
        return frozenset()
    if isinstance(condition, Compare | Chose):
        return frozenset({condition.name})
    if isinstance(condition, Not):
        return names_read(condition.inner)
    return frozenset().union(*(names_read(part) for part in condition.parts))


@dataclass(frozen=True)
class Effect:
    """What a choice changes: a variable is set to a value, or a number is added to it and clamped."""

    name: str
    change: Literal["set", "add"]
    value: int


@dataclass(frozen=True)
class Document:
    """A paper that the learner reads: an e-mail, a chronology, a plan. `kind` says which sort of paper it is."""

    name: str
    title: str
    kind: str
    html: str
    text: str


@dataclass(frozen=True)
class Block:
    """One paragraph, quotation, list or table of a scene, or a document laid out in it.

    `later` marks a delayed consequence.
    """

    html: str
    text: str
    condition: Condition | None = None
    later: bool = False
    place: Place = Place(1)
    document: Document | None = None


@dataclass(frozen=True)
class Later:
    """Words that appear in another scene because a choice was made."""

    target: str
    html: str
    text: str
    place: Place


@dataclass(frozen=True)
class Choice:
    """One option of a decision."""

    id: str
    html: str
    text: str
    target: str
    now_html: str
    now_text: str
    condition: Condition | None = None
    effects: tuple[Effect, ...] = ()
    later: tuple[Later, ...] = ()
    place: Place = Place(1)


@dataclass(frozen=True)
class Branch:
    """One way out of a turning, of chance or of a passage. A turning's last branch has no condition."""

    name: str
    target: str
    condition: Condition | None = None
    effects: tuple[Effect, ...] = ()
    weight: int = 1
    place: Place = Place(1)


@dataclass(frozen=True)
class Ending:
    """How a case ends. `circumstance` is one of CIRCUMSTANCES or the name of a list that holds one of them."""

    name: str
    process: str
    circumstance: str
    place: Place = Place(1)


@dataclass(frozen=True)
class Scene:
    """A heading and what follows it. Which of choices, branches and ending is filled depends on the kind.

    `seat` is the role in which the learner sits here: the scene's own, or the one with which every walk comes to it.
    """

    slug: str
    title: str
    kind: SceneKind
    blocks: tuple[Block, ...] = ()
    choices: tuple[Choice, ...] = ()
    branches: tuple[Branch, ...] = ()
    ending: Ending | None = None
    place: Place = Place(1)
    seat: str = ""

    @property
    def ways(self) -> Iterator[Choice | Branch]:
        """Every way out of the scene."""
        yield from self.choices
        yield from self.branches

    @property
    def is_seen(self) -> bool:
        """Whether a learner ever reads this scene."""
        return self.kind not in ("turning", "chance")


@dataclass(frozen=True)
class Allowance:
    """A finding that the author lets stand, and why. `subject` is "" where all findings of the code are meant."""

    code: str
    subject: str
    reason: str
    place: Place


@dataclass(frozen=True)
class Front:
    """What stands at the front of a case file. `minutes` is the time one playthrough takes.

    `cast` are the roles in which people appear; `required` the scenes that no playthrough may leave out; `avoid` the
    decisions at which the learner is also asked which option they would most avoid.
    """

    title: str
    role: str
    minutes: int
    content_note: str
    findings: tuple[str, ...]
    competencies: tuple[str, ...]
    use: Literal["formative", "summative"]
    cast: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """One case as its author wrote it."""

    name: str
    path: str
    front: Front
    opening: str
    variables: dict[str, Variable]
    scenes: dict[str, Scene]
    start: str
    remembered_choices: frozenset[str] = field(default_factory=frozenset)
    allowed: tuple[Allowance, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each entry at the front of the file."""
