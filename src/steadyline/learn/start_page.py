"""The start page: the units in order, how far the learner is, how to go on, where to turn. Plain HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from steadyline import content
from steadyline.answers import read_answers
from steadyline.course import handin
from steadyline.course.outline import Track
from steadyline.course.progress import Task, tasks
from steadyline.course.unit import Unit
from steadyline.decisions import read_log
from steadyline.learn.prefetch import scripts_of_a_unit
from steadyline.records import RecordDamaged

MARK = "X-Steadyline"
"""A header by which a second start recognises the first."""

HERE = Path(__file__).resolve().parent
Standing = Literal["not begun", "begun", "done", "handed in", "cannot be read"]
BUTTONS: dict[Standing, str] = {
    "not begun": "Start",
    "begun": "Carry on",
    "done": "Open again",
    "handed in": "Open again",
    "cannot be read": "Open",
}


@dataclass(frozen=True)
class Row:
    """One unit on the page. `path` is its notebook's address below the folder."""

    unit: Unit
    path: str
    standing: Standing
    words: str
    tasks: tuple[Task, ...]

    @property
    def button(self) -> str:
        """The words on its button."""
        return BUTTONS[self.standing]


def rows(folder: Path, track: Track | None = None) -> list[Row]:
    """Returns the units of the course, or of a track, in their order, each with how far the learner is."""
    return [_row(folder, content.unit(name)) for name in (track.units if track else content.units())]


def _row(folder: Path, unit: Unit) -> Row:
    path = quote(f"{unit.name}/{unit.name}.ipynb")
    own = folder / unit.name
    try:
        log, answers = read_log(own / handin.LOG), read_answers(own / handin.ANSWERS)
    except (RecordDamaged, OSError) as error:
        words = f"What you did so far could not be read. Nothing has been changed or lost. {error}"
        return Row(unit, path, "cannot be read", words, ())
    is_begun = bool(log.decisions or answers.latest)
    # Where nothing was done there is nothing to replay, and ten cases need not be compiled for the first look.
    found = tasks(unit, content.case_played(unit.name) if is_begun else None, log, answers.latest)
    standing, words = _standing(found, handin.handed_in(folder / handin.FOLDER, unit.name), unit.assessed)
    return Row(unit, path, standing, words, found)


def _standing(found: Sequence[Task], handed_in: Sequence[datetime], assessed: bool) -> tuple[Standing, str]:
    if handed_in:
        here = handed_in[-1].astimezone()
        return "handed in", f"Handed in on {here.day} {here:%B %Y at %H:%M}"
    if all(task.done for task in found):
        return "done", "Finished, not handed in yet" if assessed else "Finished"
    if any(task.begun for task in found):
        first = found[0]
        return "begun", f"Begun: {first.words}" if first.begun else "Begun, and saved"
    return "not begun", "Not begun"


def page(folder: Path, base_url: str, wanted: str = "") -> str:
    """Returns the start page as HTML: of all units, or of the track that is wanted, if there is one of that name."""
    tracks = content.outline().tracks
    track = next((each for each in tracks if each.name == wanted), None)
    found = rows(folder, track)
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("start.html").render(
        title=content.outline().title,
        rows=found,
        next=_next(found),
        tracks=tracks,
        track=track,
        minutes={each.name: _time(sum(content.unit(name).minutes for name in each.units)) for each in tracks},
        also=[content.unit(name).title for name in track.also] if track else [],
        support=content.support(),
        folder=str(folder),
        hand_ins=str(folder / handin.FOLDER),
        base=base_url,
        style=(HERE / "start.css").read_text(encoding="utf-8"),
        scripts=scripts_of_a_unit(base_url),
    )


def _next(found: Sequence[Row]) -> Row | None:
    """Returns the unit to go on with: the first one that is begun, else the first that is not; None if all are done."""
    begun = [row for row in found if row.standing == "begun"]
    fresh = [row for row in found if row.standing == "not begun"]
    return next(iter([*begun, *fresh]), None)


def _time(minutes: int) -> str:
    """Returns minutes as a person says them, to the next quarter of an hour."""
    quarters = max(1, round(minutes / 15))
    hours, rest = divmod(quarters, 4)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    parts += [f"{rest * 15} minutes"] if rest else []
    return " and ".join(parts)


class StartPage(JupyterHandler):
    """Serves the page to whoever holds the token."""

    def initialize(self, folder: Path) -> None:
        """Takes the learner's folder."""
        self.folder = folder

    @web.authenticated
    def get(self) -> None:
        """Sends the page."""
        self.set_header(MARK, "start")
        self.set_header("Cache-Control", "no-store")
        self.finish(page(self.folder, self.base_url, self.get_argument("track", "")))


def handlers(base_url: str, folder: Path) -> list[Any]:
    """Returns the addresses of the page, for the server."""
    return [(rf"{base_url}steadyline/?", StartPage, {"folder": folder})]
