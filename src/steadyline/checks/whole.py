"""One case with all that belongs to it, checked: what is wrong, what is let stand and why, and what is proven of it.

Texts in, findings out: nothing here reads a file. Rules stand in storeys, and a storey speaks only where those below
it are content: a case that cannot be read is not explored, and a key that does not fit its case is not weighed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TypeVar

from steadyline.anonymity.jigsaw import case_attributes_findings, read_sheet
from steadyline.anonymity.known import Known, anonymity_findings, file_name_findings
from steadyline.authoring.unwritten import unwritten
from steadyline.checks.allowed import Sifted, sift
from steadyline.checks.facts import Facts, facts_of
from steadyline.checks.habits import Habit, habit_findings, habits
from steadyline.checks.keyed import keyed_findings
from steadyline.checks.machine import machine_findings
from steadyline.checks.outcome import Outcome, outcome, outcome_findings
from steadyline.checks.prose import case_prose_findings, prose_findings
from steadyline.checks.telling import found as telling
from steadyline.errors import Faults
from steadyline.findings import Finding, as_finding
from steadyline.graders.key import Key, read_key
from steadyline.graders.marks import MarkRefused, scale_of
from steadyline.graders.walks import mark_findings
from steadyline.scenarios.compile import CompiledCase, compile_explored
from steadyline.scenarios.documents import FOLDER, NOTHING_BESIDE, Beside
from steadyline.scenarios.explore import Exploration, explore, nothing_thrown_away
from steadyline.scenarios.model import Allowance, Place, Scenario
from steadyline.scenarios.read import read_case
from steadyline.scenarios.walk_findings import walk_findings
from steadyline.scenarios.walks import Walk, read_walk

_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Text:
    """What stands in a file, and the path by which it is told of."""

    path: str
    text: str


@dataclass(frozen=True)
class Given:
    """A case and what belongs to it. Without a key nothing is said of marks; without walks (None) nothing of walks.

    `sheet` is the sheet of its attributes; `wants_sheet` whether one is looked for at all. `wants_key` is the path at
    which a key is missed, "" where none is looked for.
    """

    name: str
    case: Text
    key: Text | None = None
    walks: tuple[Text, ...] | None = None
    sheet: Text | None = None
    wants_sheet: bool = False
    wants_key: str = ""
    beside: Beside = NOTHING_BESIDE


@dataclass(frozen=True)
class Measure:
    """What cases are measured against: the course's standard (a share of the credit), its sources, what is known."""

    standard: float
    sources: frozenset[str]
    known: Known


@dataclass
class Checked:
    """What was found, and as much of what is known of the case as its faults allow."""

    given: Given
    findings: list[Finding] = field(default_factory=list)
    allowed: list[tuple[Finding, Allowance]] = field(default_factory=list)
    scenario: Scenario | None = None
    exploration: Exploration | None = None
    case: CompiledCase | None = None
    key: Key | None = None
    facts: Facts | None = None
    walks: list[Walk] = field(default_factory=list)
    habits: list[Habit] = field(default_factory=list)
    outcome: Outcome | None = None

    @property
    def is_sound(self) -> bool:
        """Whether nothing is left but advice."""
        return all(finding.severity == "advice" for finding in self.findings)


def check_whole(given: Given, measure: Measure) -> Checked:
    """Returns everything that can be known of a case, its key and its walks."""
    checked = Checked(given)
    with nothing_thrown_away():
        found = list(_about_case(checked, measure))
        if checked.case is not None and given.key is not None:
            found += _about_key(checked, given.key, measure)
        elif checked.case is not None and given.wants_key:
            message = f"there is no key: {given.wants_key}. Without one no decision can be weighed."
            found.append(telling("K016", given.case.path, Place(1), message, given.name))
        if checked.case is not None and given.walks is not None:
            found += _about_walks(checked, given.walks)
    for allowances, path in _allowances(checked):
        sifted = sift([each for each in found if each.path == path], allowances, path, _silent(checked))
        found = [each for each in found if each.path != path]
        _keep(checked, sifted)
    checked.findings = sorted({*checked.findings, *found})
    return checked


def _keep(checked: Checked, sifted: Sifted) -> None:
    checked.findings += sifted.told
    checked.allowed += sifted.allowed


def _silent(checked: Checked) -> set[str]:
    """Returns the first letters of codes of which nothing was said: no key to weigh, or no walks to walk."""
    return {*("" if checked.key is not None else "K"), *("" if checked.given.walks is not None else "W")}


