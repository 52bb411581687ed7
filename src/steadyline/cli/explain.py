"""steadyline explain: what a code means, why it matters, and how to mend it, with an example."""

from __future__ import annotations

import argparse
import shutil
import textwrap
from collections.abc import Iterable

from steadyline.diagnostics.read import ABOUT, Explanation, explanation, known_codes

WIDEST = 100
_KINDS = {
    "case": "Cases",
    "key": "Keys",
    "check": "Answers to knowledge checks",
    "unit": "Units",
    "walk": "Walks",
    "course": "The course as a whole",
    "words": "Words",
    "twee": "Twee files",
    "fingerprint": "Fingerprints",
    "document": "Documents of a case",
    "rubric": "Rubrics",
    "script": "Standard scripts",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="the code, as in S103; all of them if none is named")
    parser.add_argument("--table", action="store_true", help="print all codes as the Markdown table of the guide")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0. Raises CodeUnknown, naming the nearest code."""
    if arguments.table:
        print(table())
        return 0
    # One column less than there are, since some terminals break a line that fills them all.
    width = min(WIDEST, shutil.get_terminal_size().columns - 1)
    print(explained(explanation(arguments.code.upper()), width) if arguments.code else overview(width))
    return 0


def explained(told: Explanation, width: int) -> str:
    """Returns one explanation, its prose wrapped; examples stand as they are, since in them each line counts."""
    title = _wrapped(f"{told.code}: {told.title}", width)
    prose = "\n\n".join(_wrapped(" ".join(part.split()), width) for part in told.text.split("\n\n"))
    kind = f"{told.severity.capitalize()}. About: {_KINDS[told.about].lower()}."
    return "\n\n".join([title, kind, prose, "This is told of:", _shown(told.failing), "Mended:", _shown(told.mended)])


def _wrapped(text: str, width: int, indent: str = "") -> str:
    # An address or an id with hyphens stays whole, so that it can be copied.
    return textwrap.fill(text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)


def _shown(passages: Iterable[str]) -> str:
    return "\n    …\n".join(textwrap.indent(passage, "    ") or "    (nothing)" for passage in passages)


def overview(width: int) -> str:
    """Returns every code with its title, kind by kind."""
    parts = []
    for about in ABOUT:
        told = [each for each in map(explanation, known_codes()) if each.about == about]
        lines = [_wrapped(f"{each.code}  {each.title}", width, " " * 6) for each in told]
        if lines:
            parts.append("\n".join([_KINDS[about], *lines]))
    return "\n\n".join([*parts, "steadyline explain S103 says what a code means and how to mend it."])


def table() -> str:
    """Returns every code as a Markdown table."""
    told = [explanation(code) for code in known_codes()]
    rows = ["| {} | {} | {} |".format(each.code, each.title.replace("|", r"\|"), each.severity) for each in told]
    return "\n".join(["| code | what it says | severity |", "| --- | --- | --- |", *rows])
