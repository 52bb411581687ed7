"""`steadyline format`: writes whole files, and only sound ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from steadyline.cli.main import main


@pytest.fixture
def written(tmp_path: Path, small_text: str, small_key_text: str) -> Path:
    """An untidy case with its key, in a folder of its own."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "case.md").write_bytes(small_text.replace("trust is at least 2", "trust >= 2").replace("\n", "\r\n").encode())
    (folder / "key.md").write_text(small_key_text.replace("assertiveness: +2", "assertiveness: 2"), encoding="utf-8")
    return folder


def test_a_case_and_its_key_are_put_into_their_form_once(written: Path, small_text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", str(written)]) == 0
    assert (written / "case.md").read_bytes() == small_text.encode()
    assert "assertiveness: +2" in (written / "key.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out.count("Nothing that a learner sees has changed") == 2
    assert main(["format", str(written / "case.md")]) == 0
    assert capsys.readouterr().out.count("in its form already") == 2
    assert sorted(path.name for path in written.iterdir()) == ["case.md", "key.md"]


def test_check_changes_nothing_and_says_no(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (written / "case.md").read_bytes()
    assert main(["format", "--check", str(written)]) == 1
    assert (written / "case.md").read_bytes() == before
    assert "line 1 would change first" in capsys.readouterr().out
    assert main(["format", str(written)]) == 0
    assert main(["format", "--check", str(written)]) == 0


@pytest.mark.parametrize(("file", "old", "new", "code"), [("case.md", b"#luck", b"#lck", "S103"), ("key.md", b"credit: 3", b"credit: 9", "K107")])
def test_a_file_with_faults_is_told_and_nothing_is_touched(written: Path, file: str, old: bytes, new: bytes, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = written / file
    path.write_bytes(path.read_bytes().replace(old, new))
    before = {each.name: each.read_bytes() for each in written.iterdir()}
    assert main(["format", str(written)]) == 1
    assert {each.name: each.read_bytes() for each in written.iterdir()} == before
    out = capsys.readouterr().out
    assert code in out
    assert "nothing was changed" in out


def test_a_file_that_is_no_text_is_refused_in_words(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (written / "case.md").write_bytes(b"---\n\xff\xfe")
    assert main(["format", str(written)]) == 2
    assert "not UTF-8" in capsys.readouterr().err


def test_a_shipped_case_is_in_its_form() -> None:
    assert main(["format", "the-porch", "--check"]) == 0
