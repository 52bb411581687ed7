"""The desk of one assessor at one cohort: everything that the page asks for, as plain values.

It knows neither browser nor widget. What it refuses, it refuses in words, and then nothing was changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from steadyline import content
from steadyline.course.handin import LEARNER_PATTERN
from steadyline.desk import giving, standardising
from steadyline.desk.drafts import draft_of, drafts_of, keep_draft
from steadyline.desk.flags import Flag
from steadyline.desk.giving import Given
from steadyline.desk.opened import View, marking_view, opened, rubric_of, rubric_view
from steadyline.desk.pieces import SEED, SET_ASIDE, TAKEN_UP, WRITTEN, Piece, draw_seed, piece, pieces, rule_of
from steadyline.desk.queue import TO_AGREE, TO_MARK, in_order, next_for, progress, state_of
from steadyline.desk.release import Asked, release, said
from steadyline.errors import SteadylineError
from steadyline.graders.gradebook import engine_of, reading, writing
from steadyline.graders.history import events, now, write_down
from steadyline.graders.moderation import FEWEST_WORDS, SETTLED, Marking, MarkingUnfit, Rule, Standing

SNIPPET, SNIPPET_DROPPED = "snippet", "snippet dropped"

Flags = Callable[[Path, str], Mapping[str, tuple[Flag, ...]]]


class AssessorUnusable(SteadylineError):
    """What was typed is no assessor's code."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        super().__init__(
            "An assessor's code has 3 to 32 small letters, digits and hyphens and begins with a letter, such as "
            "marker-2. It stands beside every mark that you give; it need not be your name."
        )


def check_assessor(who: str) -> None:
    """Raises AssessorUnusable where an assessor's code is none."""
    if not LEARNER_PATTERN.fullmatch(who):
        raise AssessorUnusable(who)


