"""Golden walks: a playthrough written down beside its case, with the ending that it is expected to reach.

Below the ending may stand what else is expected of it; see `expectations`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from steadyline.errors import Diagnostic, Faults, FileMissing, SteadylineError, did_you_mean, listed
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.cover_graph import ways_of
from steadyline.scenarios.expectations import (
    Expectation,
    ending_faults,
    is_expectation,
    read_expectations,
    state_faults,
)
from steadyline.scenarios.model import Scenario
from steadyline.scenarios.prose import slug_of

_ARROW = re.compile(r"(?:[-=\s]*[>→⇒][-=>\s]*|=+)\s*(?P<ending>.*)")
"""How somebody may write an ending who does not remember how it is written."""


class WalkFaults(Faults):
    """A golden walk does not go where it says."""


@dataclass(frozen=True)
class Walk:
    """A walked walk: its choices in order, the nodes passed from start to ending, and the ending reached.

    `said` is what its file says line by line: the choices, and `chance: name` between them.
    """

    name: str
    choices: tuple[str, ...]
    nodes: tuple[str, ...]
    ending: str
    said: tuple[str, ...] = ()
    expected: tuple[Expectation, ...] = ()
    path: str = "walk"


def read_walk_file(path: Path, case: CompiledCase, scenario: Scenario | None = None) -> Walk:
    """Returns the walk in a file, walked. Raises WalkFaults, FileMissing or SteadylineError."""
    try:
        return read_walk(path.read_text(encoding="utf-8"), case, path.stem, str(path), scenario)
    except FileNotFoundError as error:
        raise FileMissing(path, "walk") from error
    except UnicodeDecodeError as error:
        raise SteadylineError(f"{path}: the file is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error


def read_walk(
    text: str, case: CompiledCase, name: str = "walk", path: str = "walk", scenario: Scenario | None = None
) -> Walk:
    """Returns the walk that the text tells: a choice or `chance: name` a line, `=> ending`, then expectations.

    What it expects of the state is checked if the scenario is given. Raises WalkFaults.
    """
    lines = _lines(text)
    ends = (at for at, (_, line) in enumerate(lines) if line.lstrip().startswith("=>") or is_expectation(line))
    end = next(ends, len(lines))
    said, nodes = _walked(case, lines[:end], path)
    number, last = lines[end] if end < len(lines) else (len(text.splitlines()) or 1, "")
    if not last.lstrip().startswith("=>"):
        example = _ending_line(case, nodes[-1])
        raise _fault(path, number, "W102", f'the walk has no last line "=> ending", such as "{example}".')
    ending = last.strip().removeprefix("=>").strip()
    _refuse_other_ending(case, nodes[-1], ending, path, number)
    expected, faults = read_expectations(lines[end + 1 :], path)
    faults += ending_faults(expected, case.nodes[nodes[-1]], path)
    if scenario is not None:
        faults += state_faults(expected, said, scenario, path)
    if faults:
        raise WalkFaults(faults)
    choices = tuple(line for line in said if not line.startswith("chance:"))
    return Walk(name, choices, nodes, ending, said, tuple(expected), path)


def _lines(text: str) -> list[tuple[int, str]]:
    """Returns the lines that are neither empty nor a remark, each behind its number."""
    numbered = enumerate(text.removeprefix("\ufeff").splitlines(), start=1)
    return [(number, line) for number, line in numbered if line.strip() and not line.lstrip().startswith("#")]


def _walked(case: CompiledCase, lines: Sequence[tuple[int, str]], path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the lines as they are walked, and the nodes passed. Raises WalkFaults (W101)."""
    nodes = _onward(case, str(case.table["start"]))
    said: list[str] = []
    for number, text in lines:
        line = text.strip()
        ways = {way.said: way.target for way in ways_of(case, nodes[-1])}
        if line not in ways:
            raise _astray(case, nodes[-1], line, path, number)
        said.append(line)
        nodes += _onward(case, ways[line])
    return tuple(said), tuple(nodes)


def _onward(case: CompiledCase, node: str) -> list[str]:
    """Returns this node and those to which it leads without anything being decided."""
    passed = [node]
    while "next" in case.nodes[passed[-1]]:
        passed.append(case.nodes[passed[-1]]["next"])
    return passed


def _astray(case: CompiledCase, node: str, line: str, path: str, number: int) -> WalkFaults:
    """Returns why a line cannot be walked on: as a way that is not there, or as an ending that is written otherwise."""
    title, ways = case.scene_of(node)["title"], [way.said for way in ways_of(case, node)]
    arrow = _ARROW.fullmatch(line)
    if arrow and "process" in case.nodes[node]:
        return _fault(path, number, "W102", f'an ending is written "{_ending_line(case, node)}", not "{line}".')
    if arrow:
        meant = _meant(case, arrow["ending"])
        example = f' Did you mean "=> {meant}"?' if meant else ""
        message = f'an ending is written "=> address", not "{line}".{example} At "{title}" the walk has not ended: '
        return _fault(path, number, "W102", f"{message}it may say {listed(ways)} there.")
    if not ways:
        message = f'the walk has ended at "{title}", and "{line}" comes after that. The next line is'
        return _fault(path, number, "W101", f'{message} "{_ending_line(case, node)}".')
    message = f'"{line}" cannot be taken at "{title}". A walk may say {listed(ways)} there.{did_you_mean(line, ways)}'
    return _fault(path, number, "W101", message)


def _refuse_other_ending(case: CompiledCase, node: str, ending: str, path: str, line: int) -> None:
    reached, title = case.nodes[node]["scene"], case.scene_of(node)["title"]
    if reached == ending and "process" in case.nodes[node]:
        return
    is_known = case.scenes.get(ending, {}).get("kind") == "ending"
    if not is_known and (meant := _meant(case, ending)):
        # The same slip stands in every such line: told once, before where the walk leads.
        message = f'an ending is written "=> address": no ending has the address "{ending}". Did you mean "=> {meant}"?'
        raise _fault(path, line, "W104", message)
    if "process" not in case.nodes[node]:
        ways = listed(way.said for way in ways_of(case, node))
        raise _fault(path, line, "W103", f'the walk stops at "{title}", which is no ending. It may say {ways} there.')
    raise _fault(path, line, "W104", f'the walk ends at "{title}" (=> {reached}), not at "{ending}".')


def _ending_line(case: CompiledCase, node: str) -> str:
    """Returns the line that names the ending at which a walk stands; that of the case's first one if it is at none."""
    endings = [slug for slug, scene in case.scenes.items() if scene["kind"] == "ending"]
    return f"=> {case.nodes[node]['scene'] if 'process' in case.nodes[node] else endings[0]}"


def _meant(case: CompiledCase, said: str) -> str:
    """Returns the address of the ending that somebody means who gives its title, its name or nearly its address."""
    known: dict[str, str] = {}
    for slug, scene in case.scenes.items():
        if scene["kind"] == "ending":
            known |= {word.casefold(): slug for word in (scene["name"], scene["title"], slug)}
    wanted = said.strip().removeprefix("#").casefold()
    near = get_close_matches(wanted, known, 1)
    return known.get(wanted) or known.get(slug_of(wanted)) or (known[near[0]] if near else "")


def _fault(path: str, line: int, code: str, message: str) -> WalkFaults:
    return WalkFaults([Diagnostic(path, line, 1, code, message)])
