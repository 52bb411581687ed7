"""How a check tells what it found: the severity stands with the code's explanation, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from steadyline.diagnostics.read import explanation
from steadyline.findings import Finding
from steadyline.scenarios.model import Place


def found(
    code: str, path: str, place: Place, message: str, subject: str = "", witness: Iterable[str] | None = None
) -> Finding:
    """Returns a finding. `witness` is a walk; an empty one means the very beginning, None that none is needed."""
    walk = () if witness is None else tuple(witness) or ("the very beginning",)
    return Finding(path, place.line, place.column, code, explanation(code).severity, message, subject, walk)


def joined(words: Iterable[str]) -> str:
    """Returns the words quoted and joined: `"a", "b" and "c"`."""
    quoted = [f'"{word}"' for word in words]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
