"""The server behind `steadyline desk`: the learner's server with one page, the desk's, and nothing else to be had.

The cohort's folder is not among what is served. The server stands in a hidden folder in it, which holds one notebook
with one cell; the kernel behind that cell is told by its environment which cohort it works for.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from traitlets.config import Config

from steadyline import content
from steadyline.course.workspace import HIDDEN
from steadyline.desk.page import ASSESSOR, COHORT
from steadyline.learn import start_page
from steadyline.learn.server import LearnServer, server_with
from steadyline.learn.settings import EXTENSIONS, settings
from steadyline.whole import write_whole

NOTEBOOK = "desk.ipynb"
TITLE = "The assessor's desk"
CELL = "# The desk opens here. There is nothing to run or to change.\nfrom steadyline.desk.page import desk\ndesk()"
WARM_CODE = "from steadyline.desk import page; page.warm()"


def stand_in(folder: Path) -> Path:
    """Makes the hidden folder of a cohort in which the desk's server stands, and returns it."""
    place = folder / HIDDEN / "desk"
    place.mkdir(parents=True, exist_ok=True)
    write_whole(place / NOTEBOOK, _notebook().encode())
    return place


def _notebook() -> str:
    nothing_yet: dict[str, Any] = {"execution_count": None, "outputs": []}
    cells = [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": f"# {TITLE}"},
        {"cell_type": "code", "id": "desk", "metadata": {"tags": ["steadyline-run"]}, "source": CELL, **nothing_yet},
    ]
    spec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    named = {"kernelspec": spec, "language_info": {"name": "python"}, "title": TITLE}
    return json.dumps({"cells": cells, "metadata": named, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def make_desk_server(folder: Path, who: str, port: int) -> LearnServer:
    """Returns the server for a cohort's folder, ready to start; `who` is the assessor's code, or "" to ask for it."""
    place = stand_in(folder)
    # Kernels inherit these.
    os.environ[COHORT], os.environ[ASSESSOR] = str(folder), who
    os.environ[content.KEPT] = str(folder / HIDDEN / "compiled")
    log = folder / HIDDEN / f"desk-{port}.log"  # two assessors at once do not share one
    server = server_with(desk_settings(place, port, log), log)
    server.web_app.add_handlers(".*$", [(rf"{server.base_url}steadyline/?", DeskDoor)])  # type: ignore[no-untyped-call]
    return server


def desk_settings(place: Path, port: int, log: Path) -> Config:
    """Returns the learner's settings with the desk's page alone: no Lab, no notebooks, no more than the one folder."""
    made = settings(place, port, log)
    made.ServerApp.jpserver_extensions = {**EXTENSIONS, "jupyterlab": False, "notebook": False}
    made.WarmKernels.warm_code = WARM_CODE
    made.WarmKernels.warm_count = 1
    made.VoilaConfiguration.template = "steadyline-desk"
    return made


class DeskDoor(JupyterHandler):
    """Leads to the desk, and says by a header that it is ours: a second start recognises the first by it."""

    @web.authenticated
    def get(self) -> None:
        """Sends a page that goes on to the desk by itself."""
        self.set_header(start_page.MARK, "desk")
        self.set_header("Cache-Control", "no-store")
        to = f"{self.base_url}voila/render/{NOTEBOOK}"
        self.finish(
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>The assessor\'s desk</title>'
            f'<meta http-equiv="refresh" content="0; url={to}"></head>'
            f'<body><main><h1>The assessor\'s desk</h1><p><a href="{to}">Open the desk</a></p></main></body></html>\n'
        )

