"""Damaged files: whatever an author's slip or a bad disk makes of a case, it is told in words and never raises.

`make fuzz` tries ten thousand of them; in `make course` it is a few hundred.
"""

from __future__ import annotations

import os
from pathlib import Path

import shipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import steadyline
from steadyline import content
from steadyline.checking import measure
from steadyline.checks.whole import Given, Text, check_whole
from steadyline.errors import Faults
from steadyline.scenarios.read import read_case

TEMPLATE = Path(steadyline.__file__).parent / "template"
CASE, KEY, WALK = ((TEMPLATE / name).read_text(encoding="utf-8") for name in ("case.md", "key.md", "walk.walk"))
SHIPPED = [content.case_path(name).read_text(encoding="utf-8") for name in shipped.CASES]

EXAMPLES = int(os.environ.get("STEADYLINE_FUZZ", "300"))
SCRAPS = ["---", "- ", "  - ", "    - ", "## ", "# ", "*If ", "*Otherwise:* ", ":*", "](#", "[", "]", "- If ", "- Otherwise: [x](#y)",
          "- Go on: [x](#y)", "- Chance: [x](#y)", "- Ending: x", "id: ", "if: not ", "set: luck = hard", "add: trust + 99", "later: ",
          "<!--", "-->", "```", "> ", "| a | b |", "\x00", "\ufeff", "é", "\u2028", "\t", "(" * 60, "not " * 40, "1" * 400, "`", "\\",
          "&lt;", "[x]: #y", "<script>", "allow:\n  S414: because", "required: #nowhere", "cast: ,,", "weight: 0"]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, sound: str) -> str:
    """A text with a few lines or letters lost, doubled, moved or overwritten."""
    lines = sound.split("\n")
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, max(len(lines) - 1, 0)))
        kind = draw(st.sampled_from(["drop", "double", "move", "indent", "cut", "scrap", "swap", "letters", "end"]))
        if kind == "drop":
            del lines[at : at + draw(st.integers(1, 4))]
        elif kind == "double":
            lines[at:at] = lines[at : at + draw(st.integers(1, 6))]
        elif kind == "move":
            lines[at:at] = [lines.pop(draw(st.integers(0, len(lines) - 1)))] if lines else []
        elif kind == "indent" and lines:
            lines[at] = " " * draw(st.integers(0, 6)) + lines[at].lstrip()
        elif kind == "cut" and lines:
            lines[at] = lines[at][: draw(st.integers(0, max(len(lines[at]), 1)))]
        elif kind == "scrap" and lines:
            where = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:where] + draw(st.sampled_from(SCRAPS)) + lines[at][where:]
        elif kind == "swap" and lines:
            words, other = lines[at].split(" "), lines[draw(st.integers(0, len(lines) - 1))].split(" ")
            words[draw(st.integers(0, len(words) - 1))] = other[draw(st.integers(0, len(other) - 1))]
            lines[at] = " ".join(words)
        elif kind == "letters":
            lines[at:at] = [draw(st.text(max_size=30))]
        elif kind == "end":
            del lines[draw(st.integers(at, len(lines))) :]
        lines = lines or [""]
    return "\n".join(lines)


quick = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
fewer = settings(quick, max_examples=max(EXAMPLES // 10, 1))


def places_are_sound(faults: Faults) -> bool:
    return all(each.line >= 1 and each.column >= 1 and each.message for each in faults.diagnostics)


@quick
@given(text=damaged(CASE))
def test_a_damaged_case_is_told_in_words(text: str) -> None:
    checked = check_whole(Given("the-gate", Text("case.md", text), Text("key.md", KEY), (Text("walk.walk", WALK),)), measure())
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for each in checked.findings:
        assert each.message
        assert each.column >= 1
        assert each.path != "case.md" or 1 <= each.line <= len(lines), each


@fewer
@given(key=damaged(KEY), walk=damaged(WALK))
def test_a_damaged_key_or_walk_is_told_in_words(key: str, walk: str) -> None:
    checked = check_whole(Given("the-gate", Text("case.md", CASE), Text("key.md", key), (Text("walk.walk", walk),)), measure())
    assert all(each.message and each.line >= 1 for each in checked.findings)


@fewer
@given(text=st.sampled_from(SHIPPED).flatmap(damaged))
def test_a_damaged_shipped_case_is_told_in_words(text: str) -> None:
    try:
        read_case(text, "shipped")
    except Faults as error:
        assert places_are_sound(error)
