"""Which case is meant: one of the course by its name, or any file or folder by its path."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from steadyline import content
from steadyline.errors import FileMissing
from steadyline.graders.key import Key, read_key_file
from steadyline.scenarios.compile import CompiledCase


def case_file(word: str) -> Path:
    """Returns the path of the case that a word means. Raises FileMissing or NotInCourse."""
    path = Path(word)
    if word in content.cases():
        return content.case_path(word)
    if path.is_dir() and (path / "case.md").is_file():
        return path / "case.md"
    if path.is_file():
        return path
    if path.suffix or len(path.parts) > 1 or path.is_dir():
        raise FileMissing(path, "case")
    return content.case_path(word)


def key_file(path: Path, name: str) -> Path | None:
    """Returns the path of the key to the case in that file: `key.md` beside it, or that of its course; None if none."""
    near = path.resolve()
    course = [folder / "graders" / "keys" / f"{name}.md" for folder in near.parents[2:3]]
    return next((each for each in [near.parent / "key.md", *course] if each.is_file()), None)


def key_of(path: Path, case: CompiledCase) -> Key | None:
    """Returns the key to the case in that file, None if there is none. Raises KeyFaults."""
    found = key_file(path, case.name)
    return read_key_file(Path(shown_path(found)), case, content.local()) if found else None


def shown_path(path: Path) -> str:
    """Returns a path as short as it can be told from the folder in which the command was given."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # a link in the path is told as the author wrote it
    return os.path.relpath(absolute) if absolute.is_relative_to(Path.cwd()) else str(path)


def called_as() -> str:
    """Returns how this command was called, so that it can be typed again: `.venv/bin/steadyline`, or `steadyline`."""
    called = Path(sys.argv[0]) if sys.argv and sys.argv[0] else Path("steadyline")
    if called.parts[-3:] == ("steadyline", "cli", "main.py"):
        return f"{quoted(shown_path(Path(sys.executable)))} -m steadyline.cli.main"
    if called.stem != "steadyline":
        return "steadyline"
    found = shutil.which("steadyline")
    if called.name == str(called) or (found and Path(found).resolve() == called.resolve()):
        return "steadyline"
    return quoted(shown_path(called))


def quoted(word: str) -> str:
    """Returns a word as it is typed: in quotation marks if it has spaces in it."""
    return f'"{word}"' if " " in word else word
