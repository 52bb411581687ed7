"""What a person should look at in a pile of hand-ins: in each log, between the logs, and between the written texts.

No mark moves by a flag, and nothing here writes. LIMITS says what can and cannot be known in this way.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from steadyline import content
from steadyline.answers import Answers, read_answers_bytes
from steadyline.course.handin import ANSWERS, LOG
from steadyline.course.unit import Reflect, Unit
from steadyline.decisions import Decision, DecisionLog
from steadyline.desk.flags import Flag, named
from steadyline.desk.log_flags import flags_of, readable
from steadyline.desk.near_identical import Pair, near_identical, near_published
from steadyline.desk.time_flags import moment
from steadyline.desk.unit_words import unit_words
from steadyline.errors import FileMissing, SteadylineError
from steadyline.records import LARGEST_FILE, RecordDamaged, before

__all__ = ["LIMITS", "Flag", "flags_between", "flags_in", "flags_of", "handed_in_units"]

HANDED_IN = "timestamp.txt"
LONGEST_TIME = 100
FEWEST_ALIKE = 3
"""Decisions; two people may take one or two in the same second by chance."""

LIMITS = (
    "A flag is a reason to talk with somebody. It is no finding, and no mark was changed by it.",
    "A log is made on the learner's own computer, by their own clock. Whoever takes the trouble can write one by hand "
    "that raises no flag, so a log without one proves nothing; and every flag has reasons that are nobody's fault.",
    "A log without a flag fits the case, the recorded seed and itself. It cannot show who took its decisions, whether "
    "anybody helped, or whether the words were read.",
    "A hand-in proves no identity: the code in it is what was typed.",
    "Texts that are alike do not say who wrote first. Copying from outside this unit's pile, or from several sources "
    "at once, is not seen at all.",
)
"""What is said wherever flags are shown."""


def handed_in_units(folder: Path) -> tuple[str, ...]:
    """Returns the units of which something lies in submitted/, in the order of the course. Raises FileMissing."""
    if not (folder / "submitted").is_dir():
        raise FileMissing(folder / "submitted", "folder of hand-ins; name the cohort's folder")
    there = {each.name for learner in _folders(folder / "submitted") for each in _folders(learner)}
    return tuple(name for name in content.units() if name in there)


def flags_in(folder: Path, unit: str) -> Mapping[str, tuple[Flag, ...]]:
    """Returns the flags of everybody who handed in the unit, by learner; none of a learner is an empty tuple.

    Reads `submitted/<learner>/<unit>/` of a cohort's folder and follows no link. Raises NotInCourse or FileMissing.
    """
    taught = content.unit(unit)
    handed_in_units(folder)
    case = content.case_played(unit)
    pile = {each.name: _read(each / unit) for each in _folders(folder / "submitted") if _is_folder(each / unit)}
    found: dict[str, list[Flag]] = {
        learner: [*work.damage, *flags_of(work.log, case, work.handed_in)] for learner, work in pile.items()
    }
    between = flags_between({learner: work.log for learner, work in pile.items()})
    written = _of_texts(taught, {learner: work.texts for learner, work in pile.items()})
    for learner, flag in (*between, *written):
        found[learner].append(flag)
    return {learner: tuple(flags) for learner, flags in found.items()}


@dataclass(frozen=True)
class _Work:
    """What one learner handed in, as far as it can be read; `damage` tells what cannot be."""

    log: DecisionLog
    texts: Mapping[str, str]
    handed_in: datetime | None
    damage: tuple[Flag, ...]


def _folders(place: Path) -> Sequence[Path]:
    return sorted(each for each in place.iterdir() if not each.name.startswith(".") and _is_folder(each))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _read(place: Path) -> _Work:
    damage: list[Flag] = []
    log, in_log = readable(_plain(place / LOG, LARGEST_FILE, damage))
    answers, in_answers = _answers(_plain(place / ANSWERS, LARGEST_FILE, damage))
    texts = {item: each.value for item, each in answers.latest.items() if isinstance(each.value, str)}
    time = _plain(place / HANDED_IN, LONGEST_TIME, damage).decode("utf-8", "replace").strip()
    return _Work(log, texts, moment(time.removesuffix("UTC").strip()), (*damage, *in_log, *in_answers))


def _plain(path: Path, largest: int, damage: list[Flag]) -> bytes:
    """Returns the content of a plain file, nothing if there is none; what is no plain file is told and left alone."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            damage.append(Flag("not-a-file", f"{path.name} is a link or a device and no plain file; it was not read."))
        elif found.st_size > largest:
            seen = f"{path.name} is larger than {largest} bytes; it was not read."
            damage.append(Flag("record-damaged", seen))
        else:
            return path.read_bytes()
    except FileNotFoundError:
        pass
    except OSError as error:
        damage.append(Flag("record-damaged", f"{path.name} cannot be read ({error.strerror or error})."))
    return b""


