"""The course's order: `course.toml`, the only place that knows which unit follows which."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from steadyline.errors import SteadylineError, did_you_mean
from steadyline.scenarios.source import text_in

_BLOCK = (
    'A unit is a block of two lines: [[units]], then name = "the-porch"; '
    "the next unit begins with [[units]] again."
)


@dataclass(frozen=True)
class Track:
    """A way through the course: `units` in their order, and `also` those that may be added for a special role."""

    name: str
    title: str
    audience: str
    units: tuple[str, ...]
    also: tuple[str, ...]


@dataclass(frozen=True)
class Outline:
    """The course: its title, its units in order, its standard (a share of the attainable credit), and its tracks."""

    title: str
    units: tuple[str, ...]
    standard: float
    tracks: tuple[Track, ...] = ()


class OutlineUnclear(SteadylineError):
    """The file `course.toml` does not say what it must."""


def read_outline(path: Path) -> Outline:
    """Returns the course's outline. Raises FileMissing, NotPlainText or OutlineUnclear."""
    text = text_in(path, "course outline")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, why = _in_words(str(error), text)
        raise OutlineUnclear(f"{path}:{line}: {why}") from error
    wrong = next(_wrong(table), None)
    if wrong:
        name, message = wrong
        raise OutlineUnclear(f"{path}:{_line_of(name, text)}: {message}")
    tracks = tuple(
        Track(each["name"], each["title"], each["for"], tuple(each["units"]), tuple(each.get("also", ())))
        for each in table.get("tracks", [])
    )
    units = tuple(unit["name"] for unit in table["units"])
    return Outline(table["title"], units, float(table["standard"]), tracks)


def _wrong(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields what is missing or of another kind than it must be: where to look for it, and in words."""
    if not isinstance(table.get("title"), str) or not table["title"].strip():
        yield "title", 'the course needs a title in quotation marks: title = "Steadyline".'
    standard = table.get("standard")
    if isinstance(standard, bool) or not isinstance(standard, int | float) or not 0 <= standard <= 1:
        yield "standard", "the course needs a standard from 0 to 1, without quotation marks: standard = 0.65."
    if not isinstance(table.get("support", ""), str):
        yield "support", 'the lines of support are a file in quotation marks: support = "support.md".'
    units = table.get("units")
    if not isinstance(units, list) or not all(isinstance(unit, dict) for unit in units):
        yield "units", f"the course needs a block for each unit. {_BLOCK}"
        return
    names: set[str] = set()
    for unit in units:
        name = unit.get("name")
        if not isinstance(name, str) or not name.strip():
            yield "units", f"a unit has no name. {_BLOCK}"
        elif name in names:
            yield f'"{name}"', f'the unit "{name}" stands in the course twice.'
        names.add(str(name))
    yield from _wrong_tracks(table.get("tracks", []), names)


def _wrong_tracks(tracks: object, units: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yields what is wrong with the tracks; `units` are those of the course."""
    form = 'A track is a block [[tracks]] with name, title, for, and units = ["the-porch", …], and perhaps also = […].'
    if not isinstance(tracks, list) or not all(isinstance(each, dict) for each in tracks):
        yield "tracks", f"the tracks cannot be read. {form}"
        return
    names: set[str] = set()
    for track in tracks:
        words = [track.get(each) for each in ("name", "title", "for")]
        lists = [track.get("units"), track.get("also", [])]
        if not all(isinstance(each, str) and each.strip() for each in words) or not all(
            isinstance(each, list) and all(isinstance(unit, str) for unit in each) for each in lists
        ):
            yield "tracks", f"a track lacks something. {form}"
            continue
        if track["name"] in names:
            yield f'"{track["name"]}"', f'the track "{track["name"]}" stands in the course twice.'
        names.add(track["name"])
        for unit in (unit for each in lists if isinstance(each, list) for unit in each):
            if unit not in units:
                near = did_you_mean(unit, units)
                yield f'"{track["name"]}"', f'the track "{track["name"]}" names "{unit}", no unit of the course.{near}'


def _in_words(told: str, text: str) -> tuple[int, str]:
    """Returns the line that the parser means, and in words what is wrong with it."""
    at = re.search(r"at line (\d+)", told)
    lines = text.split("\n")
    line = min(int(at[1]), len(lines)) if at else max((n for n, each in enumerate(lines, 1) if each.strip()), default=1)
    said = lines[line - 1].strip()[:60]
    if told.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate")):
        return line, f"{said} says a second time what is said above. {_BLOCK}"
    return line, f"this cannot be read: {said} A line is name = value, and words stand in quotation marks. {_BLOCK}"


def _line_of(name: str, text: str) -> int:
    """Returns the last line that names it, the first one of the file if none does."""
    begins = rf"\s*\[*\s*{name}\b" if name.isalpha() else rf"\s*name\s*=\s*{re.escape(name)}"
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if re.match(begins, line)]
    return lines[-1] if lines else 1
