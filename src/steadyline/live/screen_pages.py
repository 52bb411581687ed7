"""What a big screen shows at each point of a session, page by page. It knows no key, no notes and no names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from steadyline.course.unit import Rate
from steadyline.live.pages import pages_of
from steadyline.live.rating_views import rating_pages
from steadyline.live.results import options_of, results_of, shown_reasons
from steadyline.live.room import (
    CLOSED,
    CLOSING,
    DEBRIEF,
    DECIDED,
    ENDED,
    LOBBY,
    OPEN,
    READING,
    REVEALED,
    START,
    TALKING,
    Room,
)
from steadyline.live.taken import letter, taken_of

View = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """What stands on pages besides the story: the ground rules, as HTML, lines of support, what a room can rate."""

    rules: tuple[str, ...] = ()
    support: Sequence[Mapping[str, str]] = ()
    rates: tuple[Rate, ...] = ()


NO_WORDS = Words()


def screen_pages(room: Room, words: Words = NO_WORDS) -> list[View]:
    """Returns the pages that the facilitator can show now, in order; there is always one."""
    if room.rating is not None:
        return rating_pages(room, room.rating, words.rates)
    return _PAGES[room.stage](room, words)


def first_page(room: Room, pages: Sequence[View]) -> int:
    """Returns on which page a stage begins: a rating at its first, a vote at the options, or at its result."""
    told = [at for at, page in enumerate(pages) if page["kind"] != "reasons"]
    return told[-1] if room.stage in (OPEN, CLOSED, REVEALED, TALKING) else 0


def scene_html(room: Room) -> list[str]:
    """Returns what the scene shows now, block by block."""
    scene, node = room.scene, room.case.nodes[room.node]
    return [str(scene["blocks"][at]["html"]) for at in node["blocks"]]


def _lobby(room: Room, _words: Words) -> list[View]:
    return [{"kind": "lobby", "title": room.case.title}]


def _start(room: Room, words: Words) -> list[View]:
    note = {"kind": "note", "title": "Before we begin", "html": [f"<p>{_escaped(room.case.table['content_note'])}</p>"]}
    rules = [{"kind": "rules", "title": "How we work together", "html": page, "from": at}
             for at, page in _rule_pages(words.rules)]  # fmt: skip
    told = pages_of([room.case.table["opening"]])
    opening = [{"kind": "text", "title": room.case.title, "html": page} for page in told]
    return [note, *rules, *opening]


def _rule_pages(rules: Sequence[str]) -> list[tuple[int, list[str]]]:
    pages, at = [], 1
    for page in pages_of([f"<li>{rule}</li>" for rule in rules]):
        pages.append((at, page))
        at += len(page)
    return pages


def _text(room: Room) -> list[View]:
    title = room.scene["title"]
    seat = {"seat": room.scene["seat"]} if "seat" in room.scene else {}
    return [{"kind": "text", "title": title, "html": page, **seat} for page in pages_of(scene_html(room))]


def _reading(room: Room, _words: Words) -> list[View]:
    return [*_text(room), *([_options(room)] if room.question else [])] or [_only_title(room)]


def _options(room: Room) -> View:
    question = room.question
    assert question is not None  # noqa: S101  only asked for where there is one
    voted = len(question.rounds[-1]) if question.rounds else 0
    hands = sum(question.hands[-1].values()) if question.hands else 0
    return {"kind": "options", "title": room.scene["title"], "options": options_of(room, question),
            "round": question.round, "open": room.stage == OPEN, "voted": max(voted, hands),
            "avoid": room.case.asks_what_to_avoid(question.node)}  # fmt: skip


def _voting(room: Room, _words: Words) -> list[View]:
    return [*_text(room), _options(room)]


def _revealed(room: Room, _words: Words) -> list[View]:
    question = room.question
    assert question is not None  # noqa: S101  a vote is shown of a question
    pages = [*_text(room), _options(room)]
    said = shown_reasons(room, question)
    pages.append({"kind": "result", "title": room.scene["title"], "options": options_of(room, question),
                  **results_of(room, question)})  # fmt: skip
    return [*pages, *({"kind": "reasons", "title": room.scene["title"], "reasons": some} for some in _by_room(said))]


def _by_room(reasons: Sequence[View]) -> list[list[View]]:
    """Returns shown reasons, so many to a page as have room on it: each takes up to four lines."""
    return [list(reasons[at : at + 4]) for at in range(0, len(reasons), 4)]


def _decided(room: Room, _words: Words) -> list[View]:
    question = room.question
    assert question is not None  # noqa: S101  something was decided
    choice, how = question.decided[-1]
    told = room.case.choice(question.node, choice)
    now = [told["now_html"]] if told.get("now_html") else []
    chosen = {"letter": letter(question.order, choice), "html": told["html"], "how": how}
    return [{"kind": "decided", "title": room.scene["title"], "chosen": chosen, "html": page}
             for page in pages_of(now, 7.5) or [[]]]  # fmt: skip


def _ended(room: Room, _words: Words) -> list[View]:
    return _text(room) or [_only_title(room)]


def _only_title(room: Room) -> View:
    return {"kind": "text", "title": room.scene["title"], "html": []}


def _debrief(room: Room, _words: Words) -> list[View]:
    taken = [
        {"title": each.title, "letter": letter(each.order, each.went_on)}
        for each in taken_of(room) if each.went_on
    ]  # fmt: skip
    return [{"kind": "way", "title": "Talking it over", "way": taken}]


def _closing(_room: Room, words: Words) -> list[View]:
    lines = [dict(each) for each in words.support]
    some = [lines[at : at + 5] for at in range(0, len(lines), 5)] or [[]]
    return [{"kind": "support", "title": "Before you go", "support": each} for each in some]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_PAGES = {
    LOBBY: _lobby, START: _start, READING: _reading, OPEN: _voting, CLOSED: _voting, REVEALED: _revealed,
    TALKING: _revealed, DECIDED: _decided, ENDED: _ended, DEBRIEF: _debrief, CLOSING: _closing,
}  # fmt: skip
