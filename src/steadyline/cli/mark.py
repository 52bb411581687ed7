"""steadyline mark: marks the hand-ins of a cohort, without a kernel and without running anything of them."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from steadyline import content
from steadyline.desk.counted import Pile
from steadyline.desk.pile import mark_pile
from steadyline.desk.shelf import OWN
from steadyline.errors import SteadylineError, printable

WIDTH = 30
MOST_TOLD = 15
LONGEST_REASON = 160


class DaskMissing(SteadylineError):
    """A scheduler is named, and the library that speaks with it is not there."""

    def __init__(self) -> None:
        super().__init__(
            "--scheduler needs Dask, which is not installed. Install it beside Steadyline, "
            'on this computer and on every worker: pip install "steadyline[dask]". Nothing was marked.'
        )


class SchedulerNotReached(SteadylineError):
    """No Dask scheduler answers at the address given."""

    def __init__(self, address: str, error: Exception) -> None:
        self.address = address
        super().__init__(
            f"No Dask scheduler answered at {address} ({type(error).__name__}). Nothing was marked. Look whether "
            "`dask scheduler` runs there and the address is the one it printed, such as tcp://10.0.0.5:8786."
        )


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the cohort's folder")
    parser.add_argument("--unit", action="append", default=[], metavar="UNIT",
                        help="only this unit; may be said several times")
    parser.add_argument("--learner", action="append", default=[], metavar="CODE",
                        help="only this learner; may be said several times")
    parser.add_argument("--jobs", type=_jobs, default=0, metavar="N", help="processes that mark (one a processor)")
    parser.add_argument("--again", action="store_true", help="mark also what is unchanged since it was marked")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="let the workers of this Dask scheduler mark")


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError("a whole number from 1 to 256 is needed")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Prints what became of the pile; returns 1 if a hand-in was set aside, 130 if it was stopped."""
    # Compiled cases are kept with the cohort, so that they are not explored anew at every marking.
    os.environ.setdefault(content.KEPT, str(arguments.folder.resolve() / OWN / "compiled"))
    bar = _Bar()
    with _until_stopped() as stop, _executor(arguments.scheduler) as (executor, workers):
        pile = mark_pile(
            arguments.folder, arguments.unit, arguments.learner, jobs=arguments.jobs or workers, executor=executor,
            again=arguments.again, told=bar.show, stop=stop,
        )  # fmt: skip
    bar.end()
    print(told(pile))
    return 130 if pile.stopped else 1 if pile.aside else 0


@contextmanager
def _executor(address: str | None) -> Iterator[tuple[Executor | None, int]]:
    """Yields the executor of a Dask scheduler and how many workers it has; none, and 0, without an address."""
    if not address:
        yield None, 0
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise DaskMissing from error
    try:
        client = Client(address, timeout=10)  # type: ignore[no-untyped-call]  # ships none
    except (OSError, ValueError, TimeoutError) as error:
        raise SchedulerNotReached(address, error) from error
    with client:
        yield client.get_executor(), sum(client.ncores().values())  # type: ignore[no-untyped-call]


@contextmanager
def _until_stopped() -> Iterator[Callable[[], bool]]:
    """Yields a question whether Ctrl-C was pressed; at the second press it stops at once, as everywhere."""
    pressed: list[int] = []

    def press(number: int, frame: FrameType | None) -> None:
        pressed.append(number)
        print("\nStopping once the hand-ins under way are marked. Again Ctrl-C: at once.", file=sys.stderr)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


class _Bar:
    """How far the marking is: a bar that moves on a terminal, a line now and then elsewhere. On stderr."""

    def __init__(self) -> None:
        self._began = self._last = time.monotonic()
        self._moves = sys.stderr.isatty()

    def show(self, pile: Pile) -> None:
        """Shows how far it is."""
        now = time.monotonic()
        if now - self._last < (0.1 if self._moves else 10.0):
            return
        self._last = now
        told = f"{pile.done} of {pile.total}, {_left(now - self._began, pile)}"
        if self._moves:
            full = WIDTH * pile.done // max(1, pile.total)
            print(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {told}\x1b[K", end="", file=sys.stderr, flush=True)
        else:
            print(told, file=sys.stderr, flush=True)

    def end(self) -> None:
        """Takes the bar away."""
        if self._moves:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _left(seconds: float, pile: Pile) -> str:
    rest = seconds / max(1, pile.done) * (pile.total - pile.done)
    return f"about {rest / 60:.0f} min left" if rest > 90 else f"about {rest:.0f} s left"


def told(pile: Pile) -> str:
    """Returns what became of the pile as a table in words; of a hand-in's own words only what a terminal may show."""
    lines = [
        f"{pile.marked:6}  marked",
        f"{pile.unchanged:6}  unchanged since they were marked",
        f"{pile.waiting:6}  of the marked: at least one automatic mark was refused and needs an assessor",
        *(f"{count:14}  {_shown(why)}" for why, count in pile.reasons.most_common(MOST_TOLD)),
        f"{len(pile.aside):6}  set aside",
        *(f"{'':16}{_shown(name, 60)}, {unit}: {_shown(why)}" for unit, name, why in pile.aside[:MOST_TOLD]),
    ]
    if len(pile.aside) > MOST_TOLD:
        lines.append(f"{'':16}and {len(pile.aside) - MOST_TOLD} more")
    if not pile.total:
        lines.append("There is nothing in submitted/ for these units.")
    if pile.stopped:
        lines.append(f"Stopped with {pile.done} of {pile.total} done. What is marked stays marked; "
                     "the same command goes on from here.")
    return "\n".join(lines)


def _shown(text: str, longest: int = LONGEST_REASON) -> str:
    plain = " ".join(printable(text).split())
    return plain if len(plain) <= longest else f"{plain[:longest]}…"
