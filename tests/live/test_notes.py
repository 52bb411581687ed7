"""A facilitator's guide is read, however it is laid out, and nothing of it is lost."""

from __future__ import annotations

import pytest

from steadyline import content
from steadyline.live.notes import notes_of, read_notes
from steadyline.live.story_order import decisions_in_order, seats_in_order

CASE = content.case("the-porch")
HEADED = """# Facilitating It

Intro.

## Ninety minutes

| minutes | what happens |
|---|---|
| 0–30 | Welcome |
| 30–90 | Decision 2. *Stay* |

If time runs short, leave out decision 3.

## Decision by decision

### 2. On the step

**Why each tempts good people.**
It stops the pain.

**Do it.** Say it aloud.

**Ask.** What would she hear?
And then?

**Listen for.** Silence.
Listen too for <b>noise</b>.

### What Mum heard

Wait.

### 9. Nowhere

**Ask.** Who?
"""
BOLD = """# G

## Half two

### Decision by decision

**1. Before visit four.**
*Why:* it is kind; it is quick.
*Ask:* What has it bought? Who says so?
*Listen for:* "Insist."
"""


@pytest.fixture
def notes():
    return read_notes(HEADED, CASE)


def test_a_decision_is_found_by_its_number(notes):
    assert list(notes.decisions) == [decisions_in_order(CASE)[1]]


def test_each_line_of_questions_is_one_to_ask(notes):
    assert notes.decisions["wednesday-on-the-step"].ask == ("What would she hear?", "And then?")


def test_what_has_no_known_label_is_kept(notes):
    assert "Say it aloud." in notes.decisions["wednesday-on-the-step"].rest


def test_raw_html_in_a_guide_stays_letters(notes):
    assert "&lt;b&gt;noise" in notes.decisions["wednesday-on-the-step"].listen_html


def test_notes_on_another_scene_are_kept_apart(notes):
    assert notes.between["what-mum-heard"].html == "<p>Wait.</p>"


def test_notes_for_no_scene_are_told(notes):
    assert notes.unmatched == ("Nowhere",)


def test_a_row_of_the_plan_knows_its_decision(notes):
    assert [(row.start, row.end, row.scene) for row in notes.plan] == [(0, 30, ""), (30, 90, "wednesday-on-the-step")]


def test_what_stands_beside_the_plan_is_kept(notes):
    assert "leave out decision 3" in notes.plan_notes


def test_a_decision_headed_in_bold_is_read_like_one_with_a_heading():
    found = read_notes(BOLD, CASE).decisions["before-visit-four"]
    assert (found.tempts_html, found.ask) == ("<p>it is kind; it is quick.</p>", ("What has it bought?", "Who says so?"))


def test_a_chair_of_the_plan_stands_for_all_decisions_taken_from_it():
    plan = notes_of("fourteen-months").plan
    assert ("somebody-to-sit-in", "three-things-on-one-desk") in [row.scenes for row in plan]


def test_chairs_follow_the_seats_of_the_case():
    assert [len(chair) for chair in seats_in_order(content.case("clean-shirts"))] == [2, 2, 2]


def test_what_a_guide_lacks_comes_from_the_common_words():
    notes = notes_of("clean-shirts")
    assert (notes.common, "hear the newest person first" in notes.voices) == (("voices",), True)


def test_rules_in_one_sentence_become_a_rule_each():
    assert notes_of("five-versions-of-the-plan").ground_rules[1] == "Ideas are challenged and people are not."
