"""The commands that propose walks and write proofs."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from steadyline.cli.main import main

SOUND = "say-why\nask\nchance: Work goes\n=> known\n"


@pytest.fixture
def own(tmp_path: Path, small_text: str, small_key_text: str) -> Path:
    """A case of somebody's own, with its key beside it and no walks."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "case.md").write_text(small_text, encoding="utf-8")
    (folder / "key.md").write_text(small_key_text, encoding="utf-8")
    return folder


def walk_file(own: Path, name: str, text: str) -> Path:
    (own / "walks").mkdir(exist_ok=True)
    path = own / "walks" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_walks_of_a_shipped_case_leave_no_option_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["walk", "the-porch"]) == 0
    out = capsys.readouterr().out
    assert "Options: 24 of 24 taken." in out
    assert "Endings: 4 of 4 reached." in out


def test_what_is_left_out_is_told_with_its_line_and_the_command_says_no(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    walk_file(own, "plain.walk", SOUND)
    assert main(["walk", str(own)]) == 1
    out = capsys.readouterr().out
    assert "Options: 2 of 5 taken." in out
    line = (own / "case.md").read_text(encoding="utf-8").splitlines().index("- [Leave it for today.](#the-week-after)") + 1
    assert f"case.md:{line}: no walk takes this option: Leave it for today." in out
    assert "2 more walks would take every option and reach every ending (fewer cannot)." in out
    assert not list((own / "walks").glob("proposed*"))


def test_written_walks_make_the_set_whole_and_are_not_written_twice(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = walk_file(own, "plain.walk", SOUND)
    assert main(["walk", str(own), "--write"]) == 0
    assert sorted(path.name for path in (own / "walks").iterdir()) == ["plain.walk", "proposed-1.walk", "proposed-2.walk"]
    assert plain.read_text(encoding="utf-8") == SOUND
    assert main(["walk", str(own)]) == 0
    assert "would take" not in capsys.readouterr().out.split("written.")[-1]


def test_a_whole_new_set_is_written_only_where_nothing_else_goes_by_its_names(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["walk", str(own), "--all", "--write"]) == 0
    assert main(["walk", str(own), "--all", "--write"]) == 0
    assert "is there already, the same" in capsys.readouterr().out
    mine = walk_file(own, "proposed-2.walk", "# mine\n" + SOUND)
    (own / "walks" / "proposed-3.walk").unlink()
    assert main(["walk", str(own), "--all", "--write"]) == 2
    assert "a proposed walk is here already and says something else" in capsys.readouterr().err
    assert mine.read_text(encoding="utf-8") == "# mine\n" + SOUND
    assert not (own / "walks" / "proposed-3.walk").exists()


def test_shown_walks_are_not_written(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["walk", str(own), "--print"]) == 1
    out = capsys.readouterr().out
    assert out.count("=> ") == 3
    assert "walks/proposed-1.walk" in out
    assert not (own / "walks").exists()


def test_a_walk_that_goes_astray_is_told_and_the_others_still_count(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    walk_file(own, "astray.walk", "say-wy\n=> known\n")
    walk_file(own, "plain.walk", SOUND + "state: trust is 0\njudgement: 6\n")
    walk_file(own, "poor.walk", "she-must\nleave\nchance: Work goes\n=> unknown\njudgement: 3\n")
    assert main(["walk", str(own)]) == 1
    out = capsys.readouterr().out
    assert "W101" in out
    assert "W110" in out
    assert "W111 this walk earns 0 for judgement, not 3" in out
    assert "Options: 2 of 5 taken." in out


def test_writing_says_only_what_it_wrote_and_what_is_left(own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    walk_file(own, "astray.walk", "say-wy\n=> known\n")
    monkeypatch.chdir(own.parent)
    assert main(["walk", "small", "--write"]) == 1
    walks = Path("small") / "walks"
    assert capsys.readouterr().out.splitlines() == [
        *(f"{walks / f'proposed-{number}.walk'}: written." for number in (1, 2, 3)),
        "Read each of them, say in its first line what it stands for, and give it a name of its own.",
        "The walks take every option and reach every ending; every paragraph is shown.",
        'One walk does not fit the case, and counts for nothing. Mend it or delete it ("steadyline walk" without --write says why):',
        f"  {walks / 'astray.walk'}",
    ]


def test_paragraphs_that_the_proposed_walks_leave_out_are_counted(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = own / "case.md"
    pairs = [f"*If chose {one} and chose {other}:* So." for one in ("say-why", "say-nothing", "she-must") for other in ("ask", "leave")]
    path.write_text(path.read_text(encoding="utf-8").replace("A week goes by.", "\n\n".join(["A week.", *pairs])), encoding="utf-8")
    assert main(["walk", str(own)]) == 1
    assert "With them 3 paragraphs are shown by no walk." in capsys.readouterr().out
    assert main(["walk", str(own), "--write"]) == 0
    assert "reach every ending; 3 paragraphs are shown by no walk." in capsys.readouterr().out


def test_further_proposals_get_names_that_are_free(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["walk", str(own), "--write"]) == 0
    path = own / "case.md"
    path.write_text(path.read_text(encoding="utf-8").replace("- [Leave it", "- [Go.](#the-week-after)\n  - id: go\n  - now: You go.\n- [Leave it"), encoding="utf-8")
    key = own / "key.md"
    key.unlink()
    assert main(["walk", str(own), "--write"]) == 0
    assert "proposed-4.walk: written." in capsys.readouterr().out


def test_walks_are_told_from_the_folder_in_which_the_command_is_given(own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    walk_file(own, "astray.walk", "say-wy\n=> known\n")
    monkeypatch.chdir(own)
    assert main(["walk", str(own / "case.md")]) == 1
    out = capsys.readouterr().out
    assert f"{Path('walks') / 'astray.walk'}:1:1: W101" in out
    assert "\ncase.md:24: no walk takes this option" in out
    assert str(own) not in out


def test_a_disk_that_is_full_leaves_no_walk_behind(own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    room = iter([True, False])

    def fsync(_: int) -> None:
        if not next(room):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("steadyline.whole.os.fsync", fsync)
    assert main(["walk", str(own), "--write"]) == 2
    assert "proposed-2.walk: No space left on device" in capsys.readouterr().err
    assert not (own / "walks").exists()


def test_what_would_act_on_the_terminal_is_shown(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    walk_file(own, "astray.walk", "say-wy\x1b[31m\u202e\n=> known\n")
    main(["walk", str(own)])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert r"say-wy\x1b[31m\u202e" in out


def test_a_key_that_does_not_stand_checks_no_marks(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = own / "key.md"
    key.write_text(key.read_text(encoding="utf-8").replace("status: author", "status: withdrawn"), encoding="utf-8")
    walk_file(own, "plain.walk", SOUND + "judgement: 1\n")
    main(["walk", str(own)])
    assert "W111" not in capsys.readouterr().out


def test_a_key_that_does_not_fit_the_case_any_more_keeps_no_walk_from_being_written(own: Path) -> None:
    path = own / "case.md"
    path.write_text(path.read_text(encoding="utf-8").replace("id: ", "id: new-"), encoding="utf-8")
    assert main(["walk", str(own), "--write"]) == 0
    assert len(list((own / "walks").iterdir())) == 3


def test_a_key_with_faults_is_told_from_the_folder_in_which_the_command_is_given(own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    key = own / "key.md"
    key.write_text(key.read_text(encoding="utf-8").replace("credit: 3", "credit: 9"), encoding="utf-8")
    monkeypatch.chdir(own)
    assert main(["proofread", "case.md", "--key"]) == 2
    assert "steadyline proofread: key.md:" in capsys.readouterr().err


def test_a_proof_is_written_as_a_page_and_as_markdown(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["proofread", str(own), "--out", str(tmp_path / "proofs")]) == 0
    written = sorted(path.suffix for path in (tmp_path / "proofs").iterdir())
    assert written == [".html", ".md"]
    assert "3 playthroughs (fewer cannot show everything)" in capsys.readouterr().out


def test_a_proof_of_one_form_or_with_the_key_has_its_own_name(own: Path, tmp_path: Path) -> None:
    assert main(["proofread", str(own), "--out", str(tmp_path / "proofs"), "--format", "md", "--key"]) == 0
    (path,) = (tmp_path / "proofs").iterdir()
    assert path.name.startswith("small-proof-with-key-")
    assert "Credit 3 of 3." in path.read_text(encoding="utf-8")


def test_remarks_in_a_proof_are_not_written_over_unless_it_is_said(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["proofread", str(own), "--out", str(tmp_path / "proofs"), "--format", "md"]
    assert main(command) == 0
    assert main(command) == 0
    (path,) = (tmp_path / "proofs").iterdir()
    path.write_text(path.read_text(encoding="utf-8") + "\nLine 12: too long.\n", encoding="utf-8")
    assert main(command) == 2
    assert "there is another proof here already, perhaps with remarks" in capsys.readouterr().err
    assert "too long" in path.read_text(encoding="utf-8")
    assert main([*command, "--replace"]) == 0
    assert "too long" not in path.read_text(encoding="utf-8")


def test_a_proof_with_the_key_is_refused_where_there_is_none(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "key.md").unlink()
    assert main(["proofread", str(own), "--out", str(tmp_path / "proofs"), "--key"]) == 2
    assert "there is no key to this case" in capsys.readouterr().err
    assert not (tmp_path / "proofs").exists()
