"""The local procedures of an area, and how their figures come into a text: `{core_group.first_days working days}`.

A case never states a local figure itself, so that an area that puts in its own procedures changes every text at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from steadyline.errors import SteadylineError, did_you_mean
from steadyline.scenarios.model import Place
from steadyline.scenarios.source import Source, text_in

FOLDER = "local"
"""Beside the cases; it holds the one pack of local procedures that is in use."""

_FIGURE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)(?: ([a-z][a-z -]*))?\}")
_TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_ONES = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = (*_ONES, *_TEENS, "twenty")


class LocalUnclear(SteadylineError):
    """The local procedures cannot be read, or it is not clear which ones are meant."""


@dataclass(frozen=True)
class Local:
    """The figures of an area by their path in its file: whole numbers, and words."""

    area: str = ""
    figures: Mapping[str, int | str] = field(default_factory=dict)

    def figure(self, name: str, unit: str = "") -> str:
        """Returns a figure as it reads in a sentence: numbers up to twenty in words, the unit in the right number.

        Raises KeyError if there is none of that name.
        """
        value = self.figures[name]
        if isinstance(value, str):
            return f"{value} {unit}".strip()
        said = _WORDS[value] if 0 <= value < len(_WORDS) else str(value)
        return f"{said} {unit.removesuffix('s') if value == 1 else unit}".strip()


NOWHERE = Local()
"""No local procedures: a text that asks for a figure is told so."""


def read_local_file(path: Path) -> Local:
    """Returns the procedures in a TOML file. Raises LocalUnclear, FileMissing or NotPlainText."""
    try:
        table = tomllib.loads(text_in(path, "file of local procedures"))
    except tomllib.TOMLDecodeError as error:
        raise LocalUnclear(f"{path}: this is no TOML: {error}.") from error
    figures = dict(_figures(table, ""))
    return Local(str(table.get("area", "")), figures)


def _figures(table: Mapping[str, Any], above: str) -> Iterator[tuple[str, int | str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _figures(value, f"{above}{name}.")
        elif (above and isinstance(value, str)) or (above and isinstance(value, int) and not isinstance(value, bool)):
            yield f"{above}{name}", value


def local_in(scenarios: Path) -> Local:
    """Returns the pack that lies in the folder of cases, NOWHERE if none does. Raises LocalUnclear if several do."""
    found = sorted((scenarios / FOLDER).glob("*.toml"))
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise LocalUnclear(
            f"{scenarios / FOLDER}: two packs of local procedures lie here ({names}). "
            "Keep the one that is in use, and put the other somewhere else."
        )
    return read_local_file(found[0]) if found else NOWHERE


def fill(source: Source, local: Local, code: str) -> None:
    """Puts the figures into the text of a source; what there is no figure for is a fault of that code."""
    if "{" not in source.text:
        return
    source.lines = [_filled(source, line, number, local, code) for number, line in enumerate(source.lines, start=1)]
    source.text = "\n".join(source.lines)


def _filled(source: Source, line: str, number: int, local: Local, code: str) -> str:
    for match in _FIGURE.finditer(line):
        if match[1] not in local.figures:
            near = did_you_mean(match[1], local.figures)
            message = f'the local procedures have no figure "{match[1]}".{near}'
            source.fault(code, message, Place(number, match.start() + 1))
    return with_figures(line, local)


def with_figures(text: str, local: Local) -> str:
    """Returns the text with every figure that there is put in, and the rest as it was."""
    return _FIGURE.sub(
        lambda match: local.figure(match[1], match[2] or "") if match[1] in local.figures else match[0], text
    )
