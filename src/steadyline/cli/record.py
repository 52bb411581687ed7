"""steadyline record: a learner's own record over the whole course as a page, and the note for CPD as text."""

from __future__ import annotations

import argparse
from pathlib import Path

from steadyline import content
from steadyline.errors import SteadylineError
from steadyline.own_record import own_record
from steadyline.whole import write_whole


class NoFolder(SteadylineError):
    """There is no folder of a learner's at that place."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the learner's folder, as for steadyline learn")
    parser.add_argument("--out", type=Path, metavar="FILE.html", help="write the record as a page")
    parser.add_argument("--cpd", type=Path, metavar="FILE.txt", help="write the note for CPD")


def run(arguments: argparse.Namespace) -> int:
    """Prints where the learner stands, and writes what is asked for. Raises NoFolder."""
    if not arguments.folder.is_dir():
        raise NoFolder(f"{arguments.folder}: there is no such folder. Name the one that steadyline learn works in.")
    record = own_record(arguments.folder)
    for standing in record.overall.standings:
        print(standing.sentence)
    for line in record.left_out:
        print(line)
    # Only now: the page's libraries take a second to load, and the words above need none of them.
    from steadyline.learn import cpd, record_page

    if arguments.out:
        write_whole(arguments.out, record_page.page(record).encode("utf-8"))
        print(f"wrote {arguments.out}")
    if arguments.cpd:
        write_whole(arguments.cpd, cpd.cpd_note(record, content.outline().title).encode("utf-8"))
        print(f"wrote {arguments.cpd}")
    return 0
