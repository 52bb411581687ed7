"""Times acts in turn, and weighs the memory that each needs."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """What one way of doing it took. `peak` is in bytes; `counted` ends at the cap if the search was stopped."""

    seconds: list[float]
    peak: int
    counted: int


def measured(acts: dict[str, Callable[[], int]], runs: int) -> dict[str, Measured]:
    """Times all in turn, so that a busy moment meets each of them; then weighs, as tracing memory slows things down."""
    seconds: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(runs):
        for name, act in acts.items():
            begun = time.perf_counter()
            act()
            seconds[name].append(time.perf_counter() - begun)
    return {name: Measured(seconds[name], *_weighed(act)) for name, act in acts.items()}


def _weighed(act: Callable[[], int]) -> tuple[int, int]:
    """Returns the peak of memory in bytes, and what was counted."""
    tracemalloc.start()
    counted = act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, counted


