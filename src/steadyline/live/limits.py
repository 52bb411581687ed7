"""How often somebody may ask. Generous to a room of hundreds of phones behind one address, slow to whoever guesses."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

Clock = Callable[[], float]


@dataclass
class Bucket:
    """So many at once, and then so many a second."""

    burst: float
    rate: float
    left: float = field(init=False)
    at: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.left = self.burst

    def fill(self, now: float) -> None:
        """Brings the bucket up to a moment, in seconds."""
        self.left = min(self.burst, self.left + max(now - self.at, 0.0) * self.rate) if self.at else self.burst
        self.at = now


class Limit:
    """One limit, kept for each who asks. Those who have not asked for long are forgotten."""

    def __init__(self, burst: float, rate: float, clock: Clock = time.monotonic, most: int = 10_000) -> None:
        self.burst, self.rate, self.clock, self.most = burst, rate, clock, most
        self._buckets: dict[str, Bucket] = {}

    def allows(self, who: str) -> bool:
        """Whether there is one left; takes none."""
        return self._bucket(who).left >= 1

    def take(self, who: str) -> bool:
        """Takes one, and returns whether there was one."""
        bucket = self._bucket(who)
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True

    def _bucket(self, who: str) -> Bucket:
        now = self.clock()
        if who not in self._buckets:
            if len(self._buckets) >= self.most:
                self._forget(now)
            self._buckets[who] = Bucket(self.burst, self.rate)
        bucket = self._buckets[who]
        bucket.fill(now)
        return bucket

    def _forget(self, now: float) -> None:
        """Forgets the half that asked longest ago; whoever is forgotten begins with a full bucket again."""
        oldest = sorted(self._buckets, key=lambda who: self._buckets[who].at)[: self.most // 2]
        for who in oldest:
            del self._buckets[who]


@dataclass(frozen=True)
class Limits:
    """All limits of a server.

    `asks`: pages and connections, for an address. `wrong`: wrong codes and keys, for an address. `messages`: for a
    device. A room of 1,000 behind one address makes about 6,000 asks within its first minutes.
    """

    asks: Limit = field(default_factory=lambda: Limit(6000, 200))
    wrong: Limit = field(default_factory=lambda: Limit(60, 2))
    messages: Limit = field(default_factory=lambda: Limit(20, 2))


MOST_CHANGES = 30
"""How often one device may change its vote in one round: more than anybody needs, too few to fill a disk."""

MOST_SOCKETS = 3
"""Connections of one device at once; the oldest is closed."""

MOST_CONNECTIONS = 4000
"""Connections in all."""

LARGEST_MESSAGE = 4096
LARGEST_BODY = 8192
