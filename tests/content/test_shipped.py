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


@pytest.mark.parametrize("name", CASES)
def test_every_case_has_a_key_that_fits_it_and_a_unit_that_plays_it(name: str) -> None:
    assert name in {content.unit(unit).case for unit in UNITS}
    key = content.key(name)
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


def test_every_track_leads_through_units_of_the_course_and_the_taster_takes_about_an_hour() -> None:
    tracks = {track.name: track for track in content.outline().tracks}
    assert set(tracks) == {"general", "managers", "health-and-education", "taster"}
    assert all(set(track.units) | set(track.also) <= set(UNITS) for track in tracks.values())
    assert sum(content.unit(name).minutes for name in tracks["taster"].units) <= 60
    everywhere = {name for track in tracks.values() for name in (*track.units, *track.also)}
    assert everywhere == set(UNITS)


@pytest.mark.parametrize("name", [name for name in UNITS if content.unit(name).play])
def test_a_module_takes_forty_to_sixty_minutes(name: str) -> None:
    assert 40 <= content.unit(name).minutes <= 60


def test_less_is_the_fitting_thing_in_one_decision_of_six_at_the_least() -> None:
    fitting = [decision.fitting for name in CASES for decision in content.key(name).decisions.values()]
    assert len(fitting) == 57
    assert set(fitting) == {"less", "same", "more"}
    assert 6 * fitting.count("less") >= len(fitting)


def test_every_decision_offers_four_options_and_nothing_else_is_counted_as_a_decision() -> None:
    assert sum(len(choices) for name in CASES for choices in content.case(name).decisions.values()) == 228


def test_every_case_that_asks_what_to_avoid_has_points_for_it() -> None:
    for name in UNITS:
        play = content.unit(name).play
        if play is not None:
            asked = sum(bool(scene.get("avoid")) for scene in content.case(play.case).scenes.values())
            assert play.avoid == asked


def test_only_the_capstone_is_summative_and_the_orientation_is_marked_by_nobody() -> None:
    assert [name for name in CASES if not content.case(name).is_formative] == ["fourteen-months"]
    assert [name for name in UNITS if not content.unit(name).assessed] == ["orientation"]


SEATED = {"clean-shirts", "week-twenty-six", "the-long-agenda", "five-versions-of-the-plan", "the-minority-view", "fourteen-months"}


def test_the_cases_that_change_seats_say_so() -> None:
    assert {name for name in CASES if any(scene.get("seat") for scene in content.case(name).scenes.values())} == SEATED


def test_the_units_hold_every_kind_of_activity() -> None:
    looks = {name: {check.look for check in content.unit(name).checks} for name in UNITS}
    assert {name for name, found in looks.items() if "sort" in found} >= {"orientation", "the-porch", "the-thursday-queue", "the-minority-view", "week-twenty-six"}
    assert {name for name, found in looks.items() if "spot" in found} == {"week-twenty-six", "five-versions-of-the-plan"}
    assert [name for name in UNITS if content.unit(name).ratings] == ["orientation", "fourteen-months"]


def test_every_local_figure_in_a_text_that_ships_is_drawn_from_the_local_procedures() -> None:
    stated = re.compile(r"(?<!\{)\b(?:within|in|after|before) (?:one|two|three|five|ten|fifteen|\d+) working days?\b", re.IGNORECASE)
    texts = [*(ROOT / "scenarios").glob("*/case.md"), *(ROOT / "scenarios").glob("*/documents/*.md"),
             *(ROOT / "graders" / "keys").glob("*.md"), *(ROOT / "course" / "units").glob("*/unit.md")]  # fmt: skip
    found = [(path.name, match[0]) for path in texts for match in stated.finditer(path.read_text(encoding="utf-8"))]
    assert found == []


def test_everything_that_is_not_verified_is_on_the_list_for_review_before_use() -> None:
    sources = (ROOT / "scenarios" / "sources.md").read_text(encoding="utf-8")
    listed = (ROOT / "docs" / "review-before-use.md").read_text(encoding="utf-8")
    entries = {part.split("\n")[0]: part for part in re.split(r"^## ", sources, flags=re.MULTILINE)[1:]}
    open_ones = {slug for slug, part in entries.items() if re.search(r"^- (?:Not verified|Read: not read)", part, re.MULTILINE)}
    assert len(open_ones) > 30
    assert {slug for slug in open_ones if f"`{slug}`" not in listed} == set()
    assert {slug for slug in re.findall(r"`([a-z0-9-]+)`", listed) if slug not in entries} <= {"method", "unlawful"}
