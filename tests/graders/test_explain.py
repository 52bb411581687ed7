"""Every mark says why, in words that can be shown to anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from steadyline.decisions import Decision
from steadyline.graders.explain import debrief, text_of
from steadyline.graders.key import Key
from steadyline.graders.marks import Calibration, Marks, mark, scale_of
from steadyline.graders.profile import lean_words, position_words, profile_svg, profile_text
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import replay

Played = Callable[..., list[Decision]]


@pytest.fixture
def marks(small: CompiledCase, small_key: Key, played: Played) -> Marks:
    return mark(replay(small, played(small, "she-must", "leave")), scale_of(small, small_key))


def test_a_debrief_is_json_without_null(marks: Marks) -> None:
    assert "null" not in json.dumps(debrief(marks))


def test_each_decision_shows_what_was_chosen_its_reason_and_what_the_others_protect(marks: Marks) -> None:
    first = debrief(marks)["decisions"][0]
    assert first["chosen"]["text"] == "Say that she must let you in."
    assert first["chosen"]["reason"] == "It protects clarity. There is no such power."
    assert [other["protects"] for other in first["others"]] == ["The children's need to be known.", "The calm."]


def test_the_sentence_of_a_measure_accounts_for_every_point(marks: Marks) -> None:
    sentence = next(each["sentence"] for each in debrief(marks)["measures"] if each["name"] == "judgement")
    assert sentence == "Judgement: 0 of the 6 that could be earned from the start; decisions taken gave up 6."


def test_the_points_of_the_gradebook_are_told_beside_what_was_earned(marks: Marks) -> None:
    shown = next(each for each in debrief(marks, {"assertiveness": 4})["measures"] if each["name"] == "assertiveness")
    assert shown["points"] == marks.measures["assertiveness"].points(4)
    assert shown["sentence"].endswith(f"make {shown['points']:g} of 4.")


def test_a_method_error_is_said_to_be_one(marks: Marks) -> None:
    second = debrief(marks)["decisions"][1]
    assert second["chosen"]["method"] == "at the cost of the child's own voice"
    assert "does not count towards your calibration" in second["sentence"]


def test_the_standing_of_the_key_is_told_wherever_marks_are(marks: Marks) -> None:
    assert "not yet been rated by an expert panel" in debrief(marks)["disclosures"][0]
    assert "not yet been rated by an expert panel" in text_of(marks)


def test_there_is_no_grand_total(marks: Marks) -> None:
    assert not re.search(r"\btotal\b", text_of(marks), re.IGNORECASE)


@pytest.mark.parametrize(
    ("positions", "words"),
    [((0, 0, 0), "close to the target"), ((-2, -1, 0), "leaning under"), ((2, 1, 0), "leaning over"),
     ((-2, 2, -2, 2), "mixed"), ((None,), "none of these decisions counts")],
)  # fmt: skip
def test_the_profile_says_to_which_side_the_decisions_leaned(positions: tuple[int | None, ...], words: str) -> None:
    assert words in lean_words(Calibration("assertiveness", positions))


def test_the_picture_is_sound_svg_with_its_words_as_its_name(marks: Marks) -> None:
    picture = ElementTree.fromstring(profile_svg(marks.calibration))  # noqa: S314  our own picture
    assert picture.get("role") == "img"
    assert lean_words(marks.calibration["assertiveness"]) in str(picture.get("aria-label"))


def test_the_words_tell_every_position_that_the_picture_shows(marks: Marks) -> None:
    assert "decision 1 +2: coercive; decision 2 does not count" in " ".join(profile_text(marks.calibration))


def test_under_on_target_and_over_differ_in_shape_and_not_only_in_place() -> None:
    shapes = [re.findall(r"<(circle|path)", profile_svg({"assertiveness": Calibration("assertiveness", (at,))}))
              for at in (-2, 0, 2)]  # fmt: skip
    assert shapes == [["path"], ["circle"], ["path"]]


def test_zero_is_named_by_what_it_is() -> None:
    assert position_words("assertiveness", 0) == "0: authoritative"
    assert position_words("escalation", None) == "not exercised"
