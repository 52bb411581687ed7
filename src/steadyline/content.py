"""Where the content is. The only module that knows the folders; everybody else is handed what they need."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from steadyline.compiled import compiled
from steadyline.course.outline import Outline, read_outline
from steadyline.course.read_unit import read_unit_file
from steadyline.course.unit import Unit
from steadyline.errors import SteadylineError, did_you_mean, listed
from steadyline.graders.check import KeyedQuestion, read_answers_file
from steadyline.graders.key import Key, read_key_file
from steadyline.graders.marks import Scale, scale_of
from steadyline.graders.rubric import Rubric, read_rubric_file
from steadyline.graders.standards import Standard, read_standards
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.documents import Beside, beside_of
from steadyline.scenarios.local import Local, local_in
from steadyline.scenarios.model import Scenario
from steadyline.scenarios.read import read_case
from steadyline.scenarios.source import text_in
from steadyline.scenarios.walks import Walk, read_walk_file

KEPT = "STEADYLINE_COMPILED"
"""Names, in the environment, the folder in which compiled cases are kept. The learner's server sets it."""

_HERE = Path(__file__).resolve().parent


class NotInCourse(SteadylineError):
    """A case or unit is asked for that is not there."""

    def __init__(self, what: str, name: str, known: list[str]) -> None:
        self.name, self.known = name, known
        super().__init__(f'There is no {what} "{name}".{did_you_mean(name, known)} There are: {listed(known)}.')


def root() -> Path:
    """Returns the folder in which scenarios, graders and course lie: in the wheel, or the checkout.

    A partnership with a course of its own names its folder in the environment, as STEADYLINE_CONTENT.
    """
    own = os.environ.get("STEADYLINE_CONTENT", "")
    if own:
        return Path(own).resolve()
    packed = _HERE / "content_folders"
    return packed if packed.is_dir() else _HERE.parents[1]


def case_path(name: str) -> Path:
    """Returns the path of a case's file. Raises NotInCourse."""
    return _named("case", name, cases(), root() / "scenarios" / name / "case.md")


def unit_path(name: str) -> Path:
    """Returns the path of a unit's file. Raises NotInCourse."""
    return _named("unit", name, units(), root() / "course" / "units" / name / "unit.md")


def _named(what: str, name: str, known: list[str], path: Path) -> Path:
    if name not in known:
        raise NotInCourse(what, name, known)
    return path


def cases() -> list[str]:
    """Returns the names of all cases, in alphabetical order."""
    return sorted(path.parent.name for path in (root() / "scenarios").glob("*/case.md"))


def units() -> list[str]:
    """Returns the names of all units in the order of the course."""
    return list(outline().units)


@lru_cache
def outline() -> Outline:
    """Returns the course's outline."""
    return read_outline(root() / "course" / "course.toml")


@lru_cache
def local() -> Local:
    """Returns the local procedures that this course is set in. Raises LocalUnclear."""
    return local_in(root() / "scenarios")


def beside(path: Path) -> Beside:
    """Returns what lies beside the case in a file; a case outside of any course has this course's local procedures."""
    found = beside_of(path)
    return found if found.local.figures else replace(found, local=local())


def scenario(path: Path) -> Scenario:
    """Returns the case in a file, with what lies beside it. Raises CaseFaults, FileMissing or NotPlainText."""
    return read_case(text_in(path, "case"), path.resolve().parent.name, str(path), beside(path))


@lru_cache
def case(name: str) -> CompiledCase:
    """Returns a compiled case. Raises NotInCourse, CaseFaults or CaseNotFinite."""
    path = case_path(name)
    kept = os.environ.get(KEPT, "")
    return compiled(text_in(path, "case"), name, str(path), beside(path), Path(kept) if kept else None)


@lru_cache
def key(name: str) -> Key:
    """Returns the key to a case. Raises NotInCourse, FileMissing or KeyFaults."""
    return read_key_file(root() / "graders" / "keys" / f"{name}.md", case(name), local())


@lru_cache
def scale(name: str) -> Scale:
    """Returns the scale of a case under its key. Raises as `key` does, and MarkRefused."""
    return scale_of(case(name), key(name))


