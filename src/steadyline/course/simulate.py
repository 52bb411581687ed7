"""Simulated learners: five temperaments that play a unit by the positions of its key. The same seed, the same work.

They prove that the way from playing to feedback holds; they say nothing about how people decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from steadyline.answers import Answer, record_answer
from steadyline.course.handin import ANSWERS, LOG
from steadyline.course.unit import OUTCOME, Question, Rate, Unit
from steadyline.decisions import NOT_GIVEN, Decision, draw, record_decision
from steadyline.graders.check import KeyedQuestion
from steadyline.graders.key import Key, KeyedOption
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import order_shown, walk_on

TEMPERAMENTS = ("cautious", "calibrated", "coercive", "erratic", "lazy")

_REFLECTIONS = {
    "cautious": "I wanted them to keep talking to me, and I let that decide. Looking back, the children waited while I "
                "was being patient. I would set a date next time and say it aloud.",
    "calibrated": "What would have changed my mind: a picture of an ordinary day from each child, or a reason to "
                  "think somebody was in danger now.\n\nI noticed relief when the meeting was pleasant, and asked "
                  "myself what that pleasantness had changed for the children. If < 2 visits go ahead in a month, I "
                  "take it to supervision, and I tell the parents that I will.",
    "coercive": "I think being clear early is kinder. I see that I named consequences before I had heard the reasons.",
    "erratic": "I changed course several times: gentle after I had been sharp, and sharp after I had been gentle.",
    "lazy": "",
}
_SURENESS = {"cautious": (35, 20), "calibrated": (60, 25), "coercive": (85, 15), "erratic": (0, 100)}
"""The lowest confidence of a temperament, and how far above it may go."""

_WOULD_TELL = {"calibrated": "My team manager, in supervision", "cautious": "Nobody yet", "coercive": "Legal services"}


@dataclass(frozen=True)
class Simulated:
    """What a simulated learner did."""

    temperament: str
    decisions: tuple[Decision, ...]
    answers: tuple[Answer, ...]

    def write(self, folder: Path) -> None:
        """Writes the log and the answers as a learner's page does."""
        folder.mkdir(parents=True, exist_ok=True)
        for decision in self.decisions:
            record_decision(folder / LOG, decision)
        for answer in self.answers:
            record_answer(folder / ANSWERS, answer)


@dataclass(frozen=True)
class Simulation:
    """A unit with all that a simulated learner goes by."""

    unit: Unit
    case: CompiledCase
    key: Key
    answers: Mapping[str, KeyedQuestion]

    def learner(self, temperament: str, seed: int, began: datetime) -> Simulated:
        """Returns a learner's work: one attempt (two by the erratic one), the checks and the reflections."""
        decisions = tuple(self._attempt(temperament, 1, seed, began))
        if temperament == "erratic":
            decisions += tuple(self._attempt(temperament, 2, seed ^ 0x5EED, began + timedelta(hours=1)))
        return Simulated(temperament, decisions, tuple(self._answers(temperament, seed, began + timedelta(hours=2))))

    def _attempt(self, temperament: str, attempt: int, seed: int, began: datetime) -> Iterator[Decision]:
        node = walk_on(self.case, str(self.case.table["start"]), seed, 0)[-1]
        step, at = 0, began
        while self.case.options(node):
            step += 1
            order = order_shown(self.case, node, seed, step)
            scene = self.case.nodes[node]["scene"]
            choice = chosen(temperament, {id: self.key.decisions[scene].options[id] for id in order}, seed, step)
            seconds = 20.0 + draw(seed, f"seconds/{step}") % 600 / 10
            at += timedelta(seconds=seconds)
            yield Decision(
                attempt, seed, self.case.name, self.case.digest, step, node, choice, order,
                _confidence(temperament, seed, step), _WOULD_TELL.get(temperament, ""), "",
                f"{at:%Y-%m-%dT%H:%M:%SZ}", seconds,
                avoided(temperament, self._others(scene, order, choice), seed, step)
                if self.case.asks_what_to_avoid(node) else "",
            )
            node = walk_on(self.case, self.case.options(node)[choice], seed, step)[-1]

    def _others(self, scene: str, order: Sequence[str], choice: str) -> dict[str, KeyedOption]:
        """Returns the options that were not chosen, in the order shown."""
        return {id: self.key.decisions[scene].options[id] for id in order if id != choice}

    def _answers(self, temperament: str, seed: int, at: datetime) -> Iterator[Answer]:
        time = f"{at:%Y-%m-%dT%H:%M:%SZ}"
        for check in self.unit.checks:
            for number, question in enumerate(check.questions):
                if number == 0 or temperament != "lazy":
                    value = _ticked(temperament, question, self.answers[question.id], seed, number)
                    yield Answer(self.unit.name, f"{check.id}/{question.id}", value, time)
        for rate in self.unit.ratings:
            yield from _rated(self.unit.name, rate, seed, time)
        for reflect in self.unit.reflections:
            if _REFLECTIONS[temperament]:
                yield Answer(self.unit.name, reflect.id, _REFLECTIONS[temperament], time)


