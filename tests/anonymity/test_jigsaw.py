"""The jigsaw rules: two attributes, three for a pair, and one case for a family."""

from __future__ import annotations

import pytest

from steadyline.anonymity.fingerprint import Fingerprint
from steadyline.anonymity.jigsaw import ATTRIBUTES, Sheet, SheetWrong, case_attributes_findings, read_sheet


def sheet(family: str = "", **said: str) -> Sheet:
    values = dict.fromkeys(ATTRIBUTES, "none") | said
    return read_sheet("".join(f'{name} = "{value}"\n' for name, value in {**values, "family": family}.items()), "attributes.toml")


def codes(sources: tuple[Fingerprint, ...], **sheets: Sheet | None) -> list[str]:
    paths = {name: f"scenarios/{name}/case.md" for name in sheets}
    return [each.code for each in case_attributes_findings(sheets, sources, paths)]


def test_a_case_without_a_sheet_gets_advice(taken: Fingerprint) -> None:
    assert codes((taken,), porch=None) == ["A301"]


def test_two_attributes_may_be_shared_and_three_may_not(taken: Fingerprint) -> None:
    assert codes((taken,), porch=sheet(fear="removal", harm="neglect")) == []
    assert codes((taken,), porch=sheet(fear="removal", harm="neglect", outcome="they move abroad")) == ["A302"]


def test_other_words_for_the_same_thing_are_shared(taken: Fingerprint) -> None:
    assert sheet(fear="being removed; removals", health_sign="scars").shared_with(taken) == {"fear", "health_sign"}


def test_none_is_never_shared(taken: Fingerprint) -> None:
    assert sheet().shared_with(taken) == frozenset()


def test_words_that_tell_nothing_are_not_shared(taken: Fingerprint) -> None:
    assert sheet(fear="what her two girls and the team say", children="two boys, 4").shared_with(taken) == frozenset()


def test_the_same_children_are_shared(taken: Fingerprint) -> None:
    assert sheet(children="two girls, nine and four").shared_with(taken) == {"children"}


def test_two_cases_may_share_three_between_them_and_not_four(taken: Fingerprint) -> None:
    one = sheet(fear="removal", harm="neglect")
    assert codes((taken,), porch=one, gate=sheet(fear="removal", outcome="abroad")) == []
    assert codes((taken,), porch=one, gate=sheet(health_sign="a scar", outcome="abroad")) == ["A303"]


def test_a_family_belongs_to_one_case() -> None:
    assert codes((), porch=sheet("the porch"), gate=sheet("the porch")) == ["A304"]
    assert codes((), porch=sheet("the porch"), gate=sheet("the gate")) == []


@pytest.mark.parametrize(
    ("text", "line"), [("harm = \n", 1), ("harm = 3\n", 1), ('colour = "red"\n', 1), ("", 1), ("\nharm = []\nfear = [1]\n", 3)]
)
def test_a_sheet_that_cannot_be_used_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(SheetWrong) as told:
        read_sheet(text)
    assert line in [each.line for each in told.value.diagnostics]
    assert {each.code for each in told.value.diagnostics} == {"A305"}


@pytest.mark.parametrize("text", ["harm = " + "[" * 3000 + "]" * 3000, "harm = " + "9" * 6000, "harm = {" * 3000])
def test_a_sheet_that_is_too_deep_or_too_long_is_refused_in_words(text: str) -> None:
    with pytest.raises(SheetWrong) as told:
        read_sheet(text)
    assert {each.code for each in told.value.diagnostics} == {"A305"}
