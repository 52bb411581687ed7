"""What each page may see of a room. Pure: a room goes in, plain values come out.

A phone and the big screen get only what everybody in the room may see: no key, no notes, no vote that was not
revealed, nobody's device but one's own.
"""

from __future__ import annotations

from typing import Any

from steadyline.live.flow import Place
from steadyline.live.rating_views import own_ratings, rating_view
from steadyline.live.results import options_of, results_of
from steadyline.live.room import (
    CLOSED,
    DECIDED,
    ENDED,
    OPEN,
    READING,
    REVEALED,
    START,
    TALKING,
    Question,
    Room,
)
from steadyline.live.screen_pages import NO_WORDS, Words, first_page, scene_html, screen_pages
from steadyline.live.taken import letter

View = dict[str, Any]


def phone_view(room: Room, device: str, words: Words = NO_WORDS) -> View:
    """Returns what a participant's page shows: what is common to the room, and under `mine` what this device did."""
    return room_view(room, words) | {"mine": mine_of(room, device)}


def room_view(room: Room, words: Words = NO_WORDS) -> View:
    """Returns what all participants see alike."""
    view: View = {"stage": room.stage, "paused": room.paused, "mode": room.mode, "title": room.case.title}
    if room.rating is not None:
        return view | {"rating": rating_view(room, room.rating, words.rates)}
    if room.stage == START:
        told = room.case.table
        view |= {"note": told["content_note"], "rules": list(words.rules), "opening": told["opening"]}
    if room.stage in (READING, OPEN, CLOSED, REVEALED, TALKING, DECIDED, ENDED):
        scene = {"title": room.scene["title"], "html": scene_html(room)}
        view["scene"] = scene | ({"seat": room.scene["seat"]} if "seat" in room.scene else {})
    question = room.question
    if question is not None and room.stage in (OPEN, CLOSED, REVEALED, TALKING, DECIDED):
        view["question"] = _question_view(room, question)
    return view


def _question_view(room: Room, question: Question) -> View:
    view = {"number": question.number, "round": question.round, "options": options_of(room, question),
            "open": room.stage == OPEN, "avoid": room.case.asks_what_to_avoid(question.node)}  # fmt: skip
    if room.stage in (REVEALED, TALKING) and question.revealed:
        view["result"] = results_of(room, question)
    if room.stage == DECIDED and question.decided:
        choice, how = question.decided[-1]
        told = room.case.choice(question.node, choice)
        view["decided"] = {"letter": letter(question.order, choice), "how": how, "html": told.get("now_html", "")}
    return view


def mine_of(room: Room, device: str) -> View:
    """Returns what one device has to know of itself: its table, its vote in the last round, its ratings."""
    view: View = {"table": room.devices.get(device, "")}
    rating = room.rating
    if rating is not None and device in room.devices:
        view["rating"] = own_ratings(rating, room.voter_of(device))
    question = room.question
    if question is not None and question.rounds and device in room.devices:
        vote = question.rounds[-1].get(room.voter_of(device))
        if vote is not None:
            view["vote"] = {"choice": vote.choice, "confidence": vote.confidence, "avoid": vote.avoid,
                            "reason": vote.reason if vote.device == device else ""}  # fmt: skip
    return view


def screen_view(room: Room, place: Place | None = None, words: Words = NO_WORDS) -> View:
    """Returns the page that the big screen shows now, or that it is covered."""
    pages = screen_pages(room, words)
    at = first_page(room, pages) if place is None else max(0, min(place.page, len(pages) - 1))
    view: View = {"stage": room.stage, "paused": room.paused, "mode": room.mode, "title": room.case.title,
                  "joined": len(room.devices), "page": at + 1, "pages": len(pages)}  # fmt: skip
    return view | {"show": {"kind": "pause"} if room.paused else pages[at]}


