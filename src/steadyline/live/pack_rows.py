"""The rows of a pack's pages: the plan with the booklet's numbers, the decisions, the key, the papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from steadyline.graders.key import METHODS, Key, KeyedOption
from steadyline.live.booklet import Booklet
from steadyline.live.notes import Notes
from steadyline.live.notes_decisions import DecisionNotes
from steadyline.live.story_order import decisions_in_order, seat_of
from steadyline.live.timed import (
    ACTION,
    BREAK,
    CLOSING,
    COMPARE,
    DEBRIEF,
    DECISION,
    FRAME,
    READ,
    SKILLS,
    TOLD,
    Plan,
    Timed,
)
from steadyline.scenarios.compile import CompiledCase

Row = dict[str, Any]

_MORE = {
    FRAME: "Say what stands on the sheet “Welcome, and ground rules”.",
    TOLD: "See below: “What is told, and how”.",
    DEBRIEF: "Read the sheet “Debrief: a script” aloud, step by step.",
    CLOSING: "See the sheet “Closing”.",
    ACTION: "See the sheet “Action”.",
    BREAK: "Both of you: who has gone quiet? Lay out the papers for the second half.",
    COMPARE: "See the sheet “Comparing paths”.",
    SKILLS: "See the sheet “Skills practice”.",
}


def plan_rows(plan: Plan, case: CompiledCase | None, booklet: Booklet | None) -> list[Row]:
    """Returns the plan's rows, each with the section of the booklet in which it begins."""
    last = max((at for at, row in enumerate(plan.rows) if row.kind in (DECISION, TOLD)), default=len(plan.rows))
    after = [at for at, row in enumerate(plan.rows) if at > last and row.kind == READ]
    more = {at: _MORE.get(row.kind, "") for at, row in enumerate(plan.rows)}
    if case is not None and booklet is not None:
        first = next(at for at, row in enumerate(plan.rows) if row.scene or _section(row, case, booklet))
        more[first] = "The opening stands on the first page of the booklet; then go to 1."
    if after:
        more[after[-1]] = "Read on, as the numbers lead, until the story has ended."
    return [
        {"start": row.start, "end": row.end, "html": row.html, "reading": row.reading, "more": more[at],
         "section": _section(row, case, booklet)}
        for at, row in enumerate(plan.rows)
    ]  # fmt: skip


def _section(row: Timed, case: CompiledCase | None, booklet: Booklet | None) -> str:
    if case is None or booklet is None:
        return ""
    if row.scene:
        return str(booklet.numbers[row.scene])
    named = [
        booklet.numbers[slug]
        for slug, scene in case.scenes.items()
        if scene["kind"] == "passage" and scene["title"].lower() in row.html.lower()
    ]
    return ", ".join(str(number) for number in sorted(named))


def decision_rows(case: CompiledCase, booklet: Booklet, notes: Notes, plan: Plan) -> list[Row]:
    """Returns a row for each decision: its numbers, its options with their letters, and its notes."""
    times = {row.scene: row for row in reversed(plan.rows) if row.scene}
    found = []
    for number, scene in enumerate(decisions_in_order(case), start=1):
        section = booklet.sections[booklet.numbers[scene]]
        row = times.get(scene)
        seat = seat_of(case, scene)
        found.append(
            {"number": number, "scene": scene, "title": case.scenes[scene]["title"], "section": section.number,
             "seat": seat, "avoid": section.avoid, "is_told": row is not None and row.kind == TOLD,
             "time": f"{row.start}–{row.end}" if row else "",
             "notes": notes.decisions.get(scene, DecisionNotes("")),
             "options": [vars(way) for way in section.ways]}
        )  # fmt: skip
    return found


def told_rows(plan: Plan, booklet: Booklet | None, decisions: Sequence[Row]) -> list[Row]:
    """Returns how each decision that is left out is told: its section, the option, and what comes of it."""
    by_scene = {each["scene"]: each for each in decisions}
    found = []
    for row in plan.left_out if booklet else ():
        decision = by_scene[row.scene]
        option: Mapping[str, Any] = next((each for each in decision["options"] if each["choice"] == row.told), {})
        found.append(
            {"number": decision["number"], "title": decision["title"], "scene": decision["section"],
             "letter": option.get("letter", ""), "after": option.get("to", "")}
        )  # fmt: skip
    return found


def key_rows(key: Key, decisions: Sequence[Row]) -> list[Row]:
    """Returns what the key says of each decision and option, by the letters on paper."""
    found = []
    for each in decisions:
        keyed = key.decisions[each["scene"]]
        status = "" if keyed.is_counted else f"This decision is {keyed.status}: it is talked over, and not scored."
        options = [{**option, **_keyed(keyed.options[option["choice"]])} for option in each["options"]]
        found.append({**each, "status": status, "note": keyed.note, "options": options})
    return found


def _keyed(option: KeyedOption) -> Row:
    return {
        "credit": option.credit, "assertiveness": _position(option.assertiveness),
        "escalation": _position(option.escalation), "reason": option.reason, "protects": option.protects,
        "method": METHODS.get(option.method, ""),
    }  # fmt: skip


def _position(position: int | None) -> str:
    return "–" if position is None else f"{position:+d}".replace("-", "−") if position else "0"


def papers_of(case: CompiledCase, booklet: Booklet) -> list[Row]:
    """Returns the papers of a case, each once, with the sections in which it is read."""
    sections: dict[str, set[int]] = {}
    papers: dict[str, Row] = {}
    for slug, scene in case.scenes.items():
        for block in scene["blocks"]:
            if "document" in block:
                name = block["document"]["name"]
                sections.setdefault(name, set()).add(booklet.numbers[slug])
                papers[name] = {"title": block["document"]["title"], "html": block["html"], "name": name}
    told = {name: " or ".join(str(number) for number in sorted(numbers)) for name, numbers in sections.items()}
    return [{**papers[name], "sections": told[name]} for name in sorted(papers)]
