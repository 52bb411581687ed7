"""steadyline mark: what it says, how it ends, and that nothing of a hand-in acts on the terminal."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from steadyline import content
from steadyline.cli import mark
from steadyline.cli.main import KEEPING, main
from steadyline.desk.counted import Pile


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the pile is asked for; it answers that all went well."""
    heard: list[dict[str, Any]] = []

    def marks(folder: Path, units: list[str], learners: list[str], **options: Any) -> Pile:
        heard.append({"units": units, "learners": learners, **options})
        return Pile(total=3, marked=2, unchanged=1)

    monkeypatch.setenv(content.KEPT, "")
    monkeypatch.setattr(mark, "mark_pile", marks)
    return heard


def answers(monkeypatch: pytest.MonkeyPatch, pile: Pile) -> None:
    monkeypatch.setenv(content.KEPT, "")
    monkeypatch.setattr(mark, "mark_pile", lambda *_, **__: pile)


def test_all_is_marked_unless_something_is_named(asked: list[dict[str, Any]]) -> None:
    assert main(["mark", "cohort"]) == 0
    assert {name: asked[0][name] for name in ("units", "learners", "again", "executor")} == {
        "units": [], "learners": [], "again": False, "executor": None,
    }  # fmt: skip


def test_units_and_learners_can_be_named_several_times(asked: list[dict[str, Any]]) -> None:
    main(["mark", "cohort", "--unit", "a", "--unit", "b", "--learner", "wren-14", "--again", "--jobs", "3"])
    assert {name: asked[0][name] for name in ("units", "learners", "again", "jobs")} == {
        "units": ["a", "b"], "learners": ["wren-14"], "again": True, "jobs": 3,
    }  # fmt: skip


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1000", "٣"])
def test_a_number_of_jobs_that_is_none_is_refused_in_words(
    asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    with pytest.raises(SystemExit):
        main(["mark", "cohort", f"--jobs={jobs}"])
    assert "a whole number from 1 to 256" in capsys.readouterr().err


def test_it_ends_with_1_if_something_was_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, Pile(total=1, marked=1, aside=[("the-porch", "wren-14", "why")]))
    assert main(["mark", "cohort"]) == 1


def test_what_comes_from_a_hand_in_does_not_act_on_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "\x1b]0;owned\x07\u202e\r" + "x" * 5000
    answers(monkeypatch, Pile(total=1, marked=1, aside=[("the-porch", hostile, hostile)], reasons=Counter({hostile: 1})))
    main(["mark", "cohort"])
    printed = capsys.readouterr().out
    assert [sign for sign in printed if not (sign.isprintable() or sign == "\n")] == []
    assert len(printed) < 1500


def test_reasons_are_told_most_frequent_first_each_with_its_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(monkeypatch, Pile(total=5, marked=5, waiting=5, reasons=Counter({"seldom": 1, "often": 4})))
    main(["mark", "cohort"])
    printed = capsys.readouterr().out
    assert printed.index("4  often") < printed.index("1  seldom")


def test_ctrl_c_lets_the_batches_under_way_be_the_last_and_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def marks(*_: Any, stop: Any, **__: Any) -> Pile:
        assert not stop()
        signal.raise_signal(signal.SIGINT)
        assert stop()
        return Pile(total=9, marked=4, stopped=True)

    monkeypatch.setenv(content.KEPT, "")
    monkeypatch.setattr(mark, "mark_pile", marks)
    before = signal.getsignal(signal.SIGINT)
    assert main(["mark", "cohort"]) == 130
    assert "4 of 9 done. What is marked stays marked" in capsys.readouterr().out
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_ctrl_c_stops_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def marks(*_: Any, **__: Any) -> Pile:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("it went on")

    monkeypatch.setenv(content.KEPT, "")
    monkeypatch.setattr(mark, "mark_pile", marks)
    assert main(["mark", "cohort"]) == 130


def test_without_dask_a_scheduler_is_refused_with_the_way_to_mend_it(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["mark", "cohort", "--scheduler", "tcp://10.0.0.5:8786"]) == 2
    assert 'pip install "steadyline[dask]"' in capsys.readouterr().err


def test_what_was_marked_is_said_to_be_kept_if_the_disk_refuses() -> None:
    assert "mark" in KEEPING
