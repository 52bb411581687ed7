"""Whether a marker is kinder or stricter than the others on the same scripts, and in what words that is told."""

from __future__ import annotations

import pytest

from steadyline.course.cohort_page import as_text
from steadyline.graders.ratings import MarkerUnknown
from steadyline.graders.severity import severities, severity, table

Given = dict[str, dict[tuple[str, str], int]]


def ratings(**markers: str) -> Given:
    """For each marker a string of levels, one for each script, "." where there is none."""
    return {
        name: {(f"s{at:02}", "whole"): int(level) for at, level in enumerate(levels) if level != "."}
        for name, levels in markers.items()
    }


def test_a_marker_is_held_against_the_mean_of_the_others_on_each_item() -> None:
    found = severity(ratings(Ana="34", Ben="22", Cem="10"), "Ana")
    assert found.difference == pytest.approx((1.5 + 3.0) / 2)


def test_scripts_that_nobody_else_has_marked_count_nowhere() -> None:
    found = severity(ratings(Ana="3400", Ben="22.."), "Ana")
    assert (found.scripts, found.compared, found.difference) == (2, 2, 1.5)


def test_two_markers_differ_from_one_another_by_the_same_amount_to_either_side() -> None:
    ana, ben = severities(ratings(Ana="3321043210" * 2, Ben="2311033110" * 2))
    assert ana.difference == pytest.approx(0.4)
    assert ben.difference == pytest.approx(-0.4)


def test_the_words_say_how_much_which_way_and_on_how_many_scripts() -> None:
    kind, strict = (each.sentence for each in severities(ratings(Ana="33210" * 5, Ben="23100" * 5)))
    assert kind.startswith("Ana: 0.6 of a level kinder than the others on 25 scripts (95 % interval: 0.4 kinder to 0.8")
    assert strict.startswith("Ben: 0.6 of a level stricter than the others on 25 scripts")


@pytest.mark.parametrize(
    ("ana", "told"),
    [
        ("2222222222", "as strict as the others on 10"),
        ("3333333333", "1 level kinder than the others on 10"),
        ("4444444443", "1.9 levels kinder than the others on 10"),
    ],
)
def test_nought_one_and_more_levels_have_words_of_their_own(ana: str, told: str) -> None:
    assert told in severity(ratings(Ana=ana, Ben="2" * 10), "Ana").sentence


def test_a_difference_whose_interval_holds_nought_may_be_chance() -> None:
    found = severity(ratings(Ana="32211" * 8, Ben="23121" * 8), "Ana")
    assert found.note == "may be chance"


def test_three_scripts_are_too_few_to_say() -> None:
    found = severity(ratings(Ana="432", Ben="322"), "Ana")
    assert found.low is None
    assert "too few to say" in found.sentence


def test_who_shares_no_script_is_told_so() -> None:
    found = severity(ratings(Ana="43..", Ben="..22"), "Ana")
    assert found.sentence == "Ana: nobody else has marked the same scripts yet."
    assert found.difference is None


def test_a_marker_who_stays_in_the_middle_uses_less_of_the_scale() -> None:
    ana, ben = severities(ratings(Ana="12321" * 8, Ben="02420" * 8))
    assert ana.others_spread == pytest.approx(2 * (ana.spread or 0))
    assert "Uses less of the scale" in ana.sentence
    assert "Uses more of the scale" in ben.sentence


def test_others_who_differ_among_themselves_do_not_look_spread_out() -> None:
    found = severity(ratings(Ana="2323" * 10, Ben="0101" * 10, Cem="3434" * 10), "Ana")
    assert found.spread == pytest.approx(found.others_spread)


def test_the_table_has_every_marker_by_name_and_prints() -> None:
    printed = as_text(*table(severities(ratings(Cem="210", Ana="321", Ben="...")))).splitlines()
    assert [line.split()[0] for line in printed[2:]] == ["Ana", "Ben", "Cem"]


def test_an_unknown_marker_is_told() -> None:
    with pytest.raises(MarkerUnknown, match='There is "Ana" or "Ben"'):
        severity(ratings(Ana="1", Ben="2"), "Zoe")
