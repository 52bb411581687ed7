"""Blocks of a unit that are opened or closed wrongly, so that learners would never see them, or see them as prose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from steadyline.scenarios.prose import MarkdownBlock

KINDS = ("play", "check", "sort", "spot", "rate", "reflect", "note")

_NAMES = "|".join(KINDS)
_OPENS = re.compile(rf"\s*[`~]{{2,}}\s*(?:{_NAMES})\s*", re.IGNORECASE)
_MEANT = re.compile(rf"[\s>*+-]*[`~'\u00b4\u2018\u2019]+\s*(?:{_NAMES})\s*", re.IGNORECASE)


@dataclass(frozen=True)
class FenceSlip:
    """One block opened or closed wrongly. `swallows` says whether it is a block of the unit that takes in others."""

    code: str
    message: str
    line: int
    swallows: bool = True


def fence_slips(lines: Sequence[str], blocks: Sequence[MarkdownBlock]) -> Iterator[FenceSlip]:
    """Yields U112 and U113; nothing behind a block that is not closed, since there inside and outside are exchanged.

    A fence without a name that is not closed is told only if nothing above it is wrong: mostly it is the end of that.
    """
    fences = [block for block in blocks if block.type == "fence"]
    unclosed = next((slip for slip in (_unclosed(lines, block) for block in fences) if slip), None)
    within = {number for block in fences for number in _lines_of(block)}
    last = unclosed.line if unclosed else len(lines)
    unopened = list(_unopened(lines[:last], within))
    yield from unopened
    if unclosed and (unclosed.swallows or not unopened):
        yield unclosed


def _unopened(lines: Sequence[str], within: Collection[int]) -> Iterator[FenceSlip]:
    for number, line in enumerate(lines, start=1):
        if number not in within and _MEANT.fullmatch(line):
            name = re.sub(r"\W", "", line).lower()
            message = (
                f'a block begins with three backticks at the margin, "```{name}"; learners would read this as prose.'
            )
            yield FenceSlip("U112", message, number)


def _unclosed(lines: Sequence[str], block: MarkdownBlock) -> FenceSlip | None:
    token = block.tokens[0]
    numbers = _lines_of(block)
    swallows = bool(token.info.strip())
    next_one = next((at for at in numbers[1:] if _OPENS.fullmatch(lines[at - 1])), 0)
    if next_one:
        message = f"this block is not closed before the next one begins in line {next_one}"
    elif len(numbers) < 2 or not re.fullmatch(
        rf"\s*{token.markup[0]}{{{len(token.markup)},}}\s*", lines[numbers[-1] - 1]
    ):
        message = "this block is never closed"
    else:
        return None
    short = next((at for at in numbers[1:] if lines[at - 1].strip() in ("`", "``", "~", "~~")), 0)
    how = f"line {short} has too few for it" if short else "put a line of three backticks behind its last line"
    return FenceSlip("U113", f"{message}: {how}.", block.line, swallows)


def _lines_of(block: MarkdownBlock) -> list[int]:
    """Returns the lines of a fence, counted from 1."""
    span = block.tokens[0].map or [block.line - 1, block.line]
    return list(range(span[0] + 1, span[1] + 1))
