"""Pictures of a session: how votes fell, and how sure the room was. Each has its words, and stands above its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from steadyline.live.debrief import DecisionTold, OptionTold

_WIDTH, _LEFT, _ROW, _TOP = 320, 24, 34, 30
_SURE_ROW = 44


def votes_svg(told: DecisionTold) -> str:
    """Returns how the votes of a decision fell: for each option an open bar (first vote) and a full one (last)."""
    most = max((count for each in told.options for count in (each.first or 0, each.last or 0)), default=0)
    rows = "".join(_bars(_TOP + _ROW * at, option, most) for at, option in enumerate(told.options))
    key = "open: first vote, full: last vote" if told.voted_again else "open: the vote"
    inner = f'<text x="0" y="14">{escape(key)}</text>{rows}'
    return _svg(inner, _TOP + _ROW * len(told.options), votes_words(told))


def votes_words(told: DecisionTold) -> str:
    """Returns the same in words: "1. The door. A: 5 first, 3 last. …"."""
    name = f"{told.number}. {told.title}."
    return f"{name} {told.hidden or ' '.join(_option_words(each) for each in told.options)}"


def _option_words(option: OptionTold) -> str:
    first = "not shown" if option.first is None else str(option.first)
    last = "" if option.last is None else f" first, {option.last} last"
    return f"{option.letter}: {first}{last}."


def _bars(top: int, option: OptionTold, most: int) -> str:
    letter = f'<text x="0" y="{top + 18}" font-weight="600">{option.letter}</text>'
    return letter + _bar(top + 3, option.first, most, "none") + _bar(top + 16, option.last, most, "currentColor")


def _bar(top: int, count: int | None, most: int, fill: str) -> str:
    if count is None:
        return ""
    width = (_WIDTH - _LEFT - 40) * count / most if most else 0.0
    return (
        f'<rect x="{_LEFT}" y="{top}" width="{width:.1f}" height="9" fill="{fill}" stroke="currentColor"/>'
        f'<text x="{_LEFT + width + 6:.1f}" y="{top + 9}">{count}</text>'
    )


def sure_svg(rows: Sequence[Mapping[str, Any]]) -> str:
    """Returns how sure the room was (a disc) beside how its choices fared (a square), 0 to 100, by decision.

    `rows` are those of `tables.sure`.
    """
    drawn = "".join(_sure(_TOP + _SURE_ROW * at, row) for at, row in enumerate(rows))
    inner = f'<text x="0" y="14">disc: how sure; square: votes on sound options</text>{drawn}'
    return _svg(inner, _TOP + _SURE_ROW * len(rows), " ".join(map(sure_words, rows)))


def sure_words(row: Mapping[str, Any]) -> str:
    """Returns a row of the picture in words."""
    sure, sound = row["how sure"], row["on sound options"]
    told = [] if sure is None else [f"{sure:.0f} of 100 sure"]
    told += [] if sound is None else [f"{sound:.0f} of 100 votes on sound options"]
    return f"{row['decision']}. {row['title']}: {', '.join(told) or 'not shown'}."


def _sure(top: int, row: Mapping[str, Any]) -> str:
    sure, sound, y = row["how sure"], row["on sound options"], top + 26
    name = f'<text x="0" y="{top + 12}">{row["decision"]}. {escape(row["title"])}</text>'
    line = f'<line x1="8" x2="{_WIDTH - 8}" y1="{y}" y2="{y}" stroke="currentColor" stroke-opacity="0.3"/>'
    square = "" if sound is None else (
        f'<rect x="{_across(sound) - 6:.1f}" y="{y - 6}" width="12" height="12" fill="none" stroke="currentColor" '
        'stroke-width="2"/>'
    )  # fmt: skip
    disc = "" if sure is None else f'<circle cx="{_across(sure):.1f}" cy="{y}" r="4"/>'
    return name + line + square + disc


def _across(value: float) -> float:
    return 8 + value * (_WIDTH - 16) / 100


def _svg(inner: str, height: int, words: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height + 4}" role="img" '
        f'aria-label="{escape(words, quote=True)}" font-family="system-ui, sans-serif" font-size="12" '
        f'fill="currentColor" style="max-width:24rem;width:100%;height:auto">{inner}</svg>'
    )
