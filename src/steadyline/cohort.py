"""Many learners' work as tables. The only module that uses pandas.

decisions_table   one row per learner × attempt × decision
marks_table       one row per learner × graded cell
overview          one row per learner, one column per graded cell
ratings_table     one row per thing rated × outcome shown
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean
from typing import TYPE_CHECKING

import pandas as pd

from steadyline.answers import Answers
from steadyline.course.unit import OUTCOME, Rate
from steadyline.decisions import Decision
from steadyline.graders.key import Key
from steadyline.graders.marks import AXES, Marks
from steadyline.scenarios.compile import CompiledCase

if TYPE_CHECKING:  # nbgrader takes seconds to load, and a table needs none of it
    from steadyline.graders.nbgrader import CellMark

DECISION_COLUMNS = (
    "learner", "attempt", "step", "case", "scene", "choice", "credit", "assertiveness", "escalation", "method",
    "confidence", "tell", "reason", "at", "seconds",
)
MARK_COLUMNS = ("learner", "unit", "cell", "points", "automatic", "given", "mark", "waits")


def decisions_table(logs: Mapping[str, Iterable[Decision]], case: CompiledCase, key: Key) -> pd.DataFrame:
    """Returns one row per learner × attempt × decision, in the order taken; columns DECISION_COLUMNS.

    `logs` are decisions by learner. `credit` is 0 to 3; `assertiveness` and `escalation` are -2 to 2, <NA> where not
    exercised or where the method was at fault; `confidence` is 0 to 100, <NA> if not given; `at` is UTC; `seconds`
    since the scene stood. Decisions of another version of the case are left out.
    """
    rows = [
        _decision_row(learner, decision, case, key)
        for learner, decisions in logs.items() for decision in decisions
        if decision.digest == case.digest and decision.node in case.nodes
    ]
    table = pd.DataFrame(rows, columns=list(DECISION_COLUMNS))
    whole = dict.fromkeys(("attempt", "step", "credit", "assertiveness", "escalation", "confidence"), "Int64")
    table = table.astype({**whole, "seconds": "float64"})
    table["at"] = pd.to_datetime(table["at"], utc=True)
    return table


def _decision_row(learner: str, decision: Decision, case: CompiledCase, key: Key) -> tuple[object, ...]:
    scene = str(case.nodes[decision.node]["scene"])
    option = key.decisions[scene].options[decision.choice]
    positions = [None if option.method else option.position(axis) for axis in AXES]
    sureness = decision.confidence if decision.confidence >= 0 else None
    return (learner, decision.attempt, decision.step, decision.case, scene, decision.choice, option.credit, *positions,
            option.method, sureness, decision.tell, decision.reason, decision.at, decision.seconds)


RATING_COLUMNS = ("rated", "outcome", "learners", "before", "after", "moved")
FEWEST = 5
"""Learners; what fewer of them did is not shown, since somebody might be recognised by it."""


def ratings_table(answers: Mapping[str, Answers], rate: Rate) -> pd.DataFrame:
    """Returns one row per thing rated × outcome shown; columns RATING_COLUMNS.

    `answers` are those of each learner. `before`, `after` and `moved` are means on the rating's own scale over the
    learners who rated a thing both times and were shown that outcome: the gap between the two outcomes is outcome
    bias. Where they are fewer than FEWEST, all four figures are <NA>.
    """
    rows = []
    for id, _ in rate.things:
        for outcome, _ in rate.outcomes:
            pairs = [pair for given in answers.values() if (pair := _rated(given, rate, id, outcome))]
            before, after = [fmean(each) for each in zip(*pairs, strict=True)] if len(pairs) >= FEWEST else (None, None)
            moved = None if before is None or after is None else after - before
            rows.append((id, outcome, len(pairs) if before is not None else None, before, after, moved))
    table = pd.DataFrame(rows, columns=list(RATING_COLUMNS))
    return table.astype({"learners": "Int64", "before": "Float64", "after": "Float64", "moved": "Float64"})


def _rated(given: Answers, rate: Rate, id: str, outcome: str) -> tuple[int, int] | None:
    """Returns both ratings of a thing by somebody who was shown that outcome, None if there are not both."""
    said = {item: answer.value for item, answer in given.latest.items()}
    if said.get(f"{rate.id}/{OUTCOME}") != outcome:
        return None
    both = [said.get(f"{rate.id}/{id}"), said.get(f"{rate.id}/{id}-again")]
    allowed = rate.items[f"{rate.id}/{id}"]
    before, after = (int(value) if isinstance(value, str) and value in allowed else None for value in both)
    return None if before is None or after is None else (before, after)


def marks_table(marks: Iterable[CellMark]) -> pd.DataFrame:
    """Returns one row per learner × graded cell; columns MARK_COLUMNS, `mark` NaN as long as it waits."""
    rows = [(each.learner, each.unit, each.cell, each.points, each.automatic, each.given, each.mark, each.waits)
            for each in marks]
    table = pd.DataFrame(rows, columns=list(MARK_COLUMNS))
    return table.astype(dict.fromkeys(("points", "automatic", "given", "mark"), "float64") | {"waits": "bool"})


def overview(marks: Iterable[CellMark], calibration: Mapping[str, Marks]) -> pd.DataFrame:
    """Returns one row per learner: a column of marks for each graded cell, NaN where one waits for an assessor.

    `calibration` holds each learner's marks as computed from the log; of it come the columns
    `mean assertiveness` and `mean escalation` (-2 to 2, NaN without marks). The index is the learner's code.
    """
    table = marks_table(marks)
    wide = table.pivot_table(index="learner", columns="cell", values="mark", dropna=False)
    for axis in AXES:
        means = {learner: found.calibration[axis].mean for learner, found in calibration.items()}
        wide[f"mean {axis}"] = pd.Series(means, dtype="float64")
    wide.columns.name = None
    return wide
