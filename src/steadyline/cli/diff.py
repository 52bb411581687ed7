"""steadyline diff: what changed for learners between two versions of a case, and which old attempts still fit."""

from __future__ import annotations

import argparse
from pathlib import Path

from steadyline import content
from steadyline.authoring.diff import difference
from steadyline.authoring.diff_told import difference_lines, log_lines
from steadyline.authoring.diff_version import Version, compiled_version, version_of
from steadyline.cli.which import case_file
from steadyline.decisions import read_log
from steadyline.errors import Faults, FileMissing, SteadylineError, printable


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    what = "a case's name, the path to a case.md or its folder, or a compiled case (.json)"
    parser.add_argument("old", metavar="OLD", help=what)
    parser.add_argument("new", metavar="NEW", help=what)
    parser.add_argument(
        "--logs", nargs="+", type=Path, default=[], metavar="FILE",
        help="logs of decisions: say of each whether it would still replay, step by step",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 if nothing changed for learners, 1 if something did. Raises FileMissing, NotACompiledCase."""
    logs = [(path, read_log(_there(path))) for path in arguments.logs]
    try:
        found = difference(_version(arguments.old), _version(arguments.new))
    except Faults as error:
        print(printable(str(error)))
        raise SteadylineError("one of the two has faults, so they cannot be compared. Mend it first.") from error
    lines = difference_lines(found)
    if logs:
        lines += ["", "The logs", "", *(line for path, log in logs for line in log_lines(str(path), log, found))]
    print(printable("\n".join(lines)))
    return 0 if found.is_none else 1


def _there(path: Path) -> Path:
    if not path.is_file():
        raise FileMissing(path, "log of decisions")
    return path


def _version(word: str) -> Version:
    path = case_file(word)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SteadylineError(f"{path}: the file is not UTF-8 text (byte {error.start}).") from error
    if path.suffix == ".json":
        return compiled_version(text, str(path))
    return version_of(text, path.resolve().parent.name, str(path), content.beside(path))
