"""Decisions, finished units and settled marks as statements of the Experience API (xAPI) 1.0.3, one JSON object a line.

Learners are known by their codes alone, and nothing that somebody wrote in their own words is given out. A statement's
id is made from all that it says: said twice, it is the same statement, and a mark that was changed is another one.

Source: Experience API, Version 1.0.3, Part Two: Experience API Data (ADL, 2016).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from steadyline import content
from steadyline.course.unit import Unit
from steadyline.desk.out import Work, as_utc
from steadyline.desk.out_logs import Attempts, attempts, in_order, log_of
from steadyline.errors import SteadylineError
from steadyline.graders.nbgrader import CellMark
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import Playthrough, Step

VERBS = {word: f"http://adlnet.gov/expapi/verbs/{word}" for word in ("answered", "completed", "scored")}
KIND = "http://adlnet.gov/expapi/activities/"
OURS = "urn:steadyline:"
LANGUAGE = "en-GB"

Statement = dict[str, Any]


@dataclass(frozen=True)
class Cohort:
    """Whose statements they are. `home_page` is where the learners' codes mean something; an absolute IRI."""

    folder: Path
    course: str
    home_page: str


@dataclass
class Said:
    """Statements in order, and what could not be said, each a sentence that begins with learner and unit."""

    statements: list[Statement] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def statements(cohort: Cohort, works: Iterable[Work]) -> Said:
    """Returns what is to be said of all this work: decisions and endings of each learner, then the marks that stand."""
    said = Said()
    for work in works:
        _add_decisions(cohort, work, said)
        _add_marks(cohort, work, said)
    return said


def as_lines(said: Iterable[Statement]) -> bytes:
    """Returns the statements as JSON lines in ASCII, the same letters every time."""
    return "".join(f"{_json(each)}\n" for each in said).encode("ascii")


def _add_decisions(cohort: Cohort, work: Work, said: Said) -> None:
    try:
        log = log_of(cohort.folder, work.learner, work.unit)
        if not log.decisions:
            return
        unit, case = content.unit(work.unit), content.unit_case(work.unit)
        found = attempts(log, unit, case)
    except SteadylineError as error:
        said.left_out.append(f"{work.learner}, {work.unit}: the decisions are left out: {error}")
        return
    said.left_out += [f"{work.learner}, {work.unit}: {each}" for each in found.left_out]
    said.statements += _of_attempts(cohort, work.learner, unit, case, found)


def _of_attempts(
    cohort: Cohort, learner: str, unit: Unit, case: CompiledCase, found: Attempts
) -> Iterator[Statement]:
    for number, playthrough in in_order(found):
        times = found.times[number]
        for step, at in zip(playthrough.steps, times, strict=True):
            yield _finished({**_answered(case, step), **_who(cohort, learner, unit.name), "timestamp": as_utc(at)})
        if number == found.counts and playthrough.is_finished:
            yield _finished(
                {**_completed(unit, playthrough), **_who(cohort, learner), "timestamp": as_utc(times[-1])}
            )


def _answered(case: CompiledCase, step: Step) -> Statement:
    decision = step.decision
    slug = str(case.nodes[decision.node]["scene"])
    further = {"attempt": decision.attempt, "step": decision.step, "digest": case.digest}
    further |= {"confidence": decision.confidence} if decision.confidence >= 0 else {}
    further |= {"avoid": decision.avoid} if decision.avoid else {}
    choices = [{"id": choice} for choice in case.decisions[slug]]
    named = _activity(["case", case.name, "scene", slug], "cmi.interaction", str(case.scenes[slug]["title"]))
    named["definition"] |= {"interactionType": "choice", "choices": choices}
    result = {
        "response": decision.choice,
        "duration": f"PT{decision.seconds:.2f}S",
        "extensions": {f"{OURS}extension:{name}": value for name, value in further.items()},
    }
    return {"verb": _verb("answered"), "object": named, "result": result}


def _completed(unit: Unit, playthrough: Playthrough) -> Statement:
    further = {f"{OURS}extension:ending": playthrough.ending}
    result = {"completion": True, "extensions": further}
    return {"verb": _verb("completed"), "object": _unit(unit.name), "result": result}


def _add_marks(cohort: Cohort, work: Work, said: Said) -> None:
    for each in work.marks:
        if each.mark is None or each.points <= 0:
            continue  # it waits, or there was nothing to have; neither is a score
        if not 0 <= each.mark <= each.points:
            said.left_out.append(
                f"{work.learner}, {work.unit}: the mark of {each.cell} is left out, since {each.mark:g} does not lie "
                f"between 0 and {each.points:g}, as xAPI asks."
            )
            continue
        at = {"timestamp": as_utc(work.sent.at)} if work.sent and work.sent.at else {}
        said.statements.append(_finished({**_scored(each, each.mark), **_who(cohort, work.learner, work.unit), **at}))


def _scored(mark: CellMark, raw: float) -> Statement:
    score = {"raw": raw, "min": 0.0, "max": mark.points, "scaled": round(raw / mark.points, 4)}
    cell = _activity(["unit", mark.unit, "cell", mark.cell], "assessment", mark.cell)
    return {"verb": _verb("scored"), "object": cell, "result": {"score": score}}


def _verb(word: str) -> Statement:
    return {"id": VERBS[word], "display": {LANGUAGE: word}}


def _unit(name: str) -> Statement:
    return _activity(["unit", name], "module", name)


def _activity(address: Sequence[str], kind: str, name: str) -> Statement:
    id = OURS + ":".join(quote(part, safe="") for part in address)
    return {"objectType": "Activity", "id": id, "definition": {"type": KIND + kind, "name": {LANGUAGE: name}}}


def _who(cohort: Cohort, learner: str, unit: str = "") -> Statement:
    """Returns the actor, and the context: the cohort, and the unit where that is not itself the object."""
    account = {"homePage": cohort.home_page, "name": learner}
    around: Statement = {"grouping": [_activity(["cohort", cohort.course], "course", cohort.course)]}
    around |= {"parent": [_unit(unit)]} if unit else {}
    context = {"contextActivities": around, "platform": "Steadyline"}
    return {"actor": {"objectType": "Agent", "account": account}, "context": context}


def _finished(statement: Statement) -> Statement:
    """Returns the statement with its id, which hangs on everything in it."""
    return {"id": str(uuid5(NAMESPACE_URL, f"{OURS}statement:{_json(statement)}")), **statement}


def _json(statement: Statement) -> str:
    return json.dumps(statement, sort_keys=True, allow_nan=False, separators=(",", ":"))
