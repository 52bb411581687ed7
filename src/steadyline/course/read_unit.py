"""From a unit's Markdown to a Unit, or to all the faults that stand in the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal

from steadyline.course.fences import KINDS, FenceSlip, fence_slips
from steadyline.course.unit import Check, Part, Play, Prose, Question, Reflect, Unit
from steadyline.errors import Diagnostic, Faults, FileMissing, SteadylineError, did_you_mean, listed
from steadyline.scenarios.local import NOWHERE, Local, fill
from steadyline.scenarios.prose import MarkdownBlock, blocks_of
from steadyline.scenarios.source import Entry, Source, check_front, read_front, text_in, whole_number

_FIELD = re.compile(r"([a-z]+):\s*(.*)")
_OPTION = re.compile(r"- ([a-z0-9][a-z0-9-]*): (.+)")
_NO_OPTION = re.compile(r"\s*[-*+\u2013\u2022]\s*[\w-]+\s*:")
_CHOOSE = re.compile(r"\s*choose\s*:\s*(.*?)\s*", re.IGNORECASE)
_ID = re.compile(r"[a-z][a-z0-9-]*")


class UnitFaults(Faults):
    """A unit file has faults; every one of them is in `diagnostics`."""


class UnitMissing(FileMissing):
    """A unit that the course names has no file. `known` are the units that lie beside its place."""

    def __init__(self, path: Path) -> None:
        folder = path.resolve().parent
        self.path, self.known = path, sorted(each.parent.name for each in folder.parent.glob("*/unit.md"))
        near = did_you_mean(folder.name, self.known)
        SteadylineError.__init__(self, f'{path}: the course names the unit "{folder.name}", and it is not here.{near}')


def read_unit_file(path: Path, local: Local = NOWHERE) -> Unit:
    """Returns the unit in a file called `<unit>/unit.md`. Raises UnitFaults, UnitMissing or NotPlainText."""
    if not path.is_file():
        raise UnitMissing(path)
    return read_unit(text_in(path, "unit"), path.resolve().parent.name, str(path), local)


def read_unit(text: str, name: str, path: str = "unit.md", local: Local = NOWHERE) -> Unit:
    """Returns the unit that the text tells. Raises UnitFaults with all faults."""
    source = Source(path, text)
    fill(source, local, "U016")
    entries, body = read_front(source, "U")
    if not source.has_front:
        raise UnitFaults(source.found)
    check_front(source, entries, ("title", "case", "minutes", "objectives"), (), "U")
    minutes = whole_number(source, entries.get("minutes"), "minutes", 1, 600, "U007")
    objectives = tuple(entry.value for entry in entries["objectives"].below.values()) if "objectives" in entries else ()
    slips = list(fence_slips(source.lines, blocks_of(body)))
    if any(slip.swallows for slip in slips):
        # What would be told of the other blocks follows from that.
        _tell(source, slips)
        raise UnitFaults(source.found)
    parts = tuple(_UnitReader(source).parts(body))
    case = entries.get("case", Entry("", 1))
    _check_plays(source, [part for part in parts if isinstance(part, Play)], case)
    _check_ids(source, [part for part in parts if isinstance(part, Check | Reflect)])
    if not source.found:
        _tell(source, slips)
    if source.found:
        raise UnitFaults(source.found)
    return Unit(name, path, entries["title"].value, case.value, minutes, objectives, parts)


def without_rubric(unit: Unit, rubrics: Collection[str]) -> list[Diagnostic]:
    """Returns U114 for each reflection whose marking notes are none of these."""
    return [
        Diagnostic(
            unit.path,
            part.line,
            1,
            "U114",
            f'there are no marking notes "{part.rubric}".{did_you_mean(part.rubric, rubrics)}',
        )
        for part in unit.reflections
        if part.rubric not in rubrics
    ]


def _tell(source: Source, slips: Iterable[FenceSlip]) -> None:
    for slip in slips:
        source.fault(slip.code, slip.message, source.place(slip.line))


def _check_plays(source: Source, plays: Sequence[Play], case: Entry) -> None:
    if not plays:
        message = f'no block of this unit plays its case, "{case.value}": one begins with "```play".'
        source.fault("U101", message, source.place(case.line))
    for play in plays[1:]:
        message = f"a unit plays its case once, and the first play block stands in line {plays[0].line}."
        source.fault("U101", message, source.place(play.line))
    if plays and case.value and plays[0].case not in ("", case.value):
        message = f'this plays "{plays[0].case}", and the front of the unit names "{case.value}".'
        source.fault("U101", message, source.place(plays[0].line, f"case: {plays[0].case}"))


def _check_ids(source: Source, parts: Sequence[Check | Reflect]) -> None:
    lines: dict[str, int] = {}
    for part in parts:
        if part.id and part.id in lines:
            message = f'the block in line {lines[part.id]} is called "{part.id}" too.'
            source.fault("U102", message, source.place(part.line, f"id: {part.id}"))
        lines.setdefault(part.id, part.line)


class _UnitReader:
    """Reads the blocks of one unit; faults go to the source."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def parts(self, body: str) -> Iterator[Part]:
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
        if kind == "play":
            return self.play(lines, block.line)
        if kind == "check":
            return self.check(lines, block.line)
        if kind == "reflect":
            return self.reflect(lines, block.line)
        message = f'a block is called {listed(KINDS)}, not "{kind}".{did_you_mean(kind, KINDS)}'
        self.source.fault("U103", message, self.source.place(block.line))
        return None

    def play(self, lines: list[str], line: int) -> Play:
        fields, _ = self.fields(lines, line, ("case", "attempt", "judgement", "assertiveness", "escalation"))
        attempt: Literal["first", "last"] = "last" if fields["attempt"].value == "last" else "first"
        if fields["attempt"].value not in ("first", "last"):
            self.source.fault("U104", '"attempt" is first or last.', self.source.place(fields["attempt"].line))
        judgement, assertiveness, escalation = (
            whole_number(self.source, fields[name], name, 1, 1000, "U105")
            for name in ("judgement", "assertiveness", "escalation")
        )
        return Play(fields["case"].value, attempt, judgement, assertiveness, escalation, line)

    def check(self, lines: list[str], line: int) -> Check:
        fields, rest = self.fields(lines, line, ("id", "points"))
        questions: list[Question] = []
        starts = [at for at, text in enumerate(lines) if text.startswith("### ")]
        for start, end in pairwise([*starts, len(lines)]):
            questions.append(self.question(lines[start:end], line + 1 + start))
        if not questions or any(text.strip() for text in lines[rest : starts[0] if starts else len(lines)]):
            self.source.fault(
                "U106", 'a check is its fields and then questions, each headed "### id".', self.source.place(line)
            )
        return Check(
            self.id_of(fields["id"]),
            whole_number(self.source, fields["points"], "points", 1, 1000, "U105"),
            tuple(questions),
            line,
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
        id = self.id_of(Entry(lines[0].removeprefix("### ").strip(), line))
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
        fields, rest = self.fields(lines, line, ("id", "points", "words", "rubric"))
        words = re.fullmatch(r"(\d+) to (\d+)", fields["words"].value)
        if words is None or int(words[1]) > int(words[2]):
            message = f'"words" is a range like "60 to 300", not "{fields["words"].value}".'
            self.source.fault("U108", message, self.source.place(fields["words"].line))
        markdown = "\n".join(lines[rest:]).strip()
        if not markdown:
            self.source.fault("U109", "a reflection needs words that ask for it.", self.source.place(line))
        points = whole_number(self.source, fields["points"], "points", 1, 1000, "U105")
        return Reflect(
            self.id_of(fields["id"]),
            points,
            (int(words[1]), int(words[2])) if words else (0, 0),
            fields["rubric"].value,
            markdown,
            line,
        )

    def id_of(self, entry: Entry) -> str:
        if not _ID.fullmatch(entry.value):
            message = f'"{entry.value}" cannot be an id: small letters, digits and hyphens.'
            self.source.fault("U110", message, self.source.place(entry.line))
        return entry.value

    def fields(self, lines: list[str], line: int, needed: Sequence[str]) -> tuple[dict[str, Entry], int]:
        """Returns the `name: value` lines at the head of a block, and the number of lines that they take."""
        found: dict[str, Entry] = {}
        taken = 0
        for text in lines:
            match = _FIELD.fullmatch(text.strip())
            if match is None or match[1] not in needed:
                break
            found[match[1]] = Entry(match[2].strip(), line + 1 + taken)
            taken += 1
        for name in needed:
            if name not in found:
                message = f'this block begins with the lines {listed(needed)}; "{name}: …" is missing.'
                self.source.fault("U111", message, self.source.place(line))
                found[name] = Entry("first" if name == "attempt" else "", line)
        return found, taken


def _prose(lines: Sequence[str]) -> Iterator[Prose]:
    markdown = "\n".join(lines).strip()
    if markdown:
        yield Prose(markdown)
