"""One version of a case, as it is compared with another: compiled, and where its text is there, with its places."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from steadyline.authoring.plain import plain_paragraphs
from steadyline.errors import SteadylineError
from steadyline.scenarios.compile import FORMAT, CompiledCase, compile_case
from steadyline.scenarios.documents import NOTHING_BESIDE, Beside
from steadyline.scenarios.model import Scenario
from steadyline.scenarios.read import read_case


class NotACompiledCase(SteadylineError):
    """A file is not a compiled case as Steadyline writes it, or was changed afterwards."""

    def __init__(self, path: str, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"{path}: this is not a compiled case ({why}). Give the case.md of that version.")


@dataclass(frozen=True)
class Version:
    """One version of a case. `scenario` is None and `text` empty where only the compiled case is there."""

    case: CompiledCase
    scenario: Scenario | None = None
    text: str = ""
    path: str = ""

    @property
    def opening(self) -> str:
        """The words of the opening."""
        return " ".join(plain_paragraphs(str(self.case.table["opening"])))

    def line_of_entry(self, name: str) -> int:
        """Returns the line of an entry at the front, 0 if it is not known."""
        lines = self.text.splitlines()
        return next((at for at, line in enumerate(lines, start=1) if line.startswith(f"{name}:")), 0)

    def line_of_scene(self, slug: str) -> int:
        """Returns the line of a scene's heading, 0 if it is not known."""
        return self.scenario.scenes[slug].place.line if self.scenario and slug in self.scenario.scenes else 0

    def line_of_block(self, slug: str, at: int) -> int:
        """Returns the line of a scene's block by its position, 0 if it is not known."""
        return self.scenario.scenes[slug].blocks[at].place.line if self.scenario else 0

    def line_of_way(self, slug: str, at: int) -> int:
        """Returns the line of a way out of a scene by its position, 0 if it is not known."""
        return list(self.scenario.scenes[slug].ways)[at].place.line if self.scenario else 0


def version_of(text: str, name: str, path: str = "case.md", beside: Beside = NOTHING_BESIDE) -> Version:
    """Returns the version that a case's text tells, with what lies beside it. Raises CaseFaults or CaseNotFinite."""
    scenario = read_case(text, name, path, beside)
    return Version(compile_case(scenario), scenario, text, path)


def compiled_version(text: str, path: str) -> Version:
    """Returns the version that a compiled case's JSON tells. Raises NotACompiledCase."""
    try:
        table: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotACompiledCase(path, "it is not JSON") from error
    if not isinstance(table, dict) or not {"format", "digest", "nodes", "scenes", "start"} <= set(table):
        raise NotACompiledCase(path, "it has no digest, scenes and nodes")
    if table["format"] != FORMAT:
        raise NotACompiledCase(path, f"it is of format {table['format']!r:.20}; this version reads format {FORMAT}")
    case = CompiledCase(table)
    rest = CompiledCase({name: value for name, value in table.items() if name != "digest"})
    # A table with the digest of its own text was written by the compiler: its shape needs no further check.
    if hashlib.sha256(rest.as_json().encode("utf-8", "replace")).hexdigest() != case.digest:
        raise NotACompiledCase(path, "its digest is not that of its words: it was changed by hand or cut short")
    return Version(case, path=path)


def named(version: Version, name: str) -> Version:
    """Returns the version with its case called otherwise, for comparing what a learner sees and not the folder."""
    return replace(version, case=CompiledCase({**version.case.table, "case": name}))
