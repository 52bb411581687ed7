"""steadyline new: a small case that works, to change piece by piece."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from steadyline import content
from steadyline.authoring.new import new_case, write_new


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("name", metavar="CASE", help="its name: small letters and hyphens, like the-back-door")
    parser.add_argument("--title", default="", help="what it is called; made from the name if it is left out")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="where, if it is not to lie in the course itself")
    parser.add_argument("--unit", action="store_true", help="with a unit around it: objectives, check, reflection")


def run(arguments: argparse.Namespace) -> int:
    """Writes the files and says what to do next. Raises NameUnfit or AlreadyThere."""
    texts = new_case(arguments.name, arguments.title)
    in_course = arguments.into is None and _in_course()
    place = _place_in_course if in_course else _place_beside
    wanted = [kind for kind in texts if arguments.unit or kind not in ("unit", "checks", "rubric")]
    places = {kind: place(arguments.into or Path.cwd(), arguments.name, kind) for kind in wanted}
    for path in write_new(texts, places):
        print(f"wrote {_near(path)}")
    case = arguments.name if in_course else _near(places["case"].parent)
    print("\nIt works as it stands. Check it and play it, then change it piece by piece:")
    print(f"  steadyline check {case}\n  steadyline play {case}")
    if arguments.unit:
        print("A unit is in the course when course/course.toml names it; then: steadyline build")
    return 0


def _in_course() -> bool:
    """Whether the command is given inside the course's own folder, of which the wheel's copy is none."""
    root = content.root()
    return root.name != "content_folders" and Path.cwd().is_relative_to(root)


def _place_in_course(_folder: Path, name: str, kind: str) -> Path:
    root = content.root()
    places = {
        "case": root / "scenarios" / name / "case.md",
        "key": root / "graders" / "keys" / f"{name}.md",
        "unit": root / "course" / "units" / name / "unit.md",
        "checks": root / "graders" / "checks" / f"{name}.md",
        "rubric": root / "graders" / "rubrics" / f"{name}.md",
    }
    return places.get(kind, root / "scenarios" / name / kind)


def _place_beside(folder: Path, name: str, kind: str) -> Path:
    return folder / name / (f"{kind}.md" if kind.isalpha() else kind)


def _near(path: Path) -> str:
    return os.path.relpath(path) if path.is_absolute() and path.is_relative_to(Path.cwd()) else str(path)
