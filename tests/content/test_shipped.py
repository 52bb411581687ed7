"""Every case, key and unit that ships."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from statistics import median

import pytest

from steadyline import content
from steadyline.graders.marks import scale_of
from steadyline.scenarios.prose import slug_of

ROOT = Path(__file__).resolve().parents[2]
CASES = content.cases()
UNITS = content.units()


def sources() -> set[str]:
    text = (ROOT / "scenarios" / "sources.md").read_text(encoding="utf-8")
    return set(re.findall(r"^## (.+)$", text, re.MULTILINE))


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
def test_sound_work_can_end_hard_and_poor_work_can_end_kindly(name: str) -> None:
    ends = {(node["process"], node["circumstance"]) for node in content.case(name).nodes.values() if "process" in node}
    assert ("sound", "hard") in ends
    assert {("mixed", "kind"), ("unsafe", "kind")} & ends


@pytest.mark.parametrize("name", CASES)
def test_every_source_that_a_key_names_is_in_the_list_of_sources(name: str) -> None:
    named = {source for decision in content.key(name).decisions.values() for option in decision.options.values()
             for source in option.sources}  # fmt: skip
    assert named <= sources()


@pytest.mark.parametrize("name", CASES)
def test_every_finding_that_a_case_names_is_in_the_list_of_findings(name: str) -> None:
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    front = (ROOT / "scenarios" / name / "case.md").read_text(encoding="utf-8").split("findings:")[1].splitlines()[0]
    for finding in front.split(","):
        assert re.search(rf"\b{finding.strip()}\b", text), finding


@pytest.mark.parametrize("name", CASES)
def test_every_decision_errs_on_both_sides(name: str) -> None:
    for decision in content.key(name).decisions.values():
        positions = [place for option in decision.options.values() for place in (option.assertiveness, option.escalation)]
        assert min(place for place in positions if place is not None) < 0 < max(
            place for place in positions if place is not None
        ), decision.scene


@pytest.mark.parametrize("name", CASES)
def test_no_option_gives_itself_away_by_its_length(name: str) -> None:
    for slug, scene in content.case(name).scenes.items():
        lengths = [len(choice["text"].split()) for choice in scene.get("choices", [])]
        assert all(abs(length - median(lengths)) <= 0.25 * median(lengths) for length in lengths), (slug, lengths)


@pytest.mark.parametrize("name", CASES)
def test_always_taking_the_first_the_longest_or_the_shortest_option_stays_below_the_course_standard(name: str) -> None:
    case, scale = content.case(name), scale_of(content.case(name), content.key(name))
    habits = {
        "first": lambda choices: choices[0], "last": lambda choices: choices[-1],
        "longest": lambda choices: max(choices, key=lambda each: len(each["text"])),
        "shortest": lambda choices: min(choices, key=lambda each: len(each["text"])),
    }  # fmt: skip
    best = scale.attainable["judgement"].best[case.table["start"]]
    for habit, pick in habits.items():
        node, earned = case.table["start"], 0
        while "process" not in (table := case.nodes[node]):
            if "options" in table:
                offered = [case.choice(node, id) for id in case.options(node)]
                chosen = pick(offered)["id"]
                earned += scale.key.decisions[table["scene"]].options[chosen].credit
                node = case.options(node)[chosen]
            else:
                node = table["next"] if "next" in table else table["outcomes"][0]["next"]
        assert earned / best < content.outline().standard, habit


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
