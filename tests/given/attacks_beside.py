"""Attacks that stand beside the notebook: modules, settings and things that are read when a kernel starts."""

from __future__ import annotations

import json
from pathlib import Path

from attacks import Attack, Lay, leaves_canary, notebook_in

MODULE = "a module named like one that marking needs"
STARTUP = "settings and things that a kernel may read as it starts"
EXTRA = "further files and notebooks beside the notebook"

# It does what the real module does, where that can be had, so that nothing but its canary tells that it was there.
_INSTEAD = """
import importlib, sys
_here = sys.path.pop(0) if sys.path and sys.path[0] in ('', sys.path[0]) else None
sys.modules.pop(__name__, None)
try:
    globals().update(vars(importlib.import_module(__name__)))
except ImportError:
    pass
"""


def _file(name: str, path: str, content: str = "") -> Lay:
    """A file of Python beside the notebook, which leaves its canary."""
    def lay(folder: Path, release: str) -> None:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(leaves_canary(name) + content, "utf-8")
    return lay


def _module(name: str, path: str) -> Attack:
    return Attack(name, MODULE, f"{path} beside the notebook", _file(name, path, _INSTEAD))


def _own_steadyline(folder: Path, release: str) -> None:
    """A whole package that gives full marks for everything."""
    package = folder / "steadyline"
    package.mkdir()
    (package / "__init__.py").write_text(leaves_canary("steadyline-beside"), "utf-8")
    (package / "marking.py").write_text(
        "def transcript(unit):\n    pass\n\n\ndef award(unit, measure):\n    return 2.0\n", "utf-8"
    )
    (package / "notebook.py").write_text("play = check = reflect = hand_in = print\n", "utf-8")


def _kernel_beside(folder: Path, release: str) -> None:
    """A kernel's description that would run something else."""
    name = "kernel-beside"
    place = folder / "share" / "jupyter" / "kernels" / "python3"
    place.mkdir(parents=True)
    (folder / "kernel_instead.py").write_text(leaves_canary(name), "utf-8")
    arguments = ["python3", str(folder / "kernel_instead.py"), "{connection_file}"]
    (place / "kernel.json").write_text(json.dumps({"argv": arguments, "display_name": "Python 3", "language": "python"}))


def _more_notebooks(folder: Path, release: str) -> None:
    for name in ("the-porch-2.ipynb", "another.ipynb", "the-porch .ipynb"):
        (folder / name).write_text(release, "utf-8")


def _many_files(folder: Path, release: str) -> None:
    for number in range(300):
        (folder / f"page-{number}.txt").write_text("words\n", "utf-8")


def _deep_folders(folder: Path, release: str) -> None:
    place = folder
    for _ in range(200):
        place /= "deeper"
    place.mkdir(parents=True)
    (place / "answers.jsonl").write_text("{}\n", "utf-8")


def _strange_files(folder: Path, release: str) -> None:
    for name in ("..\\..\\gradebook.db", "%2e%2e%2fgradebook.db", "a\nb", "\x1b[2Jcleared", "=1+1", "-rf", "$(touch here)"):
        (folder / name).write_text("words\n", "utf-8")


def _great_file(folder: Path, release: str) -> None:
    with (folder / "film.mp4").open("wb") as file:
        file.truncate(300 * 1024 * 1024)


def _notebook_of_another_unit(folder: Path, release: str) -> None:
    notebook_in(folder).rename(folder / "another-unit.ipynb")


ATTACKS = (
    *(_module(f"module-{name.lower()}", f"{name}.py") for name in (
        "pathlib", "json", "sqlite3", "sitecustomize", "usercustomize", "zmq", "traitlets", "IPython")),
    Attack("steadyline-beside", MODULE, "a package named steadyline, which gives full marks", _own_steadyline),
    Attack("compiled-beside", MODULE, "a compiled module in __pycache__", _file("compiled-beside", "__pycache__/json.cpython-311.pyc")),
    Attack("ipython-startup", STARTUP, "a start-up file of IPython", _file(
        "ipython-startup", ".ipython/profile_default/startup/00-first.py")),
    Attack("ipython-profile", STARTUP, "a profile of IPython", _file(
        "ipython-profile", "profile_default/startup/00-first.py")),
    Attack("ipython-config", STARTUP, "settings of IPython", _file("ipython-config", "ipython_config.py")),
    Attack("kernel-config", STARTUP, "settings of the kernel", _file("kernel-config", "ipython_kernel_config.py")),
    Attack("jupyter-config", STARTUP, "settings of Jupyter", _file("jupyter-config", "jupyter_config.py")),
    Attack("nbgrader-config", STARTUP, "settings of nbgrader", _file("nbgrader-config", "nbgrader_config.py")),
    Attack("path-file", STARTUP, "a file that adds to Python's path", _file("path-file", "extra.pth", "import sys\n")),
    Attack("kernel-beside", STARTUP, "a kernel of its own", _kernel_beside),
    Attack("more-notebooks", EXTRA, "notebooks that nobody asked for", _more_notebooks),
    Attack("notebook-renamed", EXTRA, "no notebook of the unit's name", _notebook_of_another_unit),
    Attack("many-files", EXTRA, "three hundred files", _many_files),
    Attack("deep-folders", EXTRA, "folders in folders, two hundred deep", _deep_folders),
    Attack("strange-file-names", EXTRA, "names of files that lead elsewhere, or act", _strange_files),
    Attack("great-file", EXTRA, "a file of 300 MB", _great_file),
)
