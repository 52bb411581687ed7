"""What was proven of a case, in a few lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from steadyline.checks.whole import Checked
from steadyline.findings import SEVERITIES, Finding


def counts(found: Iterable[Finding]) -> str:
    """Returns how many findings there are of each severity, in words: `2 errors, 1 warning, 3 of advice`."""
    told = Counter(each.severity for each in found)
    words = {
        "error": ("error", "errors"),
        "warning": ("warning", "warnings"),
        "advice": ("piece of advice", "pieces of advice"),
    }
    return ", ".join(f"{told[each]} {words[each][told[each] != 1]}" for each in SEVERITIES if told[each]) or "nothing"


def summary(checked: Checked) -> Iterator[str]:
    """Yields what is known of a case: its size, what lazy habits earn, what the ending has to do with the work."""
    facts = checked.facts
    if facts is not None:
        yield (
            f"{facts.playthroughs:,} playthroughs of {_range(facts.decisions)} decisions, {_range(facts.words)} words, "
            f"about {_range(facts.minutes)} minutes; all of their {facts.situations:,} situations were visited."
        )
    judged = [habit for habit in checked.habits if habit.is_judged]
    if judged:
        best = max(judged, key=lambda habit: habit.share)
        yield f'Of {len(judged)} lazy habits "{best.name}" earns most: {best.share:.0%} of the credit.'
    if checked.outcome is not None:
        close = checked.outcome.correlation
        told = "cannot be computed, since one of them never varies" if close is None else f"is {close:.2f}"
        yield f"The correlation of decision quality with a kind ending {told}."
    for finding, allowance in checked.allowed:
        yield f"Allowed: {finding.code} {finding.subject} ({allowance.reason})"


def _range(pair: tuple[int, int]) -> str:
    return f"{pair[0]:,}" if pair[0] == pair[1] else f"{pair[0]:,} to {pair[1]:,}"
