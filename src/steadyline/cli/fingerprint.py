"""steadyline fingerprint: turns a real review or article into hashes, and checks pages of ours against them."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from steadyline import content
from steadyline.anonymity.fingerprint import Fingerprint, FingerprintWrong, Told, as_text, take_fingerprint
from steadyline.anonymity.jigsaw import read_sheet
from steadyline.anonymity.known import Known, anonymity_findings, read_known
from steadyline.anonymity.readable import source_text
from steadyline.errors import FileMissing, SteadylineError
from steadyline.whole import write_whole


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    add = parser.add_argument
    add("files", nargs="+", metavar="SOURCE", type=Path, help="the source: a text, Markdown or HTML file, or several")
    add("--check", action="store_true", help="check these pages of ours instead, against all fingerprints")
    add("--name", help="a name for the source that gives nothing away (default: source-1, source-2 …)")
    add("--out", metavar="FILE", type=Path, help="where to write it (default: scenarios/fingerprints/NAME.json)")
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
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise SteadylineError(
            f'"{name}" is no name for a fingerprint: small letters, digits and hyphens, such as source-1.'
        )
    texts = [source_text(path) for path in arguments.files]
    told = Told(
        arguments.title,
        _read(arguments.terms) if arguments.terms else "",
        read_sheet(_read(arguments.attributes), str(arguments.attributes)).hashable if arguments.attributes else {},
    )
    try:
        taken = take_fingerprint(name, texts, known.lists, known.allowed, told)
    except FingerprintWrong as error:
        raise FingerprintWrong(f"{', '.join(str(path) for path in arguments.files)}: {error}") from error
    target = arguments.out or folder / f"{name}.json"
    write_whole(target, as_text(taken).encode())
    _tell(target, taken)
    return 0


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
