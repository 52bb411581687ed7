"""Agreement between markers: held against published worked examples, its laws, and what is said of small numbers."""

from __future__ import annotations

import subprocess
import sys
from math import isclose

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from steadyline.course.cohort_page import as_text
from steadyline.graders.agreement import WEIGHTS, agreement, alpha, between, exact, kappa, table, within_one
from steadyline.graders.ratings import MarkerUnknown, NotALevel, Pair, all_pairs, of_criterion, pairs_of
from steadyline.graders.resampling import FEW, FEWEST, LibraryMissing, sureness

Given = dict[str, dict[tuple[str, str], int]]

# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section D: four observers, twelve units, 1 to 5.
KRIPPENDORFF_2011 = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")

# A. F. Hayes and K. Krippendorff, "Answering the Call for a Standard Reliability Measure for Coding Data",
# Communication Methods and Measures 1 (2007), 77-89, table 1: five observers, forty articles, 0 to 3.
HAYES_2007 = (
    "112.001122.01311211000201001111223222221",
    "1130000.21102311121000302102111122222221",
    "203000222100221123001.30.1012202.2232.21",
    ".13....0.10022...31.103021122..122...12.",
    "2..0001.2....3112..0.0..2.0..20.2.2222.1",
)

# The R package irr, data "diagnoses" (J. L. Fleiss, 1971), raters 1 and 2: thirty patients, five classes.
IRR_DIAGNOSES = ("311410200400101200104110010104", "312410200431131200124310310124")

# The R package irr, data "anxiety", raters 2 and 3: twenty people. Neither rater gave level 5 of 6, and irr closes gaps.
IRR_ANXIETY = ("24341313221222110223", "10332104000122002211")

# Tables of counts, one marker's levels down and the other's across.
# SAS PROC FREQ, as statsmodels holds its own kappa against it (statsmodels/stats/tests/test_inter_rater.py).
SAS = ((0, 4, 1), (0, 8, 0), (0, 1, 5))
# The R package vcd, data SexualFun (A. Agresti 1990): answers of 91 couples; figures as vcdExtra prints them.
VCD_COUPLES = ((7, 7, 2, 3), (2, 8, 3, 7), (1, 5, 4, 9), (2, 8, 9, 14))
# The R package vcd, data MSPatients, Winnipeg (J. R. Landis and G. G. Koch 1977): 149 patients; as vcdExtra prints it.
VCD_WINNIPEG = ((38, 5, 0, 1), (33, 11, 3, 0), (10, 14, 5, 6), (3, 7, 3, 10))


def ratings(*markers: str, lowest: int = 0, criterion: str = "whole") -> Given:
    """For each marker a string of levels, one for each script, "." where there is none."""
    return {
        name: {(f"s{at:03}", criterion): int(level) - lowest for at, level in enumerate(levels) if level != "."}
        for name, levels in zip("ABCDE", markers, strict=False)
    }


def pairs_in(counts: tuple[tuple[int, ...], ...]) -> list[Pair]:
    cells = [(one, other) for one, row in enumerate(counts) for other, count in enumerate(row) for _ in range(count)]
    return [Pair((f"s{at:03}", "whole"), one, other) for at, (one, other) in enumerate(cells)]


@pytest.mark.parametrize(
    ("example", "lowest", "published"),
    [(KRIPPENDORFF_2011, 1, 0.815), (HAYES_2007, 0, 0.760)],
    ids=["Krippendorff 2011", "Hayes and Krippendorff 2007 (.7598)"],
)
def test_alpha_is_that_of_a_published_example(example: tuple[str, ...], lowest: int, published: float) -> None:
    found = alpha(ratings(*example, lowest=lowest)).value
    assert found is not None
    assert round(found, 3) == published


@pytest.mark.parametrize(
    ("example", "weights", "published"),
    [
        (pairs_of(ratings(*IRR_DIAGNOSES), "A", "B"), "linear", 0.633),
        (pairs_of(ratings(*IRR_DIAGNOSES), "A", "B"), "quadratic", 0.655),
        (pairs_of(ratings(*IRR_ANXIETY), "A", "B"), "linear", 0.146),
        (pairs_of(ratings(*IRR_ANXIETY), "A", "B"), "quadratic", 0.252),
        (pairs_in(SAS), "linear", 0.470),
        (pairs_in(VCD_COUPLES), "linear", 0.237),
        (pairs_in(VCD_WINNIPEG), "linear", 0.380),
    ],
    ids=["irr diagnoses", "irr diagnoses squared", "irr anxiety", "irr anxiety squared", "SAS", "couples", "Winnipeg"],
)
def test_kappa_is_that_of_a_published_example(example: list[Pair], weights: str, published: float) -> None:
    found = kappa(example, weights).value
    assert found is not None
    assert round(found, 3) == published


