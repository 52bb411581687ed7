"""What a cohort's folder tells of what a learner handed in: the zips kept, what was replaced, and collect's report."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from steadyline.course.handin import FOLDER, LEARNER_PATTERN
from steadyline.course.work import HANDED_IN

REPLACED, REPORT = "replaced", "collect-report.csv"
"""As `collect` calls them; its own module would load nbgrader."""

LARGEST_REPORT = 64 * 1024 * 1024

_KEPT = re.compile(r"(?P<stamp>\d{8}-\d{6})-(?P<mark>[0-9a-f]{16})\.zip", re.ASCII)
_PLACE = re.compile(r"(?P<unit>[a-z][a-z0-9-]*?)(-\d+)?", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", re.ASCII)


@dataclass(frozen=True)
class HandedIn:
    """One thing that the folder tells. `at` is UTC, ISO 8601; `unit` is "" where it is not told."""

    at: str
    unit: str
    who: str
    what: str


def handed_in(folder: Path, learner: str) -> tuple[HandedIn, ...]:
    """Returns what the folder tells of a learner's hand-ins, in no order. Nothing that was handed in is opened."""
    if not LEARNER_PATTERN.fullmatch(learner):
        return ()
    return (*_zips(folder, learner), *_replaced(folder, learner), *_reported(folder, learner))


def _zips(folder: Path, learner: str) -> Iterator[HandedIn]:
    for path in sorted((folder / FOLDER / learner).glob("*/*.zip")):
        match = _KEPT.fullmatch(path.name)
        if match:
            made = datetime.strptime(match["stamp"], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
            what = f"Handed in, by the learner's own clock. The zip is kept as it came (fingerprint {match['mark']})."
            yield HandedIn(_iso(made), path.parent.name, "the learner", what)


def _replaced(folder: Path, learner: str) -> Iterator[HandedIn]:
    """Yields what a later hand-in took the place of. The folder's name is the unit's, with a number from the second."""
    there = folder / REPLACED / learner
    for place in sorted(there.iterdir()) if there.is_dir() else ():
        name, time = _PLACE.fullmatch(place.name), ""
        with suppress(OSError, UnicodeDecodeError):
            time = (place / HANDED_IN).read_text("utf-8")[:40].strip()
        if name and _TIME.fullmatch(time) and not place.is_symlink():
            what = f"A hand-in of this time was later replaced by another one. It is kept in {REPLACED}/{place.name}."
            unit = place.name if (folder / "release" / place.name).is_dir() else name["unit"]
            yield HandedIn(_iso(datetime.fromisoformat(time[:19]).replace(tzinfo=UTC)), unit, "collect", what)


def _reported(folder: Path, learner: str) -> Iterator[HandedIn]:
    path = folder / REPORT
    with suppress(OSError, UnicodeDecodeError, csv.Error):
        if path.stat().st_size > LARGEST_REPORT:
            return
        at = _iso(datetime.fromtimestamp(path.stat().st_mtime, UTC))
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("learner") == learner:
                    remarks = f" ({row['remarks']})" if row.get("remarks") else ""
                    yield HandedIn(at, row.get("unit") or "", "collect",
                                   f"The last report of collect: {row.get('outcome')}{remarks}.")  # fmt: skip


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
