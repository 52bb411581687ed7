"""`steadyline play`, through the command line, with what people and pipes do to it."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from steadyline.cli.main import main
from steadyline.decisions import read_log
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import replay


@pytest.fixture
def folder(tmp_path: Path, small_text: str, small_key_text: str) -> Path:
    """The small case with its key, in a folder of its own."""
    place = tmp_path / "small"
    place.mkdir()
    (place / "case.md").write_text(small_text, encoding="utf-8")
    (place / "key.md").write_text(small_key_text, encoding="utf-8")
    return place


def play(monkeypatch: pytest.MonkeyPatch, typed: str, *words: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    return main(["play", *words])


def test_a_case_is_played_to_its_end_with_its_debrief(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert play(monkeypatch, "1\n1\n\n", str(folder), "--author-order", "--seed", "3") == 0
    out = capsys.readouterr().out
    assert "The end: Known" in out
    assert "Judgement: 6 of the 6" in out
    assert "1. Say why you have come." in out


def test_the_end_of_the_input_stops_in_words(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert play(monkeypatch, "2\n", str(folder), "--seed", "3") == 0
    assert "To come here again, add --seed 3 and type 2." in " ".join(capsys.readouterr().out.split())


def test_a_log_is_kept_gone_on_with_and_followed_by_a_new_attempt(
    folder: Path, small: CompiledCase, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log = folder / "decisions.jsonl"
    assert play(monkeypatch, "1\n70\n\nBecause.\n", str(folder), "--log", str(log)) == 0
    assert "If you would like to talk to someone:" in capsys.readouterr().out
    assert play(monkeypatch, "1\n\n\n\n", str(folder), "--log", str(log)) == 0
    out = capsys.readouterr().out
    assert "You go on with attempt 1, after 1 decision." in out
    assert "How your decisions were weighed" in out
    taken = read_log(log).decisions
    assert [(each.attempt, each.step) for each in taken] == [(1, 1), (1, 2)]
    assert replay(small, taken).is_finished
    assert play(monkeypatch, "", str(folder), "--log", str(log)) == 0
    assert "Attempt 2 begins." in capsys.readouterr().out


def test_a_decision_taken_meanwhile_in_another_window_stands(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    log = folder / "decisions.jsonl"

    class Lines:
        def __init__(self) -> None:
            self.lines = iter(["1\n", "\n", "\n", "\n"])

        def readline(self) -> str:
            line = next(self.lines)
            if line == "1\n":
                subprocess.run([sys.executable, "-m", "steadyline.cli.main", "play", str(folder), "--log", str(log), "--seed", "9"], input="2\n", text=True, capture_output=True, check=True)
            return line

    monkeypatch.setattr(sys, "stdin", Lines())
    assert main(["play", str(folder), "--log", str(log), "--seed", "9"]) == 2
    assert "already decided somewhere else" in capsys.readouterr().err
    assert len(read_log(log).decisions) == 1


def test_a_case_with_faults_gives_its_findings_in_words(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "case.md"
    path.write_text(path.read_text(encoding="utf-8").replace("(#luck)", "(#lck)"), encoding="utf-8")
    assert play(monkeypatch, "", str(path)) == 1
    out = capsys.readouterr().out
    assert "S103" in out
    assert "cannot be played before that is mended" in out


@pytest.mark.parametrize(("key", "words"), [(None, "There is no key"), ("credit: 9", "The key cannot be used"), ("status: contested", "discussed, not marked")])
def test_without_a_key_that_stands_the_case_can_still_be_played(folder: Path, key: str | None, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "key.md"
    if key is None:
        path.unlink()
    else:
        name = key.partition(":")[0]
        path.write_text(re.sub(rf"{name}: .*", key, path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    assert play(monkeypatch, "1\n1\n\n", str(folder)) == 0
    assert words in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("seed", ["-1", "x", "4294967296", "9" * 5000])
def test_a_seed_that_is_none_is_refused(folder: Path, seed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["play", str(folder), f"--seed={seed}"])
    assert "a seed is a whole number" in capsys.readouterr().err


def test_a_terminal_that_knows_only_ascii_and_odd_bytes_break_nothing(folder: Path) -> None:
    path = folder / "case.md"
    path.write_text(path.read_text(encoding="utf-8").replace("You stand", "“You” – stand…").replace("It is", "雨 it is"), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "steadyline.cli.main", "play", str(folder), "--seed", "3"], input=b"\xff\xfe\n1\n\xe9\n", capture_output=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "1"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert b'"You"' in ran.stdout
    assert b"Traceback" not in ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_being_interrupted_loses_nothing_that_was_decided(folder: Path) -> None:
    log = folder / "decisions.jsonl"
    process = subprocess.Popen([sys.executable, "-m", "steadyline.cli.main", "play", str(folder), "--log", str(log)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("1\n\n\n\n1\n")
    process.stdin.flush()
    while "How sure are you" not in process.stdout.readline():
        pass
    while "How sure are you" not in process.stdout.readline():
        pass
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "is not taken" in out
    assert "Traceback" not in err
    assert [each.step for each in read_log(log).decisions] == [1]


def test_that_options_are_shuffled_is_said_where_an_author_would_wonder(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shuffled = "The options are shuffled, as they are for learners; --author-order keeps the order of the file."
    for words, is_said in (([], True), (["--author-order"], False), (["--log", str(folder / "decisions.jsonl")], False)):
        assert play(monkeypatch, "", str(folder), *words) == 0
        assert (shuffled in " ".join(capsys.readouterr().out.split())) == is_said


@pytest.mark.parametrize("word", ["s", "q"])
def test_both_words_that_stop_are_named_and_stop(folder: Path, word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert play(monkeypatch, f"?\n{word}\n1\n", str(folder)) == 0
    out = capsys.readouterr().out
    assert "You can stop at any time: type s or q." in out
    assert "s or q: stop." in out
    assert "You stop after 0 decisions." in out
