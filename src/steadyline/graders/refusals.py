"""What stands in the gradebook and in a marked notebook where no mark is given: words, and never a nought."""

from __future__ import annotations

from collections.abc import Mapping

from steadyline.errors import printable

REFUSED = "MarkRefused"
"""The name of the error that says: no mark is given here, a person has to look."""

NO_NUMBER = "The automatic mark could not be read. An assessor will look at it; nothing was taken off."

_ACTING = str.maketrans("<>[]&`*_$\\|~@", "()()+'- -/-- ")


def reasons_told(refused: Mapping[str, str]) -> str:
    """Returns the comment that tells an assessor which marks were left to them, and why; `refused` is why by cell."""
    reasons: dict[str, list[str]] = {}
    for cell, why in refused.items():
        reasons.setdefault(why, []).append(cell)
    lines = [f"{', '.join(cells)}: {plain_letters(why)}" for why, cells in reasons.items()]
    return "\n\n".join(["These marks were left to you:", *lines])


def plain_letters(text: str) -> str:
    """Returns a text in which neither Markdown nor HTML nor a terminal finds anything, on one line.

    A reason may quote what stands in a log; feedback reads comments as Markdown, and Formgrader shows them as they are.
    """
    return " ".join(printable(text).translate(_ACTING).replace("://", ": //").split())
