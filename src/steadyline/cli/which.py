"""Which case is meant: one of the course by its name, or any file or folder by its path."""

from __future__ import annotations

from pathlib import Path

from steadyline import content
from steadyline.errors import FileMissing


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
