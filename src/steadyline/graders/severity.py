"""Whether a marker is kinder or stricter than the others on the same scripts, and how much of the scale they use.

A difference is no fault: it says where two people should read a script together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance

from steadyline.graders.ratings import Item, MarkerUnknown, Ratings, by_item
from steadyline.graders.resampling import FEW, library, sureness

COLUMNS = ("Marker", "Against the others", "95 % interval", "Own spread", "Others' spread", "Scripts", "How to read it")

_NARROW, _WIDE = 0.75, 1.33
"""Shares of the others' spread; between them two spreads are called alike."""


@dataclass(frozen=True)
class Severity:
    """One marker against the others on the same scripts, in levels.

    `difference` is the mean of level less mean level of the others, above 0 where the marker is kinder, and None where
    nobody else marked the same. The spreads are standard deviations over the items shared, None where there are too
    few; each other marker is taken by themselves, so that their own differences do not count as spread.
    """

    marker: str
    scripts: int
    compared: int
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    spread: float | None = None
    others_spread: float | None = None
    note: str = ""

    @property
    def row(self) -> tuple[str, ...]:
        """Its row in a table, one cell for each of COLUMNS."""
        told = "nothing shared" if self.difference is None else _degree(self.difference)
        spreads = ("" if each is None else f"{each:.1f}" for each in (self.spread, self.others_spread))
        return (self.marker, told, self._interval or "none", *spreads, str(self.scripts), self.note)

    @property
    def sentence(self) -> str:
        """What it says, in a sentence or two."""
        if self.difference is None:
            return f"{self.marker}: nobody else has marked the same scripts yet."
        scripts = "1 script" if self.scripts == 1 else f"{self.scripts} scripts"
        sure = f" (95 % interval: {self._interval})" if self._interval else ""
        note = f"; {self.note}" if self.note else ""
        return f"{self.marker}: {_degree(self.difference)} on {scripts}{sure}{note}.{self._range}"

    @property
    def _interval(self) -> str:
        if self.low is None or self.high is None:
            return ""
        return f"{_side(self.low)} to {_side(self.high)}"

    @property
    def _range(self) -> str:
        if self.spread is None or not self.others_spread or self.scripts < FEW:
            return ""
        share = self.spread / self.others_spread
        if _NARROW <= share <= _WIDE:
            return " Uses about as much of the scale as the others."
        return f" Uses {'less' if share < _NARROW else 'more'} of the scale than the others."


def severity(ratings: Ratings, marker: str) -> Severity:
    """Returns how a marker stands against the others. Raises MarkerUnknown, NotALevel or LibraryMissing."""
    if marker not in ratings:
        raise MarkerUnknown(marker, sorted(ratings))
    shared = {item: given for item, given in by_item(ratings).items() if marker in given}
    if not shared:
        return Severity(marker, 0, 0)
    by_script: dict[str, list[float]] = {}
    for (script, _), given in shared.items():
        others = fmean(level for name, level in given.items() if name != marker)
        by_script.setdefault(script, []).append(given[marker] - others)
    difference = fmean(each for found in by_script.values() for each in found)
    sums, counts = [sum(found) for found in by_script.values()], [len(found) for found in by_script.values()]
    numpy = library("numpy")
    totals = numpy.array([sums, counts]).T
    sure = sureness(len(by_script), lambda times: (times @ totals[:, 0]) / (times @ totals[:, 1]))
    note = sure.note
    if sure.low is not None and sure.high is not None and sure.low <= 0 <= sure.high:
        note = f"may be chance{f'; {note}' if note else ''}"
    spreads = _spreads(shared, marker)
    return Severity(marker, len(by_script), len(shared), difference, sure.low, sure.high, *spreads, note)


def severities(ratings: Ratings) -> tuple[Severity, ...]:
    """Returns every marker against the others, by name: nobody is ranked. Raises NotALevel or LibraryMissing."""
    return tuple(severity(ratings, marker) for marker in sorted(ratings))


def table(markers: Sequence[Severity]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Returns the columns and one row of words for each marker."""
    return COLUMNS, [each.row for each in markers]


def _spreads(shared: dict[Item, dict[str, int]], marker: str) -> tuple[float | None, float | None]:
    """Returns the standard deviations of a marker and of the others, pooled over the others one by one."""
    freedom, own, theirs = 0, 0.0, 0.0
    for other in sorted({name for given in shared.values() for name in given} - {marker}):
        both = [(given[marker], given[other]) for given in shared.values() if other in given]
        if len(both) > 1:
            freedom += len(both) - 1
            own += (len(both) - 1) * variance(mine for mine, _ in both)
            theirs += (len(both) - 1) * variance(level for _, level in both)
    return (sqrt(own / freedom), sqrt(theirs / freedom)) if freedom else (None, None)


def _degree(difference: float) -> str:
    size = f"{abs(difference):.1f}"
    if size == "0.0":
        return "as strict as the others"
    unit = "1 level" if size == "1.0" else f"{size} of a level" if size < "1" else f"{size} levels"
    return f"{unit} {'kinder' if difference > 0 else 'stricter'} than the others"


def _side(difference: float) -> str:
    size = f"{abs(difference):.1f}"
    return "0" if size == "0.0" else f"{size} {'kinder' if difference > 0 else 'stricter'}"
