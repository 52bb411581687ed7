"""The facilitators' notebook shows a session as tables, each picture of it also in words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from steadyline import content
from steadyline.errors import FileMissing
from steadyline.live import pictures, room, tables
from steadyline.live.held import Held
from steadyline.live.room import room_of
from steadyline.live.simulate import simulated, write_session

CASE, KEY = content.case("the-porch"), content.key("the-porch")
NOTEBOOK = content.root() / "course" / "facilitators" / "debrief.ipynb"


def held(people: int = 9, mode: str = room.PHONES) -> Held:
    return Held("one", CASE, KEY, room_of(CASE, simulated(CASE, KEY, "the-porch", people, mode=mode)))


def cells() -> dict[str, str]:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"}


def written(folder: Path, name: str = "2026-01-12-the-porch-1", people: int = 9) -> Path:
    return write_session(folder / f"{name}.jsonl", simulated(CASE, KEY, "the-porch", people))


def test_what_moved_adds_up_to_nothing():
    assert sum(row["moved"] for row in tables.votes(held())) == 0


def test_what_few_did_is_in_no_table():
    few = held(people=4)
    assert {(row["first"], row["last"], row["moved"]) for row in tables.votes(few)} == {(None, None, None)}
    assert {(row["how sure"], row["on sound options"]) for row in tables.sure(few)} == {(None, None)}
    assert {row["counted"] for row in tables.lean(few)} == {0}


def test_the_way_names_the_detour():
    assert [bool(row["looked at"]) for row in tables.way(held())] == [False, True, False, False, False, False]


def test_a_picture_of_votes_says_in_words_what_it_draws():
    told = held().debrief.decisions[0]
    words = pictures.votes_words(told)
    assert words in pictures.votes_svg(told)
    assert all(f"{each.letter}: {each.first} first, {each.last} last." in words for each in told.options)


def test_a_picture_of_sureness_says_in_words_what_it_draws():
    rows = tables.sure(held(people=30))
    drawn = pictures.sure_svg(rows)
    assert all(pictures.sure_words(row) in drawn for row in rows)
    assert drawn.count("<circle") == drawn.count('width="12"') == len(rows)


def test_a_show_of_hands_has_no_sureness_and_says_so():
    assert "how sure" in tables.sure(held(mode=room.HANDS))[0]
    assert "sure" not in pictures.sure_words(tables.sure(held(mode=room.HANDS))[0])


def test_the_newest_session_is_opened_where_none_is_named(tmp_path):
    written(tmp_path)
    assert tables.session("", tmp_path).name == "2026-01-12-the-porch-1"


def test_a_folder_without_a_session_is_told_in_words(tmp_path):
    with pytest.raises(FileMissing, match="write the path"):
        tables.session("", tmp_path)


def test_the_notebook_is_kept_without_outputs_and_names_no_session():
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert cells()["which-session"] == 'SESSION = ""'
    assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in notebook["cells"])
    assert json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n" == NOTEBOOK.read_text(encoding="utf-8")


def run_cell(source: str, names: dict[str, object]) -> str:
    """Runs a cell of our own notebook and returns the kind of what it shows at its end."""
    *before, last = re.split(r"\n(?=\S)", source)
    exec("\n".join(before), names)  # noqa: S102
    try:
        return type(eval(last, names)).__name__  # noqa: S307
    except SyntaxError:
        exec(last, names)  # noqa: S102
        return ""


@pytest.mark.parametrize("people", [4, 9])
def test_every_cell_of_the_notebook_runs_and_each_picture_is_followed_by_its_table_or_words(tmp_path, monkeypatch, people):
    shown: list[str] = []
    monkeypatch.setattr("IPython.display.display", lambda what: shown.append(type(what).__name__))
    names: dict[str, object] = {}
    session = f"SESSION = {str(written(tmp_path, people=people))!r}"
    with pd.option_context("display.max_colwidth", 50):  # the notebook sets it for itself
        for id, source in cells().items():
            if not source.startswith("%%capture"):
                shown.append(run_cell(session if id == "which-session" else source, names))
    assert shown.count("HTML") == 8
    after = [shown[at + 1] for at, kind in enumerate(shown[:-1]) if kind == "HTML"]
    assert set(after) <= {"Styler", "DataFrame", "Markdown"}
