"""steadyline check: everything that can be known of cases, keys, walks and units, in words, with places."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from steadyline import content
from steadyline.checking import check_case, check_course, check_unit, files_of, measure, unit_minutes, watch
from steadyline.checks.page import MARK, page_of
from steadyline.checks.summary import counts, summary
from steadyline.checks.whole import Checked
from steadyline.cli.which import called_as, case_file
from steadyline.errors import SteadylineError, printable
from steadyline.findings import SEVERITIES, Finding
from steadyline.whole import write_whole

LOOK_EVERY = 0.5
"""Seconds between two looks at the files of `--watch`."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Says what the verb takes."""
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="a case, a unit, or the path of a case; all of them if none is named"
    )
    parser.add_argument("--watch", action="store_true", help="check again each time that a file is saved")
    parser.add_argument("--no-advice", action="store_true", help="errors and warnings only")
    parser.add_argument("--page", type=Path, metavar="FILE.html", help="write all that is known of one case as a page")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 if there is nothing but advice, 1 if something is to be mended."""
    if arguments.page:
        _refuse_page(arguments.page, arguments.names)
    if not arguments.watch:
        return 1 if _check(arguments) else 0
    files: list[Path] = []
    for _ in watch(lambda: _again(arguments, files), lambda: time.sleep(LOOK_EVERY)):
        pass
    return 0


def _again(arguments: argparse.Namespace, files: list[Path]) -> list[Path]:
    """Checks once for `--watch`, and returns the files to look at: the last ones while a file is away for a moment."""
    print(f"\n{time.strftime('%H:%M:%S')}", flush=True)
    content.forget()
    try:
        _check(arguments)
    except SteadylineError as error:
        print(error)
    print("Looking for changes. Ctrl-C stops.", flush=True)
    with suppress(SteadylineError):
        files[:] = _files(arguments.names or [*content.cases(), *content.units()])
    return list(files)


def _files(names: list[str]) -> list[Path]:
    found = [content.root() / "course" / "course.toml"]
    for name in names:
        if name not in _units_only():
            found += files_of(case_file(name))
        if name in content.units():
            folder = content.unit_path(name).parent
            found += [
                folder / "unit.md",
                folder / "facilitator.md",
                content.root() / "graders" / "checks" / f"{name}.md",
            ]
    return found


def _units_only() -> set[str]:
    return set(content.units()) - set(content.cases())


def _check(arguments: argparse.Namespace) -> bool:
    """Prints what is found; returns whether something is to be mended."""
    names: list[str] = arguments.names or list(dict.fromkeys([*content.cases(), *content.units()]))
    bad = False
    for name in names:
        checked = None if name in _units_only() else check_case(case_file(name))
        unit, untold = _of_unit(name)
        bad |= untold
        found = [*(checked.findings if checked else []), *unit]
        bad |= _told(found, arguments.no_advice)
        if not untold:
            print(*_closing(name, checked, found), sep="\n")
        if checked and arguments.page:
            _write_page(arguments.page, checked)
    if not arguments.names and not bad:
        bad |= _told(check_course(), arguments.no_advice)
    return bad


def _of_unit(name: str) -> tuple[list[Finding], bool]:
    """Returns what is found on the unit of that name, and whether something else stood in the way and was printed."""
    if name not in content.units():
        return [], False
    try:
        return check_unit(name), False
    except SteadylineError as error:
        print(error)
        return [], True


def _told(found: Iterable[Finding], without_advice: bool) -> bool:
    shown = [each for each in found if not (without_advice and each.severity == "advice")]
    for severity in SEVERITIES:
        for each, lines in _gathered(each for each in shown if each.severity == severity):
            print(each)
            if lines:
                print(f"    The same in line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))}.")
    return any(each.severity != "advice" for each in shown)


def _gathered(found: Iterable[Finding]) -> Iterator[tuple[Finding, list[int]]]:
    """Yields each finding once, with the further lines of the same file in which the same is found."""
    first: dict[tuple[str, str, str], Finding] = {}
    more: dict[tuple[str, str, str], list[int]] = {}
    for each in found:
        same = (each.path, each.code, each.message)
        first.setdefault(same, each)
        more.setdefault(same, []).append(each.line)
    yield from ((each, more[same][1:]) for same, each in first.items())


def _closing(name: str, checked: Checked | None, found: list[Finding]) -> Iterable[str]:
    if not found:
        yield f"Nothing to mend in {name}."
    else:
        first = min(found, key=_gravest).code
        yield f"{name}: {counts(found)}. What a code means: {called_as()} explain {first}"
    if checked is not None:
        yield from (printable(f"  {line}") for line in summary(checked))
    if name in content.units():
        yield from _minutes(name)


def _minutes(name: str) -> Iterator[str]:
    with suppress(SteadylineError):
        said, found = content.unit(name).minutes, unit_minutes(name)
        yield f"  The unit says {said} minutes; by our estimate it takes {found.in_words()}."


def _gravest(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


class PageRefused(SteadylineError):
    """The page cannot be written as it is asked for."""


def _refuse_page(path: Path, names: list[str]) -> None:
    """Raises PageRefused if a page would be written over something else, or of several cases at once."""
    if len(names) != 1:
        raise PageRefused("--page shows one case: name it.")
    if path.suffix.lower() not in (".html", ".htm"):
        raise PageRefused(f"{path}: the page is HTML. Give its file a name that ends in .html.")
    if path.exists() and not (path.is_file() and MARK in path.read_text(encoding="utf-8", errors="replace")[:600]):
        raise PageRefused(
            f"{path} is there already and is no page of a check. Nothing was written: choose another name."
        )


def _write_page(path: Path, checked: Checked) -> None:
    write_whole(path, page_of(checked, measure().standard).encode("utf-8"))
    print(f"wrote {path}")
