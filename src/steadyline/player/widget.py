"""The player widget: shows one part of a unit, and passes what the learner does to whoever keeps it.

It knows neither marks nor files. `part` says what to show, as JSON text; a Keeper keeps and answers.

Every part has `kind`, and may have `heading_level` (default 2: the page has its own h1) and `store`
(a word for the learner's folder, so that copies in the browser of two folders are never mixed up).

play      case: the compiled case; assessed: "first" or "last" (default "first");
          support: [{"label", "text"}], lines shown at a pause; disclosures: [sentence], shown before the start
check     unit, block, title, questions: [{"id", "html", "choose": how many, "options": [{"id", "html"}]}];
          an answer's item is "block/id"
sort      as check, with html: what to do; every question has the same options
spot      as check with one question, whose id is the block's; html: what to do; columns: [] or two headings;
          lines: [{"id", "html": [one for each column]}], the options as they stand in the paper
rate      unit, block, title, html: what comes first, scale: [lowest, highest], ends: [what these mean],
          things, outcomes: [{"id", "html"}], afterwards: html; its items are "block/id", then "block/outcome",
          which Python lets stand, then "block/id-again"
reflect   unit, block, title, html: the prompt, words: [fewest, most]; the answer's item is `block`
hand-in   unit, title; the state that the keeper gives has also "progress": [{"label", "done", "words"}]

A part may have `title` for its heading; a play without one is called after its case. `state()` may also have
"reviewed": the blocks of checks whose answers were shown already; the player then shows them again, locked.

Every message of the browser is answered: hello with state, decide with saved, review with debrief, answer with
answer-saved, check-review with check-reviewed, hand-in with handed-in, ping with pong. What fails is answered with
state-refused, refused, review-refused, answer-refused, check-review-refused or hand-in-refused, each with `why` in
words and `retry`: true if the same message may succeed later, and the browser then keeps trying.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import anywidget
import traitlets

from steadyline.errors import SteadylineError
from steadyline.player.transcript import part_as_text, title_of

HERE = Path(__file__).parent

# The files make one module, read from top to bottom; only the last one exports.
MODULES = (
    "words", "dom", "draw", "table", "guard", "store", "line", "queue", "frame", "fields",
    "start", "papers", "scene", "ending", "outline", "debrief", "game", "play", "answers", "check", "spot", "rate",
    "reflect", "handin", "render",
)  # fmt: skip
STYLES = ("player", "screens", "papers", "surroundings")

Message = dict[str, Any]


class Keeper(Protocol):
    """Whoever keeps what a learner does. A SteadylineError refuses for good; any other error, for now."""

    def state(self) -> Message:
        """Returns {"decisions", "answers", "learner", "trouble"}; for a hand-in also "progress"."""

    def decide(self, record: Mapping[str, Any]) -> None:
        """Keeps one decision, durably, before it returns."""

    def review(self, attempt: int) -> Message:
        """Returns the debrief of a finished attempt, or {"withheld": why}; with either, {"map": {"svg"}}."""

    def answer(self, item: str, value: str | list[str]) -> None:
        """Keeps one answer, durably, before it returns."""

    def check_review(self, block: str) -> Message:
        """Returns {"questions", "earned", "out_of"}, or {"withheld": why}."""

    def hand_in(self, learner: str) -> Message:
        """Writes the hand-in; returns {"name", "folder", "data", "missing"}."""


def module_text(modules: Sequence[str] = MODULES) -> str:
    """Returns the whole ES module: the guard's table, then every file in its order; or so much of it as is named."""
    guard = json.dumps(json.loads((HERE / "guard.json").read_text("utf-8")), ensure_ascii=False)
    parts = [f"const GUARD = {guard};\n"]
    parts += [(HERE / "js" / f"{name}.js").read_text("utf-8") for name in modules]
    return "\n".join(parts)


def style_text() -> str:
    """Returns all styles of the player."""
    return "\n".join((HERE / "css" / f"{name}.css").read_text("utf-8") for name in STYLES)


