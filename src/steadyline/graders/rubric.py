"""The rubric by which written work is marked: criteria, each with five levels from 0 to 4. One criterion is enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from steadyline.errors import Faults
from steadyline.graders.key_headings import first_heading, under
from steadyline.scenarios.local import NOWHERE, Local, fill
from steadyline.scenarios.prose import MarkdownBlock, blocks_of, html_of, slug_of, text_of
from steadyline.scenarios.source import Source, check_front, read_front, text_in, whole_number

LEVELS = (4, 3, 2, 1, 0)
DIRECTIONS = ("under", "over", "mixed", "none")
"""To which side work below the best leans: too little, too much, both in turn, or to neither."""

WHOLE = "whole"
"""What the criterion is called where the whole of a piece of work is given one level."""


class RubricFaults(Faults):
    """A rubric has faults; every one of them is in `diagnostics`."""


@dataclass(frozen=True)
class Level:
    """What work at one level is like, as HTML and as words."""

    level: int
    html: str
    text: str


@dataclass(frozen=True)
class Criterion:
    """One thing that is looked at. `slug` is the address of its heading, WHOLE where there is only one."""

    slug: str
    title: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Rubric:
    """A rubric. `intro` is what an assessor reads first, as HTML; `out_of` the most that can be given."""

    name: str
    path: str
    title: str
    out_of: int
    intro: str
    criteria: tuple[Criterion, ...]


def read_rubric_file(path: Path, local: Local = NOWHERE) -> Rubric:
    """Returns the rubric in a file. Raises RubricFaults, FileMissing or NotPlainText."""
    return read_rubric(text_in(path, "rubric"), path.stem, str(path), local)


def read_rubric(text: str, name: str, path: str = "rubric.md", local: Local = NOWHERE) -> Rubric:
    """Returns the rubric that the text tells. Raises RubricFaults with all faults."""
    source = Source(path, text)
    fill(source, local, "R016")
    entries, body = read_front(source, "R")
    if not source.has_front:
        raise RubricFaults(source.found)
    check_front(source, entries, ("rubric", "out_of"), (), "R")
    if "rubric" in entries and entries["rubric"].value not in ("", name):
        message = f'the file is called "{name}", and its front says "{entries["rubric"].value}".'
        source.fault("R007", message, source.place(entries["rubric"].line))
    out_of = whole_number(source, entries.get("out_of"), "out_of", 1, 1000, "R008")
    blocks = blocks_of(body)
    title = next((text_of(block.tokens) for block in blocks if block.tokens[0].tag == "h1"), name)
    first = next((at for at, block in enumerate(blocks) if block.tokens[0].tag == "h2"), len(blocks))
    criteria = tuple(_criteria(source, blocks))
    if criteria and "out_of" in entries and out_of != len(criteria) * LEVELS[0]:
        message = f'{len(criteria)} criteria of {LEVELS[0]} make {len(criteria) * LEVELS[0]}, and "out_of" is {out_of}.'
        source.fault("R008", message, source.place(entries["out_of"].line))
    if source.found:
        raise RubricFaults(source.found)
    intro = html_of([token for block in blocks[:first] if block.tokens[0].tag != "h1" for token in block.tokens])
    return Rubric(name, path, title, out_of, intro, criteria)


def _criteria(source: Source, blocks: Sequence[MarkdownBlock]) -> Iterator[Criterion]:
    headings = list(under(blocks, "h2"))
    if any(_number(title) is not None for title, _, _ in headings):
        yield Criterion(WHOLE, "", tuple(_levels(source, headings, source.last.line)))
        return
    if not headings:
        message = 'a rubric has the levels "## 4" to "## 0", or criteria ("## Child first") with "### 4" to "### 0".'
        source.fault("R101", message, source.last)
    for title, block, inner in headings:
        levels = list(under(inner[first_heading(inner) :], "h3"))
        yield Criterion(slug_of(title), title, tuple(_levels(source, levels, block.line)))


def _levels(
    source: Source, headings: Sequence[tuple[str, MarkdownBlock, Sequence[MarkdownBlock]]], line: int
) -> Iterator[Level]:
    """Yields the five levels below their headings; R101 where one is missing, stands twice, or says nothing."""
    said: dict[int, Level] = {}
    for title, block, inner in headings:
        number = _number(title)
        tokens = [token for each in inner for token in each.tokens]
        if number is None or number in said or not text_of(tokens):
            message = f'"{title}" is no level of 0 to 4, or stands here twice, or nothing is said of it.'
            source.fault("R101", message, source.place(block.line))
        else:
            said[number] = Level(number, html_of(tokens), text_of(tokens))
    missing = [str(level) for level in LEVELS if level not in said]
    if missing and not source.is_told("R101", line, 10**9):
        source.fault("R101", f"the level {', '.join(missing)} is missing.", source.place(line))
    yield from (said[level] for level in LEVELS if level in said)


def _number(title: str) -> int | None:
    return int(title) if re.fullmatch(r"[0-4]", title.strip()) else None
