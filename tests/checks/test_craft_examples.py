"""The failing and the mended example of every code on keys, habits, outcome and prose, tried as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

import steadyline
from steadyline import content
from steadyline.checks.course import course_findings
from steadyline.checks.habits import habit_findings
from steadyline.checks.keyed import keyed_findings
from steadyline.checks.outcome import outcome, outcome_findings
from steadyline.checks.prose import case_prose_findings, prose_findings
from steadyline.diagnostics.read import Explanation, explanation, known_codes
from steadyline.errors import Faults
from steadyline.findings import Finding
from steadyline.graders.key import read_key
from steadyline.scenarios.compile import compile_case
from steadyline.scenarios.documents import Beside
from steadyline.scenarios.read import read_case

TEMPLATE = Path(steadyline.__file__).parent / "template"
OURS = [code for code in known_codes() if code[:2] in ("K3", "K4", "K5", "K6", "P1")]


def told(name: str, case_text: str, key_text: str, sources: set[str]) -> list[Finding]:
    """Returns all that is found on one case, on its key, and on a course that has no other."""
    scenario = read_case(case_text, name, "case.md", Beside(content.local()))
    case = compile_case(scenario)
    found = [*prose_findings(case_text, "case.md", "case"), *case_prose_findings(scenario, case)]
    try:
        key = read_key(key_text, case, "key.md", content.local())
    except Faults:
        return found  # an example that is a whole case has other decisions than the key
    found += [*keyed_findings(scenario, case, key, sources), *prose_findings(key_text, "key.md", "key")]
    found += [*habit_findings(case, key, content.outline().standard), *course_findings([key])]
    return found + outcome_findings(scenario, outcome(case, key))


def texts(name: str) -> dict[str, str]:
    """Returns the texts of the example case, or of the shipped one that an example names."""
    if not name:
        return {file: (TEMPLATE / file).read_text(encoding="utf-8") for file in ("case.md", "key.md")}
    key = content.root() / "graders" / "keys" / f"{name}.md"
    return {"case.md": content.case_path(name).read_text(encoding="utf-8"), "key.md": key.read_text(encoding="utf-8")}


def tried(example: Explanation, passages: tuple[str, ...]) -> dict[str, str]:
    """Returns the texts with these passages in them."""
    found, file = texts(example.base), "case.md" if example.about == "case" else "key.md"
    if passages[0].startswith("---\n"):
        return found | {file: passages[0] + "\n"}
    for mended, passage in zip(example.mended, passages, strict=True):
        assert found[file].count(mended) == 1, mended
        found[file] = found[file].replace(mended, passage)
    return found


@pytest.mark.parametrize("code", OURS)
def test_a_failing_example_is_told_in_the_line_meant(code: str, sources: set[str]) -> None:
    example = explanation(code)
    files = tried(example, example.failing)
    found = [each for each in told(example.base or "the-gate", *files.values(), sources) if each.code == code]
    assert found
    for each in found:
        line = files[each.path].split("\n")[each.line - 1]
        assert (example.place or example.failing[0].split("\n")[0]) in line
        assert each.severity == example.severity


@pytest.mark.parametrize("code", OURS)
def test_a_mended_example_is_not_told(code: str, sources: set[str]) -> None:
    example = explanation(code)
    files = tried(example, example.mended)
    assert code not in [each.code for each in told(example.base or "the-gate", *files.values(), sources)]


def test_nothing_at_all_is_told_of_the_example_case(sources: set[str]) -> None:
    assert told("the-gate", *texts("").values(), sources) == []


@pytest.mark.parametrize(("file", "kind"), [("unit.md", "unit"), ("checks.md", "check"), ("rubric.md", "rubric")])
def test_nothing_is_told_of_what_belongs_to_the_example_case(file: str, kind: str) -> None:
    assert prose_findings((TEMPLATE / file).read_text(encoding="utf-8"), file, kind) == []  # type: ignore[arg-type]
