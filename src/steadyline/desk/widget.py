"""The desk as a widget: what an assessor asks and gives in the browser, answered one message at a time.

It knows neither rubric nor gradebook. `part` says whose desk it is, as JSON text: `store` (a word for the cohort, so
that copies in the browser of two cohorts are never mixed up) and `who` (the assessor's code, or "" to ask for it).

Every message of the browser has `type` and a number `n`, and is answered with told (`n`, `view`) or with refused (`n`,
`why` in words, `name` of the refusal, `retry`: true if the same message may succeed later); ping with pong.
Asking changes nothing: sit (`who`), overview, queue (`unit`), open and next (`unit`, `learner`, `cell`), standards
(`rubric`), snippets. What changes something may be sent again with the same words, and is done once: keep (`draft`),
give, points, aside (`why`, `again`), standard, snippet (`words`, `drop`), release (`unit`, `why`,
`despite`). Before sit, all else is refused.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from steadyline.desk.desk import Desk
from steadyline.desk.giving import Given
from steadyline.desk.opened import View
from steadyline.errors import SteadylineError
from steadyline.graders.gradebook import GradebookBusy
from steadyline.player import widget as player

HERE = Path(__file__).parent

PLAYERS = ("words", "dom", "guard", "store", "line", "queue", "frame", "fields")
"""What of the player's own script the desk is built with."""

MODULES = (
    "desk_words", "ask", "keys", "transcript", "levels", "marks", "comment", "aside", "form", "keep", "piece",
    "standards", "release", "pile", "overview", "desk", "room",
)  # fmt: skip
STYLES = ("desk", "piece")

Message = dict[str, Any]
Seated = Callable[[str], Desk]


class NobodySits(SteadylineError):
    """Something was asked of the desk before an assessor's code was given."""

    def __init__(self) -> None:
        super().__init__("The desk does not know whose it is yet. Load the page again and give your assessor's code.")


class NotAsked(SteadylineError):
    """A message that is none of the desk's."""


def module_text() -> str:
    """Returns the whole ES module: the player's files that the desk uses, then its own."""
    own = [(HERE / "js" / f"{name}.js").read_text("utf-8") for name in MODULES]
    return "\n".join([player.module_text(PLAYERS), *own])


def style_text() -> str:
    """Returns the player's styles and the desk's own."""
    own = [(HERE / "css" / f"{name}.css").read_text("utf-8") for name in STYLES]
    return "\n".join([player.style_text(), *own])


class Room:
    """The place at which one assessor at a time sits; `seated` makes the desk of whoever gives a code."""

    def __init__(self, seated: Seated) -> None:
        self._seated = seated
        self._desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """The desk. Raises NobodySits."""
        if self._desk is None:
            raise NobodySits
        return self._desk

    def sit(self, who: str) -> View:
        """Makes the desk of this assessor and returns its overview and reusable comments. Raises AssessorUnusable."""
        self._desk = self._seated(who)
        return {**self._desk.overview(), "snippets": self._desk.snippets()}


class DeskWidget(anywidget.AnyWidget):
    """Shows the desk; answers every message of the browser, with words when something is refused."""

    _esm = module_text()
    _css = style_text()
    part = traitlets.Unicode("{}").tag(sync=True)

    def __init__(self, part: Mapping[str, Any], room: Room) -> None:
        self._room = room
        super().__init__(part=json.dumps(part, ensure_ascii=False, separators=(",", ":")))
        self.on_msg(self._heard)

    def __repr__(self) -> str:
        try:
            return desk_as_text(self._room.desk)
        except Exception as error:
            # A repr that raises would hide the page on which the trouble is told.
            return f"The assessor's desk. {_words(error)}"

    def _heard(self, _widget: object, message: Message, _buffers: object) -> None:
        self.send(answer_to(message, self._room))


