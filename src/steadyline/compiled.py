"""Compiled cases kept on the disk, so that ten cases need not be explored anew each time a kernel is warmed.

What is kept is known by a hash of everything it is made from: the case and what lies beside it, and this program's own
compiler. A kept case that does not hold its own digest is compiled anew; nothing is ever marked from here.
"""

from __future__ import annotations

import hashlib
import json
import logging
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.documents import Beside
from steadyline.scenarios.model import Scenario
from steadyline.scenarios.read import read_case
from steadyline.whole import write_whole

_COMPILER = Path(__file__).resolve().parent / "scenarios"


def compiled(text: str, name: str, path: str, beside: Beside, folder: Path | None) -> CompiledCase:
    """Returns the compiled case that a text tells, from the folder if it is kept there, else compiled and kept.

    Without a folder nothing is kept. Raises CaseFaults or CaseNotFinite.
    """
    if folder is None:
        return compile_case(read_case(text, name, path, beside))
    kept = folder / f"{name}-{_made_from(text, beside)[:24]}.json"
    case = _sound(kept)
    if case is not None:
        return case
    scenario: Scenario = read_case(text, name, path, beside)
    case = compile_case(scenario)
    with suppress(OSError):  # a full disk costs time at the next opening, and nothing else
        _keep(kept, case)
    return case


def _keep(kept: Path, case: CompiledCase) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_whole(kept, case.as_json().encode("utf-8"))
    for old in kept.parent.glob(f"{case.name}-*.json"):
        if old != kept:
            old.unlink(missing_ok=True)


def _sound(kept: Path) -> CompiledCase | None:
    """Returns the case in a file if its digest is that of its words."""
    try:
        table = json.loads(kept.read_bytes())
        rest = {name: value for name, value in table.items() if name != "digest"}
        digest = hashlib.sha256(CompiledCase(rest).as_json().encode("utf-8")).hexdigest()
    except (OSError, ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return None
    if table.get("digest") != digest:
        logging.getLogger(__name__).info("%s does not hold its own digest; the case is compiled anew", kept)
        return None
    return CompiledCase(table)


def _made_from(text: str, beside: Beside) -> str:
    parts = [text, json.dumps(sorted(beside.local.figures.items())), json.dumps(sorted(beside.documents.items()))]
    return hashlib.sha256("\0".join([_compiler(), *parts]).encode("utf-8", "replace")).hexdigest()


@lru_cache
def _compiler() -> str:
    """Returns a hash of the modules that read and compile a case."""
    found = hashlib.sha256()
    for path in sorted(_COMPILER.glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()
