"""The gentle guard: what in a learner's words looks like a real case. It notes, and never blocks."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent / "guard.json"

# The same letters as in js/guard.js, so that both tell the same words apart.
_BETWEEN_WORDS = re.compile("[^A-Za-zÀ-ÖØ-öø-ÿ]+")


def findings(text: str) -> list[str]:
    """Returns a sentence for each kind of real-case detail found, in the order of guard.json."""
    return [row["words"] for row, pattern in _rows() if _finds(row, pattern, text)]


def _finds(row: dict[str, Any], pattern: re.Pattern[str], text: str) -> bool:
    matches = (found.group() for found in pattern.finditer(text))
    return any(not set(_BETWEEN_WORDS.split(match)) & set(row["allow"]) for match in matches)


@cache
def _rows() -> tuple[tuple[dict[str, Any], re.Pattern[str]], ...]:
    table = json.loads(TABLE.read_text("utf-8"))
    return tuple((row, re.compile(row["pattern"], _flags(row))) for row in table["patterns"])


def _flags(row: dict[str, Any]) -> re.RegexFlag:
    # ASCII: \b then means the same as it does in the browser.
    return re.ASCII | re.IGNORECASE if row["ignore_case"] else re.ASCII
