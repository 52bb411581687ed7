"""Whether a log went faster than anybody reads, or than a hand can choose. Far beyond it, or nothing is said.

Most adults read English silently at 175 to 320 words a minute (Brysbaert 2019, "How many words do we read per minute?
A review and meta-analysis of reading rate", Journal of Memory and Language 109: 190 studies, 18,573 readers; means of
238 for non-fiction and 260 for fiction). Above 1,000 nobody reads with understanding (Rayner, Schotter, Masson, Potter
and Treiman 2016, "So much to read, so little time", Psychological Science in the Public Interest 17).
Some blind listeners follow a screen reader at 22 syllables a second, about 900 words a minute (Moos and Trouvain 2007,
"Comprehension of ultra-fast speech", ICPhS XVI).
We say something only at half as much again as that 1,000, over three scenes in a row whose words stand in the log for
the first time: nearly five times the upper end of the range.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from steadyline.decisions import Decision
from steadyline.desk.flags import Flag
from steadyline.desk.time_flags import moment
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import Step

WORDS_A_MINUTE = 1_500
SCENES = 3
"""Decisions in a row over which reading is measured: one scene may have been skipped by a slip."""

FEWEST_WORDS = 300
"""New words in such a stretch; fewer can be taken in at a glance, or were."""

SECONDS_A_DECISION = 0.5
DECISIONS = 10
"""A decision needs an option, the button, and the way on: three keys. At a fifth of a second for each, as a skilled
typist has it (Card, Moran and Newell 1980, the keystroke-level model), that is 0.6 seconds without reading a word."""

RESOLUTION = timedelta(seconds=1)
"""Records keep whole seconds, so a stretch may have lasted so much longer than its two ends say."""

Shown = tuple[str, str, int]


def pace_flags(
    case: CompiledCase, decisions: Sequence[Decision], sound: Mapping[int, Sequence[Step]]
) -> Iterator[Flag]:
    """Yields at most one flag for reading, in each attempt, and one for the hand, in the whole log.

    `decisions` are in the order of the file; `sound` holds, by attempt, the steps that could be replayed.
    """
    fresh = _fresh(case, decisions, sound)
    for steps in sound.values():
        yield from _read_too_fast([step.decision for step in steps], fresh)
    yield from _chosen_too_fast(decisions)


def _fresh(
    case: CompiledCase, decisions: Sequence[Decision], sound: Mapping[int, Sequence[Step]]
) -> dict[tuple[int, int], int]:
    """Returns for each step, by attempt and step, how many words came before the learner for the first time."""
    nodes = {(step.decision.attempt, step.decision.step): step.nodes for steps in sound.values() for step in steps}
    seen: set[Shown] = set()
    fresh: dict[tuple[int, int], int] = {}
    for each in decisions:
        place = (each.attempt, each.step)
        shown = dict(words for node in nodes.get(place, ()) for words in _shown(case, node))
        fresh[place] = sum(count for what, count in shown.items() if what not in seen)
        seen |= shown.keys()
    return fresh


def _shown(case: CompiledCase, node: str) -> Iterator[tuple[Shown, int]]:
    """Yields what a node shows, with its words. Papers are left out: a learner may leave them closed."""
    table, scene = case.nodes[node], case.scene_of(node)
    for at in table["blocks"]:
        if "document" not in scene["blocks"][at]:
            yield (table["scene"], "block", at), len(scene["blocks"][at]["text"].split())
    for option in table.get("options", ()):
        at = option["choice"]
        yield (table["scene"], "choice", at), len(scene["choices"][at]["text"].split())


def _read_too_fast(decisions: Sequence[Decision], fresh: Mapping[tuple[int, int], int]) -> Iterator[Flag]:
    for at in range(len(decisions) - SCENES):
        stretch = decisions[at : at + SCENES + 1]
        words = sum(fresh[each.attempt, each.step] for each in stretch[1:])
        lasted = _lasted(stretch)
        if lasted is None or words < FEWEST_WORDS:
            continue
        if words / (lasted + RESOLUTION).total_seconds() * 60 > WORDS_A_MINUTE:
            seen = (
                f"In {lasted.total_seconds():.0f} seconds it went through {SCENES} scenes with {words} words that had "
                "not been shown in this log before; nobody reads so fast."
            )
            yield Flag("too-fast-to-read", seen, stretch[1].attempt, stretch[1].step)
            return


def _chosen_too_fast(decisions: Sequence[Decision]) -> Iterator[Flag]:
    for at in range(len(decisions) - DECISIONS + 1):
        stretch = decisions[at : at + DECISIONS]
        lasted = _lasted(stretch)
        if lasted is not None and (lasted + RESOLUTION).total_seconds() <= DECISIONS * SECONDS_A_DECISION:
            seen = f"{DECISIONS} decisions in {lasted.total_seconds():.0f} seconds: faster than a hand can choose."
            yield Flag("too-fast-to-decide", seen, stretch[0].attempt, stretch[0].step)
            return


def _lasted(stretch: Sequence[Decision]) -> timedelta | None:
    """Returns the time from the first to the last of them; None where times are missing or run backwards."""
    found: list[datetime] = [at for each in stretch if (at := moment(each.at)) is not None]
    if len(found) < len(stretch) or any(later < earlier for earlier, later in pairwise(found)):
        return None
    return found[-1] - found[0]