levels = st.integers(0, 4)
scripts_of_two = st.lists(st.tuples(levels, levels), min_size=2, max_size=9)
scripts_of_three = st.lists(st.lists(st.one_of(st.none(), levels), min_size=3, max_size=3), min_size=2, max_size=9)


def as_pairs(given_levels: list[tuple[int, int]]) -> list[Pair]:
    return [Pair((f"s{at:03}", "whole"), one, other) for at, (one, other) in enumerate(given_levels)]


def near(one: float | None, other: float | None) -> bool:
    """NaN is near to nothing, so this also says that no figure is one."""
    return one is other is None or (one is not None and other is not None and isclose(one, other, abs_tol=1e-9))


@given(scripts_of_two, st.sampled_from(WEIGHTS))
@settings(max_examples=50, deadline=None)
def test_kappa_does_not_mind_who_is_named_first(given_levels: list[tuple[int, int]], weights: str) -> None:
    turned = [(other, one) for one, other in given_levels]
    assert near(kappa(as_pairs(given_levels), weights).value, kappa(as_pairs(turned), weights).value)


@given(st.lists(levels, min_size=2, max_size=9), st.sampled_from(WEIGHTS))
@settings(max_examples=50, deadline=None)
def test_kappa_is_1_where_all_agree_and_undefined_where_all_is_one_level(given_levels: list[int], weights: str) -> None:
    found = kappa(as_pairs([(level, level) for level in given_levels]), weights).value
    assert near(found, 1.0 if len(set(given_levels)) > 1 else None)


@given(scripts_of_three, st.permutations("ABC"))
@settings(max_examples=50, deadline=None)
def test_alpha_does_not_mind_what_markers_are_called(scripts: list[list[int | None]], names: list[str]) -> None:
    def under(called: list[str]) -> Given:
        return {
            name: {(f"s{at}", "whole"): row[place] for at, row in enumerate(scripts) if row[place] is not None}  # type: ignore[misc]
            for place, name in enumerate(called)
        }

    assert near(alpha(under(list("ABC"))).value, alpha(under(names)).value)


@given(scripts_of_two)
@settings(max_examples=30, deadline=None)
def test_alpha_is_1_where_all_agree(given_levels: list[tuple[int, int]]) -> None:
    same = "".join(str(one) for one, _ in given_levels)
    assume(len(set(same)) > 1)
    assert near(alpha(ratings(same, same, same)).value, 1.0)


@given(st.lists(st.tuples(levels, levels), min_size=FEWEST, max_size=FEWEST), st.sampled_from(WEIGHTS))
@settings(max_examples=30, deadline=None)
def test_kappa_in_a_resample_is_what_scikit_learn_makes_of_it(given_levels: list[tuple[int, int]], weights: str) -> None:
    import numpy

    from steadyline.graders.agreement import _cells, _kappas, _per_script

    pairs = as_pairs(given_levels)
    times = numpy.array([[3, 0, 1, 0, 2, 0, 1, 1, 1, 1], [1] * 10])
    found = _kappas(_per_script(pairs, _cells(pairs)), weights)(times)
    for row, ours in zip(times, found, strict=True):
        drawn = [pair for pair, often in zip(given_levels, row, strict=True) for _ in range(often)]
        ones, others = zip(*drawn, strict=True)
        theirs = cohen_kappa_score(ones, others, labels=range(5), weights=weights, replace_undefined_by=-1.0) if len({*ones, *others}) > 1 else None
        assert near(None if numpy.isnan(ours) else float(ours), theirs)


def test_the_same_ratings_give_the_same_interval_in_whatever_order_they_come() -> None:
    first = ratings(*HAYES_2007)
    turned = {name: dict(reversed(first[name].items())) for name in reversed(first)}
    assert agreement(first) == agreement(turned)


def test_an_interval_holds_its_figure() -> None:
    for found in between(ratings(*IRR_DIAGNOSES), "A", "B"):
        assert found.low is not None
        assert found.high is not None
        assert found.value is not None
        assert found.low < found.value < found.high


def test_six_criteria_of_a_script_make_nobody_surer_than_one() -> None:
    once = pairs_of(ratings(*IRR_DIAGNOSES), "A", "B")
    six = [Pair((pair.item[0], f"c{at}"), pair.one, pair.other) for pair in once for at in range(6)]
    one, many = kappa(once), kappa(six)
    assert (many.scripts, many.compared) == (one.scripts, 6 * one.compared)
    assert near(one.low, many.low)
    assert near(one.high, many.high)


