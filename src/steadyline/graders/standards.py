"""Standard scripts: written work with agreed marks, which assessors mark first so that a level means one thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from steadyline.errors import did_you_mean, listed
from steadyline.graders.key_headings import under
from steadyline.graders.rubric import DIRECTIONS, LEVELS, WHOLE, Rubric, RubricFaults
from steadyline.scenarios.local import NOWHERE, Local, fill
from steadyline.scenarios.prose import blocks_of, html_of, text_of
from steadyline.scenarios.source import Entry, Source, check_front, read_front, text_in, whole_number

FEWEST = 4
"""Scripts, at as many different marks: fewer do not show an assessor where the levels part."""


@dataclass(frozen=True)
class Standard:
    """One script with the marks agreed for it, by the slug of each criterion, and why. HTML has no raw HTML in it."""

    name: str
    path: str
    rubric: str
    marks: Mapping[str, int]
    direction: str
    script_html: str
    script_text: str
    why_html: str

    @property
    def total(self) -> int:
        """The sum of its marks."""
        return sum(self.marks.values())

    @property
    def words(self) -> int:
        """How many words the script has."""
        return len(self.script_text.split())


def read_standards(folder: Path, rubric: Rubric, local: Local = NOWHERE) -> tuple[Standard, ...]:
    """Returns the scripts for a rubric that lie in its folder, best first. Raises RubricFaults or NotPlainText."""
    paths = sorted(folder.glob("*.md"))
    found = [read_standard(text_in(path, "script"), path.stem, rubric, str(path), local) for path in paths]
    return tuple(sorted(found, key=lambda each: (-each.total, each.name)))


def read_standard(
    text: str, name: str, rubric: Rubric, path: str = "script.md", local: Local = NOWHERE
) -> Standard:
    """Returns the script that the text tells, checked against its rubric. Raises RubricFaults with all faults."""
    source = Source(path, text)
    fill(source, local, "R016")
    entries, body = read_front(source, "R")
    if not source.has_front:
        raise RubricFaults(source.found)
    is_whole = [each.slug for each in rubric.criteria] == [WHOLE]
    check_front(source, entries, ("rubric", "level" if is_whole else "marks", "direction"), (), "R")
    if "rubric" in entries and entries["rubric"].value not in ("", rubric.name):
        message = f'the script lies with the rubric "{rubric.name}", and its front says "{entries["rubric"].value}".'
        source.fault("R007", message, source.place(entries["rubric"].line))
    marks = _marks(source, entries, rubric, is_whole)
    direction = entries.get("direction", Entry("none", 1))
    if direction.value and direction.value not in DIRECTIONS:
        message = f'"direction" is {listed(DIRECTIONS)}.{did_you_mean(direction.value, DIRECTIONS)}'
        source.fault("R202", message, source.place(direction.line))
    headed = under(blocks_of(body), "h2")
    parts = {title: [token for block in inner for token in block.tokens] for title, _, inner in headed}
    for part in ("Script", "Why"):
        if not text_of(parts.get(part, [])):
            source.fault("R203", f'a standard script has "## Script" and "## Why"; "{part}" is missing.', source.last)
    if source.found:
        raise RubricFaults(source.found)
    script, why = parts["Script"], parts["Why"]
    return Standard(name, path, rubric.name, marks, direction.value, html_of(script), text_of(script), html_of(why))


def _marks(source: Source, entries: Mapping[str, Entry], rubric: Rubric, is_whole: bool) -> dict[str, int]:
    if is_whole:
        return {WHOLE: whole_number(source, entries.get("level"), "level", LEVELS[-1], LEVELS[0], "R201")}
    given = entries["marks"].below if "marks" in entries else {}
    known = [each.slug for each in rubric.criteria]
    for slug, entry in given.items():
        if slug not in known:
            message = f'the rubric has no criterion "{slug}".{did_you_mean(slug, known)}'
            source.fault("R201", message, source.place(entry.line))
    missing = [slug for slug in known if slug not in given]
    if missing and "marks" in entries:
        source.fault("R201", f"no mark is agreed for {listed(missing)}.", source.place(entries["marks"].line))
    return {
        slug: whole_number(source, given[slug], slug, LEVELS[-1], LEVELS[0], "R201") for slug in known if slug in given
    }


def is_enough(scripts: Sequence[Standard]) -> bool:
    """Whether the scripts show an assessor where the levels part: FEWEST, at as many different marks."""
    return len({each.total for each in scripts}) >= FEWEST
