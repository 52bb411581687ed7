"""Faults of a case: other ways to make them than the examples show, one message for each cause, no traceback."""

from __future__ import annotations

import random

import pytest

from steadyline.errors import Faults
from steadyline.scenarios.compile import compile_case
from steadyline.scenarios.read import read_case

# Other ways to come by a code than the example in its explanation, which tests/diagnostics/test_codes.py tries:
# code, what stands in the sound case, what the broken one says instead, and the words whose line is told
BROKEN = [
    ("S001", "---\nformat: 1", "format: 1", "format: 1"),
    ("S005", "content note: Nothing distressing.", "content note:", "content note:"),
    ("S102", "## The step", "## ???", "## ???"),
    ("S103", "use: formative", "use: formative\nstart: #the-dor", "start: #the-dor"),
    ("S103", "use: formative", "use: formative\nrequired: #the-dor", "required: #the-dor"),
    ("S103", "later: [The week after](#the-week-after)", "later: [The week after](#the-wek-after)", "#the-wek-after"),
    ("S104", "- Go on: [Try again](#the-kitchen)", "* Go on with it.", "## The step"),
    ("S106", "- Go on: [Try again](#the-kitchen)", "- Go on: the kitchen", "- Go on: the kitchen"),
    ("S106", "- [Leave it for today.](#the-week-after)", "- [Leave it](#the-week-after) for today.", "for today"),
    ("S108", "  - now: She waits.\n", "", "- [Say nothing of it.]"),
    ("S109", "  - now: She waits.", "  - now: She waits.\n  - now: And waits.", "And waits"),
    ("S114", "- Ending: Unknown", "- Ending: Half known\n  - process: mixed\n  - circumstance: luck\n- Ending: Unknown", "- Ending: Unknown"),
    ("S116", "Nobody knows why you came.", "", "later: [The week"),
    ("S118", "  - process: mixed\n  - circumstance: luck", "  - process: mixed\n  - circumstance: trust", "circumstance: trust"),
    ("S118", "  - process: mixed\n  - circumstance: luck", "  - process: mixed\n  - circumstance: lucky", "circumstance: lucky"),
    ("S203", "*If told:*", "*If told is maybe:*", "told is maybe"),
    ("S204", "set: luck = hard", "set: luck = bad", "luck = bad"),
    ("S302", "[Leave it for today.](#the-week-after)", "[Leave it for today.](#the-door)", "## The"),
]  # fmt: skip


def line_of(text: str, words: str) -> int:
    wanted, _, which = words.partition("!")
    lines = [at for at, line in enumerate(text.splitlines(), start=1) if wanted in line]
    return lines[int(which or 1) - 1]


@pytest.mark.parametrize(("code", "old", "new", "words"), BROKEN, ids=[f"{row[0]}-{at}" for at, row in enumerate(BROKEN)])
def test_a_fault_is_told_with_its_code_and_line(small_text: str, code: str, old: str, new: str, words: str) -> None:
    assert old in small_text
    text = small_text.replace(old, new, 1)
    with pytest.raises(Faults) as caught:
        compile_case(read_case(text, "small"))
    assert code in [each.code for each in caught.value.diagnostics]
    told = next(each for each in caught.value.diagnostics if each.code == code)
    shown = text.splitlines()[told.line - 1]
    assert words.partition("!")[0] in shown, f"{told} points at {shown!r}"


def test_one_cause_gives_one_message(small_text: str) -> None:
    with pytest.raises(Faults) as caught:
        read_case(small_text.replace("*If told:*", "*If tod:*"), "small")
    assert len(caught.value.diagnostics) == 1


def test_a_damaged_file_is_refused_in_words_and_never_with_a_traceback(small_text: str) -> None:
    chance = random.Random(11)
    for _ in range(400):
        letters = list(small_text)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(letters))
            letters[at : at + chance.randrange(0, 9)] = chance.choice(["", "-", "\n", "[", "](#", "*If ", "`", "\x00", "  ", "é:"])
        try:
            compile_case(read_case("".join(letters), "small"))
        except Faults as error:
            assert all(each.line >= 1 and each.column >= 1 and each.message for each in error.diagnostics)
