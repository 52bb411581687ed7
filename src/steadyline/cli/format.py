"""steadyline format: cases and their keys in the one form in which they are written here; no word of them changes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from steadyline import content
from steadyline.authoring.format import formatted_case, formatted_key
from steadyline.cli.which import case_file, key_file
from steadyline.errors import Faults, SteadylineError
from steadyline.scenarios.compile import compile_case
from steadyline.scenarios.read import read_case
from steadyline.whole import write_whole


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("cases", nargs="+", metavar="CASE", help="a case's name, or the path to a case.md")
    parser.add_argument("--check", action="store_true", help="only say which files would change")


def run(arguments: argparse.Namespace) -> int:
    """Returns 1 if a file has faults, or with `--check` would change. Raises FileMissing, NotInCourse, NotTheSame."""
    return max([_formatted(case_file(word), arguments.check) for word in arguments.cases])


def _formatted(path: Path, is_check: bool) -> int:
    """Puts a case and its key into their form. All is worked out before anything is written."""
    try:
        found = list(_texts(path))
    except Faults as error:
        print(error)
        print(f"{path}: nothing was changed. Mend this first.")
        return 1
    for each, before, after in found:
        if before == after:
            print(f"{each}: is in its form already.")
        elif is_check:
            print(f"{each}: is not in its form; line {_first_changed(before, after)} would change first.")
        else:
            # A file that is a link stays one: what it points to is written.
            write_whole(each.resolve(), after.encode("utf-8"))
            print(f"{each}: put in its form. Nothing that a learner sees has changed.")
    return 1 if is_check and any(before != after for _, before, after in found) else 0


def _texts(path: Path) -> Iterator[tuple[Path, str, str]]:
    """Yields the case's file, what stands in it and its form, and the same for its key."""
    name, text = path.resolve().parent.name, _read(path)
    yield path, text, formatted_case(text, name, str(path), content.beside(path))
    key = key_file(path, name)
    if key is not None:
        case = compile_case(read_case(text, name, str(path), content.beside(path)))
        told = _read(key)
        yield key, told, formatted_key(told, case, str(key), content.local())


def _read(path: Path) -> str:
    # Read as bytes: the ends of lines are part of the form.
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise SteadylineError(f"{path}: the file is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error


def _first_changed(before: str, after: str) -> int:
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    return next((at for at, (old, new) in enumerate(pairs, start=1) if old != new), after.count("\n") + 1)
