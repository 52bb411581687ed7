"""The blocks of a unit's page: what is played, checked and reflected on, and the prose between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from steadyline.course.block_fields import fields_of, id_of, points_of
from steadyline.course.fences import KINDS
from steadyline.course.read_activities import ActivityReader
from steadyline.course.unit import Check, Part, Play, Prose, Question, Reflect
from steadyline.errors import did_you_mean, listed
from steadyline.scenarios.prose import MarkdownBlock, blocks_of
from steadyline.scenarios.source import Entry, Source

_OPTION = re.compile(r"- ([a-z0-9][a-z0-9-]*): (.+)")
_NO_OPTION = re.compile(r"\s*[-*+\u2013\u2022]\s*[\w-]+\s*:")
_CHOOSE = re.compile(r"\s*choose\s*:\s*(.*?)\s*", re.IGNORECASE)
_MEASURES = ("judgement", "assertiveness", "escalation")


class PartReader:
    """Reads the blocks of one unit in the order of its page; faults go to the source."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.activities = ActivityReader(source)

    def parts(self, body: str) -> Iterator[Part]:
        """Yields the parts of a unit: its prose, and what is done in it."""
        lines = body.split("\n")
        prose_from = 0
        for block in blocks_of(body):
            kind = block.tokens[0].info.strip().lower() if block.type == "fence" else ""
            if not kind:
                continue
            yield from _prose(lines[prose_from : block.line - 1])
            part = self.part(kind, block)
            if part is not None:
                yield part
            end = block.tokens[0].map
            prose_from = end[1] if end else block.line
        yield from _prose(lines[prose_from:])

    def part(self, kind: str, block: MarkdownBlock) -> Part | None:
        lines = block.tokens[0].content.split("\n")
        if kind == "note":
            return None
        readers: dict[str, Callable[[list[str], int], Part]] = {
            "play": self.play, "check": self.check, "reflect": self.reflect,
            "sort": self.activities.sort, "spot": self.activities.spot, "rate": self.activities.rate,
        }  # fmt: skip
        if kind in readers:
            return readers[kind](lines, block.line)
        message = f'a block is called {listed(KINDS)}, not "{kind}".{did_you_mean(kind, KINDS)}'
        self.source.fault("U103", message, self.source.place(block.line))
        return None

    def play(self, lines: list[str], line: int) -> Play:
        fields, _ = fields_of(self.source, lines, line, ("case", "attempt", *_MEASURES), ("avoid",))
        attempt: Literal["first", "last"] = "last" if fields["attempt"].value == "last" else "first"
        if fields["attempt"].value not in ("first", "last"):
            self.source.fault("U104", '"attempt" is first or last.', self.source.place(fields["attempt"].line))
        judgement, assertiveness, escalation = (points_of(self.source, fields[name], name) for name in _MEASURES)
        avoid = points_of(self.source, fields["avoid"], "avoid") if "avoid" in fields else 0
        return Play(fields["case"].value, attempt, judgement, assertiveness, escalation, avoid, line)

    def check(self, lines: list[str], line: int) -> Check:
        fields, rest = fields_of(self.source, lines, line, ("id", "points"))
        questions: list[Question] = []
        starts = [at for at, text in enumerate(lines) if text.startswith("### ")]
        for start, end in pairwise([*starts, len(lines)]):
            questions.append(self.question(lines[start:end], line + 1 + start))
        if not questions or any(text.strip() for text in lines[rest : starts[0] if starts else len(lines)]):
            self.source.fault(
                "U106", 'a check is its fields and then questions, each headed "### id".', self.source.place(line)
            )
        return Check(
            id_of(self.source, fields["id"]),
            points_of(self.source, fields["points"]),
            tuple(questions),
            line=line,
        )

    def question(self, lines: list[str], line: int) -> Question:
        options = tuple((match[1], match[2]) for text in lines if (match := _OPTION.fullmatch(text.strip())))
        words = [text for text in lines[1:] if not _OPTION.fullmatch(text.strip()) and not _CHOOSE.fullmatch(text)]
        choose = self.choose(lines, line)
        for number, text in enumerate(lines):
            if _NO_OPTION.match(text) and not _OPTION.fullmatch(text.strip()):
                message = f'"{text.strip()[:40]}" is no option: it is written "- yes: Words", the id in small letters.'
                self.source.fault("U107", message, self.source.place(line + number))
                return Question("", "", 1, options)
        id = id_of(self.source, Entry(lines[0].removeprefix("### ").strip(), line))
        if choose and (len(options) < 2 or not 1 <= choose < len(options) or not "".join(words).strip()):
            message = f'the question "{id}" needs words, two options or more, and fewer to choose than there are.'
            self.source.fault("U107", message, self.source.place(line))
        return Question(id, "\n".join(words).strip(), choose, options)

    def choose(self, lines: list[str], line: int) -> int:
        """Returns how many options are to be chosen; 0 where that is told as a fault."""
        for number, text in enumerate(lines):
            said = _CHOOSE.fullmatch(text)
            if said is None:
                continue
            if re.fullmatch(r"[1-9]\d?", said[1]):
                return int(said[1])
            message = f'"choose" is a whole number from 1, like 2, not "{said[1]}".'
            self.source.fault("U107", message, self.source.place(line + number))
            return 0
        return 1

    def reflect(self, lines: list[str], line: int) -> Reflect:
        fields, rest = fields_of(self.source, lines, line, ("id", "points", "words", "rubric"))
        words = re.fullmatch(r"(\d+) to (\d+)", fields["words"].value)
        if words is None or int(words[1]) > int(words[2]):
            message = f'"words" is a range like "60 to 300", not "{fields["words"].value}".'
            self.source.fault("U108", message, self.source.place(fields["words"].line))
        markdown = "\n".join(lines[rest:]).strip()
        if not markdown:
            self.source.fault("U109", "a reflection needs words that ask for it.", self.source.place(line))
        points = points_of(self.source, fields["points"])
        return Reflect(
            id_of(self.source, fields["id"]),
            points,
            (int(words[1]), int(words[2])) if words else (0, 0),
            fields["rubric"].value,
            markdown,
            line,
        )


def _prose(lines: Sequence[str]) -> Iterator[Prose]:
    markdown = "\n".join(lines).strip()
    if markdown:
        yield Prose(markdown)
