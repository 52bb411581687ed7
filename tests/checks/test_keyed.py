"""The craft of keys: which findings a change to the example case brings about, and which it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import shipped

from steadyline import content
from steadyline.checks.allowed import sift
from steadyline.checks.claims import LAW, unborne_claims
from steadyline.checks.course import course_findings
from steadyline.checks.keyed import keyed_findings


def codes(sources: set[str], kept: Any) -> list[str]:
    return [each.code for each in keyed_findings(*kept, sources)]


@pytest.mark.parametrize("name", shipped.CASES)
def test_nothing_is_told_of_a_shipped_key_but_what_is_allowed(name: str, sources: set[str]) -> None:
    scenario = content.scenario(content.case_path(name))
    key = content.key(name)
    found = keyed_findings(scenario, content.case(name), key, sources)
    assert [each for path, allowed in ((scenario.path, scenario.allowed), (key.path, key.allowed))
            for each in sift([one for one in found if one.path == path], [one for one in allowed if one.code[0] == "K"], path).told] == []  # fmt: skip


def test_the_shipped_course_steps_down_often_enough_and_every_fitting_level_is_there() -> None:
    assert course_findings([content.key(name) for name in content.cases()]) == []


def test_a_course_of_fewer_than_six_decisions_is_not_judged(gate: Callable[..., Any]) -> None:
    _, _, key = gate(key=[("- fitting: less", "- fitting: more")])
    assert course_findings([key]) == []
    assert [each.code for each in course_findings([key, key])] == ["K401", "K402"]


def test_one_decision_of_six_that_steps_down_is_enough(gate: Callable[..., Any]) -> None:
    _, _, key = gate()
    _, _, more = gate(key=[("- fitting: less", "- fitting: same")])
    assert course_findings([key, more]) == []


def test_where_a_decision_does_not_say_what_fits_only_that_is_told(gate: Callable[..., Any], sources: set[str]) -> None:
    kept = gate(key=[("- fitting: less\n", "")])
    assert codes(sources, kept) == ["K312"]
    assert course_findings([kept[2], kept[2]]) == []


def test_a_method_error_is_on_neither_side(gate: Callable[..., Any], sources: set[str]) -> None:
    under = ("- assertiveness: -2\n- escalation: -2\n- competency: C2", "- assertiveness: -2\n- escalation: -2\n- method: voice\n- competency: C2")
    assert "K301" in codes(sources, gate(key=[under]))


def test_a_contested_decision_is_not_judged_but_its_sources_are(gate: Callable[..., Any], sources: set[str]) -> None:
    contested = ("- fitting: less\n", "- status: contested\n")
    assert codes(sources, gate(key=[contested])) == []
    assert codes(sources, gate(key=[contested, ("- protects: Watchfulness.\n- sources: working-together", "- protects: Watchfulness.\n- sources: hearsay")])) == ["K315"]


def test_an_absolute_word_is_no_cue_where_a_best_option_has_one_too(gate: Callable[..., Any], sources: set[str]) -> None:
    wrong = ("she's good company", "she's always good company")
    right = ("She is marvellous, and she's eight.", "She is always marvellous, and she's eight.")
    assert codes(sources, gate(case=[wrong])) == ["K306"]
    assert codes(sources, gate(case=[wrong, right])) == []


def test_a_best_option_that_skips_a_decision_is_told_with_its_walk(gate: Callable[..., Any], sources: set[str]) -> None:
    kept = gate(case=[('when she\'s in class?"](#in-the-small-room)', 'when she\'s in class?"](#a-hand-on-the-box)')])
    assert [each.witness for each in keyed_findings(*kept, sources) if each.code == "K307"] == [("ask-for-twenty-minutes",)]


@pytest.mark.parametrize(
    ("words", "named", "unborne"),
    [
        ("Section 47 gives no right to come in.", ("ca1989-s47",), []),
        ("Section 47 gives no right to come in.", ("ca1989-s17",), ["section 47"]),
        ("Section 4 is another one.", ("ca1989-s47",), ["section 4"]),
        ("Ask for an emergency protection order.", ("swe-standards",), ["a court order"]),
        ("It is held within ten working days.", ("fear-and-avoidance",), ["a procedure"]),
        ("It is held within ten working days.", ("eastmarch",), []),
        ("The Children Act 1989 says so.", ("language-guidance",), ["an Act"]),
        ("There is reasonable cause to suspect it.", (), ["a legal test"]),
        ("Act now, and tell her why.", (), []),
        ("In order to see him, in good order.", (), []),
    ],
)
def test_a_claim_needs_a_source_that_can_bear_it(words: str, named: tuple[str, ...], unborne: list[str]) -> None:
    assert unborne_claims(words, named) == unborne


def test_what_ships_as_law_looks_like_law_and_what_is_not_does_not(sources: set[str]) -> None:
    other = {
        "association-research", "bsl-in-practice", "consent-to-tests", "course-article", "cpd-nmc", "cpd-social-work-england",
        "dental-access", "dental-features", "dental-neglect", "dental-tiers", "domestic-abuse-practice", "employer-standards",
        "family-rights-group", "fear-and-avoidance", "hindsight-research", "hospital-discharge", "ketoacidosis",
        "parental-agreement", "professional-difference", "start-again-research", "swe-integrity", "swe-standards",
        "was-not-brought", "whistleblowing", "young-carers",
    }  # fmt: skip
    assert {source for source in sources if not LAW.fullmatch(source)} == other
