"""The one form of a case: reached in one step, the same for learners, and no remark of an author is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shipped
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from steadyline import content
from steadyline.authoring.format import NotTheSame, formatted_case, formatted_key, remarks_of
from steadyline.errors import Faults
from steadyline.graders.key import read_key
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.read import read_case

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "src" / "steadyline" / "template"
GATE = (TEMPLATE / "case.md").read_text(encoding="utf-8")

UNTIDY = """\
---
# what this case is for
use: formative
format:   1
state:
    # how much she says
    trust : 0 to 4, starts at 1
    told:   no
  # nothing else yet
title: Untidy
# ask the panel
role: Social worker
minutes: 5

content note: Nothing.
findings: F1
competencies: C1
---
# Untidy
Before it begins.\u0020\u0020
A second line.


## The door
You stand at the door.

*If trust>=2 and (told or not   trust<=1):* She nods.
*  one
*  two
<!-- the two options are close -->
- [Ask.](#the-hall)
  * now:   She thinks,
   and lifts the latch.

      She waits.
  * add: trust+1

  <!-- effects: -->
  * set: told=yes
  * add:  trust -  1
  * if: trust != 4 <!-- never at the top -->
  * id: ask

-   [Wait.](#the-hall)
    + later: [The end](#the-end)   She remembers.
    + id: wait
    + now:
      Rain.
## The hall

- If trust>1: [In](#the-end)
- Otherwise : [Out](#the-end)
## The end
    code  \n\n
- Ending:Out
  - circumstance: neutral
  - process: mixed
<!-- the end -->"""

TIDY = """\
---
format: 1
title: Untidy
# ask the panel
role: Social worker
minutes: 5
content note: Nothing.
findings: F1
competencies: C1
# what this case is for
use: formative
state:
  # how much she says
  trust: 0 to 4, starts at 1
  told: no
  # nothing else yet
---

# Untidy

Before it begins.\\
A second line.

## The door

You stand at the door.

*If trust is at least 2 and (told or not trust is at most 1):* She nods.

*  one
*  two
<!-- the two options are close -->
- [Ask.](#the-hall)
  - id: ask
  - if: trust is not 4 <!-- never at the top -->
  - add: trust + 1
  <!-- effects: -->
  - set: told = yes
  - add: trust - 1
  - now: She thinks,
    and lifts the latch.

    She waits.
- [Wait.](#the-hall)
  - id: wait
  - now:
    Rain.
  - later: [The end](#the-end)   She remembers.

## The hall

- If trust is at least 2: [In](#the-end)
- Otherwise: [Out](#the-end)

## The end

    code  \n
- Ending: Out
  - process: mixed
  - circumstance: neutral
<!-- the end -->
"""


def test_an_untidy_case_is_put_into_the_form_that_this_house_shows() -> None:
    assert formatted_case(UNTIDY, "untidy").split("\n") == TIDY.split("\n")


def test_the_tidy_case_stays_as_it_is() -> None:
    assert formatted_case(TIDY, "untidy") == TIDY


@pytest.mark.parametrize("name", shipped.CASES)
def test_a_shipped_case_and_its_key_are_in_their_form(name: str) -> None:
    text = content.case_path(name).read_text(encoding="utf-8")
    assert formatted_case(text, name, "case.md", content.beside(content.case_path(name))) == text
    if content.has_key(name):
        key = (content.root() / "graders" / "keys" / f"{name}.md").read_text(encoding="utf-8")
        assert formatted_key(key, content.case(name), "key.md", content.local()) == key


def test_the_case_from_which_authors_begin_is_in_its_form() -> None:
    assert formatted_case(GATE, "the-gate") == GATE
    key = (TEMPLATE / "key.md").read_text(encoding="utf-8")
    assert formatted_key(key, compile_case(read_case(GATE, "the-gate"))) == key


def test_set_and_add_keep_the_order_in_which_they_take_effect(small_text: str) -> None:
    text = small_text.replace("  - add: trust + 1\n  - set: told = yes", "  - set: trust = 0\n  - add: trust + 1\n  - set: told = yes")
    swapped = small_text.replace("  - add: trust + 1\n  - set: told = yes", "  - add: trust + 1\n  - set: trust = 0\n  - set: told = yes")
    for each in (text, swapped):
        assert formatted_case(each, "small") == each
    assert formatted_case(text, "small") != formatted_case(swapped, "small")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("trust >= 2", "trust is at least 2"),
        ("trust<=2", "trust is at most 2"),
        ("trust = 2", "trust is 2"),
        ("trust != 2", "trust is not 2"),
        ("trust > 2", "trust is at least 3"),
        ("trust < 1", "trust is at most 0"),
        ("trust > 4", "trust > 4"),
        ("trust at least 2", "trust is at least 2"),
        ("told = no", "told is no"),
        ("told", "told"),
        ("luck != hard and (told or not  chose ask)", "luck is not hard and (told or not chose ask)"),
        ("not ( ( told ) )", "not ((told))"),
    ],
)
def test_a_condition_is_said_in_words(small_text: str, written: str, said: str) -> None:
    text = small_text.replace("*If told:*", f"*If {written}:*").replace("If trust is at least 2:", f"If {written}:")
    tidy = formatted_case(text, "small")
    assert f"*If {said}:* She asks" in tidy
    assert f"- If {said}: [Known]" in tidy


def test_code_keeps_every_letter_and_blank(small_text: str) -> None:
    code = "```\n  one <!-- no remark -->  \n\n\n\t two\n```"
    text = small_text.replace("It is raining.", code)
    assert code in formatted_case(text, "small")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - now: She nods.", "  - now: She nods.\n\n    ```\n    code\n"),
        ("  - now: The door closes.\n", "  - now: The door closes.\n    ```\n    code  \n\n\n"),
        ("It is raining.\n", "> ```\n> x\n\nmore\n"),
        ("It is raining.\n", "* ```\n  x\n\n\nmore\n"),
    ],
)
def test_fenced_code_that_nothing_closes_keeps_its_lines(small_text: str, old: str, new: str) -> None:
    text = small_text.replace(old, new)
    tidy = formatted_case(text, "small")
    assert formatted_case(tidy, "small") == tidy
    assert compile_case(read_case(tidy, "small")).digest == compile_case(read_case(text, "small")).digest


def test_windows_line_ends_and_a_byte_order_mark_go(small_text: str) -> None:
    assert formatted_case("\ufeff" + small_text.replace("\n", "\r\n"), "small") == small_text


def test_words_below_a_way_that_belong_to_nothing_are_told_and_not_laid_out(small_text: str) -> None:
    odd = "- Go on: [Try again](#the-kitchen)\n\n   Words that belong nowhere."
    with pytest.raises(Faults, match="S122"):
        formatted_case(small_text.replace("- Go on: [Try again](#the-kitchen)", odd), "small")


def test_a_case_with_faults_is_not_laid_out(small_text: str) -> None:
    with pytest.raises(Faults, match="S103"):
        formatted_case(small_text.replace("(#the-kitchen)", "(#the-kichen)"), "small")


def test_a_key_gets_its_signs_and_keeps_what_it_says(small: CompiledCase, small_key_text: str) -> None:
    text = small_key_text.replace("assertiveness: +2", "assertiveness: 2").replace("escalation: +1", "escalation:   1")
    text = text.replace("- assertiveness: -2", "- assertiveness: \u22122  ").replace("Why each tempts.", "Why each tempts.\n<!-- ask -->\n\n\n")
    tidy = formatted_key(text, small)
    assert "- assertiveness: +2\n" in tidy
    assert "- assertiveness: -2\n" in tidy
    assert "<!-- ask -->\n\n### say-why\n\n- credit: 3" in tidy
    assert formatted_key(tidy, small) == tidy
    assert read_key(tidy, small).decisions["the-door"].options["she-must"].assertiveness == 2


LAWS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
BESIDE = content.beside(content.case_path("the-porch"))
BASES = {"small": None, "gate": GATE, "porch": content.case_path("the-porch").read_text(encoding="utf-8"), "untidy": UNTIDY}


@LAWS
@given(st.sampled_from(["small", "gate", "untidy", "untidy"]), st.integers(0, 10**9), st.booleans())
def test_the_form_is_reached_in_one_step_is_the_same_case_and_keeps_each_remark(
    small_text: str, mutated: Callable[..., str], base: str, seed: int, wild: bool
) -> None:
    text = mutated(BASES[base] or small_text, seed, wild)
    try:
        digest = compile_case(read_case(text, "x")).digest
    except Faults:
        assume(False)
    tidy = formatted_case(text, "x")
    assert compile_case(read_case(tidy, "x")).digest == digest
    assert formatted_case(tidy, "x") == tidy
    assert remarks_of(tidy) == remarks_of(text)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**9))
def test_the_laws_hold_for_a_shipped_case(mutated: Callable[..., str], seed: int) -> None:
    text = mutated(BASES["porch"] or "", seed)
    try:
        tidy = formatted_case(text, "the-porch", "case.md", BESIDE)
    except Faults:
        assume(False)
    assert formatted_case(tidy, "the-porch", "case.md", BESIDE) == tidy
    assert remarks_of(tidy) == remarks_of(text)


def test_a_form_that_would_change_the_case_is_refused_in_words(small_text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("steadyline.authoring.format._body", lambda page, laid: ["More.", "", *page.tidied])
    with pytest.raises(NotTheSame, match="what learners see would not be the same"):
        formatted_case(small_text, "small")
