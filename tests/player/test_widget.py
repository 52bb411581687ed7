"""The widget answers every message, keeps nothing itself, and never says None."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from steadyline.errors import SteadylineError
from steadyline.player.widget import MODULES, Player, answer_to, module_text, style_text
from steadyline.scenarios.compile import CompiledCase


class Recorder:
    """A keeper that remembers what it was asked, and answers or fails as it is told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.decisions: list[Mapping[str, Any]] = []
        self.asked: list[str] = []

    def _note(self, what: str) -> None:
        self.asked.append(what)
        if self.error is not None:
            raise self.error

    def state(self) -> dict[str, Any]:
        self._note("state")
        return {"decisions": list(self.decisions), "answers": {"check/entry": ["no"]}, "learner": "", "trouble": ""}

    def decide(self, record: Mapping[str, Any]) -> None:
        self._note("decide")
        self.decisions.append(record)

    def review(self, attempt: int) -> dict[str, Any]:
        self._note("review")
        return {"withheld": "later"}

    def answer(self, item: str, value: str | list[str]) -> None:
        self._note("answer")

    def check_review(self, block: str) -> dict[str, Any]:
        self._note("check_review")
        return {"withheld": "later"}

    def hand_in(self, learner: str) -> dict[str, Any]:
        self._note("hand_in")
        return {"name": "a.zip", "folder": "here", "data": "", "missing": []}


MESSAGES = {
    "hello": ({}, "state", "state-refused"),
    "decide": ({"record": {"attempt": 1, "step": 2}}, "saved", "refused"),
    "review": ({"attempt": 1}, "debrief", "review-refused"),
    "answer": ({"item": "x", "value": "y", "n": 3}, "answer-saved", "answer-refused"),
    "check-review": ({"block": "check"}, "check-reviewed", "check-review-refused"),
    "hand-in": ({"learner": "wren-14"}, "handed-in", "hand-in-refused"),
}


@pytest.mark.parametrize("kind", MESSAGES)
def test_every_message_is_answered(kind: str) -> None:
    fields, answer, _ = MESSAGES[kind]
    assert answer_to({"type": kind, **fields}, Recorder())["type"] == answer


@pytest.mark.parametrize("kind", MESSAGES)
@pytest.mark.parametrize(
    ("error", "retry", "words"),
    [
        (SteadylineError("It stands already."), False, "It stands already."),
        (OSError(28, "No space left on device"), True, "No space left on device"),
        (KeyError("secret"), True, "not foreseen"),
    ],
)
def test_every_failure_is_answered_in_words_and_says_whether_to_try_again(
    kind: str, error: Exception, retry: bool, words: str
) -> None:
    fields, _, refusal = MESSAGES[kind]
    answer = answer_to({"type": kind, **fields}, Recorder(error))
    assert answer["type"] == refusal
    assert answer["retry"] is retry
    assert words in answer["why"]
    assert "secret" not in answer["why"]


@pytest.mark.parametrize("kind", [*MESSAGES, "ping"])
def test_a_message_without_its_fields_is_answered_too(kind: str) -> None:
    assert answer_to({"type": kind}, Recorder())["type"] != ""


@pytest.mark.parametrize("message", [{}, {"type": "sing"}, {"type": "decide", "record": "no record"}])
def test_a_message_that_makes_no_sense_is_answered_and_nothing_is_kept(message: dict[str, Any]) -> None:
    keeper = Recorder()
    assert answer_to(message, keeper)["type"] in ("not-understood", "refused")
    assert keeper.decisions == []


def test_a_refusal_names_the_decision_that_it_refuses() -> None:
    answer = answer_to({"type": "decide", "record": {"attempt": 2, "step": 5}}, Recorder(SteadylineError("No.")))
    assert (answer["attempt"], answer["step"]) == (2, 5)


def test_making_a_player_asks_and_writes_nothing(small: CompiledCase) -> None:
    keeper = Recorder()
    Player({"kind": "play", "case": small.table}, keeper)
    assert keeper.asked == []


def test_nothing_of_ours_is_synced_as_none(small: CompiledCase) -> None:
    player = Player({"kind": "play", "case": small.table}, Recorder())
    ours = [name for name in player.trait_names(sync=True) if name in ("part", "_esm", "_css")]
    assert sorted(ours) == ["_css", "_esm", "part"]
    assert all(isinstance(getattr(player, name), str) for name in ours)


def test_the_plain_form_of_a_case_not_begun_is_one_line(small: CompiledCase) -> None:
    bundle, _ = Player({"kind": "play", "case": small.table}, Recorder())._repr_mimebundle_()
    assert bundle["text/plain"] == "The small case: not begun"


def test_the_plain_form_is_the_transcript(small: CompiledCase, played: Any) -> None:
    keeper = Recorder()
    keeper.decisions = [each.as_record() for each in played(small, "say-why")]
    assert "Chose: Say why you have come." in repr(Player({"kind": "play", "case": small.table}, keeper))


def test_the_plain_form_of_a_check_is_its_answers() -> None:
    assert repr(Player({"kind": "check", "block": "check", "title": "Check"}, Recorder())) == "Check:\ncheck/entry: no"


def test_the_plain_form_never_raises(small: CompiledCase) -> None:
    told = repr(Player({"kind": "play", "case": small.table}, Recorder(SteadylineError("Line 3 is damaged."))))
    assert told == "The small case: what was done so far could not be read. Line 3 is damaged."


def test_the_part_travels_as_it_was_given(small: CompiledCase) -> None:
    part = {"kind": "play", "case": small.table, "assessed": "last"}
    assert json.loads(Player(part, Recorder()).part) == part


def test_every_script_is_in_the_module_once_and_only_the_last_one_exports() -> None:
    folder = Path(__file__).parents[2] / "src" / "steadyline" / "player" / "js"
    assert sorted(MODULES) == sorted(path.stem for path in folder.glob("*.js"))
    assert [name for name in MODULES if "export " in (folder / f"{name}.js").read_text("utf-8")] == [MODULES[-1]]


def test_module_and_styles_load_nothing_from_elsewhere() -> None:
    for text in (module_text(), style_text()):
        assert "http://" not in text
        assert "https://" not in text
        assert "@import" not in text
        assert "import(" not in text
