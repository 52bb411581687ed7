"""A learner's page of feedback on one unit: plain facts in, one self-contained HTML page out.

No script, nothing from elsewhere. What a learner, an assessor or a log says is only ever shown as letters.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path

from steadyline.desk.feedback_answers import checks_section, written_section
from steadyline.desk.feedback_decisions import decisions_section, profile_section
from steadyline.desk.feedback_facts import CHANGED_SINCE, NOT_RELEASED, Facts, MarkRow
from steadyline.desk.feedback_html import Section, items, said_by, section
from steadyline.desk.feedback_well import went_well

WAITS = "waits for an assessor"
FOR_ASSESSORS = {
    NOT_RELEASED: "Not released yet: for the assessor’s eyes.",
    CHANGED_SINCE: "Changed since it was released on {on}. This version is not released yet: for the assessor’s eyes.",
}
_WAITING_ONE = "One mark waits for an assessor. Nothing was taken off for it: it is open, and is not a nought."
_WAITING = "{n} marks wait for an assessor. Nothing was taken off for them: they are open, and are not noughts."
_LATE = (
    "This came in after the time at which it was due. By the rule of your course, {n} taken off the points of the unit "
    "as a whole; each mark in the table is what it was without that."
)
_MEASURES = "Each measure stands by itself. There is no grand total of a person, and nobody is ranked."


def page(facts: Facts) -> str:
    """Returns the page. The same facts give the same page, letter by letter."""
    sections = tuple(filter(None, (
        went_well(facts), _marks(facts), _to_read(facts), profile_section(facts), decisions_section(facts),
        checks_section(facts), written_section(facts), _support(facts),
    )))  # fmt: skip
    body = "\n".join(section(each) for each in sections)
    return framed(
        f"Feedback: {facts.title}, {facts.learner}",
        f"{_banner(facts)}<header><p class=course>Steadyline</p>\n<h1>Feedback: {escape(facts.title)}</h1>\n"
        f"{_handed_in(facts)}</header>\n{_contents(sections)}\n<main>\n{body}\n</main>\n"
        f"<footer><p>{escape(_footer(facts))}</p></footer>",
    )


def framed(title: str, body: str) -> str:
    """Returns a whole document around a body; it may load nothing and run nothing, and says so to the browser."""
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


@lru_cache(maxsize=1)
def _style() -> str:
    return Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def _banner(facts: Facts) -> str:
    words = FOR_ASSESSORS.get(facts.status, "").format(on=facts.released_on)
    return f'<aside class="draft" aria-label="Not to be handed out"><p>{escape(words)}</p></aside>\n' if words else ""


def _handed_in(facts: Facts) -> str:
    lines = [("Learner", facts.learner), ("Handed in", facts.handed_in or "not known")]
    if facts.released_on and facts.status not in FOR_ASSESSORS:
        lines.append(("Released", facts.released_on))
    if facts.played is not None:
        tries = f"{facts.played.attempts} {'attempt' if facts.played.attempts == 1 else 'attempts'}"
        lines.append(("Played", f"{tries}; the {facts.played.attempt} one is marked"))
    return "<dl class=sent>\n" + "\n".join(f"<div><dt>{a}</dt><dd>{escape(b)}</dd></div>" for a, b in lines) + "\n</dl>"


def _contents(sections: tuple[Section, ...]) -> str:
    links = "".join(f'<li><a href="#{each.id}">{escape(each.title)}</a></li>' for each in sections)
    return f'<nav aria-label="On this page">\n<ul>{links}</ul>\n</nav>'


def _footer(facts: Facts) -> str:
    standing = "Not to be handed out as it stands." if facts.status in FOR_ASSESSORS else "For this learner alone."
    return f"{facts.title}, {facts.learner}. {standing}"


def _marks(facts: Facts) -> Section:
    waiting = len(facts.waiting)
    notes = [_MEASURES]
    if waiting:
        notes.insert(0, _WAITING_ONE if waiting == 1 else _WAITING.format(n=waiting))
    if facts.penalty > 0:
        notes.append(_LATE.format(n="1 point was" if facts.penalty == 1 else f"{facts.penalty:g} points were"))
    rows = "\n".join(map(_row, facts.marks))
    sentences = [sentence for row in facts.marks for sentence in row.said]
    how = f"<h3>How the marks of the case came about</h3>\n{items(sentences)}" if sentences else ""
    table = (
        "<table>\n<thead><tr><th scope=col>What</th><th scope=col>Mark</th><th scope=col>Given</th></tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>"
        if facts.marks else "<p>The gradebook holds no marks for this unit.</p>"
    )
    told = "\n".join(f"<p>{escape(each)}</p>" for each in notes)
    return Section("marks", "Your marks", f"{table}\n{told}\n{_by_person(facts)}\n{how}")


def _row(row: MarkRow) -> str:
    if row.mark is None:
        mark, giver = f"<strong>{WAITS}</strong> (of {row.points:g})", "not yet"
    else:
        mark, giver = f"<span class=figure><strong>{row.mark:g}</strong> of {row.points:g}</span>", row.giver
    return f"<tr><th scope=row>{escape(row.title)}</th><td>{mark}</td><td class=figure>{escape(giver)}</td></tr>"


def _by_person(facts: Facts) -> str:
    """Returns the words of those who gave a mark in the machine's place; written answers have theirs below."""
    shown_below = {each.row.cell for each in facts.written}
    own = [row for row in facts.marks if row.comment and row.cell not in shown_below]
    return "\n".join(f"<h3>{escape(row.title)}: the assessor’s words</h3>\n{said_by(row.comment)}" for row in own)


def _to_read(facts: Facts) -> Section:
    return Section("to-read", "How to read these marks", items(facts.disclosures))


def _support(facts: Facts) -> Section:
    return Section("support", "Who to turn to", support_list(facts.support))


def support_list(support: tuple[tuple[str, str], ...]) -> str:
    """Returns whom to turn to, as a list of pairs."""
    pairs = "\n".join(f"<div><dt>{escape(label)}</dt><dd>{escape(text)}</dd></div>" for label, text in support)
    return f"<dl class=support>\n{pairs}\n</dl>"
