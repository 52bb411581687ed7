"""Keeps what a learner does in a unit's folder, and answers the player. What it returns is kept; what raises is not."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from steadyline.answers import Answer, Answers, read_answers, record_answer
from steadyline.course import handin
from steadyline.course.progress import REVIEWED, tasks
from steadyline.course.unit import OUTCOME, Check, Unit
from steadyline.decisions import Decision, DecisionLog, read_log, record_decision
from steadyline.errors import FileMissing, SteadylineError, did_you_mean
from steadyline.graders.check import KeyedQuestion, check_points, mark_check
from steadyline.graders.explain import debrief
from steadyline.graders.marks import MarkRefused, Scale, mark
from steadyline.player.way import way_through
from steadyline.records import RecordDamaged
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import Playthrough, replay

ASSESSED = "This case is marked by an assessor. What you decided is saved; marks and reasons come with the feedback."
NO_KEY = "The key to this case is not part of this copy of the course, so nothing can be shown here."
NOTHING_YET = {"decisions": [], "answers": {}, "reviewed": [], "progress": [], "learner": ""}
NOT_ENDED = "This attempt has not reached an ending yet. Its decisions are explained when it has."


class NotAsked(SteadylineError):
    """An answer came to something that the unit does not ask."""


class AnswersStand(SteadylineError):
    """A knowledge check was shown with its answers; nothing in it can be changed any more."""


@dataclass(frozen=True)
class FolderKeeper:
    """Keeps one unit's work in one folder. Nothing is written before there is something to keep.

    `hand_ins` is where hand-ins are put, `code_file` where the learner's code is remembered; `scale` and
    `check_answers` are asked only after the learner has decided, and never for a case that is assessed.
    """

    unit: Unit
    case: CompiledCase | None
    folder: Path
    hand_ins: Path
    code_file: Path
    scale: Callable[[], Scale]
    check_answers: Callable[[], Mapping[str, KeyedQuestion]]

    def state(self) -> dict[str, Any]:
        """Returns all that was kept. A record that cannot be read is told under `trouble` and left as it is."""
        try:
            log, answers = self._log(), self._answers()
        except (RecordDamaged, OSError) as error:
            return {**NOTHING_YET, "trouble": str(error)}
        values = {item: _json(answer.value) for item, answer in answers.latest.items()}
        return {
            "decisions": [each.as_record() for each in log.decisions],
            "answers": {item: value for item, value in values.items() if not item.startswith(REVIEWED)},
            "reviewed": [item.removeprefix(REVIEWED) for item in values if item.startswith(REVIEWED)],
            "progress": [
                {"label": task.label, "done": task.done, "words": task.words}
                for task in tasks(self.unit, self.case, log, answers.latest)
            ],
            "learner": self._learner(),
            "trouble": "",
        }

    def decide(self, record: Mapping[str, Any]) -> None:
        """Keeps one decision. Raises if it is none, does not fit the case, or another one stands in its place."""
        case = self._played()
        decision = Decision.from_record(record)
        before = self._log().attempts.get(decision.attempt, ())[: decision.step - 1]
        if len(before) == decision.step - 1:
            replay(case, [*before, decision])
        record_decision(self.folder / handin.LOG, decision)

    def review(self, attempt: int) -> dict[str, Any]:
        """Returns what a finished attempt is worth and why, or {"withheld": why it is not shown}.

        `map` is the way through a finished attempt: no key is in it, so an assessed case shows it as well.
        """
        played = replay(self._played(), self._log().attempts.get(attempt, ()))
        if not played.is_finished:
            return {"withheld": NOT_ENDED}
        return {**self._weighed(played), "map": way_through(played)}

    def _weighed(self, played: Playthrough) -> dict[str, Any]:
        if not played.case.is_formative:
            return {"withheld": ASSESSED}
        try:
            return debrief(mark(played, self.scale()), dict(self.unit.graded))
        except MarkRefused as refused:
            return {"withheld": str(refused)}
        except FileMissing:
            return {"withheld": NO_KEY}

    def answer(self, item: str, value: str | Sequence[str]) -> None:
        """Keeps one answer. Raises NotAsked, or AnswersStand once its check was shown with the answers."""
        given = value if isinstance(value, str) else tuple(value)
        block = self._asked(item, given)
        latest = self._answers().latest
        self._refuse_second_thoughts(item, given, latest)
        if REVIEWED + block in latest and (item not in latest or latest[item].value != given):
            raise AnswersStand("These answers were checked already and stand as they are.")
        self._keep(item, given)

    def check_review(self, block: str) -> dict[str, Any]:
        """Returns each question of a check with its answer and reason, or {"withheld": why}; from then on it stands."""
        check = self._check(block)
        if self.case is not None and not self.case.is_formative:
            return {"withheld": ASSESSED}
        latest = self._answers().latest
        given = {question.id: _ticked(latest.get(f"{block}/{question.id}")) for question in check.questions}
        keyed = self.check_answers()
        answered = mark_check(given, {question.id: keyed[question.id] for question in check.questions})
        self._keep(REVIEWED + block, "yes")
        return {
            "questions": [
                {
                    "id": each.id,
                    "right": each.is_right,
                    "answer": list(each.keyed.answer),
                    "reason": each.keyed.reason,
                    "lines": dict(each.keyed.lines),
                }
                for each in answered
            ],
            "earned": check_points(answered, check.points),
            "out_of": check.points,
        }

    def hand_in(self, learner: str) -> dict[str, Any]:
        """Writes the hand-in and returns it with what is not done yet. Raises LearnerCodeUnusable."""
        code = learner.strip()
        case, digest = (self.case.name, self.case.digest) if self.case else ("", "")
        packed = handin.pack(self.folder, self.hand_ins, self.unit.name, code, case, digest)
        self.code_file.parent.mkdir(parents=True, exist_ok=True)
        self.code_file.write_text(code + "\n", encoding="utf-8")
        undone = [task for task in self.state()["progress"] if not task["done"]]
        return {
            "name": packed.name,
            "folder": str(packed.path.parent),
            "data": base64.b64encode(packed.content).decode("ascii"),
            "missing": [f"{task['label']}: {task['words']}." for task in undone],
        }

    def _played(self) -> CompiledCase:
        if self.case is None:
            raise NotAsked("This unit plays no case.")
        return self.case

    def _refuse_second_thoughts(self, item: str, given: str | tuple[str, ...], latest: Mapping[str, Answer]) -> None:
        """Raises AnswersStand for another first rating once an outcome was shown, and for another outcome."""
        for rate in self.unit.ratings:
            outcome = f"{rate.id}/{OUTCOME}"
            if item not in rate.items or outcome not in latest or item.endswith("-again"):
                continue
            if item not in latest or latest[item].value != given:
                raise AnswersStand("What happened was shown already; what was rated before stands as it is.")

    def _log(self) -> DecisionLog:
        return read_log(self.folder / handin.LOG)

    def _answers(self) -> Answers:
        return read_answers(self.folder / handin.ANSWERS)

    def _keep(self, item: str, value: str | tuple[str, ...]) -> None:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        record_answer(self.folder / handin.ANSWERS, Answer(self.unit.name, item, value, now))

    def _learner(self) -> str:
        try:
            code = self.code_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""
        return code if handin.LEARNER_PATTERN.fullmatch(code) else ""

    def _check(self, block: str) -> Check:
        for check in self.unit.checks:
            if check.id == block:
                return check
        known = [each.id for each in self.unit.checks]
        raise NotAsked(f'This unit has no check "{block}".{did_you_mean(block, known)}')

    def _asked(self, item: str, value: str | tuple[str, ...]) -> str:
        """Returns the block that asks for an item, if the value is of the kind it asks for. Raises NotAsked."""
        block, _, question = item.partition("/")
        if not question and block in {each.id for each in self.unit.reflections} and isinstance(value, str):
            return block
        if any(isinstance(value, str) and value in rate.items.get(item, ()) for rate in self.unit.ratings):
            return block
        for asked in self._check(block).questions:
            if asked.id == question and not isinstance(value, str) and set(value) <= set(asked.option_ids):
                return block
        raise NotAsked(f'This unit asks nothing called "{item}" that could be answered so.')


def _json(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _ticked(answer: Answer | None) -> tuple[str, ...]:
    return answer.value if answer is not None and not isinstance(answer.value, str) else ()
