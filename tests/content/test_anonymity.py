"""Nobody real could be recognised in anything that ships: every text file of the repository, and of the wheel."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

from steadyline import content
from steadyline.anonymity.fingerprint import of_text
from steadyline.anonymity.jigsaw import case_attributes_findings, read_sheet
from steadyline.anonymity.kinds import kind_of
from steadyline.anonymity.known import Known, anonymity_findings, read_known
from steadyline.scenarios.read import read_case_file

ROOT = Path(__file__).resolve().parents[2]

# What is told, and may stand, each with its reason.
LET_STAND = {
    ("course/facilitators/debrief.ipynb", "A112"): "words of Python, and a menu of Jupyter; names of people are A111 and A114",
    ("course/facilitators/debrief.ipynb", "A113"): "the same",
    ("src/steadyline/desk/pace_flags.py", "A114"): "the authors of a published study that a threshold rests on",
    ("src/steadyline/live/advocacy.py", "A114"): "the authors of a published paper on debriefing",
    ("src/steadyline/checks/language.py", "A205"): "the language guide has to name the phrase that it tells authors not to use",
    ("src/steadyline/player/guard.json", "A114"): "the short names of the months, by which the guard knows a date",
    ("tests/checks/test_prose.py", "A205"): "the same phrase, by which the language guide is tried",
    ("tests/cli/test_fingerprint.py", "A205"): "the same phrase, by which the check is tried",
}


def text_files() -> list[str]:
    """Returns the path of every text file that git tracks, or would if it were added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return sorted({path for path in listed if path and (ROOT / path).is_file() and b"\0" not in (ROOT / path).read_bytes()})


@pytest.fixture(scope="module")
def known() -> Known:
    return read_known(ROOT)


@pytest.fixture(scope="module")
def casts() -> dict[str, tuple[str, ...]]:
    """The cast of each case by its name, and of all together under ""."""
    each = {name: content.scenario(content.case_path(name)).front.cast for name in content.cases()}
    each["the-gate"] = read_case_file(ROOT / "src" / "steadyline" / "template" / "case.md").front.cast
    return {**each, "": tuple(dict.fromkeys(role for cast in each.values() for role in cast))}


def cast_for(path: str, casts: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Returns the cast of the case that a file belongs to, and of all cases if it belongs to none."""
    here = Path(path)
    names = {here.parent.name, here.stem, here.parent.parent.name}
    if "template" in here.parts:
        return casts["the-gate"]
    return next((cast for name, cast in casts.items() if name in names), casts[""])


@pytest.mark.parametrize("path", text_files())
def test_nobody_real_could_be_recognised(path: str, known: Known, casts: dict[str, tuple[str, ...]]) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    found = anonymity_findings(text, path, cast_for(path, casts), known)
    assert [str(each) for each in found if (path, each.code) not in LET_STAND] == []


def test_what_may_stand_still_stands(known: Known) -> None:
    for path, code in LET_STAND:
        found = anonymity_findings((ROOT / path).read_text(encoding="utf-8"), path, (), known)
        assert code in {each.code for each in found}, (path, code)


def test_everything_that_the_wheel_takes_along_is_among_the_files_that_are_checked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    checked = set(text_files())
    taken = [path for folder in (*project["packages"], *project["force-include"]) for path in (ROOT / folder).rglob("*.*")]
    assert len(taken) > 100
    unchecked = [path for path in taken if path.is_file() and path.suffix != ".pyc" and str(path.relative_to(ROOT)) not in checked]
    assert [str(path) for path in unchecked if b"\0" not in path.read_bytes()] == []


def test_stories_keys_units_and_notebooks_have_a_closed_cast() -> None:
    kinds = {path: kind_of(path) for path in text_files()}
    assert {kinds[path] for path in kinds if path.endswith(("/case.md", ".walk"))} == {"story"}
    assert {kinds[path] for path in kinds if path.startswith(("graders/", "course/source/", "course/units/"))} == {"course"}
    for page in ("README.md", "DESIGN.md", "CONTRIBUTING.md", "CHANGELOG.md", "scenarios/README.md", "docs/findings.md"):
        assert kinds[page] == "page"


def test_no_case_or_pair_of_cases_rebuilds_a_source(known: Known) -> None:
    sheets, paths = {}, {}
    for name in content.cases():
        paths[name] = str(content.case_path(name).relative_to(ROOT))
        path = content.case_path(name).parent / "attributes.toml"
        sheets[name] = read_sheet(path.read_text(encoding="utf-8"), str(path)) if path.is_file() else None
    assert [str(each) for each in case_attributes_findings(sheets, known.fingerprints, paths)] == []


def test_the_article_that_the_course_began_with_has_its_fingerprint() -> None:
    taken = of_text((ROOT / "scenarios" / "fingerprints" / "course-article.json").read_text(encoding="utf-8"))
    assert len(taken.runs) > 800
    assert len(taken.terms) > 15
    assert len(taken.attributes) == 8
