"""Collecting: hand-ins are laid into a cohort's folder by grafting; what cannot be used is set aside with a reason."""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from steadyline.course.graft import graft_submission
from steadyline.course.handin import FOLDER, LOG
from steadyline.course.received import FIRST_MOMENT, HandIn, HandInRefused, read_hand_in, sent_under
from steadyline.course.released import units_of
from steadyline.decisions import read_log, read_log_bytes
from steadyline.errors import FileMissing, SteadylineError, did_you_mean
from steadyline.graders import nbgrader
from steadyline.records import RecordDamaged
from steadyline.whole import write_whole

REPORT = "collect-report.csv"
SET_ASIDE, REPLACED = "set-aside", "replaced"
COLUMNS = ("hand-in", "outcome", "learner", "unit", "remarks")

LAID_IN, LAID_IN_WITH_A_NOTE = "laid in", "laid in, with a note"
SKIPPED, KEPT, ASIDE = "skipped", "kept, a newer one stands", "set aside"


class NothingToCollect(SteadylineError):
    """No zip was found where hand-ins were said to be."""


@dataclass(frozen=True)
class Outcome:
    """What became of one hand-in."""

    name: str
    outcome: str
    learner: str = ""
    unit: str = ""
    remarks: str = ""


def collect(folder: Path, sent: Iterable[Path], digests: Mapping[str, str]) -> tuple[Outcome, ...]:
    """Lays all hand-ins in `sent` (zips, folders of them, zips of zips) into a cohort's folder and reports on each.

    `digests` are the cases' present digests by case. The report is also written to collect-report.csv.
    Raises FileMissing, NothingToCollect; no single hand-in can stop the others.
    """
    if not (folder / nbgrader.CONFIG).is_file():
        raise FileMissing(folder / nbgrader.CONFIG, "cohort folder; `steadyline cohort new FOLDER` makes one")
    cohort = Cohort(folder, nbgrader.learners(folder), units_of(folder), digests)
    outcomes = tuple(cohort.take(name, content) for path in sent for name, content in sent_under(path))
    if not outcomes:
        raise NothingToCollect("No zip file was found there, so nothing was collected.")
    _write_report(folder / REPORT, outcomes)
    return outcomes


