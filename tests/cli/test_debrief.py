"""`steadyline debrief` writes beside the session and removes only what it was told to remove."""

from __future__ import annotations

import pytest

from steadyline import content
from steadyline.cli.main import main
from steadyline.live.simulate import simulated, write_session

CASE, KEY = content.case("the-porch"), content.key("the-porch")


@pytest.fixture
def session(tmp_path):
    return write_session(tmp_path / "2026-01-12-the-porch-1.jsonl", simulated(CASE, KEY, "the-porch", 9))


def test_the_sheet_lies_beside_the_session_if_nothing_else_is_said(session):
    assert main(["debrief", str(session)]) == 0
    assert "Debrief: The Porch" in session.with_suffix(".html").read_text(encoding="utf-8")


def test_only_what_is_asked_for_is_written(session, tmp_path):
    assert main(["debrief", str(session), "--csv", str(tmp_path / "a.csv"), "--xapi", str(tmp_path / "a.xapi")]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {session.name, "a.csv", "a.xapi"}


def test_the_session_is_removed_when_its_name_is_typed(session, monkeypatch, capsys):
    monkeypatch.setattr("builtins.input", lambda _: " 2026-01-12-the-porch-1 ")
    assert main(["debrief", str(session), "--delete"]) == 0
    assert not session.exists()
    assert f"Removed {session}" in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["", "yes", "2026-01-12-the-porch-2"])
def test_nothing_is_removed_when_something_else_is_typed(session, monkeypatch, capsys, typed):
    monkeypatch.setattr("builtins.input", lambda _: typed)
    assert main(["debrief", str(session), "--delete"]) == 2
    assert session.exists()
    assert "nothing was removed" in capsys.readouterr().err


def test_what_lies_beside_the_session_goes_with_it_and_what_was_written_out_is_named(session, capsys):
    session.with_name(f"{session.name}.torn").write_text("x", encoding="utf-8")
    main(["debrief", str(session)])
    assert main(["debrief", str(session), "--delete", "--yes"]) == 0
    assert [path.name for path in session.parent.iterdir()] == [session.with_suffix(".html").name]
    assert f"Still there, since it was written out from the session: {session.with_suffix('.html')}" in capsys.readouterr().out


def test_a_file_that_is_no_session_is_not_removed(tmp_path, capsys):
    thesis = tmp_path / "thesis.md"
    thesis.write_text("# All my work\n", encoding="utf-8")
    assert main(["debrief", str(thesis), "--delete", "--yes"]) == 2
    assert thesis.exists()
    assert "not the log of a session" in capsys.readouterr().err


def test_a_session_of_another_version_is_still_counted(session, tmp_path, capsys):
    session.write_text(session.read_text(encoding="utf-8").replace(CASE.digest, "0" * 64), encoding="utf-8")
    assert main(["debrief", str(session), "--csv", str(tmp_path / "a.csv")]) == 0
    assert "counted without the case" in capsys.readouterr().out
    assert "ring-mum" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--to", "SESSION"], "this is the session itself"),
        (["--csv", "a", "--xapi", "a"], "named twice"),
        (["--home-page", "https://x"], "goes with --xapi"),
        (["--xapi", "a", "--home-page", "nowhere"], "is an address"),
        (["--yes"], "goes with --delete"),
    ],
)
def test_what_does_not_go_together_is_refused(session, capsys, more, said):
    words = [str(session) if each == "SESSION" else each for each in more]
    assert main(["debrief", str(session), *words]) == 2
    assert said in capsys.readouterr().err
    assert session.exists()
