"""steadyline fingerprint: turns a real review or article into hashes, and checks pages of ours against them."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from steadyline import content
from steadyline.anonymity.fingerprint import Fingerprint, FingerprintWrong, Told, as_text, of_text, take_fingerprint
from steadyline.anonymity.hashes import COST
from steadyline.anonymity.jigsaw import read_sheet
from steadyline.anonymity.known import Known, anonymity_findings, read_known
from steadyline.anonymity.readable import source_text
from steadyline.errors import FileMissing, SteadylineError
from steadyline.whole import write_whole

_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    add = parser.add_argument
    add("files", nargs="+", metavar="SOURCE", type=Path, help="the source: a text, Markdown or HTML file, or several")
    add("--check", action="store_true", help="check these pages of ours instead, against all fingerprints")
    add("--name", help="a name for the source that gives nothing away (default: source-1, source-2 …)")
    add("--out", metavar="FILE", type=Path, help="where to write it (default: scenarios/fingerprints/NAME.json)")
    add("--replace", action="store_true", help="take anew a fingerprint that is there: terms and attributes are kept")
    add("--title", default="", help="the source's title, which scenarios/sources.md and README.md may name")
    add("--terms", metavar="FILE", type=Path, help="a plain sheet of words that must not be said; only hashes are kept")
    add("--attributes", metavar="FILE", type=Path, help="an attribute sheet of the source; only hashes are kept")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 if the fingerprint was written, or nothing was found; 1 if something was found."""
    known = read_known(content.root())
    return _check(arguments.files, known) if arguments.check else _take(arguments, known)


def _check(files: list[Path], known: Known) -> int:
    if not known.fingerprints:
        raise SteadylineError(
            "there are no fingerprints to check against. Take one first: steadyline fingerprint SOURCE."
        )
    # Who is in the cast matters to `steadyline check`; here only what comes from a source is told.
    found = [
        each
        for path in files
        for each in anonymity_findings(_read(path), str(path), (), known)
        if each.code[:2] == "A2"
    ]
    for finding in found:
        print(finding)
    if not found:
        names = ", ".join(fingerprint.name for fingerprint in known.fingerprints)
        print(f"Nothing of {names} is in {', '.join(str(path) for path in files)}.")
    return 1 if found else 0


def _take(arguments: argparse.Namespace, known: Known) -> int:
    folder = content.root() / "scenarios" / "fingerprints"
    name = arguments.name or _free_name(folder)
    target = _target(arguments.out or folder / f"{name}.json", name)
    before = _before(target, arguments.replace)
    texts = [source_text(path) for path in arguments.files]
    told = Told(
        arguments.title,
        _read(arguments.terms) if arguments.terms else "",
        read_sheet(_read(arguments.attributes), str(arguments.attributes)).hashable if arguments.attributes else {},
    )
    try:
        # With its old salt, what is kept of a fingerprint still means the same.
        salt, cost = (before.salt, before.cost) if before else (None, COST)
        taken = take_fingerprint(name, texts, known.lists, known.allowed, told, salt, cost)
    except FingerprintWrong as error:
        raise FingerprintWrong(f"{', '.join(str(path) for path in arguments.files)}: {error}") from error
    also = _kept(arguments, before)
    write_whole(target, as_text(replace(taken, **also)).encode())
    _tell(target, replace(taken, **also))
    if also:
        said = ["the title" if what == "titles" else f"{len(value)} {what}" for what, value in also.items()]
        print(f"Kept from before: {', '.join(said)}.")
    return 0


def _target(target: Path, name: str) -> Path:
    """Returns where the fingerprint is written. Raises SteadylineError if nothing should be written under that name."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name) or _DEVICE.fullmatch(name) or _DEVICE.fullmatch(target.stem):
        wrong = target.stem if _DEVICE.fullmatch(target.stem) else name
        raise SteadylineError(
            f'"{wrong}" is no name for a fingerprint: small letters, digits and hyphens, such as source-1, '
            "and none that Windows keeps for a device (con, nul, com1 …)."
        )
    if target.suffix != ".json":
        raise SteadylineError(f"{target}: a fingerprint is written to a file whose name ends in .json.")
    return target


def _before(target: Path, may_replace: bool) -> Fingerprint | None:
    """Returns the fingerprint that is there and may be replaced, None if there is no file. Raises SteadylineError."""
    if not target.exists():
        return None
    try:
        before = of_text(_read(target), str(target))
    except SteadylineError as error:
        raise SteadylineError(f"{target}: there is a file here that is no fingerprint. Choose another name.") from error
    if not may_replace:
        raise SteadylineError(
            f"{target}: there is a fingerprint here. Choose another name, or say --replace to take it anew; "
            "its terms and attributes are kept unless new ones are given."
        )
    return before


def _kept(arguments: argparse.Namespace, before: Fingerprint | None) -> dict[str, Any]:
    """Returns what a replaced fingerprint hands on: all that was told besides the text and is not told anew."""
    if before is None:
        return {}
    kept = {
        "titles": before.titles if not arguments.title else (),
        "terms": before.terms if not arguments.terms else (),
        "attributes": before.attributes if not arguments.attributes else (),
    }
    return {what: value for what, value in kept.items() if value}


def _tell(target: Path, taken: Fingerprint) -> None:
    print(f"{target}: {len(taken.runs)} runs of words, {len(taken.names)} names, {len(taken.facts)} figures, "
          f"{len(taken.terms)} terms, {len(taken.attributes)} attributes. No word of the source is in it.")  # fmt: skip


def _free_name(folder: Path) -> str:
    # Not after the source's own file name, which may say whose case it is.
    return next(name for number in range(1, 10_000) if not (folder / f"{(name := f'source-{number}')}.json").exists())


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FileMissing(path, "file") from error
    except UnicodeDecodeError as error:
        raise SteadylineError(f"{path}: the file is not UTF-8 text. Save it as text first.") from error
