"""How long a unit takes: reading, playing, answering; and apart from that, what is written. Estimates, and said so."""

from __future__ import annotations

from dataclasses import dataclass

from steadyline.course.unit import Check, Prose, Rate, Unit
from steadyline.scenarios.prose import blocks_of, text_of

WORDS_A_MINUTE = 200
"""Careful reading, as for a case."""

MINUTES_A_QUESTION = {"check": 0.75, "sort": 0.5, "spot": 0.3}
"""An assumption of ours: a question of a check with its reasons read; a thing to be sorted; a line of a paper."""

MINUTES_A_RATING = 1.0
WORDS_WRITTEN_A_MINUTE = 12
"""An assumption of ours: thinking and writing together, for the fewest words that are asked for."""

ESSAY = 200
"""Words: what asks for at least as many is written apart from the unit, and not in the same sitting."""

SLACK = 1.35
"""How many times more or less than the estimate the author's own minutes may be before we ask."""


@dataclass(frozen=True)
class Minutes:
    """Minutes of a unit, each estimated. `essays` are apart from the sitting that the unit's own minutes mean."""

    reading: float
    playing: float
    answering: float
    writing: float
    essays: float

    @property
    def sitting(self) -> int:
        """Everything but the essays, in whole minutes."""
        return max(1, round(self.reading + self.playing + self.answering + self.writing))

    def in_words(self) -> str:
        """Returns the parts in a sentence."""
        named = (
            (self.reading, "reading"), (self.playing, "the case"), (self.answering, "answering"),
            (self.writing, "writing"),
        )  # fmt: skip
        said = ", ".join(f"{round(minutes)} {name}" for minutes, name in named if round(minutes))
        more = f"; what is written apart from it takes about {round(self.essays)} more" if self.essays else ""
        return f"about {self.sitting} minutes ({said}){more}"


def minutes_of(unit: Unit, playing: float) -> Minutes:
    """Returns how long a unit takes; `playing` is what its case takes, in minutes."""
    words = sum(len(_words(part.markdown)) for part in unit.parts if isinstance(part, Prose | Rate))
    answering = sum(_answering(part) for part in unit.parts if isinstance(part, Check))
    answering += sum(MINUTES_A_RATING * len(part.items) for part in unit.ratings)
    short = [part.words[0] for part in unit.reflections if part.words[0] < ESSAY]
    long = [part.words[0] for part in unit.reflections if part.words[0] >= ESSAY]
    return Minutes(
        words / WORDS_A_MINUTE,
        playing,
        answering,
        sum(short) / WORDS_WRITTEN_A_MINUTE,
        sum(long) / WORDS_WRITTEN_A_MINUTE,
    )


def _answering(check: Check) -> float:
    things = len(check.questions[0].options) if check.look == "spot" else len(check.questions)
    words = len(_words(check.markdown)) + sum(len(_words(question.markdown)) for question in check.questions)
    return things * MINUTES_A_QUESTION[check.look] + words / WORDS_A_MINUTE


def _words(markdown: str) -> list[str]:
    return " ".join(text_of(block.tokens) for block in blocks_of(markdown)).split()


def is_far(said: int, estimate: Minutes) -> bool:
    """Whether the author's own minutes are far from the estimate."""
    return not estimate.sitting / SLACK <= said <= estimate.sitting * SLACK
