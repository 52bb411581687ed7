"""The front of a file laid out anew: one order, one entry a line, remarks kept with what they stand above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

CASE_ORDER = (
    "format", "title", "role", "minutes", "content note", "findings", "competencies", "use", "cast", "required",
    "avoid", "start", "state", "allow",
)  # fmt: skip
KEY_ORDER = ("format", "case", "version", "status", "allow")

_ENTRY = re.compile(r"([A-Za-z][\w -]*?)\s*:(?:\s+(.*))?")


@dataclass
class _Entry:
    """One entry at the margin: its name, and its lines with the remarks above it and all that stands below it."""

    name: str
    lines: list[str] = field(default_factory=list)


def front_lines(lines: Sequence[str], order: Sequence[str]) -> list[str]:
    """Returns the lines between the two `---` in their form; entries that `order` does not name come last."""
    entries: list[_Entry] = []
    waiting: list[str] = []
    for line in lines:
        said = line.strip()
        if said.startswith("#"):
            waiting.append(f"  {said}" if _is_indented(line) and entries else said)
        elif said and _is_indented(line) and entries:
            entries[-1].lines += [f"  {each.strip()}" for each in waiting] + [f"  {_entry(said)}"]
            waiting = []
        elif said:
            tail, head = _parted(waiting)
            if entries:
                entries[-1].lines += tail
            entries.append(_Entry(said.partition(":")[0].strip(), [*head, _entry(said)]))
            waiting = []
    tail, head = _parted(waiting)
    places = {name: at for at, name in enumerate(order)}
    entries.sort(key=lambda entry: places.get(entry.name, len(places)))
    return [line for entry in entries for line in entry.lines] + tail + head


def _is_indented(line: str) -> bool:
    return line[0] in " \t"


def _parted(waiting: Sequence[str]) -> tuple[list[str], list[str]]:
    """Returns the remarks that belong to what stands above them, by their indentation, and the others."""
    count = next((at for at, line in enumerate(waiting) if line[0] != " "), len(waiting))
    return list(waiting[:count]), [line.strip() for line in waiting[count:]]


def _entry(said: str) -> str:
    if said.startswith("- "):
        return f"- {said[2:].strip()}"
    found = _ENTRY.fullmatch(said)
    return f"{found[1]}: {found[2] or ''}".rstrip() if found else said
