"""steadyline walk: what a case's golden walks cover, and the fewest walks that would cover the rest."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from steadyline.authoring.walk_set import (
    NEEDED,
    Covered,
    covered_by,
    place_of,
    proposed,
    proposed_files,
    words_of,
)
from steadyline.cli.which import case_file, key_of
from steadyline.errors import SteadylineError
from steadyline.graders.key import Key
from steadyline.graders.marks import MarkRefused, scale_of
from steadyline.graders.walks import mark_findings
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.model import Scenario
from steadyline.scenarios.read import read_case_file
from steadyline.scenarios.walks import Walk, WalkFaults, read_walk_file

_SAID = {
    "option": ("option", "options", "taken", "no walk takes"),
    "block": ("paragraph", "paragraphs", "shown", "no walk shows"),
    "ending": ("ending", "endings", "reached", "no walk reaches"),
}


class ProposalInTheWay(SteadylineError):
    """Files of the names that proposed walks would have are there, and say something else."""

    def __init__(self, paths: list[Path]) -> None:
        self.paths = paths
        super().__init__(
            f"{', '.join(str(path) for path in paths)}: a proposed walk is here already and says something else. "
            "Give it a name that says what it stands for, or delete it, and ask again. Nothing was written."
        )


@dataclass(frozen=True)
class _Found:
    """A case with the walks beside it, and the faults of those that go astray."""

    path: Path
    scenario: Scenario
    case: CompiledCase
    walks: list[Walk]
    faults: list[str]

    @property
    def folder(self) -> Path:
        return self.path.parent / "walks"


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("case", metavar="CASE", help="a case of the course, or the path of a case.md")
    parser.add_argument("--write", action="store_true", help="write the proposed walks beside the case")
    parser.add_argument("--print", action="store_true", dest="show", help="show the proposed walks")
    parser.add_argument("--all", action="store_true", help="propose a whole new set, whatever walks there are")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 if the walks cover every option and ending (or now do), 1 if not. Raises ProposalInTheWay."""
    found = _found(case_file(arguments.case))
    covered = covered_by(found.case, found.walks)
    for line in _report(found, list(covered.values())):
        print(line)
    is_whole = not any(covered[kind].missing for kind in NEEDED)
    if arguments.all or not is_whole:
        is_whole = _propose(found, arguments) or is_whole
    return 0 if is_whole and not found.faults else 1


def _found(path: Path) -> _Found:
    scenario = read_case_file(path)
    case = compile_case(scenario)
    walks, faults = [], []
    for each in sorted((path.parent / "walks").glob("*.walk")):
        try:
            walks.append(read_walk_file(each, case, scenario))
        except WalkFaults as error:
            faults += [str(fault) for fault in error.diagnostics]
    key = key_of(path, case)
    return _Found(path, scenario, case, walks, [*faults, *(_marks(walks, case, key) if key else [])])


def _marks(walks: list[Walk], case: CompiledCase, key: Key) -> Iterator[str]:
    try:
        yield from (str(finding) for finding in mark_findings(walks, scale_of(case, key)))
    except MarkRefused:  # under a key that does not stand nothing is earned, and nothing can be expected
        return


def _report(found: _Found, covered: list[Covered]) -> Iterator[str]:
    yield from found.faults
    yield f"{found.case.title}: {_many(len(found.walks), 'walk', 'walks')}."
    for each in covered:
        _, many, done, _ = _SAID[each.kind]
        yield f"{many.capitalize()}: {len(each.covered)} of {each.total} {done}."
    for each in covered:
        one, _, _, lacking = _SAID[each.kind]
        for item in each.missing:
            place = place_of(found.scenario, item)
            yield f"{found.path}:{place.line}: {lacking} this {one}: {words_of(found.scenario, item)}"
        for item in each.never:
            place = place_of(found.scenario, item)
            yield f"{found.path}:{place.line}: no playthrough at all has this {one}: {words_of(found.scenario, item)}"


def _propose(found: _Found, arguments: argparse.Namespace) -> bool:
    """Says, shows or writes what would be whole; returns whether it now is."""
    beside = [] if arguments.all else found.walks
    cover = proposed(found.case, beside)
    files = proposed_files(found.case, cover, beside)
    more = " more" if beside else ""
    proof = "fewer cannot" if cover.is_smallest else f"at least {cover.at_least} are needed"
    walks = _many(len(files), f"{more} walk".strip(), f"{more} walks".strip())
    print(f"\n{walks} would take every option and reach every ending ({proof}).")
    if arguments.show:
        for name, text in files.items():
            print(f"\nwalks/{name}\n{text}", end="")
    if arguments.write:
        _write(found.folder, files)
    elif not arguments.show:
        print("Say --print to see them, or --write to put them beside the case.")
    return bool(arguments.write)


def _write(folder: Path, files: dict[str, str]) -> None:
    """Writes the files; those that are there already stay. Raises ProposalInTheWay before anything is written."""
    there = {name: (folder / name).read_text(encoding="utf-8") for name in files if (folder / name).exists()}
    if other := [folder / name for name, text in there.items() if text != files[name]]:
        raise ProposalInTheWay(other)
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        if name in there:
            print(f"{folder / name}: is there already, the same.")
        else:
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            print(f"{folder / name}: written.")
    print("Read each of them, say in its first line what it stands for, and give it a name of its own.")


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
