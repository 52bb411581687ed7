"""What kind of file a path is, and so which checks it is put to."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

Kind = Literal["story", "course", "support", "sources", "page", "words", "examples", "lists"]
"""Returned by kind_of.

story     what a learner plays: closed cast, all patterns
course    what is taught and marked with: the same, but it may say "as at" a date
support   the lines of support: telephone numbers and web addresses are what it is for
sources   where the law and the course's beginnings are told: names, dates and addresses are what it is for
page      pages about the project: no closed cast, for they are full of the names of programs
words     programs: what stands in quotation marks and comments is looked at
examples  examples of what must not be, and tests: only deny terms and fingerprints
lists     lists of all places and names, hashes, licences: nothing is looked at
"""

CLOSED_CAST: frozenset[Kind] = frozenset({"story", "course", "support"})
GAZETTEER: frozenset[Kind] = CLOSED_CAST | {"page", "words"}
_CONTENT = (".md", ".toml", ".ipynb", ".csv", ".walk")


def kind_of(path: str) -> Kind:
    """Returns the kind of a file by its path alone; it need not exist, and may be absolute."""
    here = PurePosixPath(path.replace("\\", "/"))
    folders = here.parts[:-1]
    if here.suffix == ".lock" or here.name.startswith("LICENSE") or _within(folders, "scenarios", "fingerprints"):
        return "lists"
    if _within(folders, "anonymity", "data"):
        return "lists"
    if "tests" in folders or _within(folders, "diagnostics", "codes") or here.name == "allowed-words.md":
        return "examples"
    return _content_kind(here, folders)


def _content_kind(here: PurePosixPath, folders: tuple[str, ...]) -> Kind:
    if here.name == "sources.md":
        return "sources"
    if here.name == "support.md":
        return "support"
    if here.suffix == ".walk" or here.name == "case.md" or ("template" in folders and here.suffix == ".md"):
        return "story"
    if here.name in ("key.md", "unit.md", "facilitator.md", "attributes.toml"):
        return "course"  # in an author's own folder too
    is_content = here.suffix in _CONTENT and here.name != "README.md"
    if is_content and ({"graders", "course", "scenarios"} & set(folders) or here.suffix == ".ipynb"):
        return "course"
    return "page" if here.suffix == ".md" else "words"


def _within(folders: tuple[str, ...], *names: str) -> bool:
    return any(folders[at : at + len(names)] == names for at in range(len(folders)))
