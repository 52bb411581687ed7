"""The part of the debrief's sheet that tells what an outcome did to a room's ratings, or that none was shown."""

from __future__ import annotations

from html import escape

from steadyline.live.debrief import Debrief
from steadyline.live.rated import Rated, ThingRated, decimal
from steadyline.live.rating_words import block_of, outcome_html, rates_of

MEASURED, NOT_MEASURED = "What the outcome did to our judgement", "Outcome and judgement"


def outcome_part(debrief: Debrief) -> str:
    """Returns the part as HTML: each block that was rated with its means, and the words for all of them."""
    title = MEASURED if debrief.rated else NOT_MEASURED
    tables = "".join(_block(debrief.unit, each) for each in debrief.rated)
    return f"<h3>{title}</h3>{tables}<p>{escape(debrief.outcome)}</p>"


def _block(unit: str, found: Rated) -> str:
    rate = block_of(rates_of(unit), found.block)
    shown = outcome_html(rate, found.outcome) or f"<p>{escape(found.outcome.replace('-', ' ').capitalize())}.</p>"
    told = f"<p>Decisions were rated, this was shown, and they were rated again:</p><blockquote>{shown}</blockquote>"
    together = found.altogether
    if together is None:
        return told
    (low, high), who = found.scale, f"{found.number} {found.unit}"
    rows = "".join(_row(each) for each in (*found.things, together))
    return (
        f'{told}<table class="means"><caption class="quiet">Mean ratings from {low} to {high} of the {who} '
        'who rated both times</caption><thead><tr><th scope="col">Decision</th><th scope="col">Before</th>'
        f'<th scope="col">After</th><th scope="col">Shift</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(each: ThingRated) -> str:
    cells = (decimal(each.before), decimal(each.after), decimal(each.moved, signed=True))
    return f'<tr><th scope="row">{escape(each.name)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
