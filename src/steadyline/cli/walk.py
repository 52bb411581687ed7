"""steadyline walk: what a case's golden walks cover, and the fewest walks that would cover the rest."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from steadyline import content
from steadyline.authoring.walk_set import (
    NEEDED,
    Covered,
    Kind,
    covered_by,
    place_of,
    proposed,
    proposed_files,
    words_of,
)
from steadyline.cli.which import case_file, key_of, shown_path
from steadyline.errors import Diagnostic, SteadylineError, printable
from steadyline.findings import Finding
from steadyline.graders.key import KeyFaults
from steadyline.graders.marks import MarkRefused, scale_of
from steadyline.graders.walks import mark_findings
from steadyline.scenarios.compile import CompiledCase, compile_case
from steadyline.scenarios.cover import Cover
from steadyline.scenarios.model import Scenario
from steadyline.scenarios.walks import Walk, WalkFaults, read_walk, read_walk_file
from steadyline.whole import write_all

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
    """A case with the walks beside it, and the faults of those that go astray. Paths are told from here."""

    path: Path
    scenario: Scenario
    case: CompiledCase
    walks: list[Walk]
    faults: list[Diagnostic | Finding]

    @property
    def folder(self) -> Path:
        return self.path.parent / "walks"

    def walked(self, text: str) -> Walk:
        """Returns a walk that is proposed for this case."""
        return read_walk(text, self.case)


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("case", metavar="CASE", help="a case of the course, or the path of a case.md")
    parser.add_argument("--write", action="store_true", help="write the proposed walks beside the case")
    parser.add_argument("--print", action="store_true", dest="show", help="show the proposed walks")
    parser.add_argument("--all", action="store_true", help="propose a whole new set, whatever walks there are")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 if the walks cover every option and ending (or now do), 1 if not. Raises ProposalInTheWay."""
    path = Path(shown_path(case_file(arguments.case)))
    found = _found(path)
    is_whole = not any(covered_by(found.case, found.walks)[kind].missing for kind in NEEDED)
    is_wanted = arguments.all or not is_whole
    if arguments.write:
        for line in _written(found, arguments) if is_wanted else ():
            _say(line)
        after = _found(path)
        for line in _left(after):
            _say(line)
        return 1 if after.faults or any(covered_by(after.case, after.walks)[kind].missing for kind in NEEDED) else 0
    for line in _report(found):
        _say(line)
    for line in _proposal(found, arguments) if is_wanted else ():
        _say(line)
    return 0 if is_whole and not found.faults else 1


def _say(line: str) -> None:
    print(printable(line))


def _found(path: Path) -> _Found:
    scenario = content.scenario(path)
    case = compile_case(scenario)
    walks: list[Walk] = []
    faults: list[Diagnostic | Finding] = []
    for each in sorted((path.parent / "walks").glob("*.walk")):
        try:
            walks.append(read_walk_file(each, case, scenario))
        except WalkFaults as error:
            faults += error.diagnostics
    return _Found(path, scenario, case, walks, [*faults, *_marks(path, case, walks)])


def _marks(path: Path, case: CompiledCase, walks: list[Walk]) -> Iterator[Finding]:
    try:
        key = key_of(path, case)
        yield from mark_findings(walks, scale_of(case, key)) if key else ()
    except (KeyFaults, MarkRefused):
        return  # under a key that does not fit, or does not stand, nothing is earned and nothing can be expected


def _report(found: _Found) -> Iterator[str]:
    """Yields what walks cover, and each thing that they leave out in its place."""
    yield from map(str, found.faults)
    yield f"{found.case.title}: {_many(len(found.walks), 'walk', 'walks')}."
    covered = list(covered_by(found.case, found.walks).values())
    yield from map(_sum, covered)
    for each in covered:
        one, _, _, lacking = _SAID[each.kind]
        for item in each.missing:
            place = place_of(found.scenario, item)
            yield f"{found.path}:{place.line}: {lacking} this {one}: {words_of(found.scenario, item)}"
        for item in each.never:
            place = place_of(found.scenario, item)
            yield f"{found.path}:{place.line}: no playthrough at all has this {one}: {words_of(found.scenario, item)}"


def _sum(each: Covered) -> str:
    _, many, done, _ = _SAID[each.kind]
    return f"{many.capitalize()}: {len(each.covered)} of {each.total} {done}."


def _left(found: _Found) -> Iterator[str]:
    """Yields what is still missing now that walks are written, a line each."""
    covered = covered_by(found.case, found.walks)
    if any(covered[kind].missing for kind in NEEDED):
        yield from (_sum(covered[kind]) for kind in NEEDED)
    else:
        yield f"The walks take every option and reach every ending; {_unshown(covered)}."
    astray = list(dict.fromkeys(each.path for each in found.faults))
    if astray:
        one = "One walk does not fit the case, and counts for nothing. Mend it or delete it"
        many = f"{len(astray)} walks do not fit the case, and count for nothing. Mend them or delete them"
        yield f'{one if len(astray) == 1 else many} ("steadyline walk" without --write says why):'
        yield from (f"  {path}" for path in astray)


def _unshown(covered: Mapping[Kind, Covered]) -> str:
    """Returns how many paragraphs are left out: golden walks need not show them, but their author should know."""
    left = len(covered["block"].missing)
    return f"{_many(left, 'paragraph is', 'paragraphs are')} shown by no walk" if left else "every paragraph is shown"


def _proposal(found: _Found, arguments: argparse.Namespace) -> Iterator[str]:
    """Yields what would make the set whole, and shows it if that is asked for."""
    cover, files = _files(found, arguments)
    more = "" if arguments.all or not found.walks else " more"
    proof = "fewer cannot" if cover.is_smallest else f"at least {cover.at_least} are needed"
    walks = _many(len(files), f"{more} walk".strip(), f"{more} walks".strip())
    yield f"\n{walks} would take every option and reach every ending ({proof})."
    together = [*([] if arguments.all else found.walks), *map(found.walked, files.values())]
    yield f"With them {_unshown(covered_by(found.case, together))}."
    if arguments.show:
        yield from (f"\nwalks/{name}\n{text.removesuffix(chr(10))}" for name, text in files.items())
    else:
        yield "Say --print to see them, or --write to put them beside the case."


def _written(found: _Found, arguments: argparse.Namespace) -> Iterator[str]:
    """Writes the proposed walks and yields which; those that are there already stay. Raises ProposalInTheWay."""
    _, files = _files(found, arguments)
    texts = {found.folder / name: text for name, text in files.items()}
    there = {path: path.read_text(encoding="utf-8") for path in texts if path.exists()}
    if other := [path for path, text in there.items() if text != texts[path]]:
        raise ProposalInTheWay(other)
    write_all({path: text.encode("utf-8") for path, text in texts.items() if path not in there})
    for path in texts:
        yield f"{path}: {'is there already, the same' if path in there else 'written'}."
    if arguments.show:
        yield from (f"\n{path}\n{text.removesuffix(chr(10))}" for path, text in texts.items())
    yield "Read each of them, say in its first line what it stands for, and give it a name of its own."


def _files(found: _Found, arguments: argparse.Namespace) -> tuple[Cover, dict[str, str]]:
    """Returns the fewest walks that would make the set whole, as files. A whole new set is numbered from 1."""
    beside = [] if arguments.all else found.walks
    taken = () if arguments.all else [path.name for path in found.folder.glob("*.walk")]
    cover = proposed(found.case, beside)
    return cover, proposed_files(found.case, cover, beside, taken)


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
