"""steadyline build: the notebooks from the units, or with --check whether they are as they would be built."""

from __future__ import annotations

import argparse

from steadyline import content
from steadyline.course.build import built_notebook


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("--check", action="store_true", help="write nothing; say which notebooks are not up to date")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0, or with --check 1 if a notebook is not what its unit would build."""
    stale = 0
    for name in content.units():
        unit = content.unit(name)
        path = content.notebook_path(name)
        text = built_notebook(unit, content.case_played(name), content.support())
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if arguments.check:
            print(f"{path}: not what {unit.path} builds. Run: steadyline build")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"built {path}")
    if not stale:
        print(f"{len(content.units())} notebooks, all as their units build them.")
    return 1 if arguments.check and stale else 0
