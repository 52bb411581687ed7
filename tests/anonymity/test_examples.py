"""The examples of this room's codes that are not passages of the example case."""

from __future__ import annotations

import json

import pytest

from steadyline.anonymity.allowed import AllowedWordsFaults, read_allowed_words
from steadyline.anonymity.fingerprint import Fingerprint
from steadyline.anonymity.jigsaw import ATTRIBUTES, Sheet, SheetWrong, case_attributes_findings, read_sheet
from steadyline.anonymity.known import Known, anonymity_findings
from steadyline.anonymity.notebook import notebook_findings
from steadyline.diagnostics.read import explanation, known_codes

CODES = [code for code in known_codes() if code.startswith("A")]


@pytest.mark.parametrize("code", [code for code in CODES if code < "A2" and code != "A115"])
def test_an_example_case_is_told_on_its_line_and_not_when_mended(code: str, course: Known) -> None:
    for passages, expected in ((explanation(code).failing, [code]), (explanation(code).mended, [])):
        found = anonymity_findings("\n".join(passages), "scenarios/the-gate/case.md", ("Grandad", "Granddaughter"), course)
        assert [(each.code, each.line) for each in found] == [(told, 1) for told in expected]


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("A2")])
def test_an_example_beside_the_invented_source_is_told_and_not_when_mended(code: str, herons: Known) -> None:
    told = explanation(code)
    failing, mended = (anonymity_findings("\n".join(each), "docs/page.md", (), herons) for each in (told.failing, told.mended))
    assert code in {each.code for each in failing}
    assert mended == []


def test_the_example_of_an_allow_list_is_told_and_not_when_mended() -> None:
    told = explanation("A115")
    read_allowed_words(told.mended[0])
    with pytest.raises(AllowedWordsFaults):
        read_allowed_words(told.failing[0])


def sheet(lines: str, family: str) -> Sheet:
    named = {line.split(" =")[0] for line in lines.splitlines()}
    rest = "".join(f'{name} = "none"\n' for name in ATTRIBUTES if name not in named)
    return read_sheet(f"{lines}\n{rest}" + ("" if "family" in named else f'family = "{family}"\n'))


@pytest.mark.parametrize("code", ["A302", "A303", "A304"])
def test_an_example_of_a_sheet_is_told_and_not_when_mended(code: str, taken: Fingerprint) -> None:
    other = sheet('harm = "neglect"\nfear = "removal"' if code == "A303" else 'harm = "none"', "the porch")
    paths = {"other": "other", "this": "this"}
    failing, mended = (
        case_attributes_findings({"other": other, "this": sheet(each[0], "the gate")}, [taken], paths)
        for each in (explanation(code).failing, explanation(code).mended)
    )
    assert [each.code for each in failing] == [code]
    assert mended == []


def test_the_example_of_a_sheet_that_cannot_be_used_is_told_and_not_when_mended() -> None:
    told = explanation("A305")
    sheet(told.mended[0], "x")
    with pytest.raises(SheetWrong):
        sheet(told.failing[0], "x")


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("A4")])
def test_an_example_of_a_notebook_is_told_and_not_when_mended(code: str) -> None:
    for passages, expected in ((explanation(code).failing, [code]), (explanation(code).mended, [])):
        notebook = "{" + passages[0] + "}"
        json.loads(notebook)
        assert [each.code for each in notebook_findings(notebook, "x.ipynb")] == expected
