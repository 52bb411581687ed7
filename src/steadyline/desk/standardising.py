"""Standard scripts: an assessor marks them before a learner's work, then sees the agreed marks and the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from steadyline.errors import SteadylineError
from steadyline.graders.gradebook import reading, writing
from steadyline.graders.history import events, write_down
from steadyline.graders.moderation import Marking, check_marking
from steadyline.graders.rubric import Rubric
from steadyline.graders.standards import Standard

STANDARD = "standard script"
"""What the event of a marked standard script is called: `cell` is the rubric, `learner` the script."""


class StandardsFirst(SteadylineError):
    """An assessor has not marked all standard scripts of a rubric yet."""

    def __init__(self, title: str, left: int) -> None:
        self.left = left
        scripts = "one standard script" if left == 1 else f"{left} standard scripts"
        super().__init__(f"Before work is marked by “{title}”, mark its {scripts} that you have not marked yet.")


class ScriptUnknown(SteadylineError):
    """There is no such standard script, or this assessor has marked it."""


@dataclass(frozen=True)
class Compared:
    """One assessor's marks for the standard scripts against the agreed ones. `differences` in levels, theirs first."""

    differences: tuple[int, ...]

    @property
    def words(self) -> str:
        """The agreement so far, in a sentence."""
        if not self.differences:
            return "No standard script is marked yet."
        same = sum(each == 0 for each in self.differences)
        near = sum(abs(each) <= 1 for each in self.differences)
        mean = sum(self.differences) / len(self.differences)
        lean = "neither kinder nor stricter on the whole" if abs(mean) < SLIGHT else (
            f"{abs(mean):.1f} of a level {'kinder' if mean > 0 else 'stricter'} on the whole"
        )  # fmt: skip
        return (
            f"{same} of {len(self.differences)} levels are the agreed ones, {near} are within one level; {lean}. "
            "A handful of scripts shows where to look again; it is too little to judge a marker by."
        )


SLIGHT = 0.15
"""Levels: a lean below it is not told, on so few scripts."""


def marked(engine: Engine, who: str, rubric: str) -> dict[str, Marking]:
    """Returns what an assessor gave each standard script of a rubric, by the script's name."""
    with reading(engine) as connection:
        found = events(connection, cell=rubric, deeds=(STANDARD,), who=who)
    return {event.learner: Marking(who=event.who, at=event.at, event=event.id, **event.after) for event in found}


def left(scripts: Sequence[Standard], done: Mapping[str, Marking]) -> list[Standard]:
    """Returns the scripts that are not marked yet."""
    return [script for script in scripts if script.name not in done]


def compared(scripts: Sequence[Standard], done: Mapping[str, Marking]) -> Compared:
    """Returns how an assessor's marks differ from the agreed ones, criterion by criterion."""
    return Compared(tuple(
        done[script.name].levels[slug] - agreed
        for script in scripts if script.name in done for slug, agreed in script.marks.items()
    ))  # fmt: skip


def mark_standard(
    engine: Engine, who: str, rubric: Rubric, scripts: Sequence[Standard], name: str, given: Marking
) -> None:
    """Keeps an assessor's mark for a standard script; it is given once. Raises ScriptUnknown or MarkingUnfit.

    The very same mark may be given again: a page that did not hear that it was kept asks again.
    """
    if name not in {script.name for script in scripts}:
        raise ScriptUnknown(f"“{rubric.title}” has no standard script “{name}”. Load the page again.")
    check_marking(given, rubric)
    with writing(engine, who, STANDARD) as connection:
        kept = events(connection, learner=name, cell=rubric.name, deeds=(STANDARD,), who=who)
        if kept and kept[0].after == given.as_told():
            return
        if kept:
            raise ScriptUnknown("You have marked this script; your first mark stands, beside the agreed one.")
        write_down(connection, who, STANDARD, "", name, rubric.name, after=given.as_told())
