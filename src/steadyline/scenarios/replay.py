"""A playthrough is what replaying its decisions gives: the same walk, wherever and whenever it is replayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from steadyline.decisions import Decision, draw
from steadyline.errors import SteadylineError, did_you_mean
from steadyline.scenarios.compile import CompiledCase


class AnotherVersion(SteadylineError):
    """The log was made with another text of the case: what was chosen then may no longer mean the same."""

    def __init__(self, case: str, logged: str, present: str) -> None:
        self.case, self.logged, self.present = case, logged, present
        super().__init__(
            f'This log was played on another version of "{case}" ({logged[:8]}; the present one is {present[:8]}). '
            "It is kept as it is and is not marked against this version: mark it with the version it was played on, "
            "or let an assessor read its transcript."
        )


class AnotherCase(SteadylineError):
    """The log is of another case than the one it is replayed on."""

    def __init__(self, logged: str, present: str) -> None:
        self.logged, self.present = logged, present
        super().__init__(
            f'This log is of the case "{logged}" and not of "{present}". It is kept as it is and is not marked here: '
            "it may have come with the wrong unit."
        )


class StepNoLongerExists(SteadylineError):
    """A decision stands at a place where the walk cannot be."""

    def __init__(self, decision: Decision, standing: str) -> None:
        self.decision, self.standing = decision, standing
        super().__init__(
            f'Step {decision.step} of attempt {decision.attempt} was decided at "{decision.node}", but the decisions '
            f'before it lead to "{standing}". This step no longer exists, or the log was changed.'
        )


class ChoiceNotOffered(SteadylineError):
    """A decision takes, or would avoid, a choice that was not there to be taken or that nobody asked about."""

    def __init__(self, decision: Decision, choice: str, offered: Sequence[str]) -> None:
        self.decision, self.choice, self.offered = decision, choice, tuple(offered)
        super().__init__(
            f'Step {decision.step} of attempt {decision.attempt} named "{choice}", which "{decision.node}" '
            f"does not offer.{did_you_mean(choice, offered)}"
        )


@dataclass(frozen=True)
class Step:
    """One decision in its place: the nodes walked through to come there, its own node the last of them."""

    decision: Decision
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class Playthrough:
    """A replayed attempt. `onward`: the nodes walked through since the last decision; it stands at the last of them."""

    case: CompiledCase
    steps: tuple[Step, ...]
    onward: tuple[str, ...]

    @property
    def node(self) -> str:
        """The node where the playthrough stands now: a decision still to take, or an ending."""
        return self.onward[-1]

    @property
    def is_finished(self) -> bool:
        """Whether an ending is reached."""
        return "process" in self.case.nodes[self.node]

    @property
    def ending(self) -> str:
        """The slug of the ending reached, or ""."""
        return str(self.case.nodes[self.node]["scene"]) if self.is_finished else ""

    @property
    def visited(self) -> tuple[str, ...]:
        """Every node walked through, in order."""
        return tuple(node for step in self.steps for node in step.nodes) + self.onward


def replay(case: CompiledCase, decisions: Sequence[Decision]) -> Playthrough:
    """Returns the playthrough of one attempt's decisions.

    Raises AnotherCase, AnotherVersion, StepNoLongerExists or ChoiceNotOffered; nothing is guessed.
    """
    seed = decisions[0].seed if decisions else 0
    steps: list[Step] = []
    onward = walk_on(case, str(case.table["start"]), seed, 0)
    for decision in decisions:
        if decision.case != case.name:
            raise AnotherCase(decision.case, case.name)
        if decision.digest != case.digest:
            raise AnotherVersion(case.name, decision.digest, case.digest)
        if decision.node != onward[-1]:
            raise StepNoLongerExists(decision, onward[-1])
        offered = case.options(decision.node)
        if decision.choice not in offered:
            raise ChoiceNotOffered(decision, decision.choice, list(offered))
        if decision.avoid and (decision.avoid not in offered or not case.asks_what_to_avoid(decision.node)):
            raise ChoiceNotOffered(decision, decision.avoid, list(offered))
        steps.append(Step(decision, onward))
        onward = walk_on(case, offered[decision.choice], seed, len(steps))
    return Playthrough(case, tuple(steps), onward)


def walk_on(case: CompiledCase, node: str, seed: int, steps: int) -> tuple[str, ...]:
    """Returns the nodes from this one on, through passages and chance, to the next decision or ending.

    `steps` is how many decisions were taken before.
    """
    walked = [node]
    while True:
        table = case.nodes[walked[-1]]
        if "next" in table:
            walked.append(table["next"])
        elif "outcomes" in table:
            walked.append(drawn(case, walked[-1], seed, steps))
        else:
            return tuple(walked)


def drawn(case: CompiledCase, node: str, seed: int, steps: int) -> str:
    """Returns the node to which chance leads in the attempt with this seed."""
    table = case.nodes[node]
    left = draw(seed, f"{table['scene']}/{steps}") % sum(outcome["weight"] for outcome in table["outcomes"])
    for outcome in table["outcomes"]:
        left -= outcome["weight"]
        if left < 0:
            return str(outcome["next"])
    raise AssertionError("the weights of a chance scene are at least 1 each")


def order_shown(case: CompiledCase, node: str, seed: int, step: int) -> tuple[str, ...]:
    """Returns the ids of the choices in the order in which the attempt shows them; `step` counts from 1."""
    scene = case.nodes[node]["scene"]
    return tuple(sorted(case.options(node), key=lambda choice: (draw(seed, f"{scene}/{step}/{choice}"), choice)))
