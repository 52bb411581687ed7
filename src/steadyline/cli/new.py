"""steadyline new: a small case that works, to change piece by piece."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from steadyline import content
from steadyline.authoring.new import UNIT, AlreadyThere, new_case, write_new
from steadyline.cli.which import called_as, quoted, shown_path
from steadyline.errors import SteadylineError


class FolderUnfit(SteadylineError):
    """A case cannot be put there: a new folder is made in one that exists, and nowhere further down."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        what = "this is a file" if folder.is_file() else f"there is no folder {folder.parent} to make it in"
        super().__init__(f"--into {folder}: {what}. Name a folder that is there, or a new one in it.")


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("name", metavar="CASE", help="its name: small letters and hyphens, like the-back-door")
    parser.add_argument("--title", default="", help="what it is called; made from the name if it is left out")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="where, if it is not to lie in the course itself")
    parser.add_argument("--unit", action="store_true", help="with a unit around it: objectives, check, reflection")


def run(arguments: argparse.Namespace) -> int:
    """Writes the files, says what to do next. Raises NameUnfit, TitleUnfit, FolderUnfit, AlreadyThere, NotWritten."""
    texts = new_case(arguments.name, arguments.title)
    in_course = arguments.into is None and _in_course()
    folder = arguments.into or Path()
    if not folder.is_dir() and (folder.exists() or not folder.parent.is_dir()):
        raise FolderUnfit(folder)
    place = _place_in_course if in_course else _place_beside
    places = {kind: place(folder, arguments.name, kind) for kind in texts}
    if places["case"].exists():
        if not arguments.unit:
            raise AlreadyThere(places["case"], " For a unit around the case that is there, say --unit.")
        texts = new_case(arguments.name, arguments.title or _title_in(places["case"]))
        _add_unit(texts, {kind: places[kind] for kind in UNIT})
    else:
        wanted = {kind: path for kind, path in places.items() if arguments.unit or kind not in UNIT}
        for path in write_new(texts, wanted):
            print(f"wrote {shown_path(path)}")
        case = arguments.name if in_course else quoted(shown_path(places["case"].parent))
        print("\nIt works as it stands. Check it and play it, then change it piece by piece:")
        print(f"  {called_as()} check {case}\n  {called_as()} play {case}")
    if arguments.unit:
        print(_about_unit(in_course))
    return 0


def _add_unit(texts: dict[str, str], places: dict[str, Path]) -> None:
    """Writes what a unit around a case still lacks, never over anything, and says what was there."""
    written = write_new(texts, {kind: path for kind, path in places.items() if not path.exists()})
    for path in places.values():
        print(f"wrote {shown_path(path)}" if path in written else f"{shown_path(path)} is there already, and stays")
    if not written:
        print("\nThe whole unit is there already: nothing was written.")
    else:
        print("\nWhat was written is the example's: its objectives, questions and points are to be changed to yours.")


def _title_in(case: Path) -> str:
    """Returns the title at the front of a case, or "" where it cannot be used."""
    found = re.search(r"^title:(.*)$", case.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    title = found[1].strip() if found else ""
    return title if title.isprintable() and "<!--" not in title else ""


def _about_unit(in_course: bool) -> str:
    if in_course:
        return f"A unit is in the course when course/course.toml names it; then: {called_as()} build"
    return "A unit is built and taught in a course only. Here it is a draft beside its case."


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
