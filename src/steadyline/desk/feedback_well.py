"""What went well, where there is something: the first thing that a page of feedback says, and only what is so."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from steadyline.desk.feedback_facts import Facts, LevelGiven, WrittenAnswer
from steadyline.desk.feedback_html import Section

FROM_CREDIT = 2
"""Credit of a decision from which it is told as what went well: it can be defended."""

FROM_LEVEL = 3
"""Level of a criterion from which the same is so of written work."""


def went_well(facts: Facts) -> Section | None:
    """Returns the decision with most credit and the strongest criterion; None where neither is good enough to tell."""
    told = "\n".join(filter(None, (_decision(facts), _criterion(facts))))
    return Section("well", "What went well", told) if told else None


def _decision(facts: Facts) -> str:
    if facts.played is None:
        return ""
    counted = [each for each in facts.played.debrief["decisions"] if each["status"] not in ("contested", "withdrawn")]
    best: Mapping[str, Any] | None = max(counted, key=lambda each: each["chosen"]["credit"], default=None)
    if best is None or best["chosen"]["credit"] < FROM_CREDIT:
        return ""
    chosen = best["chosen"]
    like = sum(each["chosen"]["credit"] == chosen["credit"] for each in counted)
    of_all = f"{like} of your {len(counted)} decisions {'was' if like == 1 else 'were'} {_each(like, chosen['kind'])}."
    protects = f"\n<p>What it protects: {escape(chosen['protects'])}</p>" if chosen["protects"] else ""
    return (
        f"<p>{escape(of_all)}</p>\n<h3>{best['step']}. {escape(best['scene'])}</h3>\n"
        f'<div class="chosen"><p class="label">You chose</p>\n<p>{chosen["html"]}</p></div>\n'
        f"<p>{escape(chosen['reason'])}</p>{protects}"
    )


def _each(like: int, kind: str) -> str:
    return kind if like == 1 else f"each {kind}"


def _criterion(facts: Facts) -> str:
    found = [(each, level) for each in facts.written for level in each.levels if level.level >= FROM_LEVEL]
    if not found:
        return ""
    best: tuple[WrittenAnswer, LevelGiven] = max(found, key=lambda pair: pair[1].level)
    answer, level = best
    of = f", {escape(level.title)}" if level.title else ""
    return (
        f"<h3>{escape(answer.row.title)}{of}: level {level.level} of 4</h3>\n"
        f'<div class="descriptor">{level.html}</div>'
    )
