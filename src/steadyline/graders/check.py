"""The answers to a unit's knowledge check, and what a learner's answers earn: partial credit, question by question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from steadyline.errors import did_you_mean, listed
from steadyline.graders.key import KeyFaults
from steadyline.scenarios.local import NOWHERE, Local, fill
from steadyline.scenarios.prose import blocks_of, first_inline, inline_text, items_of
from steadyline.scenarios.source import Source, check_front, read_front, text_in

_PROPERTY = re.compile(r"([a-z0-9][a-z0-9-]*):\s+(.+)", re.DOTALL)
_KNOWN = ("answer", "reason", "sources")


class CheckFaults(KeyFaults):
    """A file of answers has faults, or does not fit its unit."""


class Question(Protocol):
    """What a question must say of itself to be marked; a unit's questions do."""

    @property
    def id(self) -> str:
        """The question's id."""

    @property
    def option_ids(self) -> Sequence[str]:
        """The ids of its options."""

    @property
    def choose(self) -> int:
        """How many options are to be chosen."""


@dataclass(frozen=True)
class KeyedQuestion:
    """The answer to one question."""

    answer: tuple[str, ...]
    reason: str
    sources: tuple[str, ...]
    lines: Mapping[str, str] = field(default_factory=dict)
    """Why, for single options: the lines of a paper in which something is to be spotted."""


@dataclass(frozen=True)
class AnsweredQuestion:
    """One question as a learner answered it. `share` runs from 0 to 1."""

    id: str
    given: tuple[str, ...]
    keyed: KeyedQuestion
    share: float

    @property
    def is_right(self) -> bool:
        """Whether the answer is wholly right."""
        return set(self.given) == set(self.keyed.answer)


def read_answers_file(
    path: Path, questions: Sequence[Question], local: Local = NOWHERE
) -> dict[str, KeyedQuestion]:
    """Returns the answers in a file by question. Raises CheckFaults, FileMissing or NotPlainText."""
    return read_answers(text_in(path, "file of answers"), questions, str(path), local)


def read_answers(
    text: str, questions: Sequence[Question], path: str = "check.md", local: Local = NOWHERE
) -> dict[str, KeyedQuestion]:
    """Returns the answers that the text tells, checked against the questions. Raises CheckFaults with all faults."""
    source = Source(path, text)
    fill(source, local, "K017")
    _, body = _front(source)
    known = {question.id: question for question in questions}
    found: dict[str, KeyedQuestion] = {}
    heading, line = "", 1
    said: dict[str, str] = {}
    for block in blocks_of(body):
        if block.type == "heading_open" and block.tokens[0].tag == "h2":
            _close(source, known, found, heading, said, line)
            heading, line, said = inline_text(block.tokens[1].children or ()), block.line, {}
        elif block.type == "bullet_list_open" and heading:
            known_here = known[heading].option_ids if heading in known else ()
            items = [(item.line, first_inline(item.tokens)) for item in items_of(block)]
            said |= _properties(source, items, known_here)
    _close(source, known, found, heading, said, line)
    for question in known.values():
        if question.id not in found and question.id not in source.unclear:
            source.fault("K201", f'the question "{question.id}" has no answer here.', source.last)
    if source.found:
        raise CheckFaults(source.found)
    return found


def _front(source: Source) -> tuple[object, str]:
    entries, body = read_front(source, "K")
    if not source.has_front:
        raise CheckFaults(source.found)
    check_front(source, entries, ("unit", "version"), (), "K")
    return entries, body


def _properties(source: Source, items: Iterable[tuple[int, object]], options: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line, inline in items:
        words = inline_text(getattr(inline, "children", None) or ())
        match = _PROPERTY.fullmatch(words)
        if match is None or match[1] not in (*_KNOWN, *options):
            message = f'"{words[:40]}" is not known here; known are {listed(_KNOWN)}, and the ids of options.'
            source.fault("K202", message, source.place(line))
        else:
            found[match[1]] = match[2].strip()
    return found


def _close(
    source: Source,
    known: Mapping[str, Question],
    found: dict[str, KeyedQuestion],
    heading: str,
    said: Mapping[str, str],
    line: int,
) -> None:
    """Takes in the question whose heading and properties have been read."""
    if not heading:
        return
    if heading not in known:
        message = f'the unit asks no question "{heading}".{did_you_mean(heading, known)}'
        source.fault("K203", message, source.place(line))
        source.unclear.update(get_close_matches(heading, known, n=1))
        return
    question = known[heading]
    answer = tuple(word.strip() for word in said.get("answer", "").split(",") if word.strip())
    unknown = [word for word in answer if word not in question.option_ids]
    if unknown:
        message = f'"{unknown[0]}" is none of its options.{did_you_mean(unknown[0], question.option_ids)}'
        source.fault("K204", message, source.place(line))
    elif len(answer) != question.choose or not said.get("reason"):
        message = f'it needs "- answer:" with {question.choose} of its options, and "- reason:".'
        source.fault("K205", message, source.place(line))
    sources = tuple(word.strip() for word in said.get("sources", "").split(",") if word.strip())
    lines = {id: why for id, why in said.items() if id not in _KNOWN}
    unexplained = [id for id in answer if lines and id not in lines]
    if unexplained:
        message = f'other lines say why, and "{unexplained[0]}" does not: it needs "- {unexplained[0]}: …" too.'
        source.fault("K206", message, source.place(line))
    found[heading] = KeyedQuestion(answer, said.get("reason", ""), sources, lines)


def mark_check(given: Mapping[str, Sequence[str]], keyed: Mapping[str, KeyedQuestion]) -> tuple[AnsweredQuestion, ...]:
    """Returns every question marked; one not answered earns nothing.

    An answer earns the right options it names less the wrong ones, over the number to be named, and never below 0.
    """
    return tuple(
        AnsweredQuestion(id, tuple(given.get(id, ())), question, _share(given.get(id, ()), question.answer))
        for id, question in keyed.items()
    )


def _share(given: Sequence[str], answer: Sequence[str]) -> float:
    named = set(given)
    right, wrong = len(named & set(answer)), len(named - set(answer))
    return max(0.0, (right - wrong) / len(answer))


def check_points(answered: Sequence[AnsweredQuestion], out_of: float) -> float:
    """Returns the points of a check as a builtin float, rounded to two decimals."""
    return round(float(sum(each.share for each in answered)) * float(out_of) / len(answered), 2)