def has_key(name: str) -> bool:
    """Whether the key to a case is here: a release to learners of a summative case is one without it."""
    return (root() / "graders" / "keys" / f"{name}.md").is_file()


@lru_cache
def unit(name: str) -> Unit:
    """Returns a unit. Raises NotInCourse or UnitFaults."""
    return read_unit_file(unit_path(name), local())


def rubric_path(name: str) -> Path:
    """Returns where a rubric lies."""
    return root() / "graders" / "rubrics" / f"{name}.md"


def standards_folder(rubric: str) -> Path:
    """Returns the folder in which the standard scripts for a rubric lie."""
    return root() / "graders" / "standards" / rubric


def rubric(name: str) -> Rubric:
    """Returns a rubric. Raises FileMissing or RubricFaults."""
    return read_rubric_file(rubric_path(name), local())


def standards(name: str) -> tuple[Standard, ...]:
    """Returns the standard scripts for a rubric, best first. Raises FileMissing or RubricFaults."""
    return read_standards(standards_folder(name), rubric(name), local())


@lru_cache
def check_answers(name: str) -> dict[str, KeyedQuestion]:
    """Returns the answers to all questions of a unit. Raises FileMissing or CheckFaults."""
    questions = [question for check in unit(name).checks for question in check.questions]
    path = root() / "graders" / "checks" / f"{name}.md"
    return read_answers_file(path, questions, local()) if questions else {}


class UnitWithoutCase(SteadylineError):
    """A unit plays a case that is not there."""

    def __init__(self, unit: Unit, known: list[str]) -> None:
        self.unit = unit
        near = did_you_mean(unit.case, known)
        super().__init__(f'{unit.path}: it plays the case "{unit.case}", which is not there.{near}')


def case_played(name: str) -> CompiledCase | None:
    """Returns the compiled case that a unit plays, None where it plays none. Raises as `unit_case` does."""
    return unit_case(name) if unit(name).play else None


@lru_cache
def unit_case(name: str) -> CompiledCase:
    """Returns the compiled case that a unit plays. Raises UnitWithoutCase and as `case` does."""
    if unit(name).case not in cases():
        raise UnitWithoutCase(unit(name), cases())
    return case(unit(name).case)


def walks(name: str) -> list[Walk]:
    """Returns the golden walks of a case, each of them walked. Raises WalkFaults at the first that goes astray."""
    paths = sorted(case_path(name).parent.glob("walks/*.walk"))
    # What a walk expects of the state is checked by the case's own rules, which the compiled case does not hold.
    told = scenario(case_path(name)) if paths else None
    return [read_walk_file(path, case(name), told) for path in paths]


def marked_by(name: str) -> str:
    """Returns a digest of all that a unit is marked by: itself, its case, the key, the answers, the local figures.

    Raises as `unit` and `case_played` do.
    """
    case = case_played(name)
    graders = root() / "graders"
    read = [unit_path(name), graders / "checks" / f"{name}.md"]
    read += [graders / "keys" / f"{case.name}.md"] if case else []
    found = hashlib.sha256((case.digest if case else "").encode("ascii"))
    found.update(repr(sorted(local().figures.items())).encode("utf-8", "replace"))
    for path in read:
        held = path.read_bytes() if path.is_file() else b""
        found.update(len(held).to_bytes(8, "big") + held)
    return found.hexdigest()


def notebook_path(name: str) -> Path:
    """Returns where a unit's built notebook lies."""
    return root() / "course" / "source" / name / f"{name}.ipynb"


def support() -> list[dict[str, str]]:
    """Returns the lines of support, each with a `label` and a `text`, from `course/support.md`."""
    lines = (root() / "course" / "support.md").read_text(encoding="utf-8").splitlines()
    pairs = [line[2:].partition(": ") for line in lines if line.startswith("- ")]
    return [{"label": label.strip(), "text": text.strip()} for label, _, text in pairs if text]


def forget() -> None:
    """Forgets everything read so far, so that files changed since are read anew."""
    for read in (outline, local, case, key, scale, unit, check_answers, unit_case):
        read.cache_clear()
