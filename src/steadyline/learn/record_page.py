"""The learner's record: where their decisions lay over the whole course, and a note for their CPD. For them alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from steadyline import content
from steadyline.graders.explain import course_disclosures
from steadyline.graders.profile import lean_words
from steadyline.graders.standing_picture import standing_svg, standing_words
from steadyline.learn.cpd import cpd_note
from steadyline.own_record import OwnRecord, own_record

HERE = Path(__file__).resolve().parent


def page(record: OwnRecord, base_url: str = "") -> str:
    """Returns the record as HTML; without a base it is a page by itself, to be kept or printed."""
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    found = record.overall
    return environment.get_template("record.html").render(
        title=content.outline().title,
        record=record,
        picture=standing_svg(found.by_case),
        lines=[lean_words(each) for each in found.axes.values()],
        words=standing_words(found.by_case),
        cpd=cpd_note(record, content.outline().title),
        disclosures=course_disclosures(),
        base=base_url,
        style=(HERE / "start.css").read_text(encoding="utf-8"),
    )


class RecordPage(JupyterHandler):
    """Serves the record to whoever holds the token."""

    def initialize(self, folder: Path) -> None:
        """Takes the learner's folder."""
        self.folder = folder

    @web.authenticated
    def get(self) -> None:
        """Sends the page."""
        self.set_header("Cache-Control", "no-store")
        self.finish(page(own_record(self.folder), self.base_url))


class CpdNote(RecordPage):
    """Serves the note as a text to be kept."""

    @web.authenticated
    def get(self) -> None:
        """Sends the note."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(cpd_note(own_record(self.folder), content.outline().title))


def handlers(base_url: str, folder: Path) -> list[Any]:
    """Returns the addresses of the two, for the server."""
    return [
        (rf"{base_url}steadyline/record", RecordPage, {"folder": folder}),
        (rf"{base_url}steadyline/cpd-note\.txt", CpdNote, {"folder": folder}),
    ]
