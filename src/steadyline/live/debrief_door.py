"""The debrief sheet of the running session, for the facilitator."""

from __future__ import annotations

from tornado import web

from steadyline.live.handlers import Page


class DebriefPage(Page):
    """The sheet from what has happened so far."""

    def get(self) -> None:
        """Sends it to the facilitator."""
        if not self.is_facilitator:
            raise web.HTTPError(403)
        self.send_page("plain.html", title="Debrief", words="The debrief sheet is not there yet.")
