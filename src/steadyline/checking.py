"""Checks what lies in the course or in an author's folder: reads the files, and hands their texts to the checks."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from steadyline import content
from steadyline.anonymity.jigsaw import case_attributes_findings, read_sheet
from steadyline.anonymity.known import anonymity_findings, file_name_findings, read_known
from steadyline.checks.course import course_findings
from steadyline.checks.facts import facts_of
from steadyline.checks.passages import FileKind
from steadyline.checks.prose import prose_findings
from steadyline.checks.telling import found as telling
from steadyline.checks.whole import Checked, Given, Measure, Text, check_whole
from steadyline.course.minutes import Minutes, is_far, minutes_of
from steadyline.course.read_unit import UnitMissing, read_unit, without_rubric
from steadyline.course.unit import Reflect, Unit
from steadyline.errors import Faults
from steadyline.findings import Finding, as_finding
from steadyline.graders.check import read_answers
from steadyline.graders.rubric import RubricFaults, read_rubric
from steadyline.graders.standards import FEWEST, Standard, is_enough, read_standard
from steadyline.scenarios.compile import compile_explored
from steadyline.scenarios.documents import FOLDER
from steadyline.scenarios.explore import CaseNotFinite, explore
from steadyline.scenarios.model import Place
from steadyline.scenarios.read import CaseFaults
from steadyline.scenarios.source import plain_text


@lru_cache
def measure() -> Measure:
    """Returns what cases are measured against, from the course's own files."""
    root = content.root()
    sources = re.findall(r"^## (.+)$", text_of(root / "scenarios" / "sources.md").text, re.MULTILINE)
    return Measure(content.outline().standard, frozenset(sources), read_known(root))


def check_case(path: Path) -> Checked:
    """Returns what is found on the case in a file, its key and its walks. Raises SteadylineError."""
    return check_whole(given_at(path), measure())


def given_at(path: Path) -> Given:
    """Returns the texts of the case in a file: `key.md` beside it or the key in its course, and its walks."""
    key = key_path(path)
    walks = sorted((path.parent / "walks").glob("*.walk"))
    sheet = path.parent / "attributes.toml"
    return Given(
        path.resolve().parent.name,
        text_of(path),
        text_of(key) if key else None,
        tuple(text_of(walk) for walk in walks),
        text_of(sheet) if sheet.is_file() else None,
        wants_sheet=True,
        wants_key=""
        if key
        else str(_short(_key_places(path)[-1 if path.resolve().is_relative_to(content.root()) else 0])),
        beside=content.beside(path),
    )


def key_path(path: Path) -> Path | None:
    """Returns where the key to the case in a file lies, or None."""
    return next((place for place in _key_places(path) if place.is_file()), None)


def _key_places(path: Path) -> list[Path]:
    """Returns where the key to the case in a file may lie: beside it, or in its course."""
    near = path.resolve()
    return [near.parent / "key.md", *(up / "graders" / "keys" / f"{near.parent.name}.md" for up in near.parents[2:3])]


def files_of(path: Path) -> list[Path]:
    """Returns every file that belongs to a case: those after whose change it is worth checking again."""
    key = key_path(path)
    walks = sorted((path.parent / "walks").glob("*.walk"))
    sheet = path.parent / "attributes.toml"
    papers = sorted((path.parent / FOLDER).glob("*.md"))
    return [path, sheet, *([key] if key else []), *walks, *papers]


def check_unit(name: str) -> list[Finding]:
    """Returns what is found on a unit of the course: its page, its notes, and the answers to its checks."""
    path = content.unit_path(name)
    if not path.is_file():
        raise UnitMissing(path)
    page = text_of(path)
    cast: tuple[str, ...] = ()
    found: list[Finding] = []
    try:
        unit = read_unit(page.text, name, page.path, content.local())
        cast = _cast_of(unit.case)
        rubrics = [each.stem for each in (content.root() / "graders" / "rubrics").glob("*.md")]
        found += [as_finding(each) for each in without_rubric(unit, rubrics)]
        for reflect in unit.reflections:
            if reflect.rubric in rubrics:
                found += _about_rubric(reflect, cast)
        answers = content.root() / "graders" / "checks" / f"{name}.md"
        questions = [question for check in unit.checks for question in check.questions]
        if questions:
            text = text_of(answers)
            read_answers(text.text, questions, text.path, content.local())
            found += _about_words(text, "check", cast)
        _see_case(name)
        found += _about_minutes(unit)
    except Faults as error:
        found += [as_finding(each) for each in error.diagnostics]
    notes = path.parent / "facilitator.md"
    found += _about_words(page, "unit", cast)
    found += _about_words(text_of(notes), "facilitator", cast) if notes.is_file() else []
    found += file_name_findings(name, page.path, measure().known)
    return sorted(set(found))


def unit_minutes(name: str) -> Minutes:
    """Returns how long a unit takes, its case as it is played at the longest. Raises as reading both does."""
    unit = content.unit(name)
    if not unit.play:
        return minutes_of(unit, 0)
    exploration = explore(content.scenario(content.case_path(unit.case)))
    few, many = facts_of(exploration, compile_explored(exploration)).minutes
    return minutes_of(unit, (few + many) / 2)


