"""What still waits to be written in a case that was begun by machine."""

from __future__ import annotations

from collections.abc import Iterator

from steadyline.findings import Finding

TO_BE_WRITTEN = "To be written"


def unwritten(text: str, path: str = "case.md") -> Iterator[Finding]:
    """Yields T201 for every line of a file that still says so."""
    for number, line in enumerate(text.split("\n"), start=1):
        column = line.find(TO_BE_WRITTEN)
        if column >= 0:
            message = f'here it still says "{TO_BE_WRITTEN}": a learner would read that.'
            yield Finding(path, number, column + 1, "T201", "warning", message)
