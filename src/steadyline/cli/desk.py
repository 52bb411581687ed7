"""steadyline desk: starts the assessor's desk for a cohort, on this computer alone, and opens it."""

from __future__ import annotations

import argparse
from pathlib import Path

from steadyline.cli.learn import told_and_opened


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the cohort's folder, with hand-ins marked")
    parser.add_argument("--assessor", metavar="CODE", default="", help="your code, such as marker-2; else it is asked")
    parser.add_argument("--port", type=int, help="the port to listen on; without it, a free one is found")
    parser.add_argument("--no-browser", action="store_true", help="open no window; only print the address")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when the assessor has ended it. Raises AssessorUnusable, FileMissing, GradebookBusy or PortInUse."""
    folder = arguments.folder.expanduser().resolve()
    print("The desk is starting. This takes a few seconds.", flush=True)
    from steadyline.desk.desk import check_assessor
    from steadyline.graders.gradebook import engine_of

    if arguments.assessor:
        check_assessor(arguments.assessor)
    engine_of(folder).dispose()
    # Imported only now: a folder that is no cohort's is told at once, not after Jupyter has loaded.
    from steadyline.learn import desk_server, server

    running = server.running_address(desk_server.stand_in(folder))
    if running and not arguments.assessor:
        print("It is running already for this folder.")
        told_and_opened(running, arguments.no_browser)
        return 0
    started = desk_server.make_desk_server(folder, arguments.assessor, server.free_port(arguments.port))
    told_and_opened(server.address(started), arguments.no_browser)
    print("Leave this window open while you mark. To end: press Ctrl and C here, or close this window.", flush=True)
    started.start()
    print("The desk has ended. Every mark and every draft that was saved is in the cohort's gradebook.")
    return 0