@dataclass(frozen=True)
class Cohort:
    """A cohort's folder with what is known of it: its learners' codes, its units, the digests of the cases."""

    folder: Path
    learners: frozenset[str]
    units: tuple[str, ...]
    digests: Mapping[str, str]

    def take(self, name: str, content: bytes | HandInRefused) -> Outcome:
        """Lays one hand-in in, or sets it aside; whatever happens, the bytes that came are kept."""
        if isinstance(content, HandInRefused):
            return self._set_aside(name, b"", content)
        try:
            hand_in = read_hand_in(content)
            self._refuse_stranger(hand_in)
            return self._keep(name, hand_in)
        except HandInRefused as refused:
            return self._set_aside(name, content, refused)
        except OSError:  # a full disk is not the hand-in's fault, and would meet the next one too
            raise
        except Exception as error:  # whatever one hand-in is, the others go on
            unforeseen = HandInRefused(f"it met something unforeseen ({type(error).__name__}); please report it")
            return self._set_aside(name, content, unforeseen)

    def _refuse_stranger(self, hand_in: HandIn) -> None:
        if hand_in.unit not in self.units:
            raise HandInRefused(
                f'this cohort has no unit "{hand_in.unit}".{did_you_mean(hand_in.unit, self.units)}', hand_in.learner
            )
        if hand_in.learner not in self.learners:
            raise HandInRefused(
                f'this cohort has no learner "{hand_in.learner}".{did_you_mean(hand_in.learner, self.learners)} '
                "A new learner is added in formgrader, or with `nbgrader db student add`",
                unit=hand_in.unit,
            )

    def _keep(self, name: str, hand_in: HandIn) -> Outcome:
        kept = self.folder / FOLDER / hand_in.learner / hand_in.unit
        came = f"{hand_in.made:%Y%m%d-%H%M%S}-{hand_in.fingerprint}.zip"
        earlier = sorted(path.name for path in kept.glob("*.zip"))
        told = Outcome(name, LAID_IN, hand_in.learner, hand_in.unit)
        stands = (self.folder / "submitted" / hand_in.learner / hand_in.unit).exists()
        if stands and any(each.endswith(f"-{hand_in.fingerprint}.zip") for each in earlier):
            return _with(told, SKIPPED, "this very hand-in was collected before")
        if stands and earlier and came < earlier[-1]:
            write_whole(kept / came, hand_in.content)
            return _with(told, KEPT, "; ".join(_kept(earlier[-1])))
        notes = [*hand_in.notes, *self._other_version(hand_in), *self._other_decisions(hand_in)]
        if came > _now():
            notes.append("the clock it was made by was wrong: it says a time that has not come yet")
        self._lay_in(hand_in.learner, hand_in.unit, hand_in.files, f"{hand_in.made:%Y-%m-%d %H:%M:%S} UTC")
        write_whole(kept / came, hand_in.content)
        if stands and earlier:
            notes.append("it takes the place of an earlier one, which is kept in replaced/")
        return _with(told, LAID_IN_WITH_A_NOTE if notes else LAID_IN, "; ".join(notes))

    def _other_version(self, hand_in: HandIn) -> Iterator[str]:
        present = self.digests.get(hand_in.case)
        if present is not None and hand_in.digest != present:
            yield "it was played in another version of the case, so its marks wait for an assessor"

    def _other_decisions(self, hand_in: HandIn) -> Iterator[str]:
        standing = self.folder / "submitted" / hand_in.learner / hand_in.unit / LOG
        try:
            before = read_log(standing).decisions
            now = read_log_bytes(hand_in.files.get(LOG, b""), LOG).decisions
        except RecordDamaged:
            return  # told by the note on the damage
        if now[: len(before)] != before:
            yield "the decisions handed in before are not in it: compare the two before its marks stand"

    def _lay_in(self, learner: str, unit: str, files: Mapping[str, bytes], time: str) -> None:
        """Makes the submission in a folder beside, then moves it in at once; what stood there moves to replaced/."""
        place = self.folder / "submitted" / learner / unit
        place.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix="laying-in-", dir=self.folder))
        try:
            for name, content in files.items():
                (made / name).write_bytes(content)
            release = (self.folder / "release" / unit / f"{unit}.ipynb").read_text("utf-8")
            (made / f"{unit}.ipynb").write_text(graft_submission(release, made), "utf-8")
            (made / "timestamp.txt").write_text(f"{time}\n", "utf-8")
            made.chmod(0o755)
            replaced = _free(self.folder / REPLACED / learner / unit)
            if place.exists():
                place.rename(replaced)
            try:
                made.rename(place)
            except OSError:
                if replaced.exists():
                    replaced.rename(place)
                raise
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def _set_aside(self, name: str, content: bytes, refused: HandInRefused) -> Outcome:
        place = self._aside_before(name, content) or _free(self.folder / SET_ASIDE / _safe(name))
        place.mkdir(parents=True, exist_ok=True)
        if content:
            write_whole(place / "hand-in.zip", content)
        remarks = refused.why
        if refused.learner in self.learners and refused.unit in self.units:
            remarks += "; " + self._leave_to_assessor(refused.learner, refused.unit)
        (place / "reason.txt").write_text(f"{name}\n\n{_sentence(remarks)}\n", "utf-8")
        return Outcome(name, ASIDE, refused.learner, refused.unit, remarks)

    def _aside_before(self, name: str, content: bytes) -> Path | None:
        """Returns where this very file was set aside before: the same folder is often collected week after week."""
        for place in sorted((self.folder / SET_ASIDE).glob(f"{_safe(name)}*")):
            kept, reason = place / "hand-in.zip", place / "reason.txt"
            was = kept.read_bytes() if kept.is_file() else b""
            if was == content and reason.is_file() and reason.read_text("utf-8").startswith(f"{name}\n"):
                return place
        return None

    def _leave_to_assessor(self, learner: str, unit: str) -> str:
        """Lays in an empty submission, so that the gradebook asks for a person, unless the learner's work is there."""
        if (self.folder / "submitted" / learner / unit).exists():
            return "what this learner handed in before stays as it is"
        self._lay_in(learner, unit, {}, f"{FIRST_MOMENT:%Y-%m-%d %H:%M:%S} UTC")
        return "in the gradebook all marks of this learner wait for an assessor"


def _now() -> str:
    """Returns a name that sorts after those of all hand-ins made until tomorrow; no clock is further off by zone."""
    return f"{datetime.now(UTC) + timedelta(days=1):%Y%m%d-%H%M%S}"


def _kept(standing: str) -> Iterator[str]:
    yield "it was made before the one that stands; it is kept in hand-ins/"
    if standing > _now():
        yield "but that one says a time that has not come yet: look which of the two is the later"


def _with(told: Outcome, outcome: str, remarks: str) -> Outcome:
    return Outcome(told.name, outcome, told.learner, told.unit, remarks)


def _free(path: Path) -> Path:
    """Returns the path, or the first of `path-2`, `path-3`, … that is not taken."""
    path.parent.mkdir(parents=True, exist_ok=True)
    taken, number = path, 1
    while taken.exists():
        number += 1
        taken = path.with_name(f"{path.name}-{number}")
    return taken


def _safe(name: str) -> str:
    """Returns a name for a folder in which nothing of a path, a device or a shell is left."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", name.removesuffix(".zip")).strip("-")[-60:].strip("-")
    return f"from-{words or 'unnamed'}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def _write_report(path: Path, outcomes: Iterable[Outcome]) -> None:
    rows = [(each.name, each.outcome, each.learner, each.unit, each.remarks) for each in outcomes]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *(tuple(map(plain_cell, row)) for row in rows)])


def plain_cell(text: str) -> str:
    """Returns a text that a spreadsheet shows and never computes.

    Source: OWASP, "CSV Injection", which names the signs a formula may begin with.
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
