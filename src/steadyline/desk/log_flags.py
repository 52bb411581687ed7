"""What can be seen in one log that could not have come of playing the case. Pure: bytes or decisions in, flags out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from steadyline.course.handin import LOG
from steadyline.decisions import Decision, DecisionLog, read_log_bytes
from steadyline.desk.flags import Flag, times
from steadyline.desk.pace_flags import pace_flags
from steadyline.desk.time_flags import time_flags
from steadyline.records import RecordDamaged, before
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import ChoiceNotOffered, Step, StepNoLongerExists, order_shown, replay

SHOWN = 60
"""Letters of a name in the log that are told; it may be anything."""


def flags_of(
    log: bytes | DecisionLog, case: CompiledCase | None, handed_in: datetime | None = None
) -> tuple[Flag, ...]:
    """Returns what a person should look at in a log, in the order of the attempts. Never raises.

    `handed_in` has a time zone; without it nothing is said of decisions later than the hand-in. Without a case, as
    in a unit that plays none, only the file and its times are looked at.
    """
    read, damage = (log, []) if isinstance(log, DecisionLog) else readable(log)
    found = [*damage]
    if read.torn:
        found.append(Flag("record-torn", f"The last line of {LOG} is unfinished; it was left out."))
    found += _attempts(read)
    found += time_flags(read.decisions, handed_in)
    if case is not None:
        sound: dict[int, tuple[Step, ...]] = {}
        for number, decisions in read.attempts.items():
            sound[number], misfits = _replayed(case, decisions)
            found += [*misfits, *_other_order(case, sound[number])]
        found += pace_flags(case, read.decisions, sound)
    return tuple(sorted(found, key=lambda flag: (flag.attempt, flag.step)))


def readable(content: bytes) -> tuple[DecisionLog, list[Flag]]:
    """Returns the log in the content of a file, or of a damaged one what stands before the damage, and a flag."""
    try:
        return read_log_bytes(content, LOG), []
    except RecordDamaged as damaged:
        # One kind of damage may hide another before it; the earlier one is then the one to tell.
        log, earlier = readable(before(content, damaged.line))
        seen = f"{LOG} cannot be read from line {damaged.line} on: {damaged.why}. What stands before it was looked at."
        return log, earlier or [Flag("record-damaged", seen)]


def _attempts(log: DecisionLog) -> Iterator[Flag]:
    """Yields what the numbers of the attempts show."""
    numbers = list(log.attempts)
    missing = [number for number in range(1, max(numbers, default=0)) if number not in log.attempts]
    if missing:
        first = f"Attempt {missing[0]} is not in the log, and attempt {numbers[-1]} is."
        more = f" Of {numbers[-1]} attempts {len(missing)} are missing." if len(missing) > 1 else ""
        yield Flag("attempt-missing", first + more)
    latest, late = 0, []
    for each in log.decisions:
        late += [each] if each.attempt < latest else []
        latest = max(latest, each.attempt)
    if late:
        seen = f"It was gone on with after a later attempt had begun, whose reasons may have been seen.{_of(late)}"
        yield Flag("attempt-gone-on-with", seen, late[0].attempt, late[0].step)


def _of(decisions: Sequence[Decision]) -> str:
    return times(len(decisions))


def _replayed(case: CompiledCase, decisions: Sequence[Decision]) -> tuple[tuple[Step, ...], list[Flag]]:
    """Returns the steps of an attempt that can be replayed, and what stops the replay, if anything does."""
    misfit = _misfit(case, decisions)
    if misfit is None:
        return replay(case, decisions).steps, []
    return replay(case, decisions[: misfit.step - 1]).steps, [misfit]


def _misfit(case: CompiledCase, decisions: Sequence[Decision]) -> Flag | None:
    other = next((each for each in decisions if each.case != case.name or each.digest != case.digest), None)
    try:
        replay(case, decisions[: other.step - 1] if other else decisions)
    except StepNoLongerExists as error:
        return _misplaced(case, error)
    except ChoiceNotOffered as error:
        return _not_offered(case, error)
    return _of_another_text(case, other) if other else None


def _of_another_text(case: CompiledCase, decision: Decision) -> Flag:
    if decision.case != case.name:
        seen = f'It was decided in the case "{decision.case[:SHOWN]}", and the unit plays "{case.name}".'
        return Flag("another-case", seen, decision.attempt, decision.step)
    seen = f"It was played on another text of the case ({decision.digest[:8]}; the present one is {case.digest[:8]})."
    return Flag("another-version", seen, decision.attempt, decision.step)


def _misplaced(case: CompiledCase, error: StepNoLongerExists) -> Flag:
    decision, named = error.decision, error.decision.node[:SHOWN]
    if decision.node not in case.nodes:
        seen = f'It was decided at "{named}", and the case has no such place.'
        return Flag("no-such-place", seen, decision.attempt, decision.step)
    seen = f'It was decided at "{named}", but the decisions before it lead to "{error.standing}".'
    return Flag("out-of-reach", seen, decision.attempt, decision.step)


def _not_offered(case: CompiledCase, error: ChoiceNotOffered) -> Flag:
    decision = error.decision
    known = {choice for choices in case.decisions.values() for choice in choices}
    if not error.offered:
        why = f'"{decision.node}" is an ending, at which nothing is decided'
    elif error.choice in error.offered:
        why = f'nobody is asked at "{decision.node}" what to avoid'
    elif error.choice in known:
        why = f'"{decision.node}" does not offer it to somebody who came there in this way'
    else:
        why = "the case has no such choice"
    seen = f'It names "{error.choice[:SHOWN]}", and {why}.'
    return Flag("choice-not-offered", seen, decision.attempt, decision.step)


def _other_order(case: CompiledCase, steps: Sequence[Step]) -> Iterator[Flag]:
    """Yields a flag if the options did not stand in the order that the attempt's seed gives."""
    decisions = [step.decision for step in steps]
    other = [each for each in decisions if each.order != order_shown(case, each.node, each.seed, each.step)]
    if not other:
        return
    if all(each.order == tuple(case.options(each.node)) for each in other):
        why = "they stood in the author's, as `steadyline play --author-order` shows them"
    else:
        why = "they stood in another, or others stood there"
    seen = f"The options did not stand in the order that the recorded seed gives: {why}.{_of(other)}"
    yield Flag("other-order", seen, other[0].attempt, other[0].step)
