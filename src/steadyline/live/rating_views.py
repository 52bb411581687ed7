"""What phones and the big screen show of a rating: no outcome before it is shown, and no ratings but one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from steadyline.course.unit import Rate
from steadyline.live.pages import pages_of
from steadyline.live.rated import Rated, ThingRated, decimal, name_of, rated
from steadyline.live.rating import SHOWN, Rating
from steadyline.live.rating_words import as_html, block_of, outcome_html, scale_words
from steadyline.live.room import TABLES, Room

View = dict[str, Any]

LINES_BESIDE = 9.0
"""Lines of a page of the big screen that has the scale and the count below."""

ROWS = 6
"""Rows of a page with means, the one for all together left out."""


def rating_view(room: Room, rating: Rating, rates: Sequence[Rate]) -> View:
    """Returns what all participants see alike: what is rated, the outcome once it is shown, the means at the end."""
    rate = block_of(rates, rating.block)
    words = dict(rate.things)
    things = [{"name": name_of(rating.things, id), "html": as_html(words.get(id, ""))} for id in rating.things]
    view: View = {"block": rating.block, "phase": rating.phase, "html": as_html(rate.markdown), "things": things,
                  "scale": list(rating.scale), "ends": scale_words(rate), "outcome": outcome_html(rate, rating.outcome),
                  "together": room.mode == TABLES}  # fmt: skip
    if rating.phase == SHOWN:
        others = [as_html(told) for id, told in rate.outcomes if id != rating.outcome]
        view |= {"others": others, "afterwards": as_html(rate.afterwards), "result": means_view(rated(room, rating))}
    return view


def own_ratings(rating: Rating, voter: str) -> View:
    """Returns what one phone or table rated: one list of numbers for each time, in the order of the things."""
    kept = {"before": rating.before.get(voter), "after": rating.after.get(voter)}
    return {name: list(ratings) for name, ratings in kept.items() if ratings is not None}


def means_view(found: Rated) -> View:
    """Returns means as they are shown, in words and rows; no rows where too few rated both times."""
    together = found.altogether
    rows = [_row(each) for each in (*found.things, *([together] if together else []))]
    return {"rows": rows, "words": list(found.sentences), "number": found.number, "unit": found.unit}


def _row(each: ThingRated) -> View:
    return {"name": each.name, "before": decimal(each.before), "after": decimal(each.after),
            "moved": decimal(each.moved, signed=True)}  # fmt: skip


def rating_pages(room: Room, rating: Rating, rates: Sequence[Rate]) -> list[View]:
    """Returns the pages of the big screen for a rating, in order; there is always one."""
    rate = block_of(rates, rating.block)
    if rating.phase == SHOWN:
        return _means_pages(rated(room, rating))
    told = dict(rate.things)
    things = [_named(name_of(rating.things, id), as_html(told.get(id, ""))) for id in rating.things]
    what = [as_html(rate.markdown), *things] if not rating.outcome else things
    below = {"kind": "rate", "ends": scale_words(rate), "rated": len(rating.taken), "together": room.mode == TABLES}
    alone = "Rate, each table as one" if room.mode == TABLES else "Rate, each alone"
    title = "Rate once more" if rating.outcome else alone
    laid = pages_of([each for each in what if each], LINES_BESIDE)
    pages = [{**below, "title": title, "html": page} for page in laid]
    happened = pages_of([outcome_html(rate, rating.outcome)], LINES_BESIDE - 2) if rating.outcome else []
    shown = [{**below, "title": "What happened", "html": page, "again": True} for page in happened]
    return [*shown, *pages] or [{**below, "title": title, "html": []}]


def _means_pages(found: Rated) -> list[View]:
    view = means_view(found)
    title, rows = "What the outcome did to our judgement", view.pop("rows")
    pages = [{"kind": "rated", "title": title, "rows": rows[at : at + ROWS + 1], **view, "words": view["words"][:1]}
             for at in range(0, max(len(rows), 1), ROWS + 1)]  # fmt: skip
    rest = [f"<p>{each}</p>" for each in view["words"][1:]]
    return [*pages, *([{"kind": "text", "title": title, "html": rest}] if rest else [])]


def _named(name: str, html: str) -> str:
    if "<p>" not in html:
        return f"<p><strong>{name}</strong></p>{html}"
    return html.replace("<p>", f"<p><strong>{name}.</strong> ", 1)
