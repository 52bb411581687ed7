"""What many tests start from: a small case, its key, and decisions taken in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from steadyline.decisions import Decision
from steadyline.graders.key import Key, read_key
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.read import read_case
from steadyline.scenarios.replay import order_shown, walk_on

ROOT = Path(__file__).resolve().parents[1]

SMALL_CASE = """\
---
format: 1
title: The small case
role: Social worker
minutes: 5
content note: Nothing distressing.
findings: F1
competencies: C1
use: formative
state:
  trust: 0 to 4, starts at 1
  told: no
  luck: one of kind, neutral, hard; starts neutral
---

# The small case

Before it begins.

## The door

You stand at the door.

- [Say why you have come.](#the-kitchen)
  - id: say-why
  - add: trust + 1
  - set: told = yes
  - now: She nods.
- [Say nothing of it.](#the-kitchen)
  - id: say-nothing
  - now: She waits.
  - later: [The week after](#the-week-after) Nobody knows why you came.
- [Say that she must let you in.](#the-step)
  - id: she-must
  - add: trust - 1
  - now: The door closes.

## The step

It is raining.

- Go on: [Try again](#the-kitchen)

## The kitchen

The kettle is on.

*If told:* She asks what you need to see.

*Otherwise:* She asks what this is about.

- [Ask to see the children.](#the-week-after)
  - id: ask
  - add: trust + 1
  - now: She calls them.
- [Leave it for today.](#the-week-after)
  - id: leave
  - now: You drink your tea.

## The week after

A week goes by.

- Go on: [What life adds](#luck)

## Luck

- Chance: [Work comes](#which-end)
  - set: luck = kind
- Chance: [Work goes](#which-end)
  - set: luck = hard
  - weight: 2

## Which end

- If trust is at least 2: [Known](#known)
- Otherwise: [Unknown](#unknown)

## Known

You know the children's days.

- Ending: Known
  - process: sound
  - circumstance: luck

## Unknown

You do not know the children's days.

- Ending: Unknown
  - process: mixed
  - circumstance: luck
"""

SMALL_KEY = """\
---
format: 1
case: small
version: 1
status: author
---

# Key

## The door

Why each tempts.

### say-why
- credit: 3
- assertiveness: 0
- escalation: 0
- competency: C1
- reason: It says the purpose.
- protects: The children's need to be known.
- sources: eastmarch

### say-nothing
- credit: 1
- assertiveness: -2
- escalation: not exercised
- competency: C1
- reason: It protects the calm. The purpose is left out.
- protects: The calm.
- sources: eastmarch

### she-must
- credit: 0
- assertiveness: +2
- escalation: +1
- competency: C1
- reason: It protects clarity. There is no such power.
- protects: Clarity.
- sources: eastmarch

## The kitchen

### ask
- credit: 3
- assertiveness: 0
- escalation: not exercised
- competency: C1
- reason: The children are seen.
- protects: The children.
- sources: eastmarch

### leave
- credit: 0
- assertiveness: 0
- escalation: not exercised
- method: voice
- competency: C3
- reason: It protects the afternoon. The children are not seen.
- protects: The afternoon.
- sources: eastmarch
"""


@pytest.fixture(scope="session")
def small_text() -> str:
    """The small case as its author wrote it."""
    return SMALL_CASE


@pytest.fixture(scope="session")
def small_key_text() -> str:
    """The key to the small case as its author wrote it."""
    return SMALL_KEY


@pytest.fixture(scope="session")
def small() -> CompiledCase:
    """The small case, compiled."""
    return compile_case(read_case(SMALL_CASE, "small"))


@pytest.fixture(scope="session")
def small_key(small: CompiledCase) -> Key:
    """The key to the small case."""
    return read_key(SMALL_KEY, small)


Played = Callable[..., list[Decision]]


@pytest.fixture(scope="session")
def played() -> Played:
    """A function that plays choices in a case and returns the decisions, as a learner's log would hold them."""

    def play(case: CompiledCase, *choices: str, seed: int = 7, attempt: int = 1) -> list[Decision]:
        decisions: list[Decision] = []
        node = walk_on(case, case.table["start"], seed, 0)[-1]
        for step, choice in enumerate(choices, start=1):
            order = order_shown(case, node, seed, step)
            decisions.append(
                Decision(attempt, seed, case.name, case.digest, step, node, choice, order, 60, "my supervisor", "",
                         f"2026-11-23T10:{step:02d}:00Z", 12.5)
            )  # fmt: skip
            node = walk_on(case, case.options(node)[choice], seed, step)[-1]
        return decisions

    return play


@pytest.fixture(scope="session")
def readme_example() -> str:
    """The smallest case, as `scenarios/README.md` shows it."""
    text = (ROOT / "scenarios" / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```markdown\n(---.*?)\n```", text, re.DOTALL)
    assert found is not None
    return found[1]
