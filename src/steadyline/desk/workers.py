"""Who marks: processes of our own, this process, or any executor of the kind of `concurrent.futures`.

A process that dies or hangs takes its batch with it; the hand-ins of that batch are then marked one by one, so that
only the one that did it is set aside. Our own processes end when the one that started them does, even by kill -9.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import replace
from multiprocessing import connection

from steadyline.desk.autograded import sheet
from steadyline.desk.one import Batch, ContentDiffers, Marked, left, mark_batch, warm

STOPPED = "The program that was marking it stopped in the middle or did not come to an end."
STARTING = 60.0
"""Seconds that a process may take to start and to read the content, beyond what its hand-ins may take."""


class _Here(Executor):
    """Does the work at once, in this process."""

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # as Executor declares it
        """Returns a future that is done."""
        future: Future[object] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # told by result(), as every executor does
            future.set_exception(error)
        return future


class Workers:
    """Maps batches over an executor, or over `jobs` processes of our own; one job is done in this process."""

    def __init__(self, jobs: int, executor: Executor | None = None) -> None:
        self.jobs = max(1, jobs)
        self._given = executor
        self._own: Executor | None = None
        self._alone: Executor | None = None
        self._has_forked = False

    def warm(self, unit: str) -> None:
        """Lets our own processes start, and read what a unit is marked by, while this one does other things."""
        if self._given is None and self.jobs > 1:
            for _ in range(self.jobs):
                self._executor().submit(warm, unit)

    def marked(self, batches: Iterable[Batch]) -> Iterator[list[Marked]]:
        """Yields what came of each batch as it is done. No more batches are held at once than keep everybody busy.

        Raises ContentDiffers.
        """
        waiting: dict[Future[list[Marked]], Batch] = {}
        for batch in batches:
            waiting[self._submit(batch)] = batch
            while len(waiting) >= 2 * self.jobs + 2:
                yield from self._done(waiting)
        while waiting:
            yield from self._done(waiting)

    def close(self) -> None:
        """Lets our own processes go; an executor that was given stays."""
        for pool in (self._own, self._alone):
            if pool is not None:
                pool.shutdown(wait=False, cancel_futures=True)
        self._own = self._alone = None

    def _submit(self, batch: Batch) -> Future[list[Marked]]:
        try:
            return self._executor().submit(mark_batch, batch)
        except BrokenExecutor:
            if self._given is not None:
                raise
            self._own = None
            return self._executor().submit(mark_batch, batch)

    def _done(self, waiting: dict[Future[list[Marked]], Batch]) -> Iterator[list[Marked]]:
        most = max(_seconds(batch) for batch in waiting.values())
        done, _ = wait(waiting, most, FIRST_COMPLETED)
        if not done:  # they all hang
            _end(self._own)
            self._own = None
            done = set(waiting)
        for future in done:
            batch = waiting.pop(future)
            yield self._result(future) or list(self._one_by_one(batch))

    def _result(self, future: Future[list[Marked]]) -> list[Marked]:
        try:
            return future.result(timeout=0)
        except ContentDiffers:
            raise
        except Exception:  # a dead process, a lost machine, a result that cannot be sent: told hand-in by hand-in
            return []

    def _one_by_one(self, batch: Batch) -> Iterator[Marked]:
        for sent in batch.submissions:
            alone = replace(batch, submissions=(sent,))
            try:
                yield from self._apart().submit(mark_batch, alone).result(timeout=_seconds(alone))
            except ContentDiffers:
                raise
            except Exception:  # here it is this one that did it
                _end(self._alone)
                self._alone = None
                yield left(sheet(batch.unit, batch.released), sent, STOPPED)

    def _executor(self) -> Executor:
        if self._given is not None:
            return self._given
        if self._own is None and self.jobs == 1:
            self._own = _Here()
        elif self._own is None:
            # A fork of this process has read everything already; once there are threads in it, it is no longer safe.
            forks = sys.platform == "linux" and not self._has_forked and threading.active_count() == 1
            self._own = _processes(self.jobs, "fork" if forks else "spawn")
            self._has_forked = True
        return self._own

    def _apart(self) -> Executor:
        """Returns who marks a hand-in that may be the one by which a process died: a process for nothing else."""
        if self._given is not None:
            return self._given
        self._alone = self._alone or _processes(1, "spawn")
        return self._alone


def _processes(jobs: int, start: str) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, multiprocessing.get_context(start), _in_a_worker)


def _end(pool: Executor | None) -> None:
    """Ends processes of our own, whatever they are doing."""
    if isinstance(pool, ProcessPoolExecutor):
        for process in list((pool._processes or {}).values()):  # public from Python 3.14 on
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)


def _seconds(batch: Batch) -> float:
    return STARTING + batch.longest * len(batch.submissions)


def _in_a_worker() -> None:
    """Leaves Ctrl-C to whoever started us, and sees to it that we end when they do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
