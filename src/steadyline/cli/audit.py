"""steadyline audit: tells the whole story of a learner's marks, for an appeal, from the gradebook's own history."""

from __future__ import annotations

import argparse
import io
import json
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from steadyline.desk.story import Entry, Story, known_unit, story_of
from steadyline.errors import printable

WIDTH = 100
COLUMNS = ("at", "unit", "part", "who", "what", "why", "after_release", "event")


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the cohort's folder")
    parser.add_argument("learner", metavar="LEARNER", help="the learner's code")
    parser.add_argument("--unit", default="", metavar="UNIT", help="only this unit")
    parser.add_argument("--as", dest="form", choices=("text", "csv", "json"), default="text", help="the form (text)")


def run(arguments: argparse.Namespace) -> int:
    """Prints the story. Raises FileMissing, NotInCohort, GradebookBusy."""
    story = story_of(arguments.folder, arguments.learner, arguments.unit)
    if arguments.form == "json":
        print(json.dumps(asdict(story), indent=1))  # ASCII alone: nothing in it acts on a terminal
    elif arguments.form == "csv":
        _print_csv(story)
    else:
        print(printable(as_text(story)))
    return 0


def _print_csv(story: Story) -> None:
    from steadyline.desk.out_csv import as_csv  # it loads nbgrader, which takes a second

    rows = [tuple(printable(each) if isinstance(each, str) else each for each in _row(entry))
            for entry in story.entries]  # fmt: skip
    written = as_csv([COLUMNS, *rows])
    # Into a file with the mark by which a spreadsheet knows the encoding; a terminal needs none.
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.flush()
        sys.stdout.buffer.write(written)
    else:
        print(written.decode("utf-8-sig"), end="")


def _row(entry: Entry) -> tuple[str | float, ...]:
    values = asdict(entry)
    return tuple(values[name] for name in COLUMNS)


def as_text(story: Story) -> str:
    """Returns the story as text: what happened, in order, and how the marks stand now."""
    head = (
        f"The story of {story.learner}, in the order in which it happened. Times are UTC. What the gradebook's history "
        "holds was written down by the database itself; nothing in it is ever changed or removed."
    )
    told = list(_entries(story)) or ["Nothing was handed in, and nothing was done."]
    stands = [f"  {unit}, {part}: {mark}." for unit, part, mark in story.stands]
    now = ["The marks as they stand now:", *stands] if stands else []
    return "\n".join([textwrap.fill(head, WIDTH), "", *told, *now])


def _entries(story: Story) -> Iterator[str]:
    for entry in story.entries:
        unit = known_unit(entry.unit)
        where = ", ".join(filter(None, (unit.title if unit else entry.unit, entry.part)))
        yield f"{entry.at[:19].replace('T', ' ')}  {where}  ({entry.who})"
        if entry.after_release:
            yield f"    After the release of {entry.after_release[:10]}."
        yield _wrapped(entry.what[:1].upper() + entry.what[1:])
        if entry.why:
            yield _wrapped(f"Why: {entry.why}")
        yield ""


def _wrapped(words: str) -> str:
    return textwrap.fill(" ".join(printable(words).split()), WIDTH, initial_indent="    ", subsequent_indent="    ")
