"""Every case, key and unit that ships."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from steadyline import content
from steadyline.scenarios.prose import slug_of

ROOT = Path(__file__).resolve().parents[2]
CASES = content.cases()
UNITS = content.units()


@pytest.mark.parametrize("name", CASES)
def test_every_choice_is_taken_by_some_golden_walk(name: str) -> None:
    taken = {choice for walk in content.walks(name) for choice in walk.choices}
    assert {choice for choices in content.case(name).decisions.values() for choice in choices} == taken


@pytest.mark.parametrize("name", CASES)
def test_every_ending_is_reached_by_some_golden_walk(name: str) -> None:
    case = content.case(name)
    endings = {slug for slug, scene in case.scenes.items() if scene["kind"] == "ending"}
    assert {walk.ending for walk in content.walks(name)} == endings


@pytest.mark.parametrize("name", CASES)
def test_every_finding_that_a_case_names_is_in_the_list_of_findings(name: str) -> None:
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    front = (ROOT / "scenarios" / name / "case.md").read_text(encoding="utf-8").split("findings:")[1].splitlines()[0]
    for finding in front.split(","):
        assert re.search(rf"\b{finding.strip()}\b", text), finding


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_has_its_facilitator_notes_and_its_reflections_have_their_rubrics(name: str) -> None:
    assert (ROOT / "course" / "units" / name / "facilitator.md").is_file()
    for reflection in content.unit(name).reflections:
        assert (ROOT / "graders" / "rubrics" / f"{reflection.rubric}.md").is_file()


@pytest.mark.parametrize("name", UNITS)
def test_every_case_in_a_unit_has_a_key_that_fits_it(name: str) -> None:
    key = content.key(content.unit(name).case)
    assert {scene: sorted(keyed.options) for scene, keyed in key.decisions.items()} == {
        scene: sorted(choices) for scene, choices in content.case(key.case).decisions.items()
    }


def test_the_local_procedures_are_there_and_say_that_they_are_invented() -> None:
    text = (ROOT / "scenarios" / "local" / "eastmarch.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)
    assert "invented" in text


def test_every_line_of_support_has_a_label_and_words() -> None:
    assert len(content.support()) >= 5
    assert all(line["label"] and line["text"] for line in content.support())


def test_links_between_scenes_are_addresses_that_code_hosting_sites_give() -> None:
    for name in CASES:
        for slug, scene in content.case(name).scenes.items():
            assert slug == slug_of(scene["title"])
