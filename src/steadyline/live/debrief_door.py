"""What the facilitator takes away from a running session: the debrief sheet, and files made from its record."""

from __future__ import annotations

import asyncio

from tornado import web

from steadyline.live.debrief import debrief_of
from steadyline.live.debrief_page import debrief_page
from steadyline.live.held import held_in
from steadyline.live.visiting import Page

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""The sheet is one file that prints by itself, with its style in it; no script runs there."""


class DebriefPage(Page):
    """The sheet from what has happened so far."""

    def get(self) -> None:
        """Sends it to the facilitator."""
        session = self.session
        if not self.is_facilitator:
            raise web.HTTPError(403)
        if session.audience.key is None:
            self.send_page("plain.html", title="Debrief", words="There is no key to this case here, and so no sheet.")
            return
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(debrief_page(debrief_of(session.room.case, session.audience.key, session.room, session.notes)))


class Taken(Page):
    """A file made from the record so far, to be kept by the facilitator."""

    kind = "application/jsonl"
    ending = ""

    async def get(self) -> None:
        """Sends it to the facilitator, as a file and never as a page."""
        if not self.is_facilitator:
            raise web.HTTPError(403)
        log = self.session.hub.log.path
        name = f"{log.stem}{'' if self.kind == 'text/csv' else self.ending}.{self.request.path.rpartition('.')[2]}"
        self.set_header("Content-Type", f"{self.kind}; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        # In a thread: making it may take a second, and the room goes on meanwhile.
        self.finish(await asyncio.get_running_loop().run_in_executor(None, self.content))

    def content(self) -> bytes:
        """Returns what the file holds."""
        return self.session.hub.log.path.read_bytes()


class Record(Taken):
    """The record itself."""


class Counts(Taken):
    """The counts, as a table: fewer than five are hidden."""

    kind = "text/csv"

    def content(self) -> bytes:
        """Returns the table."""
        # Only now: what writes files for assessors knows nbgrader, which a room has no need of.
        from steadyline.desk.out_csv import as_csv
        from steadyline.live import out

        return as_csv(out.table(out.rows(held_in(self.session.hub.log.path))))


class Statements(Taken):
    """What the group did, as xAPI statements."""

    ending = "-statements"

    def content(self) -> bytes:
        """Returns one statement a line."""
        from steadyline.desk.out_xapi import OURS, as_lines
        from steadyline.live import out

        held = held_in(self.session.hub.log.path)
        return as_lines(out.statements(held, f"{OURS}session:{held.room.unit}"))
