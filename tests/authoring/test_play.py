"""A case as a game of lines: driven here without a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import shipped
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyline import content
from steadyline.authoring import play_words
from steadyline.authoring.plain import plain_paragraphs, wrapped
from steadyline.authoring.play import Game
from steadyline.authoring.play_log import Begun, LogOfAnotherCase, attempt_to_play
from steadyline.authoring.play_words import fitting, review_lines
from steadyline.decisions import Decision, DecisionConflict, DecisionLog
from steadyline.graders.key import Key
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.read import read_case
from steadyline.scenarios.replay import order_shown, replay

ROOT = Path(__file__).resolve().parents[2]


def typed(game: Game, lines: Iterable[str]) -> str:
    """Everything that is said while these lines are typed, the prompts included."""
    said = game.begin()
    for line in lines:
        said += [game.prompt, *game.take(line + "\n")]
    return "\n".join(said)


def number(game: Game, choice: str) -> str:
    return str(game.order.index(choice) + 1)


def preview(case: CompiledCase, seed: int = 7, **more: object) -> Game:
    return Game(case, Begun(1, seed), **more)  # type: ignore[arg-type]


def test_what_may_be_hard_to_read_stands_before_the_story(small: CompiledCase) -> None:
    said = "\n".join(preview(small).begin())
    places = [said.index(words) for words in ("The small case", "Before you start: Nothing distressing.", "Your role: Social worker", "Before it begins.", "You stand at the door.", "1. ", "2. ", "3. ")]
    assert places == sorted(places)
    assert "Decision 1 of 2" in said


def test_the_options_stand_in_the_order_of_the_attempts_own_seed(small: CompiledCase) -> None:
    orders = set()
    for seed in range(12):
        game = preview(small, seed)
        assert game.order == order_shown(small, "the-door", seed, 1)
        texts = [small.choice("the-door", choice)["text"] for choice in game.order]
        said = "\n".join(game.begin())
        assert re.findall(r"^\d\. (.*)$", said, re.MULTILINE) == texts
        orders.add(game.order)
    assert len(orders) > 3
    assert preview(small, 3, by_author=True).order == ("say-why", "say-nothing", "she-must")


def test_a_whole_case_is_played_by_numbers(small: CompiledCase, small_key: Key) -> None:
    game = preview(small, review=lambda playthrough, width: review_lines(playthrough, small_key, width))
    game.take(number(game, "say-why"))
    said = "\n".join(game.take(number(game, "ask")))
    for words in ("What happens:\n\nShe calls them.", "Scene: The week after", "Next: What life adds.", "The end: Known", "How you worked: Sound.", "The circumstances you met: ", "How your decisions were weighed", "Judgement: 6 of the 6", "Assertiveness: 2 of 2 on target"):
        assert words in said
    assert "Luck" not in said
    assert game.playthrough.is_finished
    assert not game.is_over
    assert game.take("\n") == []
    assert game.is_over


def test_what_comes_from_an_earlier_decision_is_said_to_come_from_there(small: CompiledCase) -> None:
    game = preview(small)
    game.take("say-nothing")
    assert "From earlier: Nobody knows why you came." in game.take("leave")


def test_a_summative_case_tells_neither_process_nor_circumstance(small_text: str) -> None:
    case = compile_case(read_case(small_text.replace("use: formative", "use: summative"), "small"))
    game = preview(case)
    said = typed(game, ["say-why", "ask"])
    assert "The end: Known" in said
    assert "How you worked" not in said
    assert "circumstances" not in said


def test_going_back_in_a_preview_stands_where_it_stood(small: CompiledCase) -> None:
    game = preview(small)
    game.take("say-why")
    node = game.playthrough.node
    game.take("ask")
    assert "Scene: The kitchen" in "\n".join(game.take("b"))
    assert game.playthrough.node == node
    game.take("b")
    assert game.playthrough.node == "the-door"
    assert "nothing to go back to" in "\n".join(game.take("b"))


def test_the_way_so_far_is_told(small: CompiledCase) -> None:
    game = preview(small)
    assert "Nothing is decided yet." in game.take("w")
    game.take("she-must")
    said = " ".join(game.take("w"))
    assert "1. The door. You chose: Say that she must let you in." in said
    assert "You are here: The kitchen" in said


@pytest.mark.parametrize("line", ["", "0", "9", "²", "-1", "1.5", "é", "9" * 5000, "yes please", "\x00", "\x1b[2J", "１２"])
def test_odd_input_moves_nothing_and_is_answered_with_what_can_be_typed(small: CompiledCase, line: str) -> None:
    game = preview(small)
    said = " ".join(game.take(line))
    assert "The options are 1 to 3." in said
    assert "\x1b" not in said
    assert game.playthrough.node == "the-door"


def test_stopping_a_preview_says_how_to_come_back_and_that_leads_there(small: CompiledCase) -> None:
    game = preview(small, 41)
    game.take("say-nothing")
    said = " ".join(game.take("s"))
    assert game.is_over
    again = re.search(r"--seed (\d+) and type (\d)", said)
    assert again is not None
    fresh = preview(small, int(again[1]))
    fresh.take(again[2])
    assert fresh.playthrough.visited == game.playthrough.visited


def kept(case: CompiledCase, seed: int = 7) -> tuple[Game, list[Decision]]:
    log: list[Decision] = []
    clock = iter(range(0, 1000, 5))
    return Game(case, Begun(1, seed), keep=log.append, clock=lambda: float(next(clock))), log


def test_with_a_log_each_decision_holds_what_was_asked(small: CompiledCase) -> None:
    game, log = kept(small)
    game.begin()
    order = game.order
    said = game.take(number(game, "say-why"))
    assert "Please write nothing about a real child" in " ".join(said)
    assert not log
    assert game.take("70 %") == game.take("my manager") == []
    assert "Saved." in game.take("She should know.")
    (decision,) = log
    assert (decision.choice, decision.confidence, decision.tell, decision.reason) == ("say-why", 70, "my manager", "She should know.")
    assert decision.order == order
    assert decision.seconds > 0
    assert Decision.from_record(decision.as_record()) == decision


def test_every_question_may_be_left_empty(small: CompiledCase) -> None:
    game, log = kept(small)
    typed(game, ["1", "", "", "", "1", "", "", ""])
    assert [(each.confidence, each.tell, each.reason) for each in log] == [(-1, "", "")] * 2
    assert replay(small, log).is_finished
    assert game.is_over


@pytest.mark.parametrize("line", ["101", "-1", "very", "7.5", "²", "9" * 5000, "w"])
def test_a_confidence_that_is_none_is_asked_again(small: CompiledCase, line: str) -> None:
    game, log = kept(small)
    game.take("1")
    assert "not a whole number from 0 to 100" in " ".join(game.take(line))
    assert "How sure are you" in game.prompt
    assert not log


def test_a_reason_that_is_too_long_is_asked_again(small: CompiledCase) -> None:
    game, log = kept(small)
    typed(game, ["1", "", ""])
    assert "too long" in " ".join(game.take("x" * 2001))
    game.take("x" * 2000)
    assert len(log[0].reason) == 2000


def test_a_decision_in_a_log_cannot_be_taken_back_but_one_not_finished_can(small: CompiledCase) -> None:
    game, log = kept(small)
    game.take("1")
    assert "Your decision:" in game.take("b")
    assert not game.choice
    typed(game, ["2", "", "", ""])
    assert len(log) == 1
    assert "You can only go on" in " ".join(game.take("b"))
    assert len(game.playthrough.steps) == 1


def test_stopping_in_the_middle_of_the_questions_takes_nothing(small: CompiledCase) -> None:
    game, log = kept(small)
    game.take("1")
    assert "is not taken" in " ".join(game.stop())
    assert not log


def test_the_end_of_the_input_keeps_a_choice_that_was_made(small: CompiledCase) -> None:
    game, log = kept(small)
    typed(game, ["1", "50"])
    said = " ".join(game.end_of_input())
    assert "Saved." in said
    assert "You stop after 1 decision. All of it is saved." in said
    assert [each.confidence for each in log] == [50]
    assert game.is_over


def test_a_decision_that_cannot_be_kept_moves_nothing(small: CompiledCase) -> None:
    def refuse(decision: Decision) -> None:
        raise DecisionConflict(decision.attempt, decision.step)

    game = Game(small, Begun(1, 7), keep=refuse)
    typed(game, ["1", "", ""])
    with pytest.raises(DecisionConflict):
        game.take("")
    assert not game.playthrough.steps


Played = Callable[..., list[Decision]]


def test_a_log_is_gone_on_with_at_the_right_place(small: CompiledCase, played: Played) -> None:
    begun = attempt_to_play(DecisionLog(tuple(played(small, "say-why", seed=9)), "{torn"), small, 1, True)
    assert (begun.attempt, begun.seed, len(begun.taken)) == (1, 9, 1)
    assert [notice.split()[0] for notice in begun.notices] == ["The", "Attempt", "You"]
    game = Game(small, begun, keep=lambda decision: None)
    said = "\n".join(game.begin())
    assert "You go on with attempt 1, after 1 decision." in said
    assert "Scene: The kitchen" in said
    assert "Decision 2 of 2" in said


def test_a_finished_attempt_or_one_on_another_text_is_followed_by_a_new_one(small: CompiledCase, small_text: str, played: Played) -> None:
    assert attempt_to_play(DecisionLog(()), small, 4) == Begun(1, 4)
    finished = DecisionLog(tuple(played(small, "say-why", "ask")))
    assert attempt_to_play(finished, small, 4).attempt == 2
    other = compile_case(read_case(small_text.replace("It is raining.", "It is snowing."), "small"))
    begun = attempt_to_play(finished, other, 4)
    assert (begun.attempt, begun.taken) == (2, ())
    assert "another text" in begun.notices[0]


def test_a_log_of_another_case_is_refused(small_text: str, small: CompiledCase, played: Played) -> None:
    other = compile_case(read_case(small_text, "large"))
    with pytest.raises(LogOfAnotherCase, match='decisions of "small"'):
        attempt_to_play(DecisionLog(tuple(played(small, "say-why"))), other, 4)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["1", "2", "3", "4", "b", "w", "r", "?", "s", "", "x", "50"]), max_size=25), st.integers(0, 2**32 - 1), st.booleans(), st.integers(1, 120))
def test_whatever_is_typed_the_game_stands_where_its_decisions_lead(small: CompiledCase, lines: list[str], seed: int, is_kept: bool, width: int) -> None:
    log: list[Decision] = []
    game = Game(small, Begun(1, seed), width=width, keep=log.append if is_kept else None)
    said = game.begin()
    for line in lines:
        if game.is_over:
            break
        assert game.prompt
        said += game.take(line)
    said += game.end_of_input()
    assert game.is_over
    taken = [step.decision for step in game.playthrough.steps]
    assert replay(small, taken).visited == game.playthrough.visited
    if is_kept:
        assert taken == log
    assert all(line.isprintable() for line in said)
    longest = max(len(word) for line in said for word in line.split())
    assert all(len(line) <= max(width, longest + 4, 12) for line in said)


@pytest.mark.parametrize("name", shipped.CASES)
@pytest.mark.parametrize("width", [24, 79])
def test_every_golden_walk_of_a_shipped_case_can_be_played_to_its_ending(name: str, width: int) -> None:
    case = content.case(name)
    for walk in content.walks(name):
        seed = next(seed for seed in range(5000) if follows(case, walk.choices, walk.nodes, seed))
        game = preview(case, seed, width=width)
        for choice in walk.choices:
            game.take(number(game, choice))
        assert game.playthrough.ending == walk.ending
        said = "\n".join(game.begin())
        words = max(len(word) for word in said.split())
        assert all(len(line) <= max(width, words + 4) for line in said.split("\n"))


def follows(case: CompiledCase, choices: tuple[str, ...], nodes: tuple[str, ...], seed: int) -> bool:
    game = preview(case, seed)
    for choice in choices:
        if choice not in game.order:
            return False
        game.take(choice)
    return game.playthrough.node == nodes[-1]


def test_the_words_of_an_ending_are_those_of_the_player_in_the_browser() -> None:
    script = (ROOT / "src" / "steadyline" / "player" / "js" / "words.js").read_text(encoding="utf-8")
    for words in (*play_words.PROCESS.values(), *play_words.CIRCUMSTANCE.values(), play_words.END_NOTE):
        assert f'"{words}"' in script


def test_html_is_told_in_plain_paragraphs() -> None:
    html = "<p>One <em>two</em>.<br />\nThree</p><ul><li>a</li><li>b</li></ul><ol start=\"3\"><li>c</li></ol><blockquote><p>d</p></blockquote><table><tr><td>e</td><td>f &amp; g</td></tr></table><pre><code>h\n  i\n</code></pre>"
    assert plain_paragraphs(html) == ["One two. Three", "- a", "- b", "3. c", "> d", "e; f & g", "h\n  i"]
    assert wrapped(["- a long item of a list", "- b"], 12) == ["- a long", "  item of a", "  list", "- b"]


def test_a_terminal_that_knows_few_signs_gets_plain_ones() -> None:
    assert fitting("“It’s – …”", "ascii") == '"It\'s - ..."'
    assert fitting("“It’s – …”", "utf-8") == "“It’s – …”"
    assert fitting("“a”", "no-such-encoding") == '"a"'
