"""A new case to begin from: a small one that works, with its key, a walk and, if wanted, a unit around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from steadyline.errors import SteadylineError

TEMPLATE = Path(__file__).resolve().parents[1] / "template"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_TEMPLATE_NAME, _TEMPLATE_TITLE, _TEMPLATE_RUBRIC = "the-gate", "The gate", "stopping-well"


class NameUnfit(SteadylineError):
    """A case cannot be called that."""

    def __init__(self, name: str) -> None:
        self.name = name
        likely = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        fit = f' Perhaps "{likely}"?' if _NAME.fullmatch(likely) else ""
        super().__init__(f'"{name}" cannot be a case\'s name: small letters, digits and single hyphens.{fit}')


class AlreadyThere(SteadylineError):
    """A file that would be written is there already; nothing was written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is there already. Nothing was written: choose another name, or another folder.")


def new_case(name: str, title: str = "") -> dict[str, str]:
    """Returns the texts of a new case by kind: `case`, `key`, `unit`, `checks`, `rubric`, and files by their names.

    Raises NameUnfit.

    The case is small, and every check of it is content: an author changes it piece by piece.
    """
    if not _NAME.fullmatch(name):
        raise NameUnfit(name)
    title = title or name.replace("-", " ").capitalize()
    texts = {
        "case": (TEMPLATE / "case.md").read_text(encoding="utf-8"),
        "key": (TEMPLATE / "key.md").read_text(encoding="utf-8"),
        "walks/well.walk": (TEMPLATE / "walk.walk").read_text(encoding="utf-8"),
        "unit": (TEMPLATE / "unit.md").read_text(encoding="utf-8"),
        "checks": (TEMPLATE / "checks.md").read_text(encoding="utf-8"),
        "rubric": (TEMPLATE / "rubric.md").read_text(encoding="utf-8"),
        "attributes.toml": (TEMPLATE / "attributes.toml").read_text(encoding="utf-8"),
    }
    texts |= {f"walks/{path.name}": path.read_text(encoding="utf-8") for path in (TEMPLATE / "walks").glob("*.walk")}
    return {kind: _renamed(text, name, title) for kind, text in texts.items()}


def _renamed(text: str, name: str, title: str) -> str:
    text = text.replace(_TEMPLATE_RUBRIC, name).replace(f'family = "{_TEMPLATE_TITLE.lower()}"', f'family = "{name}"')
    text = re.sub(rf"^((?:title:|#) .*?){_TEMPLATE_TITLE}$", lambda found: found[1] + title, text, flags=re.MULTILINE)
    return re.sub(rf"^((?:case|unit): ){_TEMPLATE_NAME}$", lambda found: found[1] + name, text, flags=re.MULTILINE)


def write_new(texts: Mapping[str, str], places: Mapping[str, Path]) -> list[Path]:
    """Writes each kind of text at its place and returns the paths. Raises AlreadyThere before anything is written."""
    for path in places.values():
        if path.exists():
            raise AlreadyThere(path)
    for kind, path in places.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[kind], encoding="utf-8", newline="\n")
    return list(places.values())
