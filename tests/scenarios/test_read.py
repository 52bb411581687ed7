"""Reading a case: what an author writes is what the model holds."""

from __future__ import annotations

import pytest

from steadyline.scenarios.model import Compare, Not
from steadyline.scenarios.prose import slug_of
from steadyline.scenarios.read import CaseFaults, read_case


def test_the_readmes_smallest_case_is_a_case(readme_example: str) -> None:
    assert list(read_case(readme_example, "the-gate").scenes) == ["at-the-gate", "in-the-kitchen"]


def test_a_choice_keeps_its_own_words_target_and_consequence(small_text: str) -> None:
    choice = read_case(small_text, "small").scenes["the-door"].choices[0]
    assert (choice.id, choice.text, choice.target, choice.now_text) == (
        "say-why", "Say why you have come.", "the-kitchen", "She nods.",
    )  # fmt: skip


@pytest.mark.parametrize("words", ["No", "Flat #3 is upstairs: mind the step", "At 22:30 he comes", '"Yes"', "null"])
def test_prose_that_other_formats_would_mangle_stays_as_it_is(small_text: str, words: str) -> None:
    case = read_case(small_text.replace("now: She nods.", f"now: {words}"), "small")
    assert case.scenes["the-door"].choices[0].now_text == words


def test_raw_html_is_shown_as_letters_and_never_becomes_a_tag(small_text: str) -> None:
    case = read_case(small_text.replace("It is raining.", "It is <b>raining</b><script>x</script>."), "small")
    assert "<b>" not in case.scenes["the-step"].blocks[0].html
    assert "<script" not in case.scenes["the-step"].blocks[0].html


def test_otherwise_is_the_opposite_of_the_conditions_above_it(small_text: str) -> None:
    blocks = read_case(small_text, "small").scenes["the-kitchen"].blocks
    assert blocks[1].condition == Compare("told", "=", 1)
    assert blocks[2].condition == Not(Compare("told", "=", 1))


def test_a_delayed_consequence_stands_at_the_head_of_the_scene_where_it_appears(small_text: str) -> None:
    first = read_case(small_text, "small").scenes["the-week-after"].blocks[0]
    assert (first.text, first.later) == ("Nobody knows why you came.", True)


def test_the_same_file_with_windows_line_ends_and_a_byte_order_mark_is_the_same_case(small_text: str) -> None:
    again = read_case("\ufeff" + small_text.replace("\n", "\r\n"), "small")
    assert again == read_case(small_text, "small")


def test_a_bullet_list_in_the_story_is_not_taken_for_the_ways_out(small_text: str) -> None:
    case = read_case(small_text.replace("The kettle is on.", "On the table:\n\n* a cup\n* a letter"), "small")
    assert "<li>a cup</li>" in case.scenes["the-kitchen"].blocks[1].html


@pytest.mark.parametrize(
    ("heading", "slug"),
    [("D2: On the step", "d2-on-the-step"), ("Half past three", "half-past-three"), ("“He says”", "he-says"),
     ("Mum's words", "mums-words"), ("Café – later", "café--later"), ("a_b  c", "a_b--c")],
)  # fmt: skip
def test_a_heading_has_the_address_that_code_hosting_sites_give_it(heading: str, slug: str) -> None:
    assert slug_of(heading) == slug


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_the_file(small_text: str) -> None:
    broken = small_text.replace("minutes: 5", "minutes: soon").replace("add: trust + 1", "add: trst + 1")
    broken = broken.replace("[Try again](#the-kitchen)", "[Try again](#the-kichen)")
    with pytest.raises(CaseFaults) as caught:
        read_case(broken, "small", "small/case.md")
    lines = str(caught.value).splitlines()
    assert [line.split(" ")[1] for line in lines] == ["S009", "S202", "S103", "S202"]
    assert 'small/case.md:42:22: S103 no scene is called "the-kichen". Did you mean "the-kitchen"?' in lines
