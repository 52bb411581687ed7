"""The lines at the head of a unit's block, and what every reader of one asks of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from steadyline.errors import listed
from steadyline.scenarios.source import Entry, Source, whole_number

_FIELD = re.compile(r"([a-z]+):\s*(.*)")
_ID = re.compile(r"[a-z][a-z0-9-]*")


def fields_of(
    source: Source, lines: Sequence[str], line: int, needed: Sequence[str], optional: Sequence[str] = ()
) -> tuple[dict[str, Entry], int]:
    """Returns the `name: value` lines at the head of a block that begins in a line, and how many lines they take.

    One that is needed and missing is told as U111, and stands there empty.
    """
    found: dict[str, Entry] = {}
    taken = 0
    for text in lines:
        match = _FIELD.fullmatch(text.strip())
        if match is None or match[1] not in (*needed, *optional):
            break
        found[match[1]] = Entry(match[2].strip(), line + 1 + taken)
        taken += 1
    for name in needed:
        if name not in found:
            message = f'this block begins with the lines {listed(needed)}; "{name}: …" is missing.'
            source.fault("U111", message, source.place(line))
            found[name] = Entry("first" if name == "attempt" else "", line)
    return found, taken


def points_of(source: Source, entry: Entry, name: str = "points") -> int:
    """Returns the points that a line says, noting U105 if it says none."""
    return whole_number(source, entry, name, 1, 1000, "U105")


def id_of(source: Source, entry: Entry) -> str:
    """Returns the id that a line says, noting U110 if it cannot be one."""
    if not _ID.fullmatch(entry.value):
        message = f'"{entry.value}" cannot be an id: small letters, digits and hyphens.'
        source.fault("U110", message, source.place(entry.line))
    return entry.value
