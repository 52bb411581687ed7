"""The family of errors, and how a fault in a file is told.

SteadylineError                 root of all: its message is fit for the person who meets it
    Faults                      one file has faults; all of them at once, each a Diagnostic
        CaseFaults, KeyFaults, CheckFaults, UnitFaults   (defined beside their readers)
    RecordDamaged, DecisionConflict, …                   (defined in the module that raises them)
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
"""Letters that turn the direction of what follows, or end a line where none is seen to end."""


class SteadylineError(Exception):
    """Something went wrong that its reader can understand and mend."""


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One fault in one place. `line` and `column` count from 1; `code` is never reused."""

    path: str
    line: int
    column: int
    code: str
    message: str

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}")


class Faults(SteadylineError):
    """A file cannot be used, for the reasons given."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        # In the order of the file, so that an author can mend from top to bottom.
        self.diagnostics: tuple[Diagnostic, ...] = tuple(sorted(set(diagnostics)))
        super().__init__("\n".join(str(each) for each in self.diagnostics))


class FileMissing(SteadylineError):
    """A file that is needed is not there."""

    def __init__(self, path: Path, what: str) -> None:
        self.path = path
        super().__init__(f"{path}: there is no {what} here.")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Returns ` Did you mean "…"?` for the nearest known word, or nothing."""
    near: Sequence[str] = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' Did you mean "{near[0]}"?' if near else ""


def listed(words: Iterable[str]) -> str:
    """Returns the words quoted and joined as a sentence would: `"a", "b" or "c"`."""
    quoted = [f'"{word}"' for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}" if quoted else "nothing"


def printable(text: str) -> str:
    """Returns the text for a terminal: what would act there is shown, as in `\\x1b`; new lines and tabs are kept."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(each if _is_harmless(each) else _shown(each) for each in text.replace("\r\n", "\n"))


def _is_harmless(sign: str) -> bool:
    return sign in "\n\t" or not (sign in _TURNING or unicodedata.category(sign) in ("Cc", "Cs"))


def _shown(sign: str) -> str:
    return f"\\x{ord(sign):02x}" if ord(sign) < 256 else f"\\u{ord(sign):04x}"