def _answers(content: bytes) -> tuple[Answers, list[Flag]]:
    """Returns the answers in the content of a file, or of a damaged one those before the damage, and flags."""
    try:
        found = read_answers_bytes(content, ANSWERS)
    except RecordDamaged as damaged:
        answers, earlier = _answers(before(content, damaged.line))
        seen = f"{ANSWERS} cannot be read from line {damaged.line} on: {damaged.why}."
        return answers, earlier or [Flag("record-damaged", seen)]
    seen = f"The last line of {ANSWERS} is unfinished; it was left out."
    return found, [Flag("record-torn", seen)] if found.torn else []


def flags_between(logs: Mapping[str, DecisionLog]) -> Iterator[tuple[str, Flag]]:
    """Yields learner and flag for attempts that two learners have in common: the same decisions, or the same seed.

    A seed is one of 4,294,967,296: of 2,000 learners, two begin with the same one by chance in 0.05 % of piles.
    """
    by_moments: dict[object, dict[str, int]] = {}
    by_seed: dict[object, dict[str, int]] = {}
    for learner, log in sorted(logs.items()):
        for number, decisions in log.attempts.items():
            if len(decisions) >= FEWEST_ALIKE:
                by_moments.setdefault(_moments(decisions), {}).setdefault(learner, number)
            by_seed.setdefault((decisions[0].case, decisions[0].seed), {}).setdefault(learner, number)
    told: set[tuple[str, int]] = set()
    for code, found in (("same-log", by_moments), ("same-seed", by_seed)):
        for attempts in found.values():
            for learner, number in attempts.items() if len(attempts) > 1 else ():
                if (learner, number) not in told:
                    others = tuple(each for each in attempts if each != learner)
                    yield learner, Flag(code, f"{_IN_COMMON[code]} {named(others)}.", number, others=others)
                told.add((learner, number))


_IN_COMMON = {
    "same-log": "The same decisions at the same moments stand in the log of",
    "same-seed": "The same seed gave the order of options, though not the same moments, in the log of",
}


def _moments(decisions: Sequence[Decision]) -> tuple[tuple[str, str, float], ...]:
    return tuple((each.choice, each.at, each.seconds) for each in decisions)


def _of_texts(unit: Unit, written: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, Flag]]:
    """Yields learner and flag for reflections that are nearly the same as another one, or as a standard script."""
    said = unit_words(unit) if unit.reflections else ""
    for reflect in unit.reflections:
        texts = {learner: items[reflect.id] for learner, items in written.items() if reflect.id in items}
        pairs = near_identical(texts, said)
        both_ways = [*pairs, *(Pair(each.second, each.first, each.share, each.in_common) for each in pairs)]
        yield from _flagged("near-identical", reflect, both_ways)
        yield from _flagged("near-a-standard-script", reflect, near_published(texts, _scripts(reflect), said))


def _scripts(reflect: Reflect) -> Mapping[str, str]:
    with suppress(SteadylineError):  # a release to learners is one without them
        return {each.name: each.script_text for each in content.standards(reflect.rubric)}
    return {}


def _flagged(code: str, reflect: Reflect, pairs: Sequence[Pair]) -> Iterator[tuple[str, Flag]]:
    """Yields one flag for each learner who is first in a pair, with all their others, the nearest first."""
    of_learner: dict[str, list[Pair]] = {}
    for pair in sorted(pairs, key=lambda each: (-each.share, each.second)):
        of_learner.setdefault(pair.first, []).append(pair)
    whose = "the text of" if code == "near-identical" else "the standard script"
    for learner, found in sorted(of_learner.items()):
        others = tuple(each.second for each in found)
        quoted = "; ".join(f'"{run}"' for run in found[0].in_common)
        where = f"in {whose} {named(others)}"
        seen = f"{found[0].share:.0%} of its own words stand in the same order {where}. In common: {quoted}."
        yield learner, Flag(code, seen, item=reflect.id, others=others)
