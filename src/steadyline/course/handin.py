"""What a learner hands in: one zip with the log, the written answers and a manifest. No code, no outputs, no name."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from steadyline import __version__
from steadyline.errors import SteadylineError
from steadyline.whole import write_whole

HANDIN_FORMAT = 1
MANIFEST, LOG, ANSWERS = "manifest.json", "decisions.jsonl", "answers.jsonl"
FOLDER = "hand-ins"
LEARNER_PATTERN = re.compile(r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$)[a-z][a-z0-9-]{2,31}")
"""A learner's code is a pseudonym; nobody's name fits into it by accident, because capitals and spaces do not.

It names folders too, and Windows keeps some words for its devices.
"""

_NAME = re.compile(r"(?P<unit>.+)--(?P<learner>[a-z][a-z0-9-]{2,31})--(?P<stamp>\d{8}-\d{6})\.zip")


class LearnerCodeUnusable(SteadylineError):
    """What was typed is no learner code."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        super().__init__(
            "This is not a learner code. It has 3 to 32 small letters, digits and hyphens and begins with a letter, "
            "such as wren-14. It is on the message with which you joined; it is never your name."
        )


@dataclass(frozen=True)
class PackedHandIn:
    """A hand-in as it was written: `content` is the zip, `path` where it lies."""

    name: str
    path: Path
    content: bytes


def pack(
    folder: Path, into: Path, unit: str, learner: str, case: str, digest: str, made: datetime | None = None
) -> PackedHandIn:
    """Writes the hand-in of the work in a unit's folder, whole or not at all, and returns it.

    `made` is the moment of handing in (now, if left out). Raises LearnerCodeUnusable, or OSError if the disk refuses.
    """
    if not LEARNER_PATTERN.fullmatch(learner):
        raise LearnerCodeUnusable(learner)
    moment = (made or datetime.now(UTC)).astimezone(UTC)
    files = {name: (folder / name).read_bytes() for name in (LOG, ANSWERS) if (folder / name).is_file()}
    manifest = {
        "format": HANDIN_FORMAT,
        "unit": unit,
        "learner": learner,
        "made": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "case": case,
        "digest": digest,
        "steadyline": __version__,
        "files": {name: _described(content) for name, content in files.items()},
    }
    content = _zipped({MANIFEST: json.dumps(manifest, indent=1).encode() + b"\n", **files}, moment)
    name = f"{unit}--{learner}--{moment:%Y%m%d-%H%M%S}.zip"
    write_whole(into / name, content)
    return PackedHandIn(name, into / name, content)


def handed_in(into: Path, unit: str) -> tuple[datetime, ...]:
    """Returns the moments (UTC) at which a unit was handed in, in ascending order, told from the names of the files."""
    matches = [_NAME.fullmatch(path.name) for path in into.glob("*.zip")]
    stamps = [match["stamp"] for match in matches if match and match["unit"] == unit]
    return tuple(datetime.strptime(stamp, "%Y%m%d-%H%M%S").replace(tzinfo=UTC) for stamp in sorted(stamps))


def _described(content: bytes) -> dict[str, str | int]:
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "lines": len([line for line in content.split(b"\n") if line.strip()]),
    }


def _zipped(files: Mapping[str, bytes], moment: datetime) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100600 << 16
            archive.writestr(entry, content)
    return packed.getvalue()
