"""From a unit's Markdown to a Unit, or to all the faults that stand in the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from steadyline.course.fences import FenceSlip, fence_slips
from steadyline.course.read_parts import PartReader
from steadyline.course.unit import Check, Play, Rate, Reflect, Unit
from steadyline.errors import Diagnostic, Faults, FileMissing, SteadylineError, did_you_mean
from steadyline.scenarios.local import NOWHERE, Local, fill
from steadyline.scenarios.prose import blocks_of
from steadyline.scenarios.source import Entry, Source, check_front, read_front, text_in, whole_number


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
    has_case = "content note" not in entries
    told = ("case",) if has_case else ("content note",)
    check_front(source, entries, ("title", *told, "minutes", "objectives"), ("assessed",), "U")
    minutes = whole_number(source, entries.get("minutes"), "minutes", 1, 600, "U007")
    objectives = tuple(entry.value for entry in entries["objectives"].below.values()) if "objectives" in entries else ()
    slips = list(fence_slips(source.lines, blocks_of(body)))
    if any(slip.swallows for slip in slips):
        # What would be told of the other blocks follows from that.
        _tell(source, slips)
        raise UnitFaults(source.found)
    parts = tuple(PartReader(source).parts(body))
    case = entries.get("case", Entry("", 1))
    plays = [part for part in parts if isinstance(part, Play)]
    if has_case or plays:
        _check_plays(source, plays, case)
    _check_ids(source, [part for part in parts if isinstance(part, Check | Reflect | Rate)])
    _check_questions(source, [part for part in parts if isinstance(part, Check)])
    assessed = _assessed(source, entries.get("assessed"))
    if not source.found:
        _tell(source, slips)
    if source.found:
        raise UnitFaults(source.found)
    note = "" if has_case else entries["content note"].value
    return Unit(name, path, entries["title"].value, case.value, minutes, objectives, parts, assessed, note)


def _assessed(source: Source, entry: Entry | None) -> bool:
    if entry is not None and entry.value not in ("yes", "no"):
        source.fault("U117", '"assessed" is yes or no; without the line a unit is assessed.', source.place(entry.line))
    return entry is None or entry.value != "no"


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


def _check_ids(source: Source, parts: Sequence[Check | Reflect | Rate]) -> None:
    lines: dict[str, int] = {}
    for part in parts:
        if part.id and part.id in lines:
            message = f'the block in line {lines[part.id]} is called "{part.id}" too.'
            source.fault("U102", message, source.place(part.line, f"id: {part.id}"))
        lines.setdefault(part.id, part.line)


def _check_questions(source: Source, checks: Sequence[Check]) -> None:
    """Notes U102 for two questions of one id: their answers stand in one file, under their ids."""
    lines: dict[str, int] = {}
    for check in checks:
        for question in check.questions:
            if question.id and question.id in lines:
                message = f'the block in line {lines[question.id]} has something called "{question.id}" too.'
                heading = question.id if check.look == "spot" else f"### {question.id}"
                source.fault("U102", message, source.place(check.line, heading, within=400))
            lines.setdefault(question.id, check.line)