@pytest.mark.parametrize(
    ("scripts", "has_interval", "note"),
    [
        (FEWEST - 1, False, "too few to say"),
        (FEWEST, True, "wide: read with care"),
        (FEW - 1, True, "wide: read with care"),
        (FEW, True, ""),
    ],
)
def test_how_sure_a_figure_is_depends_on_how_many_scripts_there_are(scripts: int, has_interval: bool, note: str) -> None:
    found = kappa(pairs_of(ratings(("01234" * 6)[:scripts], ("01124" * 6)[:scripts]), "A", "B"))
    assert (found.low is not None, found.note) == (has_interval, note)


def test_kappa_of_one_level_throughout_is_told_in_words() -> None:
    found = between(ratings("3" * 12, "3" * 12), "A", "B")
    assert [each.value for each in found] == [1.0, 1.0, None, None, None]
    assert "every level given is the same" in found[2].sentence
    assert "nan" not in as_text(*table(found)).lower()


def test_a_marker_who_gave_one_level_only_is_told_of() -> None:
    found = kappa(pairs_of(ratings("3" * 12, "333233343332"), "A", "B"))
    assert found.value == 0
    assert "a single level" in found.note
    assert found.low is None


def test_no_interval_is_given_where_many_resamples_have_no_figure() -> None:
    found = alpha(ratings("3" * 12, "3" * 11 + "2"))
    assert found.low is None
    assert "of the resamples all levels are equal" in found.note


def test_a_few_resamples_without_a_figure_are_left_out() -> None:
    def statistic(times):  # type: ignore[no-untyped-def]
        figures = times[:, 0] / 30.0
        figures[::30] = float("nan")
        return figures

    found = sureness(30, statistic)
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low < found.high


def test_agreement_throughout_still_says_how_many_exceptions_there_may_be() -> None:
    found = exact(pairs_of(ratings("01234" * 6, "01234" * 6), "A", "B"))
    assert (found.value, found.low) == (1.0, None)
    assert "up to 10 % of such scripts could still be one" in found.note


def test_percentages_count_every_two_markers_of_an_item() -> None:
    pairs = all_pairs(ratings("12", "1.", "34"))
    found = [each.value for each in (exact(pairs), within_one(pairs))]
    assert found == [0.25, 0.25]
    assert len(pairs) == 4


def test_what_only_one_marker_has_marked_counts_nowhere() -> None:
    with_gaps = between(ratings("0123412.", "01134..2"), "A", "B")
    without = between(ratings("01234", "01134"), "A", "B")
    assert with_gaps == without


def test_one_criterion_can_be_looked_at_alone() -> None:
    both = {"A": {("s1", "c1"): 2, ("s1", "c2"): 4}, "B": {("s1", "c2"): 3}}
    assert of_criterion(both, "c2") == {"A": {("s1", "c2"): 4}, "B": {("s1", "c2"): 3}}


def test_nothing_marked_twice_is_told_in_words() -> None:
    found = between({"A": {("s1", "whole"): 2}, "B": {}}, "A", "B")
    assert {each.note for each in found} == {"nothing marked twice"}
    assert {each.value for each in found} == {None}


def test_a_table_has_a_cell_for_every_column_and_prints() -> None:
    printed = as_text(*table(between(ratings(*IRR_DIAGNOSES), "A", "B"))).splitlines()
    assert len(printed) == 7
    assert printed[4].startswith("Weighted kappa (quadratic)      0.66 ")


def test_a_sentence_says_figure_interval_and_scripts() -> None:
    found = kappa(pairs_of(ratings(*IRR_ANXIETY), "A", "B"))
    assert found.low is not None
    sure = f"{found.low:.2f} to {found.high:.2f}"
    assert found.sentence == f"Weighted kappa (quadratic): 0.25 (95 % interval {sure}), 20 scripts; wide: read with care."


@pytest.mark.parametrize("level", [5, -1, True, 2.5, "3", None])
def test_what_is_no_level_is_refused_by_its_place(level: object) -> None:
    with pytest.raises(NotALevel, match='A gave script "s1", criterion "whole"'):
        agreement({"A": {("s1", "whole"): level}})  # type: ignore[dict-item]


def test_an_unknown_marker_is_told_with_the_nearest_known() -> None:
    with pytest.raises(MarkerUnknown, match='Did you mean "Marta"'):
        between({"Marta": {}, "Ben": {}}, "Matra", "Ben")


@pytest.mark.parametrize("name", ["sklearn", "krippendorff", "scipy"])
def test_a_missing_library_says_how_to_get_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [each for each in sys.modules if each == name or each.startswith(f"{name}.")]:
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(LibraryMissing, match=rf'"{name}", which is not installed.*steadyline\[desk\]'):
        between(ratings(*IRR_ANXIETY), "A", "B")


def test_nothing_slow_is_loaded_before_it_is_needed() -> None:
    asked = (
        "import sys; import steadyline.graders.agreement, steadyline.graders.severity; "
        "print([each for each in ('numpy', 'scipy', 'sklearn', 'krippendorff', 'pandas') if each in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "[]\n"
