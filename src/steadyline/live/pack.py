"""A facilitator's pack: the pages that a session on paper needs, from the unit, its guide, its case and its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from steadyline import content
from steadyline.authoring.play_words import CIRCUMSTANCE, PROCESS
from steadyline.graders.key import Key
from steadyline.live.booklet import Booklet, booklet_of
from steadyline.live.booklet_chance import how
from steadyline.live.cards import sheets_of
from steadyline.live.notes import Notes, Section, common_notes, notes_of
from steadyline.live.pack_rows import decision_rows, key_rows, papers_of, plan_rows, told_rows
from steadyline.live.plan import lengths_of, plan_of
from steadyline.live.timed import HALF_DAY, NINETY, Plan
from steadyline.scenarios.compile import CompiledCase

A_TABLE = 5
WORDS_A_PAGE = 250
"""As counted on the printed booklets of the cases that ship: 242 to 260, sections kept whole."""
MOST_PAGES = 80
"""A booklet that is longer is hardly printed for a table."""

COMMON = ("welcome", "the-two-lines", "comparing-paths", "skills-practice", "action", "closing")

_HERE = Path(__file__).resolve().parent / "paper"
PACK, KEY, HANDOUTS, BOOKLET, CARDS, FORMS = (
    "pack.html", "key.html", "handouts.html", "booklet.html", "cards.html", "forms.html",
)  # fmt: skip

Pages = Mapping[str, int]


@dataclass(frozen=True)
class Pack:
    """What a pack is made from. `case` is None where the unit plays none, `key` where it is not here."""

    unit: str
    notes: Notes
    plan: Plan
    case: CompiledCase | None
    key: Key | None
    booklet: Booklet | None
    people: int = 12

    @cached_property
    def decisions(self) -> list[dict[str, Any]]:
        """The decisions as rows for the pages."""
        if self.case is None or self.booklet is None:
            return []
        return decision_rows(self.case, self.booklet, self.notes, self.plan)

    @property
    def tables(self) -> int:
        """At how many tables the people sit."""
        return max(1, ceil(self.people / A_TABLE))


def pack_of(unit: str, minutes: int = 0, people: int = 12) -> Pack:
    """Returns the pack of a unit; without minutes, of the guide's ninety or of its own longest plan.

    Raises NotInCourse, NoSuchPlan, FileMissing, TooMuchToKeep.
    """
    case = content.case_played(unit)
    notes = notes_of(unit)
    key = content.key(case.name) if case and content.has_key(case.name) else None
    booklet = booklet_of(case, content.scenario(content.case_path(case.name))) if case else None
    return Pack(unit, notes, plan_of(minutes or _usual(notes), notes, case, key), case, key, booklet, people)


def _usual(notes: Notes) -> int:
    return NINETY if notes.plan else max(lengths_of(notes))


def pages_of(pack: Pack, counted: Pages | None = None) -> dict[str, str]:
    """Returns the pack's pages by file name; `counted` says of files how many sheets they have, where that is known."""
    made = {HANDOUTS: _page(HANDOUTS, pack, "Handouts", papers=_papers(pack)), FORMS: _forms(pack)}
    if pack.case is not None and pack.booklet is not None:
        made |= _for_the_room(pack, pack.case, pack.booklet)
    if pack.key is not None:
        made[KEY] = _key(pack, pack.key)
    return {PACK: _pack(pack, counted or _guessed(pack)), **made}


def _page(template: str, pack: Pack, name: str, **more: Any) -> str:
    loader = FileSystemLoader(_HERE)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    unit = content.unit(pack.unit)
    note = str(pack.case.table["content_note"]) if pack.case else unit.content_note
    return environment.get_template(template).render(
        name=name, title=unit.title, style=(_HERE / "paper.css").read_text(encoding="utf-8"), notes=pack.notes,
        decisions=pack.decisions, support=content.support(), content_note=note, objectives=unit.objectives,
        minutes=pack.plan.minutes, course=content.outline().title, **more,
    )  # fmt: skip


