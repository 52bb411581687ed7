"""Golden walks."""

from __future__ import annotations

import pytest

from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.walks import WalkFaults, read_walk

SOUND = "# the plain way\nsay-why\nask\nchance: Work goes\n=> known\n"


def test_a_walk_is_walked_to_its_ending(small: CompiledCase) -> None:
    walk = read_walk(SOUND, small)
    assert (walk.choices, walk.ending) == (("say-why", "ask"), "known")


@pytest.mark.parametrize(
    ("code", "text", "line"),
    [("W101", SOUND.replace("say-why", "say-wy"), 2), ("W102", SOUND.replace("=> known\n", ""), 4),
     ("W103", "say-why\n=> known\n", 2), ("W104", SOUND.replace("=> known", "=> unknown"), 5)],
)  # fmt: skip
def test_a_walk_that_goes_astray_is_told_with_its_line(small: CompiledCase, code: str, text: str, line: int) -> None:
    with pytest.raises(WalkFaults) as caught:
        read_walk(text, small)
    assert [(each.code, each.line) for each in caught.value.diagnostics] == [(code, line)]