def chosen(temperament: str, offered: Mapping[str, KeyedOption], seed: int, step: int) -> str:
    """Returns the id that a temperament chooses among options in the order shown; the first of equals."""
    if temperament == "lazy":
        return next(iter(offered))
    if temperament == "erratic":
        return list(offered)[draw(seed, f"whim/{step}") % len(offered)]
    return max(offered, key=lambda id: _leaning(temperament)(offered[id]))


def avoided(temperament: str, others: Mapping[str, KeyedOption], seed: int, step: int) -> str:
    """Returns what a temperament would most avoid: each sees the danger on the side on which it does not lean."""
    if temperament == "lazy":
        return next(iter(others))
    if temperament == "erratic":
        return list(others)[draw(seed, f"avoid/{step}") % len(others)]
    if temperament == "calibrated":
        return max(others, key=lambda id: (others[id].avoid, -others[id].credit))
    return min(others, key=lambda id: _leaning(temperament)(others[id]))


def _rated(unit: str, rate: Rate, seed: int, time: str) -> Iterator[Answer]:
    """Yields ratings as people give them: fair before, and moved a little by what happened afterwards."""
    outcome = rate.outcomes[draw(seed, f"{rate.id}/outcome") % len(rate.outcomes)][0]
    low, high = rate.scale
    before = {id: low + (high - low) // 2 + draw(seed, f"{rate.id}/{id}") % 3 for id, _ in rate.things}
    moved = -2 if outcome == rate.outcomes[0][0] else 1
    for id, value in before.items():
        yield Answer(unit, f"{rate.id}/{id}", str(value), time)
    yield Answer(unit, f"{rate.id}/{OUTCOME}", outcome, time)
    for id, value in before.items():
        yield Answer(unit, f"{rate.id}/{id}-again", str(min(high, max(low, value + moved))), time)


def _leaning(temperament: str) -> Callable[[KeyedOption], tuple[int, int]]:
    if temperament == "calibrated":
        return lambda option: (option.credit, -abs(option.assertiveness or 0) - abs(option.escalation or 0))
    sign = 1 if temperament == "coercive" else -1
    return lambda option: (sign * (option.assertiveness or 0), sign * (option.escalation or 0))


def _confidence(temperament: str, seed: int, step: int) -> int:
    if temperament not in _SURENESS:
        return NOT_GIVEN
    lowest, width = _SURENESS[temperament]
    return lowest + draw(seed, f"confidence/{step}") % (width + 1)


def _ticked(temperament: str, question: Question, keyed: KeyedQuestion, seed: int, number: int) -> tuple[str, ...]:
    """The calibrated know; the cautious know all but the first; the others tick by whim or from the top."""
    ids: Sequence[str] = question.option_ids
    if temperament == "calibrated" or (temperament == "cautious" and number > 0):
        return keyed.answer
    if temperament == "erratic":
        ids = sorted(ids, key=lambda id: draw(seed, f"tick/{question.id}/{id}"))
    return tuple(ids[: question.choose])
