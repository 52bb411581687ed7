"""Who must still mark a piece of written work, and which mark stands. Values only; the desk keeps and asks.

First mark. A second, blind, for every mark that does not reach the standard, for every mark near it, and for one in
five of the rest, drawn by a recorded seed. A third, blind too, where two marks for a criterion differ by two levels or
more, or where one reaches the standard and the other does not. What two or three people gave apart is then agreed by
one of them, with a note; where two gave the very same, it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from steadyline.decisions import draw
from steadyline.errors import SteadylineError, listed
from steadyline.graders.rubric import DIRECTIONS, LEVELS, Rubric

FIRST, SECOND, THIRD, AGREED = "first", "second", "third", "agreed"
STAGES = (FIRST, SECOND, THIRD, AGREED)
SETTLED = "settled"
APART = 2
"""Levels by which two marks for one criterion may not differ without a third person."""

IN_BLOCKS_OF = 5
"""One in five of the marks that stand alone is marked again: a random 20 %."""


class MarkingUnfit(SteadylineError):
    """A mark cannot be kept as it was given; the words say what is missing."""


@dataclass(frozen=True)
class Marking:
    """One person's mark for one piece of work. `levels` by the criterion's slug; `words` is the digest of the text."""

    who: str
    stage: str
    levels: Mapping[str, int]
    direction: str = "none"
    comment: str = ""
    note: str = ""
    words: str = ""
    at: str = ""
    event: int = 0
    drawn: bool = False

    @property
    def total(self) -> int:
        """The sum of the levels."""
        return sum(self.levels.values())

    @property
    def share(self) -> float:
        """The levels as a share of the highest possible, 0 to 1."""
        return self.total / (LEVELS[0] * len(self.levels))

    def as_told(self) -> dict[str, object]:
        """Returns what an event keeps of it."""
        return {
            "stage": self.stage, "levels": dict(self.levels), "direction": self.direction, "comment": self.comment,
            "note": self.note, "words": self.words, "drawn": self.drawn,
        }  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """When a mark reaches the standard and when it is near it: shares of the highest possible, 0 to 1."""

    standard: float = 0.65
    near: float = 0.09
    seed: int = 0

    def reaches(self, marking: Marking) -> bool:
        """Whether a mark reaches the course standard."""
        return marking.share >= self.standard

    def why_again(self, marking: Marking) -> str:
        """Returns why a first mark must be followed by a second, or nothing."""
        if not self.reaches(marking):
            return "it does not reach the standard"
        if marking.share - self.standard <= self.near:
            return "it is near the standard"
        return "it was drawn at random" if marking.drawn else ""

    def is_drawn(self, number: int, unit: str, cell: str) -> bool:
        """Whether the first mark with this number (from 0, in the order given) is marked again: one in each five."""
        block, place = divmod(number, IN_BLOCKS_OF)
        return draw(self.seed, f"sample/{unit}/{cell}/{block}") % IN_BLOCKS_OF == place


@dataclass(frozen=True)
class Standing:
    """Where a piece of work is: the stage that comes next (or SETTLED), why, and the mark that stands, if one does."""

    next: str
    why: str = ""
    stands: Marking | None = None
    markings: Mapping[str, Marking] = field(default_factory=dict)

    @property
    def who(self) -> tuple[str, ...]:
        """Who marked it so far, in the order of the stages."""
        return tuple(self.markings[stage].who for stage in STAGES if stage in self.markings)

    def is_for(self, who: str) -> bool:
        """Whether this person may do what comes next: nobody marks twice; the third agrees, else one of the two."""
        if self.next == SETTLED:
            return False
        if self.next != AGREED:
            return who not in self.who
        return who == self.markings[THIRD].who if THIRD in self.markings else who in self.who

    def seen_by(self, who: str) -> tuple[Marking, ...]:
        """Returns the markings that this person may see: their own; all, once nobody is to mark blind any more."""
        if self.next in (AGREED, SETTLED):
            return tuple(self.markings[stage] for stage in STAGES if stage in self.markings)
        return tuple(each for each in self.markings.values() if each.who == who)


def standing(markings: Sequence[Marking], rule: Rule, words: str) -> Standing:
    """Returns where a piece of work is, from its markings in the order given and the digest of its text as it is now.

    Marks of an earlier text do not count any more: it was handed in anew.
    """
    latest: dict[str, Marking] = {}
    for marking in markings:
        if marking.words == words:
            latest[marking.stage] = marking
    if FIRST not in latest:
        changed = "the text was handed in anew since it was marked" if markings else ""
        return Standing(FIRST, changed)
    if AGREED in latest:
        return Standing(SETTLED, "agreed", latest[AGREED], latest)
    first = latest[FIRST]
    if SECOND not in latest:
        again = rule.why_again(first)
        return Standing(SECOND, again, None, latest) if again else Standing(SETTLED, "marked once", first, latest)
    return _compared(first, latest[SECOND], latest, rule)


def _compared(first: Marking, second: Marking, latest: Mapping[str, Marking], rule: Rule) -> Standing:
    apart = why_apart(first, second, rule)
    if apart and THIRD not in latest:
        return Standing(THIRD, apart, None, latest)
    if apart:
        return Standing(AGREED, apart, None, latest)
    if first.levels == second.levels and first.direction == second.direction:
        return Standing(SETTLED, "two people gave the same", first, latest)
    return Standing(AGREED, "the two differ a little", None, latest)


def why_apart(first: Marking, second: Marking, rule: Rule) -> str:
    """Returns why two marks need a third, or nothing."""
    if rule.reaches(first) != rule.reaches(second):
        return "one mark reaches the standard and the other does not"
    wide = [slug for slug, level in first.levels.items() if abs(level - second.levels.get(slug, level)) >= APART]
    return f"two levels or more apart in {listed(wide)}" if wide else ""


def check_marking(marking: Marking, rubric: Rubric) -> None:
    """Raises MarkingUnfit where a mark does not fit its rubric, or an agreed one has no note."""
    slugs = [each.slug for each in rubric.criteria]
    missing = [each.title or "the whole" for each in rubric.criteria if each.slug not in marking.levels]
    if missing:
        raise MarkingUnfit(f"No level is chosen yet for {listed(missing)}. Choose one for each, then give the mark.")
    if set(marking.levels) != set(slugs) or any(level not in LEVELS for level in marking.levels.values()):
        raise MarkingUnfit(f"The levels do not fit the rubric “{rubric.title}”. Load the page again.")
    if marking.direction not in DIRECTIONS:
        raise MarkingUnfit(f"The direction is {listed(DIRECTIONS)}.")
    if marking.stage == AGREED and len(marking.note.split()) < FEWEST_WORDS:
        raise MarkingUnfit("An agreed mark needs a note of a few words: what was weighed, and why this is the mark.")


FEWEST_WORDS = 3
"""Words in a note or a reason; fewer do not say why."""