@dataclass
class Desk:
    """One assessor's desk. `flags` gives what was noticed in the hand-ins of a unit, by learner; it is asked once."""

    folder: Path
    who: str
    flags: Flags
    engine: Engine = field(init=False)
    _noticed: dict[str, Mapping[str, tuple[Flag, ...]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        check_assessor(self.who)
        self.engine = engine_of(self.folder)
        with writing(self.engine, self.who, SEED) as connection:
            draw_seed(connection, self.who)

    def overview(self) -> View:
        """Returns the units with what is to do in each, and the standard scripts that come first."""
        with reading(self.engine) as connection:
            rule = self._rule(connection)
            units = [self._unit_view(list(pieces(connection, self.folder, name, rule)), name) for name in self._units()]
        return {"who": self.who, "units": units, "standards": [self._standards_view(name) for name in self._rubrics()]}

    def queue(self, unit: str) -> View:
        """Returns every piece of a unit in this assessor's order, with where it stands, and the progress."""
        with reading(self.engine) as connection:
            found = list(pieces(connection, self.folder, unit, self._rule(connection)))
            drafts = drafts_of(connection, self.who, unit)
        rows = [self._row(each, drafts) for each in in_order(found, self.who)]
        return {"unit": unit, "title": content.unit(unit).title, "rows": rows,
                "progress": progress(found, self.who).words}  # fmt: skip

    def open(self, unit: str, learner: str, cell: str) -> View:
        """Returns one piece as it lies open. Raises NotThere."""
        with reading(self.engine) as connection:
            found = piece(connection, self.folder, unit, learner, cell, self._rule(connection))
            if found is None:
                raise giving.NotThere(unit, learner, cell)
            draft = draft_of(connection, self.who, unit, learner, cell)
        view = opened(found, self.folder, self.who, draft, self._flags(unit).get(learner, ()))
        if found.kind == WRITTEN:
            view["standards_left"] = len(self._left(rubric_of(unit, cell).name))
        return view

    def next(self, unit: str, learner: str = "", cell: str = "") -> View:
        """Returns the next piece that this assessor can do something about, opened; or {"none": words}."""
        with reading(self.engine) as connection:
            found = list(pieces(connection, self.folder, unit, self._rule(connection)))
        following = next_for(found, self.who, (learner, cell) if learner else None)
        if following is None:
            return {"none": "Nothing more waits for you in this unit."}
        return self.open(unit, following.learner, following.cell)

    def keep(self, unit: str, learner: str, cell: str, draft: Mapping[str, Any]) -> View:
        """Keeps what is not given as a mark yet, durably, and says when. Raises MarkingUnfit if it is too long."""
        with writing(self.engine, self.who, "draft") as connection:
            keep_draft(connection, self.who, unit, learner, cell, draft)
        return {"at": now()}

    def give(self, given: Given) -> View:
        """Gives a mark for written work. Raises StandardsFirst and as `giving.give`; what came too late is a draft."""
        rubric = rubric_of(given.unit, given.cell)
        left = self._left(rubric.name)
        if left:
            raise standardising.StandardsFirst(rubric.title, len(left))
        with reading(self.engine) as connection:
            rule = self._rule(connection)
        try:
            standing = giving.give(self.engine, self.folder, self.who, given, rubric, rule)
        except giving.ChangedMeanwhile:
            self.keep(given.unit, given.learner, given.cell, _as_draft(given))
            raise
        return {"said": _said(standing, self.who), "settled": standing.next == SETTLED, "at": now()}

    def give_points(self, given: Given, points: float) -> View:
        """Gives a mark in place of a refused automatic one. Raises as `giving.give_points`."""
        with reading(self.engine) as connection:
            rule = self._rule(connection)
        giving.give_points(self.engine, self.folder, self.who, given, points, rule)
        return {"said": "The mark is given, and your reason is kept with it.", "settled": True, "at": now()}

    def set_aside(self, unit: str, learner: str, cell: str, why: str, again: bool = False) -> View:
        """Sets a piece aside, or takes it up `again`: work that may name a real person or show a present risk."""
        if len(why.split()) < FEWEST_WORDS:
            raise MarkingUnfit("Say in a few words why, without repeating anything that could identify a real person.")
        deed = TAKEN_UP if again else SET_ASIDE
        with writing(self.engine, self.who, deed, why) as connection:
            if piece(connection, self.folder, unit, learner, cell, self._rule(connection)) is None:
                raise giving.NotThere(unit, learner, cell)
            last = events(connection, unit, learner, cell, (SET_ASIDE, TAKEN_UP))[-1:]
            # A page that did not hear that it was done asks again.
            if [(each.who, each.deed, each.why) for each in last] != [(self.who, deed, why)]:
                write_down(connection, self.who, deed, unit, learner, cell, why=why)
        return {"said": "Taken up again." if again else
                "Set aside. Nobody marks it until it is taken up again. If somebody may be at risk now, follow your "
                "safeguarding procedure today.", "at": now()}  # fmt: skip

    def release(
        self, unit: str, why: str = "", learners: Sequence[str] = (), despite_waiting: bool = False
    ) -> View:
        """Releases feedback to everybody in a unit, or to some, and says to whom not, and why not. Raises NotInCohort.

        `waiting` has those left out; `already` counts those who had it, unchanged.
        """
        asked = Asked(unit, tuple(learners), why.strip(), despite_waiting)
        outcome = release(self.engine, self.folder, self.who, asked)
        title = content.unit(unit).title if unit in content.units() else unit
        waiting = [{"learner": learner, "why": why_not} for learner, why_not in outcome.left_out.items()]
        return {"said": said(outcome, title), "released": len(outcome.released), "already": len(outcome.already),
                "waiting": waiting, "at": now()}  # fmt: skip

    def standards(self, rubric: str) -> View:
        """Returns the standard scripts of a rubric; the agreed marks and the reasons only of those marked already."""
        scripts = content.standards(rubric)
        done = standardising.marked(self.engine, self.who, rubric)
        shown = [
            {"name": each.name, "html": each.script_html, "words": each.words,
             "mine": marking_view(done[each.name]) if each.name in done else None,
             "agreed": {"levels": dict(each.marks), "direction": each.direction} if each.name in done else None,
             "why": each.why_html if each.name in done else ""}
            for each in sorted(scripts, key=lambda each: each.name)
        ]  # fmt: skip
        agreement = standardising.compared(scripts, done).words
        return {"rubric": rubric_view(content.rubric(rubric)), "scripts": shown, "agreement": agreement,
                "left": len(standardising.left(scripts, done))}  # fmt: skip

    def give_standard(self, rubric: str, script: str, levels: Mapping[str, int], direction: str) -> View:
        """Keeps this assessor's mark for a standard script, and returns them all again. Raises ScriptUnknown."""
        given = Marking(self.who, standardising.STANDARD, dict(levels), direction)
        scripts = content.standards(rubric)
        standardising.mark_standard(self.engine, self.who, content.rubric(rubric), scripts, script, given)
        return self.standards(rubric)

    def snippets(self) -> list[str]:
        """Returns this assessor's reusable comments, newest first."""
        with reading(self.engine) as connection:
            kept = events(connection, deeds=(SNIPPET, SNIPPET_DROPPED), who=self.who)
        found: dict[str, None] = {}
        for each in kept:
            found.pop(each.after["text"], None)
            if each.deed == SNIPPET:
                found[each.after["text"]] = None
        return list(reversed(found))

    def keep_snippet(self, words: str, drop: bool = False) -> list[str]:
        """Keeps a reusable comment, or drops one, and returns them all. Raises MarkingUnfit for an empty one."""
        text = words.strip()
        if not text or len(text) > LONGEST_SNIPPET:
            raise MarkingUnfit(f"A reusable comment has 1 to {LONGEST_SNIPPET} signs.")
        with writing(self.engine, self.who, SNIPPET) as connection:
            write_down(connection, self.who, SNIPPET_DROPPED if drop else SNIPPET, after={"text": text})
        return self.snippets()

    def _rule(self, connection: Any) -> Rule:
        return rule_of(connection, content.outline().standard)

    def _units(self) -> list[str]:
        released = {path.name for path in (self.folder / "release").glob("*") if path.is_dir()}
        return [name for name in content.units() if name in released]

    def _rubrics(self) -> list[str]:
        return list(dict.fromkeys(each.rubric for name in self._units() for each in content.unit(name).reflections))

    def _left(self, rubric: str) -> list[Any]:
        return standardising.left(content.standards(rubric), standardising.marked(self.engine, self.who, rubric))

    def _standards_view(self, rubric: str) -> View:
        scripts = content.standards(rubric)
        return {"rubric": rubric, "title": content.rubric(rubric).title, "scripts": len(scripts),
                "left": len(self._left(rubric))}  # fmt: skip

    def _unit_view(self, found: list[Piece], name: str) -> View:
        told = progress(found, self.who)
        return {"unit": name, "title": content.unit(name).title, "all": told.all, "settled": told.settled,
                "mine": told.mine, "progress": told.words,
                "rubrics": [each.rubric for each in content.unit(name).reflections]}  # fmt: skip

    def _row(self, each: Piece, drafts: set[tuple[str, str]]) -> View:
        state = state_of(each, self.who)
        return {
            "learner": each.learner, "cell": each.cell, "kind": each.kind, "state": state,
            "mine": state in (TO_MARK, TO_AGREE), "count": len(each.text.split()),
            "flags": len(self._flags(each.unit).get(each.learner, ())), "draft": (each.learner, each.cell) in drafts,
            "released": bool(each.released),
        }  # fmt: skip

    def _flags(self, unit: str) -> Mapping[str, tuple[Flag, ...]]:
        if unit not in self._noticed:
            self._noticed[unit] = self.flags(self.folder, unit)
        return self._noticed[unit]


LONGEST_SNIPPET = 2000


def _as_draft(given: Given) -> View:
    return {"levels": dict(given.levels), "direction": given.direction, "comment": given.comment, "note": given.note}


def _said(standing: Standing, who: str) -> str:
    if standing.next == SETTLED:
        return f"The mark stands in the gradebook ({standing.why})."
    if standing.is_for(who):
        return "Your mark is kept. Others have marked this work too: look at all the marks and agree on one."
    return "Your mark is kept. This work waits for somebody else, who does not see it before they have marked."


def as_json(view: object) -> str:
    """Returns a view as JSON; nothing in it is anything else."""
    return json.dumps(view, ensure_ascii=False, allow_nan=False)
