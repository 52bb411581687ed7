"""What a flag is: something in a hand-in that a person should look at. It is no finding, and no mark moves by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

INNOCENT: Mapping[str, str] = {
    "not-a-file": "a folder copied with its links, or a program that keeps files in another place",
    "record-damaged": "a full disk, a synchronising folder, an editor that saved the file in its own way",
    "record-torn": "a computer that stopped while it was writing; what was acknowledged is above it",
    "another-case": "a file saved into the folder of another unit",
    "another-version": "the course was updated while the learner was in the middle of it",
    "no-such-place": "a file from another copy of the course; a line damaged on the way",
    "out-of-reach": "lines lost between two decisions; two copies of a log put together after a computer was changed",
    "choice-not-offered": "lines lost between two decisions; a line damaged on the way",
    "other-order": "a player of somebody's own, or the terminal's player in the author's order",
    "attempt-gone-on-with": "two windows, or two computers that share a folder",
    "attempt-missing": "an earlier file that was lost or is on another computer",
    "time-unreadable": "a player of somebody's own; a line damaged on the way",
    "time-backwards": "a clock that was set right in between; two windows, of which one had waited for a connection",
    "time-after-hand-in": "a clock that was wrong by hours, or was set to another zone by hand",
    "time-does-not-add-up": "a clock that was set right while a scene stood",
    "too-fast-to-read": "the case was read before, with a colleague, on paper or on another computer; "
    "somebody chose without reading; a screen reader at a speed that few people use",
    "too-fast-to-decide": "the terminal's player fed with a list of choices; a programmer's rehearsal",
    "same-seed": "work begun together on one computer and then copied to two folders",
    "same-log": "work done together on one computer, or one file handed in twice by a slip",
    "near-identical": "work written together, notes from the same session, a form of words that was taught",
    "near-a-standard-script": "a standard script shown in a session as an example to go by",
}
"""The code of every flag, with reasons for it that are nobody's fault. Codes are never reused."""

SHOWN = 5
"""Learners named in one flag's words; `others` has them all."""


@dataclass(frozen=True)
class Flag:
    """Something for a person to look at.

    `seen` says what was seen and may quote the learner: it is to be escaped wherever it is shown. `attempt` and
    `step` count from 1; 0 means the whole log, or the whole attempt. `item` is a reflection's id, or "".
    `others` are the codes of the learners, or the names of the standard scripts, that it also concerns.
    """

    code: str
    seen: str
    attempt: int = 0
    step: int = 0
    item: str = ""
    others: tuple[str, ...] = ()

    @property
    def innocent(self) -> str:
        """Reasons for it that are nobody's fault."""
        return INNOCENT[self.code]

    @property
    def words(self) -> str:
        """What was seen, and what innocent reasons there are."""
        return f"{self.seen} This may be innocent: {self.innocent}."

    @property
    def where(self) -> str:
        """The place in the hand-in."""
        if self.item:
            return f"reflection {self.item}"
        if not self.attempt:
            return "the whole file"
        return f"attempt {self.attempt}, step {self.step}" if self.step else f"attempt {self.attempt}"


def named(codes: Sequence[str]) -> str:
    """Returns the codes as a sentence has them; of many the first few, and how many more there are."""
    first, more = list(codes[:SHOWN]), len(codes) - SHOWN
    if more > 0:
        return f"{', '.join(first)} and {more} more"
    return f"{', '.join(first[:-1])} and {first[-1]}" if len(first) > 1 else "".join(first)


def times(count: int) -> str:
    """Returns what is added to the first of several: how often it was seen in all, or nothing."""
    return f" Seen {count} times; this is the first." if count > 1 else ""
