"""Who marks: what dies or hangs takes nobody else's marks with it."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from piles import UNIT, simulation, work_of

from steadyline import content
from steadyline.course.work import Work
from steadyline.desk import one, workers
from steadyline.desk.one import Batch, Marked
from steadyline.desk.taken_in import Submission
from steadyline.desk.workers import STOPPED, Workers

FILES = work_of(simulation(), "wren-14", 1)
LEARNERS = ("avocet-17", "heron-30", "rook-20", "wren-14", "wren-15", "wren-16")
forked = pytest.mark.skipif(sys.platform != "linux", reason="what is broken here reaches other processes by a fork")


def batches(size: int = 3) -> Iterator[Batch]:
    released = content.notebook_path(UNIT).read_text("utf-8")
    all_sent = [Submission(learner, UNIT, Work(FILES["decisions.jsonl"], learner.encode())) for learner in LEARNERS]
    for at in range(0, len(all_sent), size):
        yield Batch(UNIT, released, content.marked_by(UNIT), tuple(all_sent[at : at + size]), 1.0)


def outcome(made: Workers) -> dict[str, Marked]:
    try:
        return {each.learner: each for batch in made.marked(batches()) for each in batch}
    finally:
        made.close()


def test_every_hand_in_comes_back_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done = [each.learner for batch in Workers(1).marked(batches(2)) for each in batch]
    assert sorted(done) == sorted(LEARNERS)


def test_any_executor_of_the_usual_kind_will_do() -> None:
    with ThreadPoolExecutor(2) as threads:
        assert {each.marks["judgement"] for each in outcome(Workers(2, threads)).values()} == {18.0}


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every process is a fork of this one, in which the hand-in of rook-20 does what its test says."""
    monkeypatch.setattr(workers, "_processes", lambda jobs, start: ProcessPoolExecutor(
        jobs, multiprocessing.get_context("fork"), workers._in_a_worker
    ))


@forked
def test_a_process_that_dies_loses_only_the_hand_in_that_did_it(breaking: None, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = one.reflections_of
    monkeypatch.setattr(one, "reflections_of", lambda work: os._exit(9) if work.answers == b"rook-20" else marks(work))
    found = outcome(Workers(2))
    assert {learner: each.set_aside for learner, each in found.items() if each.set_aside} == {"rook-20": STOPPED}
    assert {each.marks["judgement"] for each in found.values()} == {18.0, None}


@forked
def test_a_process_that_hangs_is_ended(breaking: None, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = one.mark_one
    monkeypatch.setattr(workers, "STARTING", 0.5)
    monkeypatch.setattr(one, "mark_one", lambda made, sent, longest: (
        time.sleep(600) if sent.learner == "rook-20" else marks(made, sent, longest)
    ))
    found = outcome(Workers(2))
    assert {learner for learner, each in found.items() if each.set_aside} == {"rook-20"}


@forked
def test_what_hangs_in_python_is_told_by_the_worker_itself(breaking: None, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = one.reflections_of
    monkeypatch.setattr(one, "reflections_of", lambda work: (
        time.sleep(600) if work.answers == b"rook-20" else marks(work)
    ))
    assert outcome(Workers(2))["rook-20"].set_aside == one.NO_END


def test_no_more_batches_are_taken_up_than_keep_everybody_busy() -> None:
    taken: list[int] = []

    def counted() -> Iterator[Batch]:
        for batch in batches(1):
            taken.append(1)
            yield batch

    next(Workers(1).marked(counted()))
    assert len(taken) == 4


def test_a_worker_with_other_content_stops_the_pile() -> None:
    released = content.notebook_path(UNIT).read_text("utf-8")
    with pytest.raises(one.ContentDiffers):
        list(Workers(1).marked([Batch(UNIT, released, "other", (Submission("wren-14", UNIT, Work()),))]))
