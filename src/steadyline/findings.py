"""What a check found: where, how grave, in words, and by which walk it can be seen. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from steadyline.errors import Diagnostic, printable

Severity = Literal["error", "warning", "advice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing found in one place. `line` and `column` count from 1.

    `subject` is the short name of what it was found on (a scene's address, a choice's id, something remembered, a
    word): an author who allows the finding names it. `witness` is a shortest walk, as the ids of its choices and the
    names of its chances; empty where no walk is needed to see it.
    """

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    subject: str = ""
    witness: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = f"{self.path}:{self.line}:{self.column}: {self.severity} {self.code} {self.message}"
        walk = f"\n    A shortest walk there: {' > '.join(self.witness)}" if self.witness else ""
        return printable(said + walk)


def as_finding(diagnostic: Diagnostic) -> Finding:
    """Returns a reader's diagnostic as a finding: what cannot be read is always an error."""
    at = diagnostic
    return Finding(at.path, at.line, at.column, at.code, "error", at.message)
