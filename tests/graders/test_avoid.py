"""Which option would you most avoid? What the answers earn, and why."""

from __future__ import annotations

import pytest

from steadyline import content
from steadyline.decisions import Decision
from steadyline.graders.avoid import avoid_points, avoided
from steadyline.graders.explain import avoid_sentence, debrief
from steadyline.graders.marks import MarkRefused, mark
from steadyline.graders.reasons import of_avoid
from steadyline.scenarios.replay import ChoiceNotOffered, Playthrough, replay, walk_on

UNIT = "the-porch"


def played(avoid: str, decisions: int = 99) -> Playthrough:
    """A case with the best option each time. `avoid` says what is named where it is asked: keyed, poor, best or nothing."""
    case, key = content.case(UNIT), content.key(UNIT)
    taken: list[Decision] = []
    node = walk_on(case, str(case.table["start"]), 3, 0)[-1]
    while case.options(node) and len(taken) < decisions:
        options = key.decisions[case.nodes[node]["scene"]].options
        choice = max(case.options(node), key=lambda id: options[id].credit)
        named = {
            "keyed": next((id for id in case.options(node) if options[id].avoid), ""),
            "poor": next((id for id in case.options(node) if options[id].credit == 0 and not options[id].avoid), ""),
            "best": choice,
            "nothing": "",
        }[avoid]
        asked = case.asks_what_to_avoid(node)
        record = Decision(1, 3, case.name, case.digest, len(taken) + 1, node, choice, (), -1, "", "", "2026-11-23T10:00:00Z", 1.0, named if asked else "")
        taken.append(record)
        node = walk_on(case, case.options(node)[choice], 3, len(taken))[-1]
    return replay(case, taken)


def poor_ones() -> int:
    """At how many of the decisions that ask there is another option without credit, along the best way."""
    return sum(bool(each.given) for each in avoided(played("poor"), content.key(UNIT)))


@pytest.mark.parametrize(("avoid", "share"), [("keyed", 1.0), ("poor", 0.5), ("best", 0.0), ("nothing", 0.0)])
def test_what_does_most_harm_earns_all_another_poor_one_a_half_and_anything_else_nothing(avoid: str, share: float) -> None:
    found = avoided(played(avoid), content.key(UNIT))
    assert {each.share for each in found if each.given} <= {share}
    earned = avoid_points(played(avoid), content.key(UNIT), len(found))
    assert earned == sum(each.share for each in found)
    assert type(earned) is float


def test_an_attempt_that_stops_early_gains_nothing_by_it() -> None:
    key = content.key(UNIT)
    for decisions in range(7):
        assert avoid_points(played("keyed", decisions), key, 2) == sum(each.share for each in avoided(played("keyed", decisions), key))


def test_a_case_that_asks_nobody_gets_no_mark_for_it() -> None:
    case, key = content.case(UNIT), content.key(UNIT)
    scenes = {slug: {name: value for name, value in scene.items() if name != "avoid"} for slug, scene in case.scenes.items()}
    unasked = type(case)({**case.table, "scenes": scenes})
    with pytest.raises(MarkRefused, match="Nothing was asked"):
        avoid_points(replay(unasked, []), key, 2)


def test_naming_something_where_nobody_asked_or_what_is_not_offered_is_refused() -> None:
    case = content.case(UNIT)
    first = played("nothing", 1).steps[0].decision
    for named in (first.choice, "no-such-option"):
        wrong = Decision(**{**first.__dict__, "avoid": named})
        with pytest.raises(ChoiceNotOffered, match="named"):
            replay(case, [wrong])


def test_the_debrief_says_at_each_decision_what_was_named_and_what_the_key_names() -> None:
    marks = mark(played("poor"), content.scale(UNIT))
    told = debrief(marks, dict(content.unit(UNIT).graded))
    (measure,) = [each for each in told["measures"] if each["name"] == "avoid"]
    assert poor_ones() > 0
    assert (measure["earned"], measure["out_of"]) == (0.5 * poor_ones(), 2)
    said = [each["avoid"] for each in told["decisions"] if each["avoid"]]
    assert len(said) == 2
    assert sum("That earns a half" in each for each in said) == poor_ones()
    assert all("Most to be avoided, by the key" in each for each in said)


def test_the_assessors_reasons_have_a_row_for_each_decision_at_which_it_was_asked() -> None:
    reasons = of_avoid(mark(played("keyed"), content.scale(UNIT)), 2.0, 2)
    assert len(reasons.rows) == 2
    assert all("The key says the same." in row[2] for row in reasons.rows)


def test_nothing_is_said_where_nobody_asked() -> None:
    key, step = content.key(UNIT), played("keyed", 1).steps[0]
    scene = content.case(UNIT).nodes[step.decision.node]["scene"]
    assert avoid_sentence(content.case(UNIT), key.decisions[scene], step.decision.node, "") == ""
