"""Attacks in what stands where a file or a folder is expected: links, pipes, devices, folders; and in learners' names."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

from attacks import Attack, Lay, model_work, notebook_in

LINK = "a link in place of a file or a folder"
SPECIAL = "a pipe, a device or a folder in place of a file"
NAME = "a strange name of a learner's folder"


def _linked(name: str, target: Callable[[Path], Path | str]) -> Lay:
    """A link in place of this file of the submission."""
    def lay(folder: Path, release: str) -> None:
        place = folder / (name or notebook_in(folder).name)
        place.unlink()
        place.symlink_to(target(folder))
    return lay


def _all_linked(folder: Path, release: str) -> None:
    """Every file of the submission is a link to the model work."""
    for path in list(folder.iterdir()):
        path.unlink()
        path.symlink_to(model_work(folder) / path.name)


def _folder_linked(folder: Path, release: str) -> None:
    shutil.rmtree(folder)
    folder.symlink_to(model_work(folder), target_is_directory=True)


def _learner_linked(folder: Path, release: str) -> None:
    shutil.rmtree(folder.parent)
    folder.parent.symlink_to(model_work(folder).parent, target_is_directory=True)


def _folder_beside_linked(folder: Path, release: str) -> None:
    """A link to a folder beside the notebook, and one that leads back to where it stands."""
    (folder / "work").symlink_to(model_work(folder), target_is_directory=True)
    (folder / "again").symlink_to(folder, target_is_directory=True)


def _piped(name: str) -> Lay:
    def lay(folder: Path, release: str) -> None:
        place = folder / (name or notebook_in(folder).name)
        place.unlink()
        os.mkfifo(place)
    return lay


def _socket(folder: Path, release: str) -> None:
    """A socket in place of the log; made by its short name, since long ones are refused."""
    (folder / "decisions.jsonl").unlink()
    here = Path.cwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("decisions.jsonl")
    finally:
        os.chdir(here)


def _foldered(name: str) -> Lay:
    def lay(folder: Path, release: str) -> None:
        place = folder / (name or notebook_in(folder).name)
        content = place.read_bytes()
        place.unlink()
        place.mkdir()
        (place / "inside").write_bytes(content)
    return lay


def _unit_a_file(folder: Path, release: str) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder\n", "utf-8")


def _nothing_there(folder: Path, release: str) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _as_it_is(folder: Path, release: str) -> None:
    """The work is honest; the name of the folder above it is not."""


def _gradebook(folder: Path) -> Path:
    return folder.parents[2] / "gradebook.db"


_FILES = {"log": "decisions.jsonl", "answers": "answers.jsonl", "notebook": "", "time": "timestamp.txt"}
_NAMES = {
    "spaces": "two words of it", "option": "--force", "letters": "ľúćia-مريم-李", "device": "con", "line-break": "one\ntwo",
    "formula": '=HYPERLINK("example.org")', "page": "<script>alert(1)<&script>", "pattern": "crow[0-9]*",
    "terminal": "crow\x1b[2J", "shell": "crow;touch here;$(touch here)", "turned": "crow\u202e41", "long": "crow-" + "x" * 240,
    "no-encoding": os.fsdecode(b"crow-\xff\xfe"), "quotes": "crow'; DROP TABLE grade; --", "hidden": ".crow",
    "braces": "{student_id}{0}", "dots": "..crow",
}

ATTACKS = (
    *(Attack(f"{name}-is-anothers", LINK, f"the {name} is a link to another learner's", _linked(
        file, lambda folder, file=file: model_work(folder) / (file or notebook_in(folder).name)))  # type: ignore[misc]
      for name, file in _FILES.items()),
    *(Attack(f"{name}-is-passwords", LINK, f"the {name} is a link to a file of the system's", _linked(
        file, lambda folder: "/etc/passwd")) for name, file in _FILES.items()),
    *(Attack(f"{name}-is-gradebook", LINK, f"the {name} is a link to the gradebook", _linked(file, _gradebook))
      for name, file in _FILES.items()),
    *(Attack(f"{name}-is-nowhere", LINK, f"the {name} is a link to nothing", _linked(file, lambda folder: "nowhere"))
      for name, file in _FILES.items()),
    *(Attack(f"{name}-is-device", SPECIAL, f"the {name} is a link to a device without end", _linked(
        file, lambda folder: "/dev/zero")) for name, file in _FILES.items()),
    *(Attack(f"{name}-is-pipe", SPECIAL, f"the {name} is a pipe", _piped(file)) for name, file in _FILES.items()),
    *(Attack(f"{name}-is-folder", SPECIAL, f"the {name} is a folder", _foldered(file)) for name, file in _FILES.items()),
    Attack("log-is-socket", SPECIAL, "the log is a socket", _socket),
    Attack("log-is-itself", LINK, "the log is a link to itself", _linked("decisions.jsonl", lambda folder: folder / "decisions.jsonl")),
    Attack("all-links", LINK, "every file is a link to another learner's", _all_linked),
    Attack("folder-is-anothers", LINK, "the folder of the unit is a link to another learner's", _folder_linked),
    Attack("learner-is-another", LINK, "the learner's folder is a link to another learner's", _learner_linked),
    Attack("folders-linked-beside", LINK, "links to folders beside the notebook", _folder_beside_linked),
    Attack("unit-is-file", SPECIAL, "a file in place of the unit's folder", _unit_a_file),
    Attack("unit-is-empty", SPECIAL, "an empty folder", _nothing_there),
    *(Attack(f"name-{name}", NAME, f"a learner's name: {name}", _as_it_is, learner=learner) for name, learner in _NAMES.items()),
)
