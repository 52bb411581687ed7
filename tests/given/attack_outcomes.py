"""The table of docs/hand-ins-that-attack.md, from attack_outcomes.json beside this file.

`python tests/given/attack_outcomes.py` prints it. The file holds, by attack, what nbgrader alone did with it
(measure_stock.py), and what came of it with Steadyline's settings and under `steadyline mark`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from attacks import every_attack

OUTCOMES = Path(__file__).resolve().with_suffix(".json")

STOCK = {
    "ran": "something of it ran", "gained": "a mark was gained", "others": "others' marks were changed",
    "stopped": "everybody after it stayed unmarked", "lost": "the hand-in itself stayed unmarked",
    "nought": "a nought without a word to anybody", "acts": "what was written acts on the page of feedback",
}
OURS = {"own": "marked by the learner's own log", "waits": "some or all marks wait for an assessor", "left out": "left out and told"}


def table() -> list[str]:
    """Returns the lines of the table, one row for each kind."""
    outcomes = json.loads(OUTCOMES.read_text("utf-8"))
    return ["| kind | nbgrader alone | nbgrader with Steadyline's settings | `steadyline mark` |", "|---|---|---|---|",
            *_rows(outcomes["nbgrader alone"], outcomes["with the settings"], outcomes["mark"])]


def _rows(
    stock: Mapping[str, list[str]], settings: Mapping[str, str], mark: Mapping[str, str]
) -> Iterator[str]:
    for kind in dict.fromkeys(attack.kind for attack in every_attack()):
        names = [attack.name for attack in every_attack() if attack.kind == kind]
        tried = [stock[name] for name in names if name in stock]
        alone = _told(Counter(word for words in tried for word in words or ["none"]), {**STOCK, "none": "no harm seen"})
        ours = [_told(Counter(found[name] for name in names if name in found), OURS) for found in (settings, mark)]
        yield f"| {kind} | of {len(tried)} tried: {alone} | {ours[0]} | {ours[1]} |"


def _told(counted: Counter[str], words: Mapping[str, str]) -> str:
    return "; ".join(f"{words[word]} ({counted[word]})" for word in words if counted[word])


if __name__ == "__main__":
    print("\n".join(table()))  # noqa: T201
