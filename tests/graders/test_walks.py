"""What golden walks earn."""

from __future__ import annotations

from typing import Any

import pytest

from steadyline import content
from steadyline.graders.key import Key, read_key
from steadyline.graders.marks import mark, scale_of
from steadyline.graders.walks import earned, mark_findings
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import replay
from steadyline.scenarios.walks import read_walk

SOUND = "say-why\nask\nchance: Work goes\n=> known\n"


@pytest.mark.parametrize(
    ("first", "second", "ending"),
    [("say-why", "ask", "known"), ("say-why", "leave", "known"), ("say-nothing", "ask", "known"),
     ("say-nothing", "leave", "unknown"), ("she-must", "ask", "unknown"), ("she-must", "leave", "unknown")],
)  # fmt: skip
def test_a_walk_earns_what_the_same_playthrough_earns(
    small: CompiledCase, small_key: Key, played: Any, first: str, second: str, ending: str
) -> None:
    scale = scale_of(small, small_key)
    marks = mark(replay(small, played(small, first, second)), scale)
    walk = read_walk(f"{first}\n{second}\nchance: Work goes\n=> {ending}", small)
    assert earned(walk, scale) == {name: each.earned for name, each in marks.measures.items()}


def test_a_mark_that_is_not_earned_is_found_where_it_is_expected(small: CompiledCase, small_key: Key) -> None:
    walk = read_walk(f"{SOUND}judgement: 6\nassertiveness: 3\n", small)
    (only,) = mark_findings([walk], scale_of(small, small_key))
    assert (only.code, only.severity, only.line, only.column, only.subject) == ("W111", "error", 6, 16, "assertiveness")
    assert "earns 4 for assertiveness, not 3" in only.message


def test_a_contested_decision_earns_nothing_in_a_walk_either(small: CompiledCase, small_key_text: str) -> None:
    text = small_key_text.replace("## The kitchen\n", "## The kitchen\n\n- status: contested\n")
    scale = scale_of(small, read_key(text, small))
    assert mark_findings([read_walk(f"{SOUND}judgement: 3\n", small)], scale) == []


@pytest.mark.parametrize("name", content.cases())
def test_the_walks_of_a_shipped_case_earn_what_they_say(name: str) -> None:
    found = content.walks(name)
    assert mark_findings(found, content.scale(name)) == []
    assert any(each.name == "judgement" for walk in found for each in walk.expected)
