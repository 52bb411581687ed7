"""The verb `fingerprint`: takes one, refuses what it cannot read, and checks pages against those that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from steadyline.anonymity.fingerprint import of_text
from steadyline.cli.main import main

SOURCE = "The keeper of the lighthouse counted forty-one herons on the wall that evening, and told Ostrick of Saltmarrow.\n"


def test_a_source_becomes_a_file_of_hashes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ostrick.txt").write_text(SOURCE, encoding="utf-8")
    out = tmp_path / "there" / "source-1.json"
    assert main(["fingerprint", str(tmp_path / "ostrick.txt"), "--name", "source-1", "--out", str(out)]) == 0
    assert of_text(out.read_text(encoding="utf-8")).name == "source-1"
    assert "ostrick" not in out.read_text(encoding="utf-8").lower()
    assert "No word of the source is in it." in capsys.readouterr().out


def test_several_files_make_one_source(tmp_path: Path) -> None:
    for name in ("a.md", "b.html"):
        (tmp_path / name).write_text(SOURCE, encoding="utf-8")
    (tmp_path / "b.html").write_text("<p>In the other half of it eight more words stand.</p>", encoding="utf-8")
    out = tmp_path / "out.json"
    assert main(["fingerprint", str(tmp_path / "a.md"), str(tmp_path / "b.html"), "--name", "x", "--out", str(out)]) == 0
    assert len(of_text(out.read_text(encoding="utf-8")).runs) == 11 + 3


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF-1.7"), ("a.txt", b"%PDF-1.7"), ("a.docx", b"PK\x03\x04"), ("a.txt", b"\x00\x01")])
def test_a_pdf_is_refused_in_words(name: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["fingerprint", str(tmp_path / name), "--out", str(tmp_path / "out.json")]) == 2
    assert "save it as text first" in capsys.readouterr().err
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [(["nowhere.txt"], "there is no source here"), (["source.txt", "--name", "My Source"], "no name for a fingerprint"),
     (["short.txt"], "fewer than 8 words"), (["source.txt", "--terms", "terms.txt"], "line 1 of the terms"),
     (["source.txt", "--attributes", "sheet.toml"], "is missing"), (["--check", "nowhere.md"], "there is no file here")],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_words(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("source.txt", SOURCE), ("short.txt", "Too short."), ("terms.txt", "never: this\n"), ("sheet.toml", 'harm = "x"\n')):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["fingerprint", *words, *([] if "--check" in words else ["--out", "out.json"])]) == 2
    assert said in capsys.readouterr().err


def test_a_page_is_checked_against_the_fingerprints_that_ship(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text("It rains, and nobody has been asked.\n", encoding="utf-8")
    assert main(["fingerprint", "--check", str(page)]) == 0
    assert "Nothing of" in capsys.readouterr().out
    # The one phrase that the rules of the course themselves tell authors not to use.
    page.write_text("It was softly" + ", softly all the way.\n", encoding="utf-8")
    assert main(["fingerprint", "--check", str(page)]) == 1
    assert "page.md:1:8: error A205" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9"])
def test_a_name_that_windows_keeps_is_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")
    for words in (["--name", name, "--out", str(tmp_path / "x.json")], ["--name", "x", "--out", str(tmp_path / f"{name}.json")]):
        assert main(["fingerprint", str(tmp_path / "source.txt"), *words]) == 2
        assert f'"{name}" is no name for a fingerprint' in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source.txt"]


@pytest.mark.parametrize(("name", "said"), [("case.md", "ends in .json"), ("package.json", "that is no fingerprint")])
def test_a_file_that_is_no_fingerprint_is_never_overwritten(name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")
    (tmp_path / name).write_text("{}", encoding="utf-8")
    for more in ([], ["--replace"]):
        assert main(["fingerprint", str(tmp_path / "source.txt"), "--out", str(tmp_path / name), *more]) == 2
        assert said in capsys.readouterr().err
    assert (tmp_path / name).read_text(encoding="utf-8") == "{}"


def test_a_fingerprint_that_is_there_is_replaced_only_when_told_and_keeps_its_terms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, terms = tmp_path / "source-1.json", tmp_path / "terms.txt"
    (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")
    terms.write_text("phrase: gone with the geese\n", encoding="utf-8")
    words = ["fingerprint", str(tmp_path / "source.txt"), "--name", "source-1", "--out", str(out)]
    assert main([*words, "--terms", str(terms), "--title", "What the keeper of the light did not see"]) == 0
    first = of_text(out.read_text(encoding="utf-8"))
    assert main(words) == 2
    assert "say --replace" in capsys.readouterr().err
    (tmp_path / "source.txt").write_text(SOURCE + "Nobody else was there at that hour of the night.\n", encoding="utf-8")
    assert main([*words, "--replace"]) == 0
    assert "Kept from before: the title, 1 terms." in capsys.readouterr().out
    second = of_text(out.read_text(encoding="utf-8"))
    assert (second.terms, second.titles, second.salt) == (first.terms, first.titles, first.salt)
    assert second.runs > first.runs
    terms.write_text("phrase: gone with the gulls\n", encoding="utf-8")
    assert main([*words, "--replace", "--terms", str(terms)]) == 0
    assert of_text(out.read_text(encoding="utf-8")).terms != first.terms
