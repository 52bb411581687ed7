"""What the check knows, loaded once, and the one question that is asked of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from steadyline.anonymity.allowed import NOTHING_ALLOWED, Allowed, read_allowed_words
from steadyline.anonymity.cast import cast_findings
from steadyline.anonymity.compare import Compared, fingerprint_findings
from steadyline.anonymity.fingerprint import RUN, Fingerprint, of_text
from steadyline.anonymity.hashes import run_hashes
from steadyline.anonymity.ids import id_findings, name_findings
from steadyline.anonymity.initials import initials_findings
from steadyline.anonymity.kinds import CLOSED_CAST, GAZETTEER, kind_of
from steadyline.anonymity.lists import Lists, read_lists
from steadyline.anonymity.notebook import notebook_findings
from steadyline.anonymity.patterns import pattern_findings
from steadyline.anonymity.prose import prose_of
from steadyline.findings import Finding

_CAST_CODES = ("A112", "A113", "A114", "A117")
_TITLE = re.compile(r"^title: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Known:
    """Allow-list, gazetteer, fingerprints with their deny terms, and the digits of telephone numbers that may stand."""

    allowed: Allowed
    lists: Lists
    fingerprints: tuple[Fingerprint, ...] = ()
    phones: frozenset[str] = frozenset()


def read_known(folder: Path) -> Known:
    """Returns what is known in a folder that holds `scenarios/` and `course/`; what is not there is not known.

    Raises AllowedWordsFaults or FingerprintWrong.
    """
    listed = folder / "scenarios" / "allowed-words.md"
    allowed = read_allowed_words(_text(listed), str(listed)) if listed.is_file() else NOTHING_ALLOWED
    stories = [*folder.glob("scenarios/*/case.md"), *folder.glob("course/units/*/unit.md")]
    titles = [match[1].strip() for path in stories for match in _TITLE.finditer(_text(path)[:2000])]
    prints = sorted((folder / "scenarios" / "fingerprints").glob("*.json"))
    support = folder / "course" / "support.md"
    phones = re.findall(r"\d[\d ]{4,}\d", _text(support)) if support.is_file() else []
    return Known(
        allowed.with_terms(titles, "The title of a case or unit of this course."),
        read_lists(),
        tuple(of_text(_text(path), str(path)) for path in prints),
        frozenset(re.sub(r"\D", "", phone) for phone in phones),
    )


def anonymity_findings(text: str, path: str, cast: Sequence[str], known: Known) -> list[Finding]:
    """Returns, in the order of the file, everything in it by which somebody real could be recognised.

    What is looked for depends on the kind of file, which its path tells. `cast` are the roles in which people appear:
    of one case for the case and what belongs to it, of all cases for what belongs to the course.
    """
    kind, text = kind_of(path), text.replace("\r\n", " \n").replace("\r", "\n")
    if kind == "lists":
        return []
    found: list[Finding] = []
    ours = Compared(text, path, known.allowed, known.lists)
    for fingerprint in known.fingerprints:
        found.extend(fingerprint_findings(ours, fingerprint))
    if kind not in GAZETTEER and kind != "sources":
        return sorted(found)
    shown, closed = prose_of(ours.view.text, path), kind in CLOSED_CAST
    found.extend(pattern_findings(ours.view, shown, path, kind, known.phones))
    if kind in GAZETTEER:
        people = cast if closed else ()
        found.extend(cast_findings(ours.view, shown, path, kind, people, known.allowed, known.lists))
    if closed or kind == "page":
        found.extend(initials_findings(ours.view, shown, path, cast, known.allowed))
    if closed:
        found.extend(id_findings(ours.view, path, known.allowed, known.lists))
    if path.endswith(".ipynb"):
        found.extend(notebook_findings(text, path))
    if ours.may_name_sources:
        found = _without_attribution(found, ours, known)
    return sorted(_once(found))


def file_name_findings(name: str, path: str, known: Known) -> list[Finding]:
    """Returns the names of real people and places in the name of a file or a folder, told where `path` begins."""
    return list(name_findings(name, path, known.allowed, known.lists))


def _without_attribution(found: list[Finding], ours: Compared, known: Known) -> list[Finding]:
    """Returns the findings that are not in a line with a source's title: it may give publisher, date and link."""
    lines = set()
    for fingerprint in known.fingerprints:
        for at, run in enumerate(run_hashes(ours.alike, RUN, fingerprint.salt)):
            if run in fingerprint.titles:
                lines.add(ours.view.at(ours.tokens[at].start)[0])
    return [each for each in found if each.line not in lines or each.code in ("A201", "A202", "A205", "A206")]


def _once(found: list[Finding]) -> list[Finding]:
    """Returns the findings without names that are a part of something graver: of a postcode, or of a source's name."""
    graver: dict[int, set[int]] = {}
    for each in found:
        if each.code not in _CAST_CODES and each.code not in ("A201", "A202", "A206"):
            graver.setdefault(each.line, set()).update(range(each.column, each.column + len(each.subject)))

    def is_part(one: Finding) -> bool:
        return one.column in graver.get(one.line, ())

    return [each for each in found if each.code not in _CAST_CODES or not is_part(each)]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