def desk_as_text(desk: Desk) -> str:
    """Returns the desk as it reads without a browser: every unit with its progress, and its pile in order."""
    lines = [f"The desk of {desk.who}"]
    for unit in desk.overview()["units"]:
        lines += ["", f"{unit['title']}: {unit['progress']}"]
        pile = desk.queue(unit["unit"])["rows"]
        lines += [f"  {row['learner']}: {row['state']}, {row['count']} words" for row in pile]
    return "\n".join(lines)


def answer_to(message: Message, room: Room) -> Message:
    """Returns the answer to one message of the browser. Never raises: a silent desk would lose work."""
    number = message.get("n", 0) if isinstance(message, dict) else 0
    try:
        if message["type"] == "ping":
            return {"type": "pong", "n": number}
        return {"type": "told", "n": number, "view": _view(message, room)}
    except GradebookBusy as error:
        return {"type": "refused", "n": number, "why": str(error), "name": "GradebookBusy", "retry": True}
    except SteadylineError as error:
        return {"type": "refused", "n": number, "why": str(error), "name": type(error).__name__, "retry": False}
    except Exception as error:
        # Not as a warning: unhandled ones are printed under the cell, as a fault that is not the assessor's.
        logging.getLogger(__name__).info("the desk could not answer", exc_info=True)
        return {"type": "refused", "n": number, "why": _words(error), "name": "", "retry": isinstance(error, OSError)}


def _view(message: Message, room: Room) -> object:
    kind = message["type"]
    if kind == "sit":
        return room.sit(str(message["who"]))
    if kind not in _DEEDS:
        raise NotAsked(f"The desk does not know what “{kind}” asks for. Load the page again.")
    return _DEEDS[kind](room.desk, message)


def _piece(message: Message) -> tuple[str, str, str]:
    return str(message["unit"]), str(message["learner"]), str(message["cell"])


def _given(message: Message) -> Given:
    unit, learner, cell = _piece(message)
    levels = {str(slug): int(level) for slug, level in message.get("levels", {}).items()}
    said = {name: str(message.get(name, "")) for name in ("comment", "note", "reason", "words")}
    return Given(
        unit, learner, cell, levels, str(message.get("direction", "none")), **said,
        blind=bool(message.get("blind", True)), last=int(message.get("last", 0)),
    )  # fmt: skip


_DEEDS: dict[str, Callable[[Desk, Message], object]] = {
    "overview": lambda desk, _: desk.overview(),
    "queue": lambda desk, said: desk.queue(str(said["unit"])),
    "open": lambda desk, said: desk.open(*_piece(said)),
    "next": lambda desk, said: desk.next(str(said["unit"]), str(said.get("learner", "")), str(said.get("cell", ""))),
    "keep": lambda desk, said: desk.keep(*_piece(said), dict(said["draft"])),
    "give": lambda desk, said: desk.give(_given(said)),
    "points": lambda desk, said: desk.give_points(_given(said), float(said["points"])),
    "aside": lambda desk, said: desk.set_aside(*_piece(said), str(said["why"]), bool(said.get("again"))),
    "release": lambda desk, said: desk.release(
        str(said["unit"]), str(said.get("why", "")), despite_waiting=bool(said.get("despite"))
    ),
    "standards": lambda desk, said: desk.standards(str(said["rubric"])),
    "standard": lambda desk, said: desk.give_standard(
        str(said["rubric"]), str(said["script"]), {str(slug): int(level) for slug, level in said["levels"].items()},
        str(said["direction"]),
    ),
    "snippets": lambda desk, _: desk.snippets(),
    "snippet": lambda desk, said: desk.keep_snippet(str(said["words"]), bool(said.get("drop"))),
}  # fmt: skip


def _words(error: Exception) -> str:
    if isinstance(error, SteadylineError):
        return str(error)
    if isinstance(error, OSError):
        return f"The cohort's folder could not be written or read ({error.strerror or error})."
    return f"Something went wrong that was not foreseen ({type(error).__name__}). Nothing was changed."
