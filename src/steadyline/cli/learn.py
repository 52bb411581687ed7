"""steadyline learn: lays out the learner's folder, starts the server on this computer alone, opens the start page."""

from __future__ import annotations

import argparse
from pathlib import Path

from steadyline import content
from steadyline.course.workspace import lay_out


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path.home() / "Steadyline", help="where your work is kept (%(default)s)"
    )
    parser.add_argument("--port", type=int, help="the port to listen on; without it, a free one is found")
    parser.add_argument("--no-browser", action="store_true", help="open no window; only print the address")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when the learner has ended it."""
    folder = arguments.folder.expanduser().resolve()
    print("Steadyline is starting. This takes a few seconds.", flush=True)
    lay_out(folder, {name: content.notebook_path(name) for name in content.units()})
    # Imported only now: a folder that cannot be written is told at once, not after Jupyter has loaded.
    from steadyline.learn import server

    running = server.running_address(folder)
    if running:
        print("It is running already for this folder.")
        told_and_opened(running, arguments.no_browser)
        return 0
    started = server.make_server(folder, server.free_port(arguments.port))
    print(f"Your work is kept in {folder}")
    told_and_opened(server.address(started), arguments.no_browser)
    print("Leave this window open while you learn. To end: press Ctrl and C here, or close this window.", flush=True)
    started.start()
    print("Steadyline has ended. Everything that was saved is still in your folder.")
    return 0


def told_and_opened(address: str, no_browser: bool) -> None:
    """Opens an address in a browser, if there is one and it is wanted, and prints it."""
    from steadyline.learn.server import open_in_browser

    if not no_browser and open_in_browser(address):
        print("Your browser opens the page. If it does not, copy this address into it:")
    else:
        print("Open this address in a browser on this computer:")
    print(f"  {address}", flush=True)
