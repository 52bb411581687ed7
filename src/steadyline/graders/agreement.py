"""How far markers agree: percentage, weighted kappa and Krippendorff's alpha, each with how sure it is.

No figure is judged good or bad, and nothing here names a marker: who is kind and who is strict is in `severity`.

Sources: J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), 213-220, as scikit-learn reckons it;
K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), ordinal, as the package krippendorff reckons it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from steadyline.graders.ratings import Pair, Ratings, all_pairs, by_item, pairs_of
from steadyline.graders.resampling import FEWEST, Statistic, library, sureness
from steadyline.graders.rubric import LEVELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTS = ("quadratic", "linear")
"""How a distance weighs in kappa: by its square, so that two levels count four times as much as one; or as it is."""

COLUMNS = ("Measure", "Value", "95 % interval", "Scripts", "Compared", "How to read it")
HOW_TO_READ = (
    "Kappa and alpha: 1 is full agreement, 0 what chance alone would give, below 0 less than that.",
    "Percentages look higher where most scripts earn the same level; kappa and alpha allow for it.",
    "Compared: pairs of levels, or, for alpha, the levels given where two or more have marked.",
)

_LEVELS = sorted(LEVELS)
_SIZE = len(_LEVELS)


@dataclass(frozen=True)
class Measure:
    """One figure. `value` is None where it is not defined; `low` and `high` where there is no interval."""

    name: str
    scripts: int
    compared: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    is_share: bool = False

    @property
    def row(self) -> tuple[str, ...]:
        """Its row in a table, one cell for each of COLUMNS."""
        return (self.name, self._told, self._interval or "none", str(self.scripts), str(self.compared), self.note)

    @property
    def sentence(self) -> str:
        """What it says, in a sentence."""
        sure = f" (95 % interval {self._interval})" if self._interval else ""
        scripts = "1 script" if self.scripts == 1 else f"{self.scripts} scripts"
        return f"{self.name}: {self._told}{sure}, {scripts}{f'; {self.note}' if self.note else ''}."

    @property
    def _told(self) -> str:
        return "not defined" if self.value is None else self._figure(self.value)

    @property
    def _interval(self) -> str:
        if self.low is None or self.high is None:
            return ""
        return f"{self._figure(self.low)} to {self._figure(self.high)}"

    def _figure(self, value: float) -> str:
        # Adding 0.0 to what is rounded makes a plain nought of a negative one.
        return f"{100 * value:.0f} %" if self.is_share else f"{round(value, 2) + 0.0:.2f}"


def agreement(ratings: Ratings) -> tuple[Measure, ...]:
    """Returns percentage agreement over every two markers of an item, and alpha over all. Raises as `between` does."""
    pairs = all_pairs(ratings)
    return exact(pairs), within_one(pairs), alpha(ratings)


def between(ratings: Ratings, one: str, other: str) -> tuple[Measure, ...]:
    """Returns all measures for two markers, or for "first" and "second".

    Raises MarkerUnknown, NotALevel, or LibraryMissing where the extra "desk" is not installed.
    """
    pairs = pairs_of(ratings, one, other)
    kappas = (kappa(pairs, weights) for weights in WEIGHTS)
    return exact(pairs), within_one(pairs), *kappas, alpha({each: ratings[each] for each in (one, other)})


def table(measures: Sequence[Measure]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Returns the columns and one row of words for each measure."""
    return COLUMNS, [each.row for each in measures]


def exact(pairs: Sequence[Pair]) -> Measure:
    """Returns the share of pairs with the same level."""
    return _share(pairs, 0, "Same level")


def within_one(pairs: Sequence[Pair]) -> Measure:
    """Returns the share of pairs with the same level or neighbouring ones."""
    return _share(pairs, 1, "Within one level")


def kappa(pairs: Sequence[Pair], weights: str = WEIGHTS[0]) -> Measure:
    """Returns Cohen's weighted kappa; `weights` is one of WEIGHTS. It does not matter who is `one` and who `other`.

    Categories are all five levels, whether or not they were given, so that a distance weighs the same everywhere.
    """
    found = Measure(f"Weighted kappa ({weights})", _scripts(pairs), len(pairs))
    ones, others = [pair.one for pair in pairs], [pair.other for pair in pairs]
    if len({*ones, *others}) < 2:
        return replace(found, note=_all_equal(pairs))
    value = library("sklearn.metrics").cohen_kappa_score(ones, others, labels=_LEVELS, weights=weights)
    found = replace(found, value=float(value))
    if found.scripts >= FEWEST and 1 in (len(set(ones)), len(set(others))):
        return replace(found, note="one marker gave a single level: kappa can only be 0")
    return _sure(found, _kappas(_per_script(pairs, _cells(pairs)), weights))


