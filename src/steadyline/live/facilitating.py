"""What the facilitator's page shows: the room's own pages, and beside them notes, timings, prompts, key and votes."""

from __future__ import annotations

from typing import Any

from steadyline.graders.key import METHODS, Key
from steadyline.live.flow import Place, backward, may_ask_again, may_decide, onward
from steadyline.live.notes import Notes
from steadyline.live.rating_desk import rating_desk
from steadyline.live.results import all_reasons, may_be_shown, options_of, result_of
from steadyline.live.room import HANDS, OPEN, TABLES, Question, Room
from steadyline.live.screen_pages import NO_WORDS, Words
from steadyline.live.taken import letter, taken_of
from steadyline.live.views import screen_view

View = dict[str, Any]


def facilitator_view(
    room: Room, key: Key | None, notes: Notes | None, place: Place | None = None, words: Words = NO_WORDS
) -> View:
    """Returns everything that the facilitator's page shows but addresses, code and clock, which the server adds."""
    screen = screen_view(room, place, words)
    stands = Place(screen["page"] - 1, screen["pages"])
    view: View = {
        "screen": screen, "next": onward(room, stands), "back": backward(room, stands), "again": may_ask_again(room),
        "decide": may_decide(room), "way": _way(room), "returns": _returns(room), "unit": room.unit,
        "minutes": room.minutes, "scene": room.case.nodes[room.node]["scene"] if room.node else "",
    }  # fmt: skip
    view["ratings"] = rating_desk(room, words.rates)
    if notes is not None:
        view |= {"voices": notes.voices, "disclosure": notes.disclosure, "detours": notes.detours,
                 "script": notes.debrief}  # fmt: skip
    scene = room.case.nodes[room.node]["scene"] if room.node else ""
    question = room.question
    if question is not None:
        view["question"] = _question(room, question)
        view["notes"] = _notes(notes, scene)
        view["key"] = _key(key, question, scene)
    elif notes is not None and scene in notes.between:
        view["between"] = notes.between[scene].html
    return view


def _question(room: Room, question: Question) -> View:
    rounds = [_round(room, question, number) for number in range(1, question.round + 1)]
    voters = len(set(room.devices.values())) if room.mode == TABLES else len(room.devices)
    last = question.hands[-1] if question.hands else {}
    reasons = [each for each in all_reasons(room, question) if not _is_hidden(room, question, each["round"])]
    return {"number": question.number, "round": question.round, "options": options_of(room, question), "rounds": rounds,
            "of": voters, "revealed": question.revealed, "reasons": reasons,
            "hands": dict(last) if room.mode == HANDS else None}  # fmt: skip


def _is_hidden(room: Room, question: Question, number: int) -> bool:
    """Whether a round is still open: then the facilitator, too, sees only how many have chosen."""
    return number == question.round and room.stage == OPEN


def _round(room: Room, question: Question, number: int) -> View:
    tally = question.tally(number)
    if _is_hidden(room, question, number) and room.mode != HANDS:
        return {"round": number, "voted": len(question.rounds[number - 1]), "open": True}
    leading = [letter(question.order, choice) for choice in tally.leading]
    told = result_of(room, question, number) | {"voted": tally.total, "leading": leading}
    return told if may_be_shown(room, tally) else told | {"total": tally.total}


def _notes(notes: Notes | None, scene: str) -> View:
    found = notes.decisions.get(scene) if notes else None
    if found is None:
        return {}
    return {"tempts": found.tempts_html, "ask": list(found.ask), "listen": found.listen_html, "rest": found.rest}


def _key(key: Key | None, question: Question, scene: str) -> View:
    decision = key.decisions.get(scene) if key else None
    if decision is None:
        return {}
    options = []
    for choice in question.order:
        each = decision.options[choice]
        options.append({
            "letter": letter(question.order, choice), "credit": each.credit, "assertiveness": each.assertiveness,
            "escalation": each.escalation, "method": METHODS.get(each.method, ""), "reason": each.reason,
            "protects": each.protects, "avoid": each.avoid,
        })  # fmt: skip
    return {"options": options, "note": decision.note, "counted": decision.is_counted}


def _way(room: Room) -> list[View]:
    """Returns the decisions so far, with what the room went on with and where it looked at another way."""
    return [
        {"title": each.title, "went_on": letter(each.order, each.went_on) if each.went_on else "",
         "detours": [letter(each.order, choice) for choice in each.detours], "scene": each.scene}
        for each in taken_of(room)
    ]  # fmt: skip


def _returns(room: Room) -> list[View]:
    """Returns the forks to which the room can go back now."""
    on_way = {node for node, _ in room.path}
    found = {}
    for number in room.forks:
        question = room.questions[number - 1]
        if question.node in on_way:
            found[question.node] = {"question": number, "title": room.case.scene_of(question.node)["title"]}
    return list(found.values())
