"""steadyline explain, and the table in the authors' guide that is made from the same files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from steadyline.cli.explain import explained, overview, table
from steadyline.cli.main import main
from steadyline.diagnostics.read import explanation, known_codes

GUIDE = Path(__file__).resolve().parents[2] / "scenarios" / "README.md"


def test_a_code_is_explained_with_its_meaning_and_both_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "s103"]) == 0
    said = capsys.readouterr().out
    told = explanation("S103")
    assert said.startswith(f"S103: {told.title}\n\nError. About: cases.\n")
    assert said.index(told.failing[0]) < said.index(told.mended[0])


@pytest.mark.parametrize("code", known_codes())
def test_prose_keeps_to_the_width_and_no_word_is_lost(code: str) -> None:
    told = explanation(code)
    said = explained(told, 60)
    prose = said.partition("This is told of:")[0]
    assert all(len(line) <= 60 for line in prose.splitlines())
    assert set(told.text.split()) <= set(prose.split())


def test_without_a_code_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n{code}  " in said for code in known_codes())


def listed_by_kind() -> list[str]:
    return re.findall(r"^([A-Z]\d{3})  ", overview(80), re.MULTILINE)


def test_the_list_leaves_no_code_out() -> None:
    assert sorted(listed_by_kind()) == known_codes()


def test_an_unknown_code_is_answered_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "S4030"]) == 2
    assert 'Did you mean "S403"?' in capsys.readouterr().err


def test_the_table_in_the_guide_is_the_one_that_is_printed() -> None:
    found = re.search(r"<!-- codes -->\n(.*)\n<!-- /codes -->", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    assert found[1] == table(), "run steadyline explain --table and put what it prints between the two marks"
