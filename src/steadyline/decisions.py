"""The log: a playthrough is its list of decisions, and this is where that list is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from steadyline import records
from steadyline.errors import SteadylineError
from steadyline.records import RecordDamaged

FORMAT = 1
NOT_GIVEN = -1
LONGEST_REMARK = 2_000


class DecisionConflict(SteadylineError):
    """Another decision already stands at this step of the attempt."""

    def __init__(self, attempt: int, step: int) -> None:
        self.attempt, self.step = attempt, step
        super().__init__(
            f"Step {step} of attempt {attempt} was already decided, in another window or on another day. "
            "What was decided first stands. Load the page again to go on from there."
        )


class DecisionMalformed(SteadylineError):
    """A record is not a decision of any edition that this version can read."""


@dataclass(frozen=True)
class Decision:
    """One decision. `seconds` counts from when the scene stood; `confidence` is 0 to 100, or -1: not given.

    `avoid` is the choice that the learner would most avoid, "" where that was not asked.
    """

    attempt: int
    seed: int
    case: str
    digest: str
    step: int
    node: str
    choice: str
    order: tuple[str, ...]
    confidence: int
    tell: str
    reason: str
    at: str
    seconds: float
    avoid: str = ""

    def as_record(self) -> dict[str, Any]:
        """Returns the log line as a dictionary; nothing in it is ever None."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {"format": FORMAT, **values, "order": list(self.order)}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Decision:
        """Returns the decision that a log line tells. Raises DecisionMalformed, naming the field."""
        if record.get("format") != FORMAT:
            raise DecisionMalformed(
                f"it is written in format {record.get('format')!r:.40}; this version of Steadyline "
                f"reads format {FORMAT}"
            )
        record = {**_SINCE_ADDED, **record}
        wrong = [name for name, is_sound in _SOUND.items() if name not in record or not is_sound(record[name])]
        if wrong:
            raise DecisionMalformed(f'the value of "{wrong[0]}" is missing or is not what it may be')
        values = {field.name: record[field.name] for field in fields(cls)}
        return cls(**{**values, "order": tuple(record["order"]), "seconds": float(record["seconds"])})


def _is_whole(lowest: int, highest: int) -> Any:
    # bool is an int in Python; a log that says true where a number belongs is damaged.
    return lambda value: type(value) is int and lowest <= value <= highest


def _is_text(longest: int, shortest: int = 0) -> Any:
    return lambda value: isinstance(value, str) and shortest <= len(value) <= longest


_SOUND: dict[str, Any] = {
    "attempt": _is_whole(1, 10_000),
    "seed": _is_whole(0, 2**32 - 1),
    "case": _is_text(100, 1),
    "digest": _is_text(64, 64),
    "step": _is_whole(1, 10_000),
    "node": _is_text(300, 1),
    "choice": _is_text(200, 1),
    "order": lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value),
    "confidence": _is_whole(NOT_GIVEN, 100),
    "tell": _is_text(LONGEST_REMARK),
    "reason": _is_text(LONGEST_REMARK),
    "at": _is_text(40, 10),
    "seconds": lambda value: type(value) in (int, float) and 0 <= value < 1e9,
    "avoid": _is_text(200),
}

_SINCE_ADDED = {"avoid": ""}
"""What logs did not always say, and what is meant where they do not."""


@dataclass(frozen=True)
class DecisionLog:
    """All decisions of a file in the order in which they were taken; `torn` is an unfinished last line, or ""."""

    decisions: tuple[Decision, ...]
    torn: str = ""

    @property
    def attempts(self) -> dict[int, tuple[Decision, ...]]:
        """The decisions of each attempt, attempts in ascending order."""
        found: dict[int, list[Decision]] = {}
        for each in self.decisions:
            found.setdefault(each.attempt, []).append(each)
        return {number: tuple(found[number]) for number in sorted(found)}


def read_log(path: Path) -> DecisionLog:
    """Returns the log in a file, empty if there is none. Raises RecordDamaged with the line that cannot be read."""
    return _log(records.read(path), path)


def read_log_bytes(content: bytes, path: Path | str) -> DecisionLog:
    """Returns the log in the content of a file; `path` is only for messages. Raises RecordDamaged."""
    return _log(records.read_bytes(content, path), path)


def _log(found: records.Records, path: Path | str) -> DecisionLog:
    taken: list[Decision] = []
    attempts: dict[int, list[Decision]] = {}
    for number, record in enumerate(found.lines, start=1):
        try:
            decision = Decision.from_record(record)
        except DecisionMalformed as error:
            raise RecordDamaged(path, number, str(error)) from error
        earlier = attempts.setdefault(decision.attempt, [])
        _refuse_out_of_turn(decision, earlier, path, number)
        earlier.append(decision)
        taken.append(decision)
    return DecisionLog(tuple(taken), found.torn)


def _refuse_out_of_turn(decision: Decision, earlier: list[Decision], path: Path | str, number: int) -> None:
    if decision.step != len(earlier) + 1:
        raise RecordDamaged(
            path,
            number,
            f"it is step {decision.step} of attempt {decision.attempt}, where step {len(earlier) + 1} belongs",
        )
    if earlier and (earlier[0].seed, earlier[0].case) != (decision.seed, decision.case):
        raise RecordDamaged(path, number, f"attempt {decision.attempt} began with another case or seed")


def record_decision(path: Path, decision: Decision) -> bool:
    """Appends a decision; returns False if the very same one already stands there.

    Raises DecisionConflict if the step is taken or does not follow, RecordDamaged if the log cannot be read.
    """
    Decision.from_record(decision.as_record())
    with records.alone(path):
        return _record(path, decision)


def _record(path: Path, decision: Decision) -> bool:
    log = read_log(path)
    earlier = log.attempts.get(decision.attempt, ())
    if decision.step <= len(earlier):
        standing = earlier[decision.step - 1]
        # A decision sent twice after a lost connection is one decision; the clock may differ.
        if (standing.seed, standing.node, standing.choice) == (decision.seed, decision.node, decision.choice):
            return False
        raise DecisionConflict(decision.attempt, decision.step)
    if decision.step != len(earlier) + 1:
        raise DecisionConflict(decision.attempt, decision.step)
    if earlier and (earlier[0].seed, earlier[0].case) != (decision.seed, decision.case):
        raise DecisionConflict(decision.attempt, decision.step)
    records.append(path, decision.as_record())
    return True


def draw(seed: int, words: str) -> int:
    """Returns a number from 0 to 2**32 - 1 that depends on the two alone.

    The player in the browser computes the same one. FNV-1a over the UTF-8 bytes, then the finaliser of
    MurmurHash3, so that neighbouring words fall far apart. Sources: Fowler, Noll and Vo; Appleby 2011.
    """
    hashed = (2166136261 ^ seed) & 0xFFFFFFFF
    for byte in words.encode("utf-8"):
        hashed = ((hashed ^ byte) * 16777619) & 0xFFFFFFFF
    hashed ^= hashed >> 16
    hashed = (hashed * 0x85EBCA6B) & 0xFFFFFFFF
    hashed ^= hashed >> 13
    hashed = (hashed * 0xC2B2AE35) & 0xFFFFFFFF
    return hashed ^ (hashed >> 16)