def alpha(ratings: Ratings) -> Measure:
    """Returns Krippendorff's alpha for ordered levels over all markers, whatever is missing. Raises NotALevel."""
    items = by_item(ratings)
    given = [level for levels in items.values() for level in levels.values()]
    found = Measure("Krippendorff's alpha (ordinal)", len({script for script, _ in items}), len(given))
    if len(set(given)) < 2:
        return replace(found, note=_all_equal(given))
    numpy = library("numpy")
    counts = numpy.array([[list(levels.values()).count(level) for level in _LEVELS] for levels in items.values()])
    _, script_of = numpy.unique([script for script, _ in items], return_inverse=True)
    return _sure(replace(found, value=_alpha(counts)), _alphas(counts, script_of))


def _share(pairs: Sequence[Pair], distance: int, name: str) -> Measure:
    found = Measure(name, _scripts(pairs), len(pairs), is_share=True)
    if not pairs:
        return replace(found, note=_all_equal(pairs))
    near = [[float(pair.distance <= distance), 1.0] for pair in pairs]
    per_script = _per_script(pairs, near)
    value = sum(each for each, _ in near) / len(pairs)
    return _sure(replace(found, value=value), lambda times: (times @ per_script[:, 0]) / (times @ per_script[:, 1]))


def _sure(found: Measure, statistic: Statistic) -> Measure:
    sure = sureness(found.scripts, statistic)
    note = sure.note
    if found.value is not None and found.value > 1 - 1e-9 and note.startswith("no interval"):
        # The rule of three. Source: Hanley and Lippman-Hand, JAMA 249 (1983), 1743-1745.
        most = f"{300 / found.scripts:.0f} %"
        note = f"no exception in {found.scripts} scripts; up to {most} of such scripts could still be one"
    return replace(found, low=sure.low, high=sure.high, note=note)


def _all_equal(given: Sequence[object]) -> str:
    return "every level given is the same: there is nothing to tell chance from" if given else "nothing marked twice"


def _scripts(pairs: Sequence[Pair]) -> int:
    return len({pair.item[0] for pair in pairs})


def _per_script(pairs: Sequence[Pair], rows: Sequence[Sequence[float]]) -> NDArray[Any]:
    """Returns the sum of the rows of each script, scripts in the order of their names."""
    sums: dict[str, Any] = {}
    numpy = library("numpy")
    for pair, row in zip(pairs, rows, strict=True):
        sums[pair.item[0]] = sums.get(pair.item[0], 0) + numpy.array(row)
    return numpy.array([sums[script] for script in sorted(sums)])  # type: ignore[no-any-return]


def _cells(pairs: Sequence[Pair]) -> list[list[float]]:
    """Returns for each pair its cell in the table of five levels by five, as 25 noughts and a one."""
    return [[float(at == pair.one * _SIZE + pair.other) for at in range(_SIZE**2)] for pair in pairs]


def _kappas(per_script: NDArray[Any], weights: str) -> Statistic:
    # scikit-learn takes a millisecond for each table, and here are thousands; a test holds the two together.
    numpy = library("numpy")
    levels = numpy.arange(_SIZE)
    cost = abs(levels[:, None] - levels) ** (2 if weights == "quadratic" else 1)

    def of_drawn(times: NDArray[Any]) -> NDArray[Any]:
        seen = (times @ per_script).reshape(-1, _SIZE, _SIZE)
        by_chance = seen.sum(2)[:, :, None] * seen.sum(1)[:, None, :] / seen.sum((1, 2))[:, None, None]
        most = (by_chance * cost).sum((1, 2))
        is_defined = most > 0
        share = (seen * cost).sum((1, 2)) / numpy.where(is_defined, most, 1)
        return numpy.where(is_defined, 1 - share, numpy.nan)  # type: ignore[no-any-return]

    return of_drawn


def _alpha(counts: NDArray[Any]) -> float:
    if (counts.sum(0) > 0).sum() < 2:
        return float("nan")
    return float(library("krippendorff").alpha(value_counts=counts, level_of_measurement="ordinal"))


def _alphas(counts: NDArray[Any], script_of: NDArray[Any]) -> Statistic:
    numpy = library("numpy")
    return lambda times: numpy.array([_alpha(counts.repeat(row[script_of], axis=0)) for row in times])
