"""Test-craft of a case and its key: does the key say in which direction each option errs, and mean what it says?

Decisions that are contested or withdrawn are discussed and not scored; of them only the sources are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from steadyline.checks.claims import claim_findings
from steadyline.checks.cues import BEST, cue_findings
from steadyline.checks.table import Graph, graph_of
from steadyline.checks.telling import found
from steadyline.findings import Finding
from steadyline.graders.key import Key, KeyedDecision, KeyedOption
from steadyline.graders.marks import AXES, attainable, earned_by
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.model import Choice, Place, Scenario
from steadyline.scenarios.shortest import walks_to_nodes

REASON_WORDS = (25, 90)
FEW = 3
"""Decisions; with fewer of them a case shows no pattern."""


def keyed_findings(scenario: Scenario, case: CompiledCase, key: Key, sources: set[str]) -> list[Finding]:
    """Returns what is found on a case and its key, in the order of path and line. `sources`: the ids that are known."""
    choices = {choice.id: choice for scene in scenario.scenes.values() for choice in scene.choices}
    told: list[Finding] = []
    for decision in key.decisions.values():
        told += claim_findings(key.path, decision, choices, sources)
        if decision.is_counted:
            told += _sides(key.path, decision)
            told += _fitting(key.path, decision)
            for choice, option in decision.options.items():
                told += _position(key.path, decision, choice, option)
                told += _reason(key.path, choice, option)
    told += _same_fitting(key)
    told += _competencies(scenario, key)
    told += _regretted(scenario.path, case, key, choices)
    told += cue_findings(scenario, key)
    return sorted(told)


def directions(option: KeyedOption) -> tuple[int, ...]:
    """Returns the positions by which an option leans: those off the target, none of them where the method is wrong."""
    positions = () if option.method else (option.assertiveness, option.escalation)
    return tuple(position for position in positions if position)


def _sides(path: str, decision: KeyedDecision) -> Iterator[Finding]:
    leaning = [position for option in decision.options.values() for position in directions(option)]
    for code, side, is_there in (
        ("K301", "too little", any(position < 0 for position in leaning)),
        ("K302", "too much", any(position > 0 for position in leaning)),
    ):
        if not is_there:
            message = (
                f'no option of "{decision.scene}" does {side}, on either axis (a method error does not count): '
                f"whoever is in doubt knows on which side to err."
            )
            yield found(code, path, Place(decision.line), message, decision.scene)


def _fitting(path: str, decision: KeyedDecision) -> Iterator[Finding]:
    if not decision.fitting:
        message = (
            f'nothing says what the best option of "{decision.scene}" does to what was being done before: '
            'write "- fitting: less", "same" or "more" below the heading.'
        )
        yield found("K312", path, Place(decision.line), message, decision.scene)


def _same_fitting(key: Key) -> Iterator[Finding]:
    counted = [decision for decision in key.decisions.values() if decision.is_counted]
    said = {decision.fitting for decision in counted if decision.fitting}
    if len(counted) >= FEW and len(said) == 1 and all(decision.fitting for decision in counted):
        message = (
            f'the fitting thing is "{said.pop()}" in all {len(counted)} decisions: '
            "a learner who has seen that need not weigh the next one."
        )
        yield found("K313", key.path, Place(counted[0].line), message, key.case)


def _competencies(scenario: Scenario, key: Key) -> Iterator[Finding]:
    """Yields K320 for options keyed with a competency that the front of the case does not name."""
    named = set(scenario.front.competencies)
    for decision in key.decisions.values():
        for choice, option in decision.options.items():
            if option.competency not in named:
                said = ", ".join(scenario.front.competencies)
                message = f'"{choice}" is keyed with {option.competency}; the front of the case names {said}.'
                yield found("K320", key.path, Place(option.line), message, choice)


def _position(path: str, decision: KeyedDecision, choice: str, option: KeyedOption) -> Iterator[Finding]:
    place, leaning = Place(option.line), directions(option)
    if option.credit == BEST and (leaning or option.method):
        wrong = f'a method error ("{option.method}")' if option.method else "a position off zero"
        message = f'"{choice}" earns {BEST} and has {wrong}: the best option is at zero on each axis that it exercises.'
        yield found("K308", path, place, message, choice)
    elif option.credit <= 1 and not leaning and not option.method:
        message = (
            f'"{choice}" earns {option.credit}, and nothing says why: it errs on neither side, and no "- method:" '
            "is named."
        )
        yield found("K309", path, place, message, choice)
    elif option.credit == 2 and any(abs(position) == 2 for position in leaning):
        message = f'"{choice}" earns 2, which means defensible, and stands at 2 or -2, which means that it is not.'
        yield found("K310", path, place, message, choice)
    for axis in AXES:
        better = _earns_more(decision, option, axis) if option.credit == BEST else ""
        if better:
            message = f'on {axis} "{better}" earns more than the best option, "{choice}", which does not exercise it.'
            yield found("K311", path, place, message, choice)


def _earns_more(decision: KeyedDecision, best: KeyedOption, axis: str) -> str:
    """Returns an option that earns more on the axis than the best one, which says nothing there; or ""."""
    if best.position(axis) is not None:
        return ""
    earned = {choice: earned_by(decision, option, axis) for choice, option in decision.options.items()}
    most = max(earned, key=lambda choice: earned[choice])
    return most if earned[most] > 0 else ""


def _reason(path: str, choice: str, option: KeyedOption) -> Iterator[Finding]:
    shortest, longest = REASON_WORDS
    words = len(option.reason.split())
    if words > longest:
        message = f'the reason for "{choice}" has {words} words; {longest} are as many as a learner reads at the end.'
        yield found("K316", path, Place(option.line), message, choice)
    elif words < shortest:
        message = (
            f'the reason for "{choice}" has {words} words: with fewer than {shortest} it can hardly say '
            "what the choice protected and what it cost."
        )
        yield found("K317", path, Place(option.line), message, choice)


def _regretted(path: str, case: CompiledCase, key: Key, choices: dict[str, Choice]) -> Iterator[Finding]:
    """Yields each best option that gives up credit still to be had, at the node that a shortest walk reaches."""
    graph = graph_of(case)
    best = attainable(case, key, "judgement").best
    walks = walks_to_nodes(case)
    told: set[str] = set()
    for node in sorted(_decisions(case, graph), key=lambda node: len(walks[node])):
        decision = key.decisions[case.nodes[node]["scene"]]
        for way in graph[node]:
            option = decision.options[way.word]
            regret = best[node] - earned_by(decision, option, "judgement") - best[way.target]
            if decision.is_counted and option.credit == BEST and regret > 0 and way.word not in told:
                told.add(way.word)
                message = (
                    f'"{way.word}" is a best option and still gives up {regret:g} of the credit to be had later: '
                    "whoever does right here is marked down for it."
                )
                yield found("K307", path, choices[way.word].place, message, way.word, (*walks[node], way.word))


def _decisions(case: CompiledCase, graph: Graph) -> list[str]:
    return [node for node in graph if "options" in case.nodes[node]]
