"""Opening what was sent: a hand-in is read as untrusted bytes, and refused with one clear reason or taken whole."""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from steadyline import answers, decisions
from steadyline.course.handin import ANSWERS, HANDIN_FORMAT, LEARNER_PATTERN, LOG, MANIFEST
from steadyline.errors import SteadylineError
from steadyline.records import RecordDamaged

LARGEST_HAND_IN = 16 * 1024 * 1024
"""Bytes of one zip as it was sent. A year of daily practice stays far below it."""

LARGEST_ENTRY = {MANIFEST: 64 * 1024, LOG: 8 * 1024 * 1024, ANSWERS: 8 * 1024 * 1024}
"""Bytes of each file once unpacked."""

STEEPEST = 200
"""Unpacked bytes for a packed one. Text packs ten to thirty times; what goes beyond is made to fill a disk."""

LARGEST_BUNDLE = 2 * 1024 * 1024 * 1024
MOST_HAND_INS = 5_000
LONGEST_NAME = 200

FIRST_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)

UNPACKED = "it was unpacked on the way; ask for the zip as it was made, or pack these files into one again"


class HandInRefused(SteadylineError):
    """A file is no hand-in that can be used. `learner` and `unit` are "" where they could not be told."""

    def __init__(self, why: str, learner: str = "", unit: str = "") -> None:
        self.why, self.learner, self.unit = why, learner, unit
        super().__init__(why)


@dataclass(frozen=True)
class HandIn:
    """A sound hand-in. `made` is in UTC; `files` are the log and the answers by name; `notes` are for the assessor."""

    learner: str
    unit: str
    case: str
    digest: str
    made: datetime
    files: Mapping[str, bytes]
    notes: tuple[str, ...]
    content: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits of the whole zip."""
        return hashlib.sha256(self.content).hexdigest()[:16]


def sent_under(path: Path) -> Iterator[tuple[str, bytes | HandInRefused]]:
    """Yields name and content of every zip in a file or a folder; a zip that only holds zips is opened once.

    Such a zip is what Moodle's "Download all submissions" gives: a folder a learner, the hand-in in it.
    """
    if path.is_dir():
        for found in sorted(each for each in path.rglob("*") if _is_sent(each.name) and each.is_file()):
            yield from _sent_in(_told(str(found.relative_to(path)), LONGEST_NAME), found)
    elif path.is_file():
        yield from _sent_in(_told(path.name, LONGEST_NAME), path)
    else:
        told = _told(str(path), LONGEST_NAME)
        yield told, HandInRefused(f"there is no file or folder {told}")


def _is_sent(name: str) -> bool:
    """Whether a name is that of a zip, or of the part by which an unpacked hand-in is known; not of a Mac's shadow."""
    return name == MANIFEST or (name.lower().endswith(".zip") and not name.startswith("._"))


def _sent_in(name: str, path: Path) -> Iterator[tuple[str, bytes | HandInRefused]]:
    if path.name == MANIFEST:
        yield name, HandInRefused(UNPACKED)
        return
    try:
        with zipfile.ZipFile(path) as bundle:
            inner = [each for each in bundle.infolist() if _is_sent(each.filename.rpartition("/")[2])]
            if inner and MANIFEST not in bundle.namelist():
                yield from _out_of_bundle(name, bundle, inner)
                return
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        pass  # read_hand_in says what is wrong with it
    yield name, _read(path)


def _read(path: Path) -> bytes | HandInRefused:
    try:
        if path.stat().st_size > LARGEST_HAND_IN:
            return HandInRefused(f"it is larger than {LARGEST_HAND_IN // 2**20} MB; a hand-in is a few kilobytes")
        return path.read_bytes()
    except OSError as error:
        return HandInRefused(f"the file cannot be read ({error.strerror or error})")


def _out_of_bundle(
    name: str, bundle: zipfile.ZipFile, inner: list[zipfile.ZipInfo]
) -> Iterator[tuple[str, bytes | HandInRefused]]:
    if len(inner) > MOST_HAND_INS or sum(each.file_size for each in inner) > LARGEST_BUNDLE:
        most = f"{MOST_HAND_INS} hand-ins or {LARGEST_BUNDLE // 2**30} GB"
        yield name, HandInRefused(f"it holds more than {most}; send it in parts")
        return
    for each in inner:
        # The name inside the bundle is only told, never used as a path.
        told = f"{name} › {_told(each.filename, LONGEST_NAME)}"
        if not each.filename.lower().endswith(".zip"):
            yield told, HandInRefused(UNPACKED)
            continue
        try:
            yield told, _unpacked(bundle, each, LARGEST_HAND_IN)
        except HandInRefused as refused:
            yield told, refused


