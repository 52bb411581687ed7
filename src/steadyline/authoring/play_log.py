"""Which attempt of a log a game goes on with, and what must be said before it does."""

from __future__ import annotations

from dataclasses import dataclass

from steadyline.decisions import Decision, DecisionLog
from steadyline.errors import SteadylineError
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import AnotherVersion, replay


class LogOfAnotherCase(SteadylineError):
    """The log holds decisions of a case that is not the one to be played."""

    def __init__(self, logged: str, case: str) -> None:
        self.logged, self.case = logged, case
        super().__init__(
            f'In this log stand decisions of "{logged}", and the case to be played is "{case}". Nothing was changed. '
            "Give another file: one that is not there yet begins a new log."
        )


@dataclass(frozen=True)
class Begun:
    """An attempt as it stands: its number, its seed, what was decided, and what is to be said about it first."""

    attempt: int
    seed: int
    taken: tuple[Decision, ...] = ()
    notices: tuple[str, ...] = ()


def attempt_to_play(log: DecisionLog, case: CompiledCase, seed: int, is_seed_asked: bool = False) -> Begun:
    """Returns the log's latest attempt if it can be gone on with, else a new one with the seed given.

    Raises LogOfAnotherCase, and StepNoLongerExists or ChoiceNotOffered where the log was changed.
    """
    other = next((each.case for each in log.decisions if each.case != case.name), None)
    if other is not None:
        raise LogOfAnotherCase(other, case.name)
    notices = ["The last line of the log is unfinished; that decision was never saved."] if log.torn else []
    if not log.attempts:
        return Begun(1, seed, (), tuple(notices))
    number = max(log.attempts)
    taken = log.attempts[number]
    try:
        is_finished = replay(case, taken).is_finished
    except AnotherVersion:
        why = f"Attempt {number} was played on another text of this case. It stays as it is."
        return Begun(number + 1, seed, (), (*notices, why, f"Attempt {number + 1} begins."))
    if is_finished:
        why = f"Attempt {number} is finished. Attempt {number + 1} begins."
        return Begun(number + 1, seed, (), (*notices, why))
    if is_seed_asked and taken[0].seed != seed:
        notices.append(f"Attempt {number} keeps the seed with which it began.")
    count = "1 decision" if len(taken) == 1 else f"{len(taken)} decisions"
    return Begun(number, taken[0].seed, taken, (*notices, f"You go on with attempt {number}, after {count}."))
