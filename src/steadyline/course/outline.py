"""The course's order: `course.toml`, the only place that knows which unit follows which."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from steadyline.errors import FileMissing, SteadylineError


@dataclass(frozen=True)
class Outline:
    """The course: its title, its units in order, and the share of attainable credit that is its standard (0 to 1)."""

    title: str
    units: tuple[str, ...]
    standard: float


class OutlineUnclear(SteadylineError):
    """The file `course.toml` does not say what it must."""


def read_outline(path: Path) -> Outline:
    """Returns the course's outline. Raises FileMissing or OutlineUnclear."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise FileMissing(path, "course outline") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OutlineUnclear(f"{path}: {error}") from error
    try:
        units = tuple(str(unit["name"]) for unit in table["units"])
        return Outline(str(table["title"]), units, float(table["standard"]))
    except (KeyError, TypeError, ValueError) as error:
        message = 'it needs "title", "standard" (from 0 to 1), and one [[units]] with "name" for each unit'
        raise OutlineUnclear(f"{path}: {message}; {error} is missing or wrong.") from error