def read_hand_in(content: bytes) -> HandIn:
    """Returns the hand-in in the bytes of a zip. Raises HandInRefused."""
    files = _entries(content)
    manifest = _manifest(files.pop(MANIFEST, None))
    learner, unit = manifest["learner"], manifest["unit"]
    try:
        _compare(manifest["files"], files)
        made = _time(manifest["made"])
    except HandInRefused as refused:
        raise HandInRefused(refused.why, learner, unit) from refused
    return HandIn(
        learner, unit, manifest["case"], manifest["digest"], made, files, tuple(_notes(files)), content
    )


def _entries(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            for info in infos:
                _refuse_entry(info)
            if len({info.filename for info in infos}) != len(infos):
                raise HandInRefused("one file stands in it twice")
            return {info.filename: _unpacked(archive, info, LARGEST_ENTRY[info.filename]) for info in infos}
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise HandInRefused(
            "it is not a whole zip file: it was cut short or changed on the way. Ask for it to be sent again"
        ) from error


def _refuse_entry(info: zipfile.ZipInfo) -> None:
    if info.filename not in LARGEST_ENTRY:
        raise HandInRefused(
            f'it holds "{_told(info.filename)}"; a hand-in holds {MANIFEST}, {LOG} and {ANSWERS} and nothing else'
        )
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise HandInRefused(f"{info.filename} in it is a link or a device, not a file")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, largest: int) -> bytes:
    """Returns an entry's bytes, never more than `largest`, whatever the entry says of itself."""
    if info.flag_bits & 0x1:
        raise HandInRefused("it is locked with a password; ask for it to be sent without one")
    most = min(largest, max(info.compress_size, 1) * STEEPEST)
    try:
        with archive.open(info) as stream:
            content = stream.read(most + 1)
    except Exception as error:  # zipfile, zlib, lzma and the disk each have their own, with no common root
        raise HandInRefused(f'"{_told(info.filename)}" in it cannot be unpacked: it was damaged on the way') from error
    if len(content) > most:
        raise HandInRefused(
            f'"{_told(info.filename)}" in it would unpack to far more than a hand-in ever holds; it was not unpacked'
        )
    return content


def _manifest(content: bytes | None) -> dict[str, Any]:
    if content is None:
        raise HandInRefused(f"there is no {MANIFEST} in it, so it is not a hand-in of Steadyline")
    try:
        manifest = json.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise HandInRefused(f"its {MANIFEST} cannot be read") from error
    if not isinstance(manifest, dict) or manifest.get("format") != HANDIN_FORMAT:
        raise HandInRefused(f"its {MANIFEST} is of another format; this version reads format {HANDIN_FORMAT}")
    for name in ("unit", "learner", "made", "case", "digest"):
        if not isinstance(manifest.get(name), str) or len(manifest[name]) > 100:
            raise HandInRefused(f'its {MANIFEST} does not say "{name}"')
    if not isinstance(manifest.get("files"), dict):
        raise HandInRefused(f'its {MANIFEST} does not say "files"')
    if not LEARNER_PATTERN.fullmatch(manifest["learner"]):
        raise HandInRefused(f'"{_told(manifest["learner"])}" cannot be a learner\'s code')
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", manifest["unit"]):
        raise HandInRefused(f'"{_told(manifest["unit"])}" cannot be a unit\'s name')
    return manifest


def _compare(listed: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    for name in sorted({*listed, *files}):
        entry = listed.get(name)
        if name not in files or not isinstance(entry, dict):
            raise HandInRefused(f'its {MANIFEST} and what it holds differ: "{_told(name)}" stands in only one of them')
        if entry.get("sha256") != hashlib.sha256(files[name]).hexdigest():
            raise HandInRefused(f"{name} is not what it was when it was handed in: it was changed or damaged since")


def _time(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
        made = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
        if made >= FIRST_MOMENT:  # where clocks begin to count, one that lost its time included
            return made
    except (ValueError, OverflowError):
        pass  # told below, like a time before all clocks
    raise HandInRefused(f'its {MANIFEST} does not say when it was made: "{_told(text)}"')


def _notes(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yields what an assessor should know of damage that was there when the hand-in was packed."""
    if not files.get(LOG, b"").strip():
        yield "no decisions were handed in"
    for name, read in ((LOG, decisions.read_log_bytes), (ANSWERS, answers.read_answers_bytes)):
        try:
            if read(files.get(name, b""), name).torn:
                yield f"the last line of {name} is unfinished and was left out"
        except RecordDamaged as damaged:
            yield f"{name} cannot be read from line {damaged.line} on ({damaged.why})"


def _told(text: str, longest: int = 80) -> str:
    """Returns a stranger's text, short and with nothing in it that a terminal would act on or no file could hold."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:longest])
