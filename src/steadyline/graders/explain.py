"""Why each mark is what it is: for the learner's debrief, the marker's notebook and the feedback page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from steadyline.graders.avoid import avoid_points, avoided
from steadyline.graders.key import METHODS, Key, KeyedDecision, KeyedOption
from steadyline.graders.marks import ON_TARGET, DecisionMark, Marks, Measure
from steadyline.graders.profile import position_words, profile_svg, profile_text
from steadyline.scenarios.compile import CompiledCase

TITLES = {
    "judgement": "Judgement", "assertiveness": "Assertiveness", "escalation": "Escalation",
    "avoid": "What to avoid",
}  # fmt: skip
_STANDING = {
    "author": "The key was set by the course's authors. It has not yet been rated by an expert panel.",
    "panel": "The key was rated by an expert panel.",
    "contested": "Practitioners disagree about this key: it is for discussion.",
    "withdrawn": "This key is withdrawn.",
}
_KINDS = {
    3: "a sound choice by the right route",
    2: "a choice that can be defended",
    1: "a part of what was needed, or the wrong route without harm",
    0: "clearly too little, too much, or a power used that one has not got",
}


def disclosures(key: Key) -> list[str]:
    """Returns what must be said wherever marks are shown."""
    return [_STANDING[key.status] + f" This is version {key.version} of it.", *_ALWAYS]


def course_disclosures() -> list[str]:
    """Returns what must be said where marks of several cases are shown together."""
    return ["The keys were set by the course's authors. They have not yet been rated by an expert panel.", *_ALWAYS]


_ALWAYS = (
    "Decisions on which practitioners disagree are marked as contested and cost nothing.",
    "The marks describe choices in a story. They do not predict how anybody works, and they are not fit for "
    "selection, capability or fitness-to-practise decisions, or for comparing colleagues.",
    "Local time limits in the story belong to Eastmarch, which is invented. Check your own procedures.",
    "Known limits: the length and tone of options may still give cues, the reading load is in English, and the "
    "key looks from social work's side. Differences between groups of learners have not been studied.",
)


def debrief(marks: Marks, out_of: Mapping[str, float] | None = None) -> dict[str, Any]:
    """Returns all that a learner is shown at the end of a formative case, as JSON values without null.

    `out_of` gives the points that a unit awards for each measure; with it, the mark in points is told too.
    """
    points = out_of or {}
    return {
        "complete": marks.is_finished,
        "key_status": marks.key.status,
        "key_version": marks.key.version,
        "disclosures": disclosures(marks.key),
        "measures": [
            *(measure_view(measure, points.get(name, 0)) for name, measure in marks.measures.items()),
            *_avoid_view(marks, points.get("avoid", 0)),
        ],
        "decisions": [decision_view(marks.playthrough.case, each) for each in marks.decisions],
        "profile": {"svg": profile_svg(marks.calibration), "text": profile_text(marks.calibration)},
    }


def _avoid_view(marks: Marks, out_of: float) -> list[dict[str, Any]]:
    """Returns what was earned by naming what to avoid, like a measure; nothing where it was not asked."""
    found = avoided(marks.playthrough, marks.key)
    if not found:
        return []
    earned = sum(each.share for each in found)
    view: dict[str, Any] = {"name": "avoid", "title": TITLES["avoid"], "earned": earned, "best": len(found), "worst": 0}
    view["sentence"] = f"{TITLES['avoid']}: {_number(earned)} of the {len(found)} that could be earned."
    if out_of:
        points = avoid_points(marks.playthrough, marks.key, out_of)
        view |= {"points": points, "out_of": out_of}
        view["sentence"] += f" In points: {points:g} of {out_of:g}."
    return [view]


def avoid_sentence(case: CompiledCase, decision: KeyedDecision, node: str, given: str) -> str:
    """Returns in words what a learner would most avoid at a decision and what the key would; "" where nobody asked."""
    if not case.asks_what_to_avoid(node):
        return ""
    keyed = [case.choice(node, id)["text"] for id in case.options(node) if decision.options[id].avoid]
    said = f"Most to be avoided, by the key: {' Or: '.join(keyed)}"
    if not given:
        return f"You did not say what you would most avoid. {said}"
    named = f"You would most avoid: {case.choice(node, given)['text']}"
    if decision.options[given].avoid:
        return f"{named} The key says the same."
    near = " That earns a half: it was without credit too." if decision.options[given].credit == 0 else ""
    return f"{named}{near} {said}"


def measure_view(measure: Measure, out_of: float = 0) -> dict[str, Any]:
    """Returns a measure with its sentence, and with `points` where it is marked out of some, as JSON values."""
    view = {
        "name": measure.name,
        "title": TITLES[measure.name],
        "earned": measure.earned,
        "best": measure.best,
        "worst": measure.worst,
        "sentence": measure_sentence(measure),
    }
    if out_of and measure.best > measure.worst:
        view |= {"points": measure.points(out_of), "out_of": out_of}
        view["sentence"] = f"{measure_sentence(measure)} {points_sentence(measure, out_of)}"
    return view


def points_sentence(measure: Measure, out_of: float) -> str:
    """Returns in a sentence how what was earned becomes points."""
    above = f"{_number(measure.earned - measure.worst)} of the {_number(measure.best - measure.worst)} above the least"
    return f"In points: {above} make {measure.points(out_of):g} of {out_of:g}."


def measure_sentence(measure: Measure) -> str:
    """Returns in a sentence what was earned of what could be, and where the rest went."""
    if measure.best <= measure.worst:
        return f"{TITLES[measure.name]}: this case offers nothing to be marked here."
    earned, best = _number(measure.earned), _number(measure.best)
    said = f"{TITLES[measure.name]}: {earned} of the {best} that could be earned from the start"
    if measure.worst > 0:
        said += f" (the least was {_number(measure.worst)})"
    left = measure.best - measure.earned - measure.regret
    if measure.regret > 0:
        said += f"; decisions taken gave up {_number(measure.regret)}"
    if left > 0:
        said += f"; {_number(left)} lay in decisions not yet taken"
    return said + "."


def decision_view(case: CompiledCase, marked: DecisionMark) -> dict[str, Any]:
    """Returns one decision with its mark and what the other options were worth, as JSON values."""
    decision = marked.decision
    others = [choice for choice in case.options(decision.node) if choice != decision.choice]
    others.sort(key=lambda choice: -marked.keyed.options[choice].credit)
    return {
        "step": decision.step,
        "scene": case.scenes[marked.scene]["title"],
        "status": marked.keyed.status,
        "confidence": decision.confidence,
        "sentence": decision_sentence(marked),
        "avoid": avoid_sentence(case, marked.keyed, decision.node, decision.avoid),
        "chosen": option_view(case, marked.keyed, decision.node, decision.choice),
        "others": [option_view(case, marked.keyed, decision.node, choice) for choice in others],
    }


def option_view(case: CompiledCase, keyed: KeyedDecision, node: str, choice: str) -> dict[str, Any]:
    """Returns an option with its worth in words, as JSON values."""
    option, told = keyed.options[choice], case.choice(node, choice)
    return {
        "text": told["text"],
        "html": told["html"],
        "credit": option.credit,
        "kind": _KINDS[option.credit],
        "assertiveness": position_words("assertiveness", option.assertiveness, _method_on(option, "assertiveness")),
        "escalation": position_words("escalation", option.escalation, _method_on(option, "escalation")),
        "method": METHODS.get(option.method, ""),
        "reason": option.reason,
        "protects": option.protects,
        "competency": option.competency,
        "sources": list(option.sources),
    }


def _method_on(option: KeyedOption, axis: str) -> str:
    return option.method if option.position(axis) is not None else ""


def decision_sentence(marked: DecisionMark) -> str:
    """Returns in words what a decision earned on each measure, and why."""
    if not marked.is_counted:
        return f"This decision is {marked.keyed.status}: it is discussed and not marked."
    option = marked.option
    words = [f"Judgement {option.credit} of 3: {_KINDS[option.credit]}."]
    words += [_axis_sentence(option, axis, marked.parts[axis].regret) for axis in ("assertiveness", "escalation")]
    return " ".join(word for word in words if word)


def _axis_sentence(option: KeyedOption, axis: str, regret: float) -> str:
    position = option.position(axis)
    if position is None:
        return f"{TITLES[axis]}: not shown by this choice, where another one would have shown it." if regret else ""
    if option.method:
        return (
            f"{TITLES[axis]} 0 of {ON_TARGET}: the difficulty is one of method ({METHODS[option.method]}), "
            "so nothing is earned here, and it does not count towards your calibration."
        )
    return f"{TITLES[axis]} {ON_TARGET - abs(position)} of {ON_TARGET} ({position_words(axis, position)})."


def text_of(marks: Marks) -> str:
    """Returns the whole explanation as plain text."""
    view = debrief(marks)
    lines = [measure["sentence"] for measure in view["measures"]]
    for each in view["decisions"]:
        lines += [
            "",
            f"{each['step']}. {each['scene']}",
            f"   You chose: {each['chosen']['text']}",
            f"   {each['sentence']}",
            f"   {each['chosen']['reason']}",
        ]
    return "\n".join([*lines, "", *view["profile"]["text"], "", *view["disclosures"]])


def _number(value: float) -> str:
    return f"{value:g}"
