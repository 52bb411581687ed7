"""A unit's facilitator's guide, read: its plan, and what it says of each decision. The HTML is our own content's.

Guides are written for people and differ: a decision is a heading or a paragraph in bold, "Ask" ends in a full stop or
a colon. What is not known stays in its section, so that nothing of a guide is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from steadyline import content
from steadyline.live.notes_decisions import DecisionNotes, decisions_told
from steadyline.live.notes_parts import Part, first_table, html_without_tables, parts_of, rules_in, under
from steadyline.live.notes_plan import PlanRow, rows_of
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.prose import slug_of
from steadyline.scenarios.source import text_in

_NAMED = {
    "purpose": r"what it is",
    "send": r"(a )?note to send|before the day",
    "room": r"the room|access for",
    "voices": r"quiet voices|who gets to speak|voices",
    "detours": r".*detours",
    "disclosure": r"if something real",
    "debrief": r"debrief",
    "afterwards": r"afterwards",
}
"""How the sections that every pack needs are called in the guides, as patterns for the beginning of a title."""

FROM_COMMON = {"voices": "quiet-voices-and-loud-ones", "detours": "likely-detours",
               "disclosure": "if-something-real-comes-up", "room": "the-room"}  # fmt: skip
"""What a guide may leave to `course/facilitators/common.md`, with the section that has the common words."""


@dataclass(frozen=True)
class Section:
    """A part of the guide below a heading of its own. `html` is what stands below it, lower headings included."""

    title: str
    html: str


@dataclass(frozen=True)
class Notes:
    """A guide. Sections that a guide lacks are "" in `read_notes`, and the common words in `notes_of`.

    `decisions` is by scene, in the order of the story; `between` has notes on scenes that are no decision. `plans` are
    tables of minutes by their length, `plan` that of ninety minutes. `unmatched`: titles of notes for no scene.
    `common` names the parts that were taken from the common words.
    """

    title: str
    intro: str
    sections: Mapping[str, Section]
    decisions: Mapping[str, DecisionNotes]
    between: Mapping[str, Section]
    plans: Mapping[int, tuple[PlanRow, ...]]
    plan_notes: str
    ground_rules: tuple[str, ...]
    unmatched: tuple[str, ...] = ()
    purpose: str = ""
    send: str = ""
    room: str = ""
    voices: str = ""
    detours: str = ""
    disclosure: str = ""
    debrief: str = ""
    afterwards: str = ""
    common: tuple[str, ...] = ()

    @property
    def plan(self) -> tuple[PlanRow, ...]:
        """The rows of the ninety minutes; none where the unit has no such plan."""
        return self.plans.get(90, ())


def read_notes(text: str, case: CompiledCase | None) -> Notes:
    """Returns the guide that a text tells, matched to its unit's case; None where the unit plays none."""
    parts = parts_of(text)
    title = next((part.title for part in parts if part.level == 1), "")
    decisions, between, unmatched = decisions_told(parts, case)
    timed = [part for part in parts if first_table(part) is not None]
    plans = {rows[-1].end: rows for part in timed if (rows := rows_of(part, case))}
    sections = {slug_of(part.title): Section(part.title, under(parts, at)) for at, part in enumerate(parts) if at}
    told = {slug: Section(name, html) for slug, (name, html) in between.items()}
    beside = "\n".join(html for part in timed if (html := html_without_tables(part)))
    rules, intro = rules_in(parts), parts[0].html if parts else ""
    notes = Notes(title, intro, sections, decisions, told, plans, beside, rules, unmatched)
    named: dict[str, Any] = {name: _section(parts, pattern) for name, pattern in _NAMED.items()}
    return replace(notes, **named)


def _section(parts: tuple[Part, ...], pattern: str) -> str:
    """Returns the HTML of the sections whose title begins so, one after the other."""
    found = [at for at, part in enumerate(parts) if at and part.begins(pattern)]
    return "\n".join(under(parts, at) for at in found if "table" not in parts[at].kinds)


@lru_cache
def common_notes() -> Notes:
    """Returns the words that are common to all guides. Raises FileMissing or NotPlainText."""
    path = content.root() / "course" / "facilitators" / "common.md"
    return read_notes(text_in(path, "file of common words for facilitators"), None)


def notes_of(unit: str) -> Notes:
    """Returns the guide of a unit, what it lacks taken from the common words. Raises NotInCourse, FileMissing."""
    path = content.unit_path(unit).parent / "facilitator.md"
    notes = read_notes(text_in(path, "facilitator's guide"), content.case_played(unit))
    common = common_notes()
    lacking: dict[str, Any] = {
        name: common.sections[slug].html
        for name, slug in FROM_COMMON.items()
        if not getattr(notes, name) and slug in common.sections
    }
    named = (*lacking, *(() if notes.ground_rules else ("ground_rules",)))
    rules = notes.ground_rules or common.ground_rules
    return replace(notes, ground_rules=rules, common=named, **lacking)
