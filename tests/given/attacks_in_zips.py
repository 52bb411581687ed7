"""Zips that are no hand-ins and are sent all the same, to be brought in by `steadyline collect`."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

UNIT, MADE = "the-porch", "2026-01-12T11:00:00Z"

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class ZipAttack:
    """A hostile zip. `make(learner, files)` returns its bytes; `files` are the honest log and answers."""

    name: str
    tries: str
    make: Callable[[str, Files], bytes]


def manifest(code: str, listing: Files, /, **more: Any) -> bytes:
    """Returns the bytes of a manifest of these files; what stands in `more` takes the place of its own values."""
    listed = {name: {"sha256": hashlib.sha256(content).hexdigest()} for name, content in listing.items()}
    return json.dumps({"format": 1, "unit": UNIT, "learner": code, "made": MADE, "case": UNIT, "digest": "d" * 64,
                       "files": listed, **more}).encode()


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """Returns the bytes of a zip with these entries, in this order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()


def _with(name: str, content: bytes = b"words") -> Callable[[str, Files], bytes]:
    """An honest hand-in with one more entry."""
    return lambda learner, files: zipped(("manifest.json", manifest(learner, files)), *files.items(), (name, content))


def _saying(**more: Any) -> Callable[[str, Files], bytes]:
    """An honest hand-in whose manifest says something else."""
    return lambda learner, files: zipped(("manifest.json", manifest(learner, files, **more)), *files.items())


def _link(learner: str, files: Files) -> bytes:
    entry = zipfile.ZipInfo("decisions.jsonl")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped(("manifest.json", manifest(learner, {"decisions.jsonl": b"/etc/passwd"})), (entry, b"/etc/passwd"))


def _bomb(learner: str, files: Files) -> bytes:
    """Sixty megabytes of nothing, packed a thousand to one."""
    great = {"decisions.jsonl": b"\x00" * 60_000_000}
    return zipped(("manifest.json", manifest(learner, great)), *great.items())


def _lying_bomb(learner: str, files: Files) -> bytes:
    """The same, which says that it unpacks to ten bytes."""
    packed = _bomb(learner, files)
    size = (60_000_000).to_bytes(4, "little")
    return packed.replace(size, (10).to_bytes(4, "little"))


def _nested(learner: str, files: Files) -> bytes:
    """A zip in a zip in a zip."""
    inner = zipped(("a.zip", zipped(("b.zip", _bomb(learner, files)))))
    return zipped(("folder/inner.zip", inner))


def _twice(learner: str, files: Files) -> bytes:
    stream = io.BytesIO(zipped(("manifest.json", manifest(learner, files)), *files.items(), ("decisions.jsonm", b"{}\n")))
    return stream.getvalue().replace(b"decisions.jsonm", b"decisions.jsonl")


def _locked(learner: str, files: Files) -> bytes:
    content = bytearray(zipped(("manifest.json", manifest(learner, files)), *files.items()))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


ATTACKS = (
    ZipAttack("way-up", "a file that would be unpacked above the folder", _with("../../gradebook.db")),
    ZipAttack("way-up-backwards", "the same with the other stroke", _with("..\\..\\gradebook.db")),
    ZipAttack("from-the-root", "a file at an absolute place", _with("/owned/by-nobody")),
    ZipAttack("of-a-drive", "a file on a drive", _with("C:\\owned")),
    ZipAttack("notebook", "a notebook beside the log", _with(f"{UNIT}.ipynb")),
    ZipAttack("module", "a module named like a standard one", _with("pathlib.py", b"1 / 0")),
    ZipAttack("acting-name", "a file whose name acts in a terminal and a table", _with("=cmd|' /C calc'!A0\x1b[2J\u202e.txt")),
    ZipAttack("link", "the log is a link", _link),
    ZipAttack("bomb", "sixty megabytes in a small zip", _bomb),
    ZipAttack("lying-bomb", "the same, with a lie about its size", _lying_bomb),
    ZipAttack("nested", "zips in zips in zips", _nested),
    ZipAttack("twice", "two files of one name", _twice),
    ZipAttack("locked", "a password", _locked),
    ZipAttack("many-entries", "ten thousand files", lambda learner, files: zipped(
        *((f"{number}.txt", b"") for number in range(10_000)))),
    ZipAttack("no-zip", "something else under the name of a zip", lambda learner, files: b"\x7fELF" * 1_000),
    ZipAttack("cut-off", "half a zip", lambda learner, files: _with("x")(learner, files)[:400]),
    ZipAttack("learner-way-up", "a learner whose name leads elsewhere", _saying(learner="../../avocet-10")),
    ZipAttack("learner-acting", "a learner whose name is a formula and a script", _saying(learner="=1+1<script>\x1b[2J")),
    ZipAttack("learner-stranger", "a learner that the cohort does not have", _saying(learner="nobody-99")),
    ZipAttack("learner-device", "a learner named like a device", _saying(learner="con")),
    ZipAttack("unit-way-up", "a unit whose name leads elsewhere", _saying(unit="../../release/the-porch")),
    ZipAttack("unit-unknown", "a unit that the cohort does not have", _saying(unit="the-gate")),
    ZipAttack("time-never", "a time that is none", _saying(made="never")),
    ZipAttack("time-before-clocks", "a time before all clocks", _saying(made="0001-01-01T00:00:00+14:00")),
    ZipAttack("files-untrue", "the manifest tells of other files", _saying(files={})),
    ZipAttack("manifest-deep", "a manifest nested without end", lambda learner, files: zipped(("manifest.json", b"[" * 60_000))),
    ZipAttack("manifest-half-sign", "a manifest with half a sign in it", _saying(case="\ud83d", unit="\ud83d")),
    ZipAttack("manifest-types", "a manifest in which nothing is what it should be", _saying(learner=["a"], unit=7, files=[])),
)
