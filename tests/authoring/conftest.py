"""Cases as authors leave them lying about: a sound text, changed here and there at random."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

Change = Callable[[random.Random, list[str]], None]

LETTERS = ["", "-", "\n", "[", "](#", "*If ", "*Otherwise:* ", "`", "\x00", "  ", "é:", "\\", "\t", "    ", "> ", "1. ", "~~~\n", "```\n", "===", "|", "<!--", "-->", "#", "&gt;", "_"]
SIGNS = [(" is at least ", ">="), (" is at most ", " <= "), (" is not ", "!="), (" is ", " = "), (" = ", "="), (" + ", "+"), (" at least ", "  at   least ")]
REMARKS = ["<!-- why? -->", "<!-- two\n  lines -->", "<!-- a\n\nblank -->", "<!-- -->"]


@pytest.fixture(scope="session")
def mutated() -> Callable[..., str]:
    """A function that returns a text with one to eight changes, by a seed; `wild` ones may break it."""
    return changed


def changed(text: str, seed: int, wild: bool = False) -> str:
    chance = random.Random(seed)
    changes = [*TAME, *WILD] if wild else TAME
    for _ in range(chance.randrange(1, 9)):
        lines = text.split("\n")
        chance.choice(changes)(chance, lines)
        text = "\n".join(lines)
    return text.replace("\n", "\r\n") if chance.random() < 0.1 else text


def _some_line(chance: random.Random, lines: list[str]) -> int:
    return chance.randrange(1, len(lines))


def _blank_line(chance: random.Random, lines: list[str]) -> None:
    at = _some_line(chance, lines)
    if lines[at - 1].startswith("  -") or not lines[at].strip():
        lines.insert(at, chance.choice(["", "  "]))


def _trailing(chance: random.Random, lines: list[str]) -> None:
    lines[_some_line(chance, lines)] += chance.choice([" ", "  ", "   ", "\t", " \t", "  "])


def _indent(chance: random.Random, lines: list[str]) -> None:
    at = _some_line(chance, lines)
    line = lines[at]
    if line.startswith("  - "):
        lines[at] = chance.choice(["   - ", "    - ", "  -  ", "  * ", "  + ", "  -\t"]) + line[4:]
    elif line.startswith("- "):
        lines[at] = chance.choice(["-  ", "-   ", " - "]) + line[2:]
    elif line.startswith("    "):
        lines[at] = chance.choice(["", " ", "     ", "          ", "\t"]) + line.lstrip()


def _remark(chance: random.Random, lines: list[str]) -> None:
    at, remark = _some_line(chance, lines), chance.choice(REMARKS)
    if chance.random() < 0.5:
        lines[at:at] = (" " * chance.choice([0, 0, 2, 4, 6]) + remark).split("\n")
    elif chance.random() < 0.5:
        lines[at] += " " + remark
    else:
        place = chance.randrange(len(lines[at]) + 1)
        lines[at] = lines[at][:place] + remark + lines[at][place:]


def _sign(chance: random.Random, lines: list[str]) -> None:
    said, sign = chance.choice(SIGNS)
    found = [at for at, line in enumerate(lines) if said in line and ("If " in line or "- if:" in line or "- set:" in line or "- add:" in line)]
    for at in found[:: chance.randrange(1, 3)]:
        lines[at] = lines[at].replace(said, sign, 1)


def _swap(chance: random.Random, lines: list[str]) -> None:
    found = [at for at in range(1, len(lines)) if lines[at].startswith("  - ") and lines[at - 1].startswith("  - ")]
    if found:
        at = chance.choice(found)
        lines[at - 1], lines[at] = lines[at], lines[at - 1]


def _front_remark(chance: random.Random, lines: list[str]) -> None:
    lines.insert(chance.randrange(1, min(12, len(lines))), chance.choice(["# a remark", "  # below", "", "#"]))


def _code(chance: random.Random, lines: list[str]) -> None:
    found = [at for at, line in enumerate(lines) if line.startswith("  - now:")]
    at = chance.choice(found) + 1 if found and chance.random() < 0.7 else _some_line(chance, lines)
    indent = chance.choice(["    ", "      ", ""])
    told = chance.choice([["", "```", "  code <!-- no -->  ", "", "```", ""], ["", "* one", "* two", "  * three", ""], ["", "> said", "> again", ""], ["", "1. one", "", "   more", ""], ["second"]])
    lines[at:at] = [indent + line if line else "" for line in told]


def _letters(chance: random.Random, lines: list[str]) -> None:
    text = list("\n".join(lines))
    at = chance.randrange(len(text))
    text[at : at + chance.randrange(0, 9)] = chance.choice(LETTERS)
    lines[:] = "".join(text).split("\n")


def _move_line(chance: random.Random, lines: list[str]) -> None:
    lines.insert(_some_line(chance, lines), lines.pop(_some_line(chance, lines)))


TAME: list[Change] = [_blank_line, _trailing, _indent, _remark, _sign, _swap, _front_remark, _code]
WILD: list[Change] = [_letters, _letters, _move_line]
