"""steadyline twee: a case as a Twee 3 file for other tools, or the structure of such a file as the start of a case."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from pathlib import Path

from steadyline import content
from steadyline.authoring.twee import twee_of
from steadyline.authoring.twee_case import case_of
from steadyline.authoring.twee_read import TweeFaults, read_twee_file
from steadyline.cli.which import case_file, shown_path
from steadyline.errors import SteadylineError, printable
from steadyline.whole import write_whole


class AlreadyThere(SteadylineError):
    """A file of that name is there, and may be somebody's work."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path}: there is a file here already. Put it away or give another name. Nothing was written."
        )


class NothingNamed(SteadylineError):
    """Neither a case nor a Twee file is named, or both are."""

    def __init__(self) -> None:
        super().__init__(
            "name either a case to write out, as in `steadyline twee the-porch --out porch.twee`, "
            "or a Twee file to take in, as in `steadyline twee --from story.twee --out case.md`."
        )


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("case", nargs="?", metavar="CASE", help="a case of the course, or the path of a case.md")
    parser.add_argument("--from", dest="source", type=Path, metavar="FILE", help="take in the structure of a Twee file")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file to write; printed if none is named")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0, or 1 if the Twee file has what cannot be taken in. Raises what the readers raise, and AlreadyThere."""
    if (arguments.case is None) == (arguments.source is None):
        raise NothingNamed
    if arguments.out is not None and arguments.out.exists():
        raise AlreadyThere(arguments.out)
    if arguments.case is not None:
        _hand_over(twee_of(content.scenario(case_file(arguments.case))), arguments.out)
        return 0
    try:
        taken_in = case_of(read_twee_file(arguments.source))
    except TweeFaults as error:
        print(printable(str(error)))
        print("Nothing was taken in. steadyline explain T105 says more of a code.", file=sys.stderr)
        return 1
    _hand_over(taken_in.text, arguments.out)
    # Beside the case and not in it, so that the output can be put into a file as it is.
    print(printable("\n".join(taken_in.notes)), file=sys.stderr)
    return 0


def _hand_over(text: str, path: Path | None) -> None:
    """Prints the text, what would act on a terminal shown; or writes it with all its letters but control characters."""
    if path is None:
        print(printable(text), end="")
        return
    kept = "".join(each for each in text if each in "\n\t" or unicodedata.category(each) != "Cc")
    write_whole(path, kept.encode("utf-8"))
    print(f"Written: {printable(shown_path(path))}")
