"""The attempts that learners handed in, replayed against the case, so that nothing of a log is given out unchecked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from steadyline.course.handin import LEARNER_PATTERN, LOG
from steadyline.course.unit import Unit
from steadyline.decisions import Decision, DecisionLog, read_log
from steadyline.errors import SteadylineError
from steadyline.marking import assessed
from steadyline.records import RecordDamaged
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import Playthrough, replay


class LogUnusable(SteadylineError):
    """A log, or an attempt in it, cannot be given out; the message says why, without a path."""


@dataclass(frozen=True)
class Attempts:
    """A learner's attempts that could be replayed, by number; `counts` is the one that is assessed.

    `times` are the moments (UTC) of its decisions, in order; `left_out` says what of the log is not here, and why.
    """

    played: dict[int, Playthrough]
    times: dict[int, tuple[datetime, ...]]
    counts: int
    left_out: tuple[str, ...]


def log_of(folder: Path, learner: str, unit: str) -> DecisionLog:
    """Returns the log that a learner handed in, empty if there is none. No link is followed. Raises LogUnusable."""
    if not LEARNER_PATTERN.fullmatch(learner):
        raise LogUnusable("what it is known by is no learner's code, so no file is looked for under it.")
    steps = [folder / "submitted"]
    steps += [steps[0] / learner, steps[0] / learner / unit, steps[0] / learner / unit / LOG]
    if any(step.is_symlink() for step in steps):
        raise LogUnusable(f"its {LOG} is a link, or lies behind one, and is not followed.")
    if steps[-1].exists() and not steps[-1].is_file():
        raise LogUnusable(f"its {LOG} is not a file.")
    try:
        return read_log(steps[-1])
    except RecordDamaged as damaged:
        raise LogUnusable(f"its {LOG} cannot be read from line {damaged.line} on ({damaged.why}).") from damaged
    except OSError as error:
        raise LogUnusable(f"its {LOG} cannot be read ({error.strerror or error}).") from error


def attempts(log: DecisionLog, unit: Unit, case: CompiledCase) -> Attempts:
    """Returns the attempts in a log, each replayed in the unit's case. Raises MarkRefused if there is none."""
    played: dict[int, Playthrough] = {}
    times: dict[int, tuple[datetime, ...]] = {}
    left_out: list[str] = []
    for number, decisions in log.attempts.items():
        try:
            times[number] = tuple(_moment(each) for each in decisions)
            played[number] = replay(case, decisions)
        except SteadylineError as error:
            left_out.append(f"attempt {number} is left out: {error}")
    return Attempts(played, times, assessed(unit, log)[0].attempt, tuple(left_out))


def _moment(decision: Decision) -> datetime:
    """Returns when a decision was taken, in UTC; a time that names no zone is meant so. Raises LogUnusable."""
    try:
        read = datetime.fromisoformat(decision.at)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise LogUnusable(f"step {decision.step} does not say when it was taken.") from error


def in_order(found: Attempts) -> Sequence[tuple[int, Playthrough]]:
    """Returns the attempts that could be replayed, first to last."""
    return sorted(found.played.items())
