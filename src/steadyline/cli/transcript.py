"""steadyline transcript: what was decided, in words, from a learner's log."""

from __future__ import annotations

import argparse
from pathlib import Path

from steadyline import content
from steadyline.decisions import read_log
from steadyline.errors import FileMissing
from steadyline.player.transcript import transcript_of


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("log", type=Path, metavar="decisions.jsonl", help="the log beside a learner's notebook")


def run(arguments: argparse.Namespace) -> int:
    """Prints the transcript. Raises FileMissing or RecordDamaged."""
    if not arguments.log.is_file():
        raise FileMissing(arguments.log, "log of decisions")
    log = read_log(arguments.log)
    if not log.decisions:
        print("Nothing has been decided yet.")
        return 0
    case = content.case(log.decisions[0].case)
    print(transcript_of(case.table, [each.as_record() for each in log.decisions]))
    if log.torn:
        print("The last line of the log is torn: it was being written when the computer stopped. It is not counted.")
    return 0