def _pack(pack: Pack, counted: Pages) -> str:
    chances = [each for each in (pack.booklet.sections.values() if pack.booklet else ()) if each.lots]
    piece = pack.notes.sections.get("piece-by-piece")
    tight = ", ".join(each["title"] for each in pack.decisions if each["scene"] in pack.plan.tight)
    return _page(
        PACK, pack, "Facilitator's pack", case=pack.case, people=pack.people, tables=pack.tables,
        chance=chances[0].lots[0].by if chances else "watch", prints=_prints(pack, counted), tight=tight,
        rows=plan_rows(pack.plan, pack.case, pack.booklet), rule=pack.plan.rule,
        told=told_rows(pack.plan, pack.booklet, pack.decisions), papers=_papers(pack), common=_common(),
        is_long=pack.plan.minutes == HALF_DAY, pieces=piece.html if piece else "",
        avoids=[each["number"] for each in pack.decisions if each["avoid"]],
    )  # fmt: skip


def _common() -> dict[str, Section]:
    """Returns the sections of common words that a pack prints; one that a course's own file lacks stays empty."""
    found = common_notes().sections
    return {slug: found.get(slug, Section("", "")) for slug in COMMON}


def _for_the_room(pack: Pack, case: CompiledCase, booklet: Booklet) -> dict[str, str]:
    most = max(len(each) for each in case.decisions.values())
    return {
        BOOKLET: _booklet(pack, case, booklet),
        CARDS: _page(CARDS, pack, "Voting cards", sheets=sheets_of(most)),
    }


def _booklet(pack: Pack, case: CompiledCase, booklet: Booklet) -> str:
    ticks = [
        {"title": title, "number": number, "letters": letters}
        for number, (title, letters) in enumerate(booklet.ticks, start=1)
    ]
    sections = [
        {**vars(each), "how": how(each.lots) if each.lots else "",
         "worked": PROCESS[each.ended[1].text] if each.ended else "",
         "met": [{"only": part.only, "text": CIRCUMSTANCE[part.text]} for part in each.ended[2:]]}
        for each in booklet.sections.values()
    ]  # fmt: skip
    return _page(BOOKLET, pack, "Booklet", book=booklet, sections=sections, ticks=ticks, role=str(case.table["role"]),
                 opening=str(case.table["opening"]), formative=case.is_formative)  # fmt: skip


def _key(pack: Pack, key: Key) -> str:
    said = {
        "panel": "A panel has rated it.",
        "author": "No panel has rated it yet: say so.",
    }.get(key.status, "It is contested: talk it over, and do not score it.")
    return _page(KEY, pack, "Key, for the facilitator only", status=said, keyed=key_rows(key, pack.decisions))


def _forms(pack: Pack) -> str:
    items = [each[0].lower() + each[1:].rstrip(".") for each in content.unit(pack.unit).objectives]
    return _page(FORMS, pack, "Forms", items=items)


def _papers(pack: Pack) -> list[dict[str, str]]:
    return papers_of(pack.case, pack.booklet) if pack.case and pack.booklet else []


def booklet_pages(pack: Pack) -> int:
    """Returns about how many pages the booklet has."""
    return ceil(pack.booklet.words / WORDS_A_PAGE) + 2 if pack.booklet else 0


def _guessed(pack: Pack) -> Pages:
    decisions = len(pack.decisions)
    return {PACK: decisions + 10, KEY: decisions, HANDOUTS: decisions + len(_papers(pack)) + 1, FORMS: 6, CARDS: 1,
            BOOKLET: booklet_pages(pack)}  # fmt: skip


def _prints(pack: Pack, counted: Pages) -> list[dict[str, Any]]:
    """Returns what is to be printed: file, sheets, copies, and for whom."""
    tables, people = pack.tables, pack.people
    wanted = [
        (PACK, "2", "You and the other facilitator."),
        (KEY, "1", "You alone. Not for the tables."),
        (BOOKLET, "1", "You, to read from. Page 2 is the record sheet. If every table is to go its own way: one each."),
        (HANDOUTS, f"{tables}", "A set for each table: the first sheet at the start, each other one at its turn."),
        (CARDS, f"{people}", "One set for each person, cut along the lines. They can be used again."),
        (FORMS, f"{people}", "The first two sheets for each person; the third is sent later. Attendance: once. "
         f"CPD slips: {ceil(people / 2)} sheets, two on each. No time? Leave the forms, not the debrief."),
    ]  # fmt: skip
    there = {PACK, HANDOUTS, FORMS} if pack.case is None else {*counted} - (set() if pack.key else {KEY})
    return [
        {"file": file.removesuffix(".html"), "pages": counted.get(file, ""), "copies": copies, "whom": whom}
        for file, copies, whom in wanted
        if file in there
    ]