class Player(anywidget.AnyWidget):
    """Shows one part; answers every message of the browser, with words when something is refused."""

    _esm = module_text()
    _css = style_text()
    part = traitlets.Unicode("{}").tag(sync=True)

    def __init__(self, part: Mapping[str, Any], keep: Keeper) -> None:
        self._keep = keep
        super().__init__(part=json.dumps(part, ensure_ascii=False, separators=(",", ":")))
        self.on_msg(self._heard)

    def __repr__(self) -> str:
        part = json.loads(self.part)
        try:
            state = self._keep.state()
        except Exception as error:
            # A repr that raises would hide the page on which the trouble is told.
            return f"{title_of(part)}: what was done so far could not be read. {_words(error)}"
        return part_as_text(part, state)

    def _heard(self, _widget: object, message: Message, _buffers: object) -> None:
        self.send(answer_to(message, self._keep))


def answer_to(message: Message, keep: Keeper) -> Message:
    """Returns the answer to one message of the browser. Never raises: a silent player would lose work."""
    kind = str(message.get("type", ""))
    act, refuse = _DESK.get(kind, (_unknown, _refused))
    try:
        return act(message, keep)
    except SteadylineError as error:
        return {**refuse(message), "why": str(error), "retry": False}
    except Exception as error:
        # Not as a warning: unhandled ones are printed under the learner's cell, as a fault that is not theirs.
        logging.getLogger(__name__).info("the player could not answer %r", kind, exc_info=True)
        return {**refuse(message), "why": _words(error), "retry": True}


def _hello(_message: Message, keep: Keeper) -> Message:
    return {"type": "state", **keep.state()}


def _decide(message: Message, keep: Keeper) -> Message:
    record = message["record"]
    answer = {"type": "saved", "attempt": record["attempt"], "step": record["step"]}
    keep.decide(record)
    return answer


def _review(message: Message, keep: Keeper) -> Message:
    return {"type": "debrief", "attempt": message["attempt"], "debrief": keep.review(message["attempt"])}


def _answer(message: Message, keep: Keeper) -> Message:
    keep.answer(message["item"], message["value"])
    return {"type": "answer-saved", "item": message["item"], "n": message["n"]}


def _check_review(message: Message, keep: Keeper) -> Message:
    return {"type": "check-reviewed", "block": message["block"], **keep.check_review(message["block"])}


def _hand_in(message: Message, keep: Keeper) -> Message:
    return {"type": "handed-in", **keep.hand_in(message["learner"])}


def _ping(message: Message, _keep: Keeper) -> Message:
    return {"type": "pong", "n": message["n"]}


def _unknown(message: Message, _keep: Keeper) -> Message:
    return {"type": "not-understood", "asked": str(message.get("type", ""))}


def _refused(message: Message) -> Message:
    record = message.get("record")
    known = record if isinstance(record, dict) else {}
    return {"type": "refused", "attempt": known.get("attempt", 0), "step": known.get("step", 0)}


def _no_state(_message: Message) -> Message:
    return {"type": "state-refused"}


def _no_review(message: Message) -> Message:
    return {"type": "review-refused", "attempt": message.get("attempt", 0)}


def _no_answer(message: Message) -> Message:
    return {"type": "answer-refused", "item": message.get("item", ""), "n": message.get("n", 0)}


def _no_check_review(message: Message) -> Message:
    return {"type": "check-review-refused", "block": message.get("block", "")}


def _no_hand_in(_message: Message) -> Message:
    return {"type": "hand-in-refused"}


_DESK: dict[str, tuple[Callable[[Message, Keeper], Message], Callable[[Message], Message]]] = {
    "hello": (_hello, _no_state),
    "decide": (_decide, _refused),
    "review": (_review, _no_review),
    "answer": (_answer, _no_answer),
    "check-review": (_check_review, _no_check_review),
    "hand-in": (_hand_in, _no_hand_in),
    "ping": (_ping, _refused),
}


def _words(error: Exception) -> str:
    if isinstance(error, SteadylineError):
        return str(error)
    if isinstance(error, OSError):
        return f"The folder could not be written or read ({error.strerror or error})."
    return f"Something went wrong that was not foreseen ({type(error).__name__})."
