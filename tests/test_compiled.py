"""Compiled cases kept on the disk: the same case, made anew whenever anything that it is made from has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from steadyline import content
from steadyline.compiled import compiled
from steadyline.scenarios.documents import Beside
from steadyline.scenarios.local import Local
from steadyline.scenarios.read import CaseFaults

FIGURE = "You stand at the door. It is {a.b days} too late."


def kept_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def test_what_is_kept_is_the_same_case_to_the_letter(small_text: str, tmp_path: Path) -> None:
    fresh = compiled(small_text, "small", "case.md", Beside(), tmp_path)
    assert len(kept_in(tmp_path)) == 1
    again = compiled(small_text, "small", "case.md", Beside(), tmp_path)
    assert again.as_json() == fresh.as_json()
    assert list(again.nodes) == sorted(fresh.nodes)


def test_a_kept_case_is_used_and_not_compiled_again(small_text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = compiled(small_text, "small", "case.md", Beside(), tmp_path).digest
    monkeypatch.setattr("steadyline.compiled.compile_case", lambda _: pytest.fail("compiled again"))
    assert compiled(small_text, "small", "case.md", Beside(), tmp_path).digest == digest


@pytest.mark.parametrize("change", ["words", "figure", "document"])
def test_another_word_figure_or_document_makes_it_anew_and_the_old_one_goes(change: str, small_text: str, tmp_path: Path) -> None:
    text = small_text.replace("You stand at the door.", FIGURE)
    before, after = Beside(Local("x", {"a.b": 1})), Beside(Local("x", {"a.b": 2 if change == "figure" else 1}))
    if change == "document":
        after = Beside(after.local, {"letter": "---\nformat: 1\ntitle: A\nkind: letter\n---\nWords.\n"})
    compiled(text, "small", "case.md", before, tmp_path)
    (old,) = kept_in(tmp_path)
    compiled(text.replace("It is raining.", "It is snowing.") if change == "words" else text, "small", "case.md", after, tmp_path)
    (new,) = kept_in(tmp_path)
    assert new != old


@pytest.mark.parametrize("spoil", [lambda text: text[:-9], lambda text: text.replace("raining", "snowing"), lambda _: "[]", lambda _: ""])
def test_a_kept_case_that_was_spoilt_is_made_anew(spoil: object, small_text: str, tmp_path: Path) -> None:
    digest = compiled(small_text, "small", "case.md", Beside(), tmp_path).digest
    (path,) = kept_in(tmp_path)
    path.write_text(spoil(path.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    assert compiled(small_text, "small", "case.md", Beside(), tmp_path).digest == digest
    assert json.loads(path.read_text("utf-8"))["digest"] == digest


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(small_text: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    assert compiled(small_text, "small", "case.md", Beside(), tmp_path / "file" / "below").name == "small"


def test_a_case_with_faults_is_told_and_nothing_is_kept(small_text: str, tmp_path: Path) -> None:
    with pytest.raises(CaseFaults):
        compiled(small_text.replace("(#the-kitchen)", "(#nowhere)"), "small", "case.md", Beside(), tmp_path)
    assert kept_in(tmp_path) == []


def test_without_the_learners_server_nothing_is_kept_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(content.KEPT, raising=False)
    monkeypatch.chdir(tmp_path)
    content.forget()
    content.case("the-porch")
    assert list(tmp_path.rglob("*")) == []