def _allowances(checked: Checked) -> Iterator[tuple[tuple[Allowance, ...], str]]:
    if checked.scenario is not None and checked.case is not None:
        yield checked.scenario.allowed, checked.scenario.path
    if checked.key is not None:
        yield checked.key.allowed, checked.key.path


def _about_case(checked: Checked, measure: Measure) -> Iterator[Finding]:
    given = checked.given.case
    scenario, faults = _tried(lambda: read_case(given.text, checked.given.name, given.path, checked.given.beside))
    yield from faults
    if scenario is None:
        return
    checked.scenario = scenario
    exploration, faults = _tried(lambda: explore(scenario))
    yield from faults
    if exploration is not None:
        checked.exploration, checked.case = exploration, compile_explored(exploration)
        checked.facts = facts_of(exploration, checked.case)
        yield from machine_findings(exploration, checked.case, checked.facts)
        yield from case_prose_findings(scenario, checked.case)
        yield from prose_findings(given.text, given.path, "case")
    yield from unwritten(given.text, given.path)
    yield from anonymity_findings(given.text, given.path, scenario.front.cast, measure.known)
    yield from _about_names(checked.given, scenario.front.cast, measure.known)
    yield from _about_documents(checked.given, scenario, measure.known)
    if checked.given.wants_sheet:
        yield from _about_sheet(checked.given, measure)


def _about_names(given: Given, cast: tuple[str, ...], known: Known) -> Iterator[Finding]:
    """Yields what leads to somebody real in what ships with a case and is not shown."""
    yield from file_name_findings(given.name, given.case.path, known)
    for walk in given.walks or ():
        yield from file_name_findings(PurePath(walk.path).stem, walk.path, known)
        yield from anonymity_findings(walk.text, walk.path, cast, known)
    if given.sheet is not None:
        yield from anonymity_findings(given.sheet.text, given.sheet.path, cast, known)


def _about_documents(given: Given, scenario: Scenario, known: Known) -> Iterator[Finding]:
    """Yields what is found in the papers of a case, and S424 for one that no scene lays out."""
    shown = {block.document.name for scene in scenario.scenes.values() for block in scene.blocks if block.document}
    folder = str(PurePath(given.case.path).parent / FOLDER)
    for name, text in given.beside.documents.items():
        path = f"{folder}/{name}.md"
        yield from prose_findings(text, path, "document")
        yield from anonymity_findings(text, path, scenario.front.cast, known)
        yield from file_name_findings(name, path, known)
        if name not in shown:
            yield telling("S424", path, Place(1), f'no scene lays out the document "{name}".', name)


def _about_sheet(given: Given, measure: Measure) -> Iterator[Finding]:
    given_sheet = given.sheet
    sheet, faults = _tried(lambda: read_sheet(given_sheet.text, given_sheet.path)) if given_sheet else (None, [])
    yield from faults
    if not faults:
        paths = {given.name: given.case.path}
        yield from case_attributes_findings({given.name: sheet}, measure.known.fingerprints, paths)


def _about_key(checked: Checked, given: Text, measure: Measure) -> Iterator[Finding]:
    case, scenario = checked.case, checked.scenario
    if case is None or scenario is None:
        return
    key, faults = _tried(lambda: read_key(given.text, case, given.path, checked.given.beside.local))
    yield from faults
    if key is None:
        return
    checked.key = key
    yield from keyed_findings(scenario, case, key, set(measure.sources))
    yield from prose_findings(given.text, given.path, "key")
    yield from anonymity_findings(given.text, given.path, scenario.front.cast, measure.known)
    try:
        scale_of(case, key)
    except MarkRefused:
        return  # contested or withdrawn as a whole: discussed, not scored, so that no habit can reach anything
    checked.habits = habits(case, key)
    checked.outcome = outcome(case, key)
    yield from habit_findings(case, key, measure.standard, checked.habits)
    yield from outcome_findings(scenario, checked.outcome)


def _about_walks(checked: Checked, given: tuple[Text, ...]) -> Iterator[Finding]:
    case, scenario = checked.case, checked.scenario
    if case is None or scenario is None:
        return
    for each in given:
        walk, faults = _tried(lambda each=each: read_walk(each.text, case, each.path, each.path, scenario))  # type: ignore[misc]
        yield from faults
        if walk is not None:
            checked.walks.append(walk)
    yield from walk_findings(scenario, case, checked.walks)
    if checked.key is not None and checked.habits:
        yield from mark_findings(checked.walks, scale_of(case, checked.key))


def _tried(read: Callable[[], _Read]) -> tuple[_Read | None, list[Finding]]:
    """Returns what was read, or why it could not be."""
    try:
        return read(), []
    except Faults as error:
        return None, [as_finding(each) for each in error.diagnostics]
