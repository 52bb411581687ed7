"""Replaying a log is playing it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from steadyline.decisions import Decision
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.read import read_case
from steadyline.scenarios.replay import (
    AnotherCase,
    AnotherVersion,
    ChoiceNotOffered,
    StepNoLongerExists,
    drawn,
    order_shown,
    replay,
)

Played = Callable[..., list[Decision]]


@pytest.mark.parametrize("choices", [("say-why", "ask"), ("she-must", "leave"), ("say-nothing", "ask")])
def test_replaying_every_prefix_stands_where_live_play_stood(
    small: CompiledCase, played: Played, choices: tuple[str, ...]
) -> None:
    decisions = played(small, *choices)
    for taken in range(len(decisions)):
        assert replay(small, decisions[:taken]).node == decisions[taken].node
    assert replay(small, decisions).is_finished


def test_a_playthrough_passes_the_scenes_between_its_decisions(small: CompiledCase, played: Played) -> None:
    walked = replay(small, played(small, "she-must", "ask"))
    assert [node.split("~")[0] for node in walked.visited][:3] == ["the-door", "the-step", "the-kitchen"]


def test_what_was_said_at_the_door_is_remembered_in_the_kitchen(small: CompiledCase, played: Played) -> None:
    def read(choice: str) -> list[str]:
        node = replay(small, played(small, choice)).node
        scene = small.scene_of(node)
        return [scene["blocks"][at]["text"] for at in small.nodes[node]["blocks"]]

    assert read("say-why")[-1] == "She asks what you need to see."
    assert read("say-nothing")[-1] == "She asks what this is about."


def test_the_same_seed_draws_the_same_lot_and_other_seeds_draw_all_of_them(small: CompiledCase) -> None:
    node = next(name for name, table in small.nodes.items() if "outcomes" in table)
    lots = [drawn(small, node, seed, 2) for seed in range(300)]
    assert lots == [drawn(small, node, seed, 2) for seed in range(300)]
    often = lots.count(small.nodes[node]["outcomes"][1]["next"])
    # Weight 2 against 1: two hundred of three hundred, give or take what chance allows.
    assert 170 < often < 230


def test_no_position_holds_the_same_choice_much_more_often_than_the_others(small: CompiledCase) -> None:
    first = [order_shown(small, small.table["start"], seed, 1)[0] for seed in range(600)]
    assert all(150 < first.count(choice) < 250 for choice in ("say-why", "say-nothing", "she-must"))


def test_a_log_of_another_version_of_the_case_is_refused_and_not_guessed_at(
    small_text: str, small: CompiledCase, played: Played
) -> None:
    edited = compile_case(read_case(small_text.replace("raining", "snowing"), "small"))
    with pytest.raises(AnotherVersion, match=f"{small.digest[:8]}; the present one is {edited.digest[:8]}"):
        replay(edited, played(small, "say-why"))


def test_a_log_of_another_case_is_told_by_both_names(small: CompiledCase, played: Played) -> None:
    strayed = replace(played(small, "say-why")[0], case="the-gate")
    with pytest.raises(AnotherCase, match='"the-gate" and not of "small"'):
        replay(small, [strayed])


def test_a_choice_that_was_not_offered_is_refused_by_name(small: CompiledCase, played: Played) -> None:
    taken = replace(played(small, "say-why")[0], choice="say-wy")
    with pytest.raises(ChoiceNotOffered, match='Did you mean "say-why"'):
        replay(small, [taken])


def test_a_decision_at_a_place_where_the_walk_cannot_be_is_refused(small: CompiledCase, played: Played) -> None:
    moved = [replace(played(small, "say-why")[0], node="the-week-after")]
    with pytest.raises(StepNoLongerExists, match="no longer exists"):
        replay(small, moved)
