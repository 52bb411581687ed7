"""Written answers and knowledge checks as the learner gave them: append-only, the latest line of an item counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from steadyline import records
from steadyline.errors import SteadylineError
from steadyline.records import RecordDamaged

FORMAT = 1
LONGEST_TEXT = 20_000


class AnswerMalformed(SteadylineError):
    """A record is not an answer of any edition that this version can read."""


@dataclass(frozen=True)
class Answer:
    """One saved answer. `value` is a text, or the ids of the options ticked."""

    unit: str
    item: str
    value: str | tuple[str, ...]
    at: str

    def as_record(self) -> dict[str, Any]:
        """Returns the line as a dictionary; nothing in it is ever None."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"format": FORMAT, "unit": self.unit, "item": self.item, "value": value, "at": self.at}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Answer:
        """Returns the answer that a line tells. Raises AnswerMalformed."""
        if record.get("format") != FORMAT:
            raise AnswerMalformed(
                f"it is written in format {record.get('format')!r:.40}; this version of Steadyline "
                f"reads format {FORMAT}"
            )
        for name in ("unit", "item", "at"):
            if not isinstance(record.get(name), str) or len(record[name]) > 300:
                raise AnswerMalformed(f'the value of "{name}" is missing or is not what it may be')
        value = record.get("value")
        if isinstance(value, str) and len(value) <= LONGEST_TEXT:
            return cls(record["unit"], record["item"], value, record["at"])
        if isinstance(value, list) and len(value) <= 100 and all(isinstance(each, str) for each in value):
            return cls(record["unit"], record["item"], tuple(value), record["at"])
        raise AnswerMalformed('the value of "value" is missing, too long, or neither a text nor a list of words')


@dataclass(frozen=True)
class Answers:
    """The latest answer to each item; `torn` is an unfinished last line, or ""."""

    latest: dict[str, Answer]
    torn: str = ""


def read_answers(path: Path) -> Answers:
    """Returns the answers in a file, none if there is no file. Raises RecordDamaged."""
    return _answers(records.read(path), path)


def read_answers_bytes(content: bytes, path: Path | str) -> Answers:
    """Returns the answers in the content of a file; `path` is only for messages. Raises RecordDamaged."""
    return _answers(records.read_bytes(content, path), path)


def _answers(found: records.Records, path: Path | str) -> Answers:
    latest: dict[str, Answer] = {}
    for number, record in enumerate(found.lines, start=1):
        try:
            answer = Answer.from_record(record)
        except AnswerMalformed as error:
            raise RecordDamaged(path, number, str(error)) from error
        latest[answer.item] = answer
    return Answers(latest, found.torn)


def record_answer(path: Path, answer: Answer) -> bool:
    """Appends an answer; returns False if the same one is already the latest. Raises RecordDamaged, AnswerMalformed."""
    Answer.from_record(answer.as_record())
    with records.alone(path):
        standing = read_answers(path).latest.get(answer.item)
        if standing is not None and standing.value == answer.value:
            return False
        records.append(path, answer.as_record())
        return True
