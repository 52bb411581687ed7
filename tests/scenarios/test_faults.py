"""Every fault that a case can have: the smallest change that makes it, its code, and its line."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

import steadyline.scenarios
from steadyline.errors import Faults
from steadyline.scenarios.compile import compile_case
from steadyline.scenarios.read import read_case

# code, what stands in the sound case, what the broken one says instead, and the words whose line is told
BROKEN = [
    ("S001", "---\nformat: 1", "format: 1", "format: 1"),
    ("S001", "starts neutral\n---", "starts neutral", "---"),
    ("S002", "title: The small case", "title: The small case\njust words", "just words"),
    ("S003", "role: Social worker", "role: Social worker\nrole: Teacher", "role: Teacher"),
    ("S004", "role: Social worker", "role: Social worker\nrol: Teacher", "rol: Teacher"),
    ("S005", "content note: Nothing distressing.\n", "", "---"),
    ("S006", "format: 1", "format: 2", "format: 2"),
    ("S007", "use: formative", "use: formativ", "use: formativ"),
    ("S008", "competencies: C1", "competencies: C9", "competencies: C9"),
    ("S009", "minutes: 5", "minutes: five", "minutes: five"),
    ("S011", "  told: no", "  Told: no", "  Told: no"),
    ("S012", "trust: 0 to 4, starts at 1", "trust: 4 to 0", "trust: 4 to 0"),
    ("S015", "It is raining.", "It is raining. <!-- or not?", "<!-- or not?"),
    ("S101", None, "---\nformat: 1\ntitle: t\nrole: r\nminutes: 5\ncontent note: n\nfindings: F1\ncompetencies: C1\nuse: formative\n---\n# t", "# t"),
    ("S102", "## The step", "## The door", "## The door!2"),
    ("S103", "[Try again](#the-kitchen)", "[Try again](#the-kichen)", "the-kichen"),
    ("S104", "- Go on: [Try again](#the-kitchen)", "", "## The step"),
    ("S105", "- [Leave it for today.](#the-week-after)", "- Go on: [Leave it for today.](#the-week-after)", "- [Ask to see"),
    ("S106", "- Go on: [Try again](#the-kitchen)", "- Try again", "- Try again"),
    ("S106", "- Go on: [Try again](#the-kitchen)", "- Go on: the kitchen", "- Go on: the kitchen"),
    ("S107", "  - now: She waits.", "  - now: She waits.\n  - nwo: Twice.", "nwo"),
    ("S108", "  - now: She waits.\n", "", "- [Say nothing of it.]"),
    ("S109", "  - now: She waits.", "  - now: She waits.\n  - now: And waits.", "And waits"),
    ("S110", "id: say-nothing", "id: Say Nothing", "Say Nothing"),
    ("S111", "id: say-nothing", "id: say-why", "id: say-why!2"),
    ("S112", None, "---\nformat: 1\ntitle: t\nrole: r\nminutes: 5\ncontent note: n\nfindings: F1\ncompetencies: C1\nuse: formative\n---\n## A\n\n- [Only](#a)\n  - id: only\n  - now: x", "- [Only]"),
    ("S113", "- Otherwise: [Unknown](#unknown)", "- If told: [Unknown](#unknown)", "- If told"),
    ("S114", "- Go on: [Try again](#the-kitchen)", "- Go on: [Try again](#the-kitchen)\n- Go on: [Home](#luck)", "[Home]"),
    ("S115", "later: [The week after](#the-week-after) Nobody", "later: Nobody", "later: Nobody"),
    ("S116", "*If told:* She asks what you need to see.", "*If told:*", "*If told:*"),
    ("S116", "Nobody knows why you came.", "", "later: [The week"),
    ("S117", "- Ending: Known", "- Ending:", "- Ending:"),
    ("S118", "process: sound", "process: good", "process: good"),
    ("S118", "  - process: mixed\n  - circumstance: luck", "  - process: mixed\n  - circumstance: trust", "circumstance: trust"),
    ("S119", "weight: 2", "weight: none", "weight: none"),
    ("S120", "later: [The week after](#the-week-after)", "later: [Luck](#luck)", "later: [Luck]"),
    ("S121", "[Try again](#the-kitchen)", "[Try again](kitchen.md)", "kitchen.md"),
    ("S201", "If trust is at least 2:", "If trust is at lest 2:", "at lest"),
    ("S202", "*If told:*", "*If tod:*", "*If tod:*"),
    ("S203", "*If told:*", "*If told is maybe:*", "told is maybe"),
    ("S203", "If trust is at least 2:", "If trust:", "If trust:"),
    ("S204", "If trust is at least 2:", "If trust is at least 9:", "at least 9"),
    ("S205", "*If told:*", "*If chose say-wy:*", "say-wy"),
    ("S206", "*If told:* She asks what you need to see.\n\n", "", "*Otherwise:* She asks"),
    ("S207", "add: trust - 1", "add: trust down", "trust down"),
    ("S208", "set: told = yes", "add: told + 1", "add: told"),
    ("S302", "[Leave it for today.](#the-week-after)", "[Leave it for today.](#the-door)", "## The"),
    ("S303", "  - id: ask\n", "  - id: ask\n  - if: told\n", "## The kitchen"),
]  # fmt: skip


def broken(text: str, old: str | None, new: str) -> str:
    if old is None:
        return new
    assert old in text
    changed = text.replace(old, new, 1)
    if old == "  - id: ask\n":  # nothing to choose needs both options to be conditional
        changed = changed.replace("  - id: leave\n", "  - id: leave\n  - if: told\n")
    return changed


def line_of(text: str, words: str) -> int:
    wanted, _, which = words.partition("!")
    lines = [at for at, line in enumerate(text.splitlines(), start=1) if wanted in line]
    return lines[int(which or 1) - 1]


@pytest.mark.parametrize(("code", "old", "new", "words"), BROKEN, ids=[f"{row[0]}-{at}" for at, row in enumerate(BROKEN)])
def test_a_fault_is_told_with_its_code_and_line(small_text: str, code: str, old: str | None, new: str, words: str) -> None:
    text = broken(small_text, old, new)
    with pytest.raises(Faults) as caught:
        compile_case(read_case(text, "small"))
    assert code in [each.code for each in caught.value.diagnostics]
    told = next(each for each in caught.value.diagnostics if each.code == code)
    shown = text.splitlines()[told.line - 1]
    assert words.partition("!")[0] in shown, f"{told} points at {shown!r}"


def test_every_code_that_the_reader_knows_has_its_broken_case() -> None:
    folder = Path(steadyline.scenarios.__file__).parent
    known = set(re.findall(r'"(S\d{3})"', "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))))
    shown = {row[0] for row in BROKEN}
    # The budget of nodes is tested where cases are explored.
    assert known - shown == {"S301"}


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
