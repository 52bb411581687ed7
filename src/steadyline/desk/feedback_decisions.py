"""The case on a page of feedback: the calibration picture with its words, and every decision with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from steadyline.desk.feedback_facts import Facts, Played
from steadyline.desk.feedback_html import Section, items, pairs, said_by

PROFILE, ONE_BY_ONE = "Your calibration profile", "Decision by decision"
"""As the debrief at the end of a case calls them."""

_WEIGHED = {
    "contested": "Contested: experts differ about this decision. It is here to discuss and costs nothing.",
    "withdrawn": "Withdrawn: this decision is no longer scored.",
}
_UNFINISHED = "The case was not played to an end; decisions not taken earn nothing."


def profile_section(facts: Facts) -> Section | None:
    """Returns the picture and the sentences that say the same; None where no case was played."""
    if facts.played is None:
        return None
    profile = facts.played.debrief["profile"]
    words = profile["text"]
    return Section("profile", PROFILE, f"<figure>\n{_named(profile['svg'], ' '.join(words))}\n"
                   f"<figcaption>{items(words)}</figcaption>\n</figure>")  # fmt: skip


def _named(svg: str, words: str) -> str:
    """Returns the picture with a title and a description inside, which its name on the outside repeats in short."""
    head, _, rest = svg.partition(">")
    return f"{head}><title>{PROFILE}</title><desc>{escape(words)}</desc>{rest}"


def decisions_section(facts: Facts) -> Section | None:
    """Returns every decision of the attempt that is marked; or why there is none; None where no case is played."""
    if facts.played is None:
        return Section("decisions", ONE_BY_ONE, said_by(facts.not_played, "why")) if facts.not_played else None
    played = facts.played
    told = [_decision(played, at) for at in range(len(played.debrief["decisions"]))]
    unfinished = "" if played.debrief["complete"] else f"<p>{_UNFINISHED}</p>\n"
    return Section("decisions", ONE_BY_ONE, unfinished + "\n".join(told))


def _decision(played: Played, at: int) -> str:
    view: Mapping[str, Any] = played.debrief["decisions"][at]
    chosen = view["chosen"]
    after = [_WEIGHED.get(view["status"], ""), view["sentence"], view["avoid"]]
    sure = f"You were {view['confidence']} % sure." if view["confidence"] >= 0 else ""
    return (
        f'<article class="decision">\n<h3>{view["step"]}. {escape(view["scene"])}</h3>\n'
        f'<div class="situation">{played.situations[at]}</div>\n'
        f'<div class="chosen"><p class="label">You chose</p>\n<p>{chosen["html"]}</p></div>\n'
        f"<p>{escape(chosen['reason'])}</p>\n{_placing(chosen)}\n"
        + "\n".join(f"<p>{escape(each)}</p>" for each in (*after, sure) if each)
        + "\n</article>"
    )


def _placing(chosen: Mapping[str, Any]) -> str:
    return pairs((
        ("What it protects", chosen["protects"]), ("Assertiveness", chosen["assertiveness"]),
        ("Escalation", chosen["escalation"]), ("Method", chosen["method"]),
    ))  # fmt: skip
