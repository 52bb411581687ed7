"""All that a unit itself says to a learner, so that quoting it is never taken for copying from somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from typing import Any

from steadyline import content
from steadyline.course.unit import Unit
from steadyline.errors import SteadylineError

_TAG = re.compile(r"<[^>]*>")
_MARKUP = re.compile(r"[*_`#\[\]>|]|\]\([^)]*\)")


def unit_words(unit: Unit) -> str:
    """Returns the words of a unit's page, of its case, and of the reasons that are shown at its end."""
    texts = [*_page(unit), *_case(unit), *_reasons(unit)]
    # A full stop between two texts keeps the end of one and the beginning of the next from being one sentence.
    return " . ".join(_TAG.sub(" ", unescape(_MARKUP.sub(" ", text))) for text in texts)


def _page(unit: Unit) -> Iterator[str]:
    for part in unit.parts:
        yield getattr(part, "markdown", "")
    for check in unit.checks:
        for question in check.questions:
            yield from (question.markdown, *(words for _, words in question.options))
    for rate in unit.ratings:
        yield from (rate.afterwards, *(words for _, words in (*rate.things, *rate.outcomes)))


def _case(unit: Unit) -> Iterator[str]:
    case = content.case_played(unit.name)
    if case is not None:
        yield from _leaves({name: value for name, value in case.table.items() if name != "nodes"})


def _leaves(value: Any) -> Iterator[str]:
    """Yields every text in a table, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _leaves(each)


def _reasons(unit: Unit) -> Iterator[str]:
    """Yields the reasons of the key and of the answers, as far as they are part of this copy of the course."""
    with suppress(SteadylineError):
        key = content.key(unit.case)
        for decision in key.decisions.values():
            yield from (option.reason for option in decision.options.values())
    with suppress(SteadylineError):
        for keyed in content.check_answers(unit.name).values():
            yield from (keyed.reason, *keyed.lines.values())