def _about_minutes(unit: Unit) -> Iterator[Finding]:
    """Yields U118 where the minutes at the front are far from what the unit takes."""
    try:
        estimate = unit_minutes(unit.name)
    except (Faults, CaseNotFinite, content.NotInCourse):
        return  # told with the case
    if is_far(unit.minutes, estimate):
        message = f"the front says {unit.minutes} minutes; by our estimate it takes {estimate.in_words()}."
        yield telling("U118", unit.path, Place(1), message, unit.name)


def _about_rubric(reflect: Reflect, cast: tuple[str, ...]) -> Iterator[Finding]:
    """Yields what is found on a rubric and its standard scripts, and whether these are enough."""
    text = text_of(content.rubric_path(reflect.rubric))
    yield from _about_words(text, "rubric", cast)
    scripts = sorted(content.standards_folder(reflect.rubric).glob("*.md"))
    for script in scripts:
        # What a learner wrote may label and blame, so that an assessor learns to see it: only names are looked for.
        given = text_of(script)
        yield from anonymity_findings(given.text, given.path, cast, measure().known)
        yield from file_name_findings(script.stem, _short(script), measure().known)
    try:
        rubric = read_rubric(text.text, reflect.rubric, text.path, content.local())
    except RubricFaults as error:
        yield from (as_finding(each) for each in error.diagnostics)
        return
    if rubric.out_of != reflect.points:
        message = f"the rubric gives up to {rubric.out_of}, and the reflection has {reflect.points} points."
        yield telling("R009", text.path, Place(1), message, rubric.name)
    standards: list[Standard] = []
    for each in map(text_of, scripts):
        try:
            standards.append(read_standard(each.text, Path(each.path).stem, rubric, each.path, content.local()))
        except RubricFaults as error:
            yield from (as_finding(fault) for fault in error.diagnostics)
    yield from _about_standards(standards, len(scripts), reflect, text.path)


def _about_standards(standards: list[Standard], many: int, reflect: Reflect, path: str) -> Iterator[Finding]:
    low, high = reflect.words
    for each in standards:
        if not low <= each.words <= high:
            message = f"the script has {each.words} words, and {low} to {high} are asked for."
            yield telling("R204", each.path, Place(1), message, each.name)
    if len(standards) == many and not is_enough(standards):
        message = (
            f'there are {many} standard scripts for "{reflect.rubric}"; an assessor needs {FEWEST}, '
            "at as many different marks."
        )
        yield telling("R205", path, Place(1), message, reflect.rubric)


def _see_case(name: str) -> None:
    """Raises UnitWithoutCase. What is wrong within the case is told with the case, and not twice."""
    try:
        content.case_played(name)
    except (CaseFaults, CaseNotFinite):
        return


def check_course() -> list[Finding]:
    """Returns what shows only over all cases of the course together."""
    keys = [content.key(name) for name in content.cases() if content.has_key(name)]
    given = {name: given_at(content.case_path(name)) for name in content.cases()}
    sheets = {name: read_sheet(each.sheet.text, each.sheet.path) for name, each in given.items() if each.sheet}
    paths = {name: each.case.path for name, each in given.items()}
    together = case_attributes_findings(sheets, measure().known.fingerprints, paths)
    # What a sheet says by itself is told with its case.
    return [*course_findings(keys), *(each for each in together if each.code in ("A303", "A304"))]


def _about_words(text: Text, kind: FileKind, cast: tuple[str, ...]) -> Iterator[Finding]:
    yield from prose_findings(text.text, text.path, kind)
    yield from anonymity_findings(text.text, text.path, cast, measure().known)


def _cast_of(case: str) -> tuple[str, ...]:
    path = content.root() / "scenarios" / case / "case.md"
    match = re.search(r"^cast: (.+)$", text_of(path).text, re.MULTILINE) if path.is_file() else None
    return tuple(word.strip() for word in match[1].split(",")) if match else ()


def text_of(path: Path) -> Text:
    """Returns what stands in a file, its path as short as it can be told from here. Raises SteadylineError."""
    shown = _short(path)
    return Text(shown, plain_text(path.read_bytes(), shown))


def _short(path: Path) -> str:
    """Returns a path as short as it can be told from here."""
    return os.path.relpath(path) if path.resolve().is_relative_to(Path.cwd()) else str(path)


def watch(again: Callable[[], list[Path]], pause: Callable[[], None]) -> Iterator[None]:
    """Calls `again` now, and each time that one of the paths it returned has changed; yields after every look."""
    while True:
        seen = _stamps(again())
        yield
        while _stamps(list(seen)) == seen:
            pause()
            yield


def _stamps(paths: list[Path]) -> dict[Path, int]:
    folders = {path.parent / "walks" for path in paths if path.name == "case.md"}
    there = [*paths, *(path for path in folders if path.is_dir())]
    return {path: path.stat().st_mtime_ns if path.exists() else 0 for path in there}
