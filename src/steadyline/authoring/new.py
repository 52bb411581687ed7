"""A new case to begin from: a small one that works, with its key, a walk and, if wanted, a unit around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from steadyline.errors import SteadylineError
from steadyline.whole import write_all

UNIT = ("unit", "checks", "rubric")
"""The kinds of text that make a unit around a case."""

TEMPLATE = Path(__file__).resolve().parents[1] / "template"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{at}" for port in ("com", "lpt") for at in range(10))})
"""Names that no file or folder can have under Windows."""

_TEMPLATE_NAME, _TEMPLATE_TITLE, _TEMPLATE_RUBRIC = "the-gate", "The gate", "stopping-well"


class NameUnfit(SteadylineError):
    """A case cannot be called that."""

    def __init__(self, name: str) -> None:
        self.name = name
        likely = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        if name in _DEVICES:
            super().__init__(f'"{name}" cannot be a case\'s name: under Windows a device is called that.')
            return
        fit = f' Perhaps "{likely}"?' if _NAME.fullmatch(likely) and likely not in _DEVICES else ""
        super().__init__(f'"{name}" cannot be a case\'s name: small letters, digits and single hyphens.{fit}')


class TitleUnfit(SteadylineError):
    """A case cannot have that title."""

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__("a title is one line of words, without line breaks, control characters or remarks (<!--).")


class AlreadyThere(SteadylineError):
    """A file that would be written is there already; nothing was written."""

    def __init__(self, path: Path, hint: str = "") -> None:
        self.path = path
        super().__init__(f"{path} is there already. Nothing was written: choose another name, or another folder.{hint}")


class NotWritten(SteadylineError):
    """The disk refused one of the files; those written before it were removed again."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"{error.filename}: {error.strerror}. What had been written before it was removed again.")


def new_case(name: str, title: str = "") -> dict[str, str]:
    """Returns the texts of a new case by kind: `case`, `key`, `unit`, `checks`, `rubric`, and files by their names.

    Raises NameUnfit or TitleUnfit.

    The case is small, and every check of it is content: an author changes it piece by piece.
    """
    if not _NAME.fullmatch(name) or name in _DEVICES:
        raise NameUnfit(name)
    if not title.isprintable() or "<!--" in title:
        raise TitleUnfit(title)
    title = title.strip() or name.replace("-", " ").capitalize()
    files = {"case": "case.md", "key": "key.md", "walks/well.walk": "walk.walk", "unit": "unit.md",
             "checks": "checks.md", "rubric": "rubric.md", "attributes.toml": "attributes.toml"}  # fmt: skip
    files |= {f"walks/{path.name}": f"walks/{path.name}" for path in sorted((TEMPLATE / "walks").glob("*.walk"))}
    return {kind: _renamed((TEMPLATE / file).read_text(encoding="utf-8"), name, title) for kind, file in files.items()}


def _renamed(text: str, name: str, title: str) -> str:
    text = text.replace(_TEMPLATE_RUBRIC, name).replace(f'family = "{_TEMPLATE_TITLE.lower()}"', f'family = "{name}"')
    text = re.sub(rf"^((?:title:|#) .*?){_TEMPLATE_TITLE}$", lambda found: found[1] + title, text, flags=re.MULTILINE)
    return re.sub(rf"^((?:case|unit): ){_TEMPLATE_NAME}$", lambda found: found[1] + name, text, flags=re.MULTILINE)


def write_new(texts: Mapping[str, str], places: Mapping[str, Path]) -> list[Path]:
    """Writes each kind of text at its place and returns the paths. Raises AlreadyThere before anything is written,
    and NotWritten when nothing is left of what was."""
    for path in places.values():
        if path.exists():
            raise AlreadyThere(path)
    try:
        write_all({path: texts[kind].encode("utf-8") for kind, path in places.items()})
    except OSError as error:
        raise NotWritten(error) from error
    return list(places.values())
