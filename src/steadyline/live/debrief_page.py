"""The debrief as a sheet: one page without script and without anything from elsewhere, which prints on A4."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from steadyline import content
from steadyline.graders.marks import Calibration
from steadyline.graders.standing_picture import standing_svg
from steadyline.live.advocacy import broken_off, inner_quotes
from steadyline.live.debrief import FIRST, LAST, Debrief, DecisionTold, OptionTold
from steadyline.live.debrief_outcome import outcome_part

_STYLE = Path(__file__).with_name("debrief.css")

_SOURCES = (
    "The four steps follow PEARLS: W. Eppich and A. Cheng, Promoting Excellence and Reflective Learning in Simulation "
    "(PEARLS), Simulation in Healthcare 10(2), 2015, 106–115; K. Bajaj and others, The PEARLS Healthcare Debriefing "
    "Tool, Academic Medicine 93(2), 2018, 336. What can be said is shaped after J. W. Rudolph and others, There's No "
    "Such Thing as “Nonjudgmental” Debriefing, Simulation in Healthcare 1(1), 2006, 49–55. They were read in their "
    "summaries; the words here are our own, and what they say of debriefing in health care was not tried in this field."
)


_WORDS = 9
"""Of an option; the screen had all of it, and what can be said aloud has more."""


def debrief_page(debrief: Debrief) -> str:
    """Returns the page as HTML. Every word that came out of a room is escaped."""
    title = f"Debrief: {debrief.title}"
    tables = ", and no table is better than another" if any(each.tables for each in debrief.decisions) else ""
    steps = (_reactions(), _description(debrief), _analysis(debrief), _application(), _script(debrief))
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(title)}</h1>\n<p class="held">{escape(_sentence("; ".join(debrief.held)))}</p>\n'
        '<div class="note"><p>For the facilitator. It tells what the room did, and nobody in it. '
        f"Nothing here is a mark{tables}. Leave out what the room has said already.</p></div>\n"
        f"{''.join(steps)}<footer><p>{escape(_SOURCES)}</p></footer>\n</main>\n</body>\n</html>\n"
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _reactions() -> str:
    return _step("reactions", "1. Reactions", _list((
        "“One word each for how you are, and no reasons yet.” Go round once; passing is fine.",
        "Wait. Whoever is upset comes before anything on this sheet.",
    )))  # fmt: skip


def _description(debrief: Debrief) -> str:
    way = [f"<li>{escape(each.title)}: {escape(each.went_on)}</li>" for each in debrief.decisions]
    ending = f"<p>The story ended at “{escape(debrief.ending)}”.</p>" if debrief.ending else \
        "<p>The story was not read to an end.</p>"  # fmt: skip
    told = f"<ol>{''.join(way)}</ol>{ending}" if way else "<p>No decision was taken in this session.</p>"
    asked = "“What happened, in three sentences, as one of the children might tell it?” Others add facts only."
    return _step("description", "2. Description", f"<p>{asked}</p>{told}")


def _analysis(debrief: Debrief) -> str:
    opening = (
        '<p>Choose two or three decisions; nobody gets through them all. What changed after the talk is told net: '
        "who changed is not kept. The words with a line beside them can be said "
        "as they stand: what was seen, what it means to you, and a question to which you do not know the answer.</p>"
    )
    decisions = "".join(_decision(each) for each in debrief.decisions)
    return _step("analysis", "3. Analysis", opening + decisions + _calibration(debrief) + outcome_part(debrief))


def _decision(told: DecisionTold) -> str:
    sentences = [each for each in told.sentences if each != told.hidden]
    contested = ["The key does not score this decision: practitioners differ about it."] if told.not_scored else []
    said = "".join(f'<blockquote class="say"><p>{escape(each)}</p></blockquote>' for each in (*told.say, told.minority)
                   if each)  # fmt: skip
    return (
        f"<h3>{told.number}. {escape(told.title)}</h3>{_votes(told)}{_tables(told)}"
        f"<p>{escape(' '.join((*contested, *sentences)))}</p>{said}\n"
    )


def _votes(told: DecisionTold) -> str:
    if told.hidden:
        options = "".join(f"<li>{option.letter}: {escape(_short(option.text))}</li>" for option in told.options)
        return f"<p>{escape(told.hidden)}</p><ul>{options}</ul>"
    most = max((count for each in told.options for count in (each.first or 0, each.last or 0)), default=0)
    twice = any(each.last is not None for each in told.options)
    last = '<th scope="col">Last vote</th>' if twice else ""
    first = "First vote" if told.voted_again else "Vote"
    rows = "".join(_row(each, twice, most) for each in told.options)
    return (
        f'<table class="votes"><caption class="heard">How the votes fell at “{escape(told.title)}”</caption><thead><tr>'
        f'<th scope="col"><span aria-label="Letter">&#8203;</span></th><th scope="col">Option</th>'
        f'<th scope="col">{first}</th>{last}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(option: OptionTold, twice: bool, most: int) -> str:
    last = f"<td>{_count(option.last, most)}</td>" if twice else ""
    return (
        f'<tr><th scope="row">{option.letter}</th><td>{escape(_short(option.text))}</td>'
        f"<td>{_count(option.first, most)}</td>{last}</tr>"
    )


def _count(count: int | None, most: int) -> str:
    """Returns a count with its bar; the bar says nothing that the number does not."""
    if count is None:
        return "not shown"
    width = 60 * count / most if most else 0
    return (
        f'{count:>2} <svg viewBox="0 0 60 9" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect width="{width:.1f}" height="9" fill="currentColor" fill-opacity="0.65"/></svg>'
    )


def _tables(told: DecisionTold) -> str:
    if not told.tables:
        return ""
    each = "".join(f"<li>{escape(name)}: {', then '.join(letters)}</li>" for name, letters in told.tables)
    return f'<p class="quiet">The tables side by side, in the order of their numbers:</p><ul class="side">{each}</ul>'


def _short(text: str) -> str:
    return inner_quotes(broken_off(text, _WORDS))


def _calibration(debrief: Debrief) -> str:
    found = debrief.calibration
    counted = {name: found[name] for name in found if any(each.counted for each in found[name].values())}
    if not counted:
        return "<h3>Where the votes lay</h3><p>No vote counts: too few were given, or none is on the two lines.</p>"
    both = {name: counted[name] for name in (FIRST, LAST) if name in counted}
    words = _list((*debrief.lean, *([debrief.left_out] if debrief.left_out else [])))
    rows = "".join(
        f'<tr><td>{escape(name)}</td>{"".join(f"<td>{escape(_mean(each))}</td>" for each in axes.values())}</tr>'
        for name, axes in counted.items()
    )
    table = (
        '<table><caption class="quiet">Mean position and spread, each vote counted once: −2 is far under, 0 on target, '
        '+2 far over; decisions by their last vote</caption><thead><tr><th scope="col">Votes</th>'
        f'<th scope="col">Assertiveness</th><th scope="col">Escalation</th></tr></thead><tbody>{rows}</tbody></table>'
    )
    ask = '<blockquote class="say"><p>Where did we lean, and on which line? What in our own working conditions would ' \
          "push us that way on a busy day?</p></blockquote>"  # fmt: skip
    picture = f'<div class="lay"><figure>{standing_svg(both)}</figure><div>{words}</div></div>'
    return f"<h3>Where the votes lay</h3>{picture}{table}{ask}"


def _mean(found: Calibration) -> str:
    if not found.counted:
        return "none counts"
    mean = f"{found.mean:+.1f}".replace("-", "−")
    return f"{'0.0' if mean in ('+0.0', '−0.0') else mean}, spread {found.spread:.1f}"


def _application() -> str:
    # What lies on a learner's own page, that it is saved, means nothing in a room.
    support = [each for each in content.support() if each["label"] != "You can stop now"]
    asked = _list((
        "“One sentence that you could say tomorrow.” Write them up.",
        "“One thing that ought to change here and is not training.” Agree who takes it to whom, and by when.",
        "Say until which hour one of you stays, and name the lines of support:",
    ))  # fmt: skip
    lines = "".join(f"<li>{escape(each['label'])}: {escape(each['text'])}</li>" for each in support)
    return _step("application", "4. Taking it away", f'{asked}<ul class="support">{lines}</ul>')


def _script(debrief: Debrief) -> str:
    if not debrief.script_html:
        return ""
    return _step("script", "The script in this unit's guide", f'<div class="script">{debrief.script_html}</div>')


def _step(id: str, title: str, html: str) -> str:
    heading = f'<h2 id="{id}-title">{escape(title)}</h2>'
    return f'<section id="{id}" aria-labelledby="{id}-title">\n{heading}\n{html}</section>\n'


def _list(sentences: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(each)}</li>' for each in sentences)}</ul>"
