"""Knowledge checks and written answers on a page of feedback."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from steadyline.desk.feedback_facts import Checked, Facts, LevelGiven, WrittenAnswer
from steadyline.desk.feedback_html import Section, said_by
from steadyline.graders.reasons import Reasons
from steadyline.scenarios.prose import blocks_of, inline_html

WAITS_HERE = "This mark waits for an assessor."
LEANING = {
    "under": "Direction: under. Where it falls short, it does too little.",
    "over": "Direction: over. Where it falls short, it does too much.",
    "mixed": "Direction: mixed. Where it falls short, it now does too little, now too much.",
}
HIGHEST = "This is the highest level of the rubric: what stands here is what to keep."


def checks_section(facts: Facts) -> Section | None:
    """Returns every knowledge check, question by question; None where the unit has none."""
    if not facts.checks:
        return None
    return Section("checks", "Knowledge checks", "\n".join(_check(each) for each in facts.checks))


def _check(checked: Checked) -> str:
    row = checked.row
    mark = WAITS_HERE if row.mark is None else f"{row.mark:g} of {row.points:g} points."
    why = said_by(checked.refused, "why")
    told = _questions(checked.reasons) if checked.reasons else ""
    return f"<h3>{escape(row.title)}</h3>\n<p><strong>{mark}</strong></p>\n{why}{told}"


def _questions(reasons: Reasons) -> str:
    """Returns the questions one below the other, each with what was answered and why; a phone shows no wide table."""
    rows = "\n".join(
        f'<li>\n<p class="question">{_words(question)}</p>\n<p>{_words(answer)}</p>\n<p>{_words(why)}</p>\n</li>'
        for question, answer, why in reasons.rows
    )
    return f"<p>{escape(reasons.sentence)}</p>\n<ol>\n{rows}\n</ol>"


def _words(markdown: str) -> str:
    """Returns words of the course, which are Markdown, as HTML, each line on its own; raw HTML is never let through."""
    return "<br>".join(filter(None, map(_line, markdown.split("\n"))))


@lru_cache(maxsize=4096)  # the same few hundred lines stand on every page of a pile
def _line(markdown: str) -> str:
    found = blocks_of(markdown)
    if len(found) == 1 and found[0].type == "paragraph_open":
        return inline_html(found[0].tokens[1].children or ())
    return escape(markdown)


def written_section(facts: Facts) -> Section | None:
    """Returns every written answer with its levels and the next step; None where the unit asks for none."""
    if not facts.written:
        return None
    several = len(facts.written) > 1
    return Section("written", "Written answers" if several else "Written answer",
                   "\n".join(_written(each) for each in facts.written))  # fmt: skip


def _written(answer: WrittenAnswer) -> str:
    row = answer.row
    title = row.title.removeprefix("Written answer: ")
    mark = WAITS_HERE if row.mark is None else f"{row.mark:g} of {row.points:g} points."
    own = said_by(answer.text, "own") or "<p>Nothing was handed in.</p>"
    levels = "\n".join(_level(each) for each in answer.levels)
    leaning = LEANING.get(answer.direction, "")
    return (
        f'<article class="written">\n<h3>{escape(title)}</h3>\n<p><strong>{mark}</strong></p>\n'
        f"<h4>What was asked</h4>\n<div class=asked>{answer.asked}</div>\n<h4>What you wrote</h4>\n{own}\n"
        f"{f'<p>{escape(leaning)}</p>' if leaning else ''}\n{levels}\n{_comment(row.comment)}</article>"
    )


def _comment(words: str) -> str:
    return f"<h4>The assessor’s comment</h4>\n{said_by(words)}\n" if words.strip() else ""


def _level(given: LevelGiven) -> str:
    of = f"{escape(given.title)}: level" if given.title else "Level"
    after = (
        f'<p class="label">Next step: level {given.level + 1}</p>\n<div class="descriptor next">{given.next_html}</div>'
        if given.next_html else f"<p>{HIGHEST}</p>"
    )
    here = f'<h4>{of} {given.level} of 4</h4>\n<div class="descriptor">{given.html}</div>'
    return f'<div class="level">\n{here}\n{after}\n</div>'
