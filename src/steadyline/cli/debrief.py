"""steadyline debrief: the sheet for talking a session over; its counts given out; or the session removed."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from steadyline.errors import SteadylineError, printable
from steadyline.live import log, out
from steadyline.live.debrief_page import debrief_page
from steadyline.live.held import check_session, held_in
from steadyline.whole import write_whole

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


class NotDeleted(SteadylineError):
    """The session's name was not typed, and nothing was removed."""


class DebriefUnclear(SteadylineError):
    """What is asked for does not go together."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("session", type=Path, metavar="FILE", help="the session's log, a file that ends in .jsonl")
    parser.add_argument("--to", type=Path, metavar="FILE.html",
                        help="where to write the sheet; beside the log if nothing else is asked for")
    parser.add_argument("--csv", type=Path, metavar="FILE.csv", help="write the counts, one row a vote and option")
    parser.add_argument("--xapi", type=Path, metavar="FILE.jsonl", help="write the group's votes as xAPI statements")
    parser.add_argument("--home-page", metavar="IRI",
                        help="for --xapi: the address of the system in which the session's name means something")
    parser.add_argument("--delete", action="store_true", help="remove the session, after all that is asked for besides")
    parser.add_argument("--yes", action="store_true", help="with --delete: do not ask")


def run(arguments: argparse.Namespace) -> int:
    """Writes what is asked for and says where it lies. Raises as `held_in`; DebriefUnclear, NotDeleted."""
    session: Path = arguments.session
    _refuse_what_does_not_fit(arguments)
    check_session(session)
    to = arguments.to or (None if arguments.csv or arguments.xapi or arguments.delete else session.with_suffix(".html"))
    if to:
        debrief = held_in(session).debrief
        write_whole(to, debrief_page(debrief).encode("utf-8"))
        print(printable("\n".join((*debrief.lean, f"The sheet: {to}"))))
    if arguments.csv:
        _write_counts(session, arguments.csv)
    if arguments.xapi:
        _write_statements(session, arguments.xapi, arguments.home_page)
    if arguments.delete:
        _delete(session, arguments.yes)
    return 0


def _refuse_what_does_not_fit(arguments: argparse.Namespace) -> None:
    places = [each for each in (arguments.to, arguments.csv, arguments.xapi) if each]
    if any(each.resolve() == arguments.session.resolve() for each in places):
        raise DebriefUnclear(f"{arguments.session}: this is the session itself. Name another file to write to.")
    if len({each.resolve() for each in places}) < len(places):
        raise DebriefUnclear("The same file is named twice. Name one for each thing that is to be written.")
    if arguments.home_page and not (arguments.xapi and _IRI.fullmatch(arguments.home_page)):
        raise DebriefUnclear("--home-page goes with --xapi, and is an address such as https://learn.example.org.")
    if arguments.yes and not arguments.delete:
        raise DebriefUnclear("--yes goes with --delete, and with nothing else.")


def _write_counts(session: Path, to: Path) -> None:
    from steadyline.desk.out_csv import as_csv

    try:
        rows = out.rows(held_in(session))
        how = ""
    except SteadylineError as error:  # the case has changed or gone; what the log itself tells can still be had
        rows = out.bare_rows(session.stem, log.events_in(session))
        how = f"\nIt was counted without the case, so scenes and letters are missing: {error}"
    write_whole(to, as_csv(out.table(rows)))
    print(printable(f"{len(rows)} rows, one a decision, vote and option: {to}{how}"))


def _write_statements(session: Path, to: Path, home_page: str | None) -> None:
    from steadyline.desk.out_xapi import OURS, as_lines

    held = held_in(session)
    said = out.statements(held, home_page or f"{OURS}session:{held.room.unit}")
    write_whole(to, as_lines(said))
    print(printable(f"{len(said)} statements, in which the actor is the group: {to}"))


def _delete(session: Path, is_sure: bool) -> None:
    """Removes the log and what lies beside it, once its name was typed. Raises NotDeleted, SessionRunning."""
    name = session.stem
    if not is_sure:
        print(printable(f"This removes the session {name} for good, with every vote in it."))
        try:
            typed = input("Type its name to remove it: ").strip()
        except EOFError:
            typed = ""
        if typed != name:
            raise NotDeleted(f"This is not its name, so nothing was removed. It is called {name}.")
    for each in log.delete(session):
        print(printable(f"Removed {each}"))
    kept = sorted(each for each in session.parent.glob("*") if each.stem == name and each.is_file())
    for each in kept:
        print(printable(f"Still there, since it was written out from the session: {each}"))
