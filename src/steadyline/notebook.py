"""What the cells of a unit call: play, check, rate, reflect, hand_in. Each returns a widget and runs in milliseconds.

The notebook's folder is where the work is kept; nothing is written before the learner has done something.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from html import escape
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from steadyline import content
from steadyline.course.handin import FOLDER
from steadyline.course.keeper import FolderKeeper
from steadyline.course.unit import Check, Rate, Reflect
from steadyline.course.workspace import HIDDEN, learners_folder
from steadyline.errors import SteadylineError, did_you_mean
from steadyline.graders.explain import disclosures
from steadyline.player.widget import Player
from steadyline.scenarios.prose import blocks_of, html_of, inline_html

NOT_LOST = "Nothing that you did is lost. Please show these words to the person who runs the course."
Block = TypeVar("Block", Check, Rate, Reflect)


class NotInUnit(SteadylineError):
    """A notebook asks for a part that its unit does not have."""


@dataclass(frozen=True)
class Trouble:
    """What stands on the page instead of a part that cannot be shown: words, never a traceback."""

    words: str

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        return f'<p role="alert">{escape(self.words)}</p>'


Asked = ParamSpec("Asked")


def in_words(show: Callable[Asked, Player]) -> Callable[Asked, Player | Trouble]:
    """Returns the same function, but with its errors told in words: a learner's page has no cell that can fail."""

    @wraps(show)
    def shown(*args: Asked.args, **kwargs: Asked.kwargs) -> Player | Trouble:
        try:
            return show(*args, **kwargs)
        except SteadylineError as error:
            why = str(error)
        except Exception as error:
            logging.getLogger(__name__).exception("a part could not be shown")
            why = f"Something went wrong that was not foreseen ({type(error).__name__})."
        return Trouble(f"This part cannot be shown. {NOT_LOST} {why}")

    return shown


@in_words
def play(unit: str) -> Player:
    """Returns the unit's case, to be played."""
    case = content.unit_case(unit)
    played = content.unit(unit).play
    told = disclosures(content.key(case.name)) if case.is_formative and content.has_key(case.name) else []
    return _player(
        unit,
        kind="play",
        case=case.table,
        assessed=played.attempt if played else "first",
        support=content.support(),
        disclosures=told,
    )


@in_words
def check(unit: str, block: str) -> Player:
    """Returns one of the unit's knowledge checks, or what is to be sorted or spotted."""
    found = _part(unit, block, content.unit(unit).checks)
    questions = [
        {
            "id": question.id,
            "html": _inline(question.markdown),
            "choose": question.choose,
            "options": [{"id": id, "html": _inline(words)} for id, words in question.options],
        }
        for question in found.questions
    ]
    paper = {"columns": list(found.columns), "lines": _paper(found)} if found.look == "spot" else {}
    said = {"html": _html(found.markdown)} if found.markdown else {}
    return _player(unit, kind=found.look, block=block, questions=questions, **said, **paper)


def _paper(check: Check) -> list[dict[str, Any]]:
    """Returns the lines of a paper, each with its words in every column."""
    halves = 2 if check.columns else 1
    return [
        {"id": id, "html": [_inline(words.strip()) for words in (markdown.split("|") if halves == 2 else [markdown])]}
        for id, markdown in check.questions[0].options
    ]


@in_words
def rate(unit: str, block: str) -> Player:
    """Returns what is rated, and rated again when one of two outcomes is known."""
    found = _part(unit, block, content.unit(unit).ratings)
    return _player(
        unit,
        kind="rate",
        block=block,
        html=_html(found.markdown),
        scale=list(found.scale),
        ends=list(found.ends),
        things=[{"id": id, "html": _html(words)} for id, words in found.things],
        outcomes=[{"id": id, "html": _html(words)} for id, words in found.outcomes],
        afterwards=_html(found.afterwards),
    )


@in_words
def reflect(unit: str, block: str) -> Player:
    """Returns one of the unit's reflections."""
    found = _part(unit, block, content.unit(unit).reflections)
    return _player(unit, kind="reflect", block=block, html=_html(found.markdown), words=list(found.words))


@in_words
def hand_in(unit: str) -> Player:
    """Returns the part with which the unit's work is handed in."""
    return _player(unit, kind="hand-in", heading_level=2)


def warm() -> None:
    """Compiles every unit's case beforehand, so that a page that opens finds it ready."""
    for unit in content.units():
        with suppress(SteadylineError):
            if content.unit(unit).play:
                content.key(content.unit_case(unit).name)


def _player(unit: str, **part: Any) -> Player:
    here = Path.cwd()
    mine = learners_folder(here)
    case = content.case_played(unit)
    keeper = FolderKeeper(
        unit=content.unit(unit),
        case=case,
        folder=here,
        hand_ins=mine / FOLDER,
        code_file=mine / HIDDEN / "learner.txt",
        scale=lambda: content.scale(case.name if case else ""),
        check_answers=lambda: content.check_answers(unit),
    )
    # Two folders on one computer share a browser; this keeps their copies apart without telling the path.
    store = hashlib.sha256(str(here).encode()).hexdigest()[:12]
    return Player({"heading_level": 3, **part, "unit": unit, "store": store}, keeper)


def _part(unit: str, block: str, parts: tuple[Block, ...]) -> Block:
    for part in parts:
        if part.id == block:
            return part
    known = [part.id for part in parts]
    raise NotInUnit(f'The unit "{unit}" has no part "{block}".{did_you_mean(block, known)}')


def _html(markdown: str) -> str:
    return "\n".join(html_of(block.tokens) for block in blocks_of(markdown))


def _inline(markdown: str) -> str:
    """Returns one line or more of Markdown as HTML; a single paragraph without its own element."""
    blocks = blocks_of(markdown)
    if len(blocks) == 1 and blocks[0].type == "paragraph_open":
        return inline_html(blocks[0].tokens[1].children or ())
    return _html(markdown)
