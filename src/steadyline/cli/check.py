"""steadyline check: every fault in the cases, keys and units, each with its place and how to mend it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from steadyline import content
from steadyline.errors import Faults, FileMissing, SteadylineError


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="a case or a unit; all of them if none is named")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 if nothing is wrong, 1 if there are faults."""
    names: list[str] = arguments.names or list(dict.fromkeys([*content.cases(), *content.units()]))
    known = [*content.cases(), *content.units()]
    for name in names:
        if name not in known:
            raise content.NotInCourse("case or unit", name, sorted(set(known)))
    faults = [fault for name in names for fault in _faults(name)]
    for fault in dict.fromkeys(faults):
        print(fault)
    if not faults:
        print(f"Nothing to mend in {', '.join(names)}.")
    return 1 if faults else 0


def _faults(name: str) -> Iterator[str]:
    """Yields the faults of everything that goes by this name; what stands on a broken case waits for it."""
    if name in content.cases():
        broken = list(_tried(lambda: content.case(name)))
        yield from broken or [*_tried(lambda: content.key(name)), *_tried(lambda: list(content.walks(name)))]
    if name in content.units():
        broken = list(_tried(lambda: content.unit(name)))
        yield from broken or [*_tried(lambda: content.check_answers(name)), *_tried(lambda: content.unit_case(name))]


def _tried(read: Callable[[], object]) -> Iterator[str]:
    try:
        read()
    except Faults as error:
        yield from (str(diagnostic) for diagnostic in error.diagnostics)
    except (FileMissing, SteadylineError) as error:
        yield str(error)
