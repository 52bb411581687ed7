"""Golden walks: a playthrough written down beside its case, with the ending that it is expected to reach."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from steadyline.errors import Diagnostic, Faults, FileMissing, did_you_mean, listed
from steadyline.scenarios.compile import CompiledCase


class WalkFaults(Faults):
    """A golden walk does not go where it says."""


@dataclass(frozen=True)
class Walk:
    """A walked walk: its choices in order, the nodes passed, and the ending reached."""

    name: str
    choices: tuple[str, ...]
    nodes: tuple[str, ...]
    ending: str


def read_walk_file(path: Path, case: CompiledCase) -> Walk:
    """Returns the walk in a file, walked. Raises WalkFaults or FileMissing."""
    try:
        return read_walk(path.read_text(encoding="utf-8"), case, path.stem, str(path))
    except FileNotFoundError as error:
        raise FileMissing(path, "walk") from error


def read_walk(text: str, case: CompiledCase, name: str = "walk", path: str = "walk") -> Walk:
    """Returns the walk that the text tells: a choice or `chance: name` a line, last `=> ending`. Raises WalkFaults."""
    lines = [
        (number, line.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    node = _onward(case, str(case.table["start"]))
    nodes: list[str] = []
    choices: list[str] = []
    for number, line in lines:
        nodes.append(node)
        if line.startswith("=>"):
            return _ended(case, Walk(name, tuple(choices), tuple(nodes), line[2:].strip()), path, number)
        ways = _ways(case, node)
        if line not in ways:
            raise _fault(
                path,
                number,
                "W101",
                f'"{line}" cannot be taken at "{node}"; there is {listed(ways)}.{did_you_mean(line, ways)}',
            )
        if not line.startswith("chance:"):
            choices.append(line)
        node = _onward(case, ways[line])
    raise _fault(path, len(text.splitlines()) or 1, "W102", 'the walk has no last line "=> ending".')


def _ended(case: CompiledCase, walk: Walk, path: str, line: int) -> Walk:
    node = walk.nodes[-1]
    if "process" not in case.nodes[node]:
        raise _fault(path, line, "W103", f'the walk stops at "{node}", which is no ending.')
    reached = case.nodes[node]["scene"]
    if reached != walk.ending:
        raise _fault(path, line, "W104", f'the walk ends at "{reached}", not at "{walk.ending}".')
    return walk


def _onward(case: CompiledCase, node: str) -> str:
    while "next" in case.nodes[node]:
        node = case.nodes[node]["next"]
    return node


def _ways(case: CompiledCase, node: str) -> dict[str, str]:
    outcomes = case.nodes[node].get("outcomes", [])
    return case.options(node) | {f"chance: {outcome['name']}": outcome["next"] for outcome in outcomes}


def _fault(path: str, line: int, code: str, message: str) -> WalkFaults:
    return WalkFaults([Diagnostic(path, line, 1, code, message)])
