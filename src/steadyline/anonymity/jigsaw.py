"""The jigsaw rules: no case shares more than two attributes with a source, and no two cases together rebuild one.

A sheet is `scenarios/<case>/attributes.toml`: each attribute a short value, a list of them, or "none".
The sheet of a real source never ships; its fingerprint holds the values as salted hashes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from steadyline.anonymity.fingerprint import Fingerprint
from steadyline.anonymity.hashes import slow_hash
from steadyline.anonymity.lists import word_set
from steadyline.anonymity.tokens import stem, tokens_of
from steadyline.errors import Diagnostic, Faults
from steadyline.findings import Finding

ATTRIBUTES = {
    "children": "number and ages of the children",
    "infant": "an unborn baby or an infant",
    "harm": "the type of harm",
    "fear": "the parent's stated fear",
    "dissent": "who dissents",
    "health_sign": "a specific sign of health",
    "staffing": "a figure or fact of staffing",
    "outcome": "how it ends",
}
MOST_SHARED = 2
MOST_SHARED_BY_TWO = 3
_TELL_NOTHING = frozenset(stem(word) for word in word_set("tells nothing"))


class SheetWrong(Faults):
    """An attribute sheet cannot be used as it stands."""


@dataclass(frozen=True)
class Sheet:
    """What a case or a source is made of. `family` is our own short name for the family; "" for a source."""

    path: str
    values: Mapping[str, tuple[str, ...]]
    family: str = ""

    @property
    def hashable(self) -> dict[str, list[str]]:
        """The values made alike, by attribute: each value whole, and each telling word of it."""
        return {
            name: sorted({form for value in values for form in _forms(name, value)})
            for name, values in self.values.items()
        }

    def shared_with(self, source: Fingerprint) -> frozenset[str]:
        """Returns the attributes in which a source is alike."""
        return frozenset(
            name for name, forms in self.hashable.items()
            if any(slow_hash(form, source.salt, source.cost) in source.attributes.get(name, ()) for form in forms)
        )  # fmt: skip


def read_sheet(text: str, path: str = "attributes.toml") -> Sheet:
    """Returns the sheet that a file tells. Raises SheetWrong with every fault."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also numbers too long to count with, and brackets nested too deep
        where = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(where[1]), int(where[2])) if where else (1, 1)
        message = 'the sheet cannot be read from here on: a line is not of the form name = "value".'
        raise SheetWrong([Diagnostic(path, line, column, "A305", message)]) from error
    found: list[Diagnostic] = []

    def fault(name: str, message: str) -> None:
        at = next((number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(name)), 1)
        found.append(Diagnostic(path, at, 1, "A305", message))

    for name in [*table, *(name for name in ATTRIBUTES if name not in table)]:
        if name == "family":
            continue
        if name not in ATTRIBUTES:
            fault(name, f'"{name}" is none of the attributes: {", ".join(ATTRIBUTES)}.')
        elif name not in table:
            fault(name, f'"{name}" ({ATTRIBUTES[name]}) is missing. Write a short value, or "none".')
        elif not all(isinstance(value, str) and value.strip() for value in _many(table[name])):
            fault(name, f'"{name}" is a short value in quotation marks, a list of them, or "none".')
    if found:
        raise SheetWrong(found)
    values = {name: tuple(_many(table[name])) for name in ATTRIBUTES}
    return Sheet(path, values, str(table.get("family", "")))


def case_attributes_findings(
    sheets: Mapping[str, Sheet | None], sources: Sequence[Fingerprint], paths: Mapping[str, str]
) -> list[Finding]:
    """Returns what breaks the jigsaw rules.

    `sheets` holds each case's sheet, or None where it has none; `paths` the path of each case's file, for the messages.
    """
    return sorted([
        *(_without(paths[name]) for name, sheet in sheets.items() if sheet is None),
        *_alone({name: sheet for name, sheet in sheets.items() if sheet}, sources),
        *_together({name: sheet for name, sheet in sheets.items() if sheet}, sources),
    ])  # fmt: skip


def _without(path: str) -> Finding:
    message = (
        "the case has no attribute sheet, so nobody can say how near it is to a real one. "
        f"Write attributes.toml beside it: {', '.join(ATTRIBUTES)}."
    )
    return Finding(path, 1, 1, "A301", "advice", message)


def _alone(sheets: Mapping[str, Sheet], sources: Sequence[Fingerprint]) -> Iterable[Finding]:
    for sheet in sheets.values():
        for source in sources:
            shared = sheet.shared_with(source)
            if len(shared) > MOST_SHARED:
                yield Finding(
                    sheet.path, 1, 1, "A302", "error",
                    f'{len(shared)} attributes are those of "{source.name}": {_listed(shared)}. '
                    f"At most {MOST_SHARED} may be. Change what happens, and not only the label.", source.name,
                )  # fmt: skip


def _together(sheets: Mapping[str, Sheet], sources: Sequence[Fingerprint]) -> Iterable[Finding]:
    for (first, one), (second, two) in combinations(sheets.items(), 2):
        for source in sources:
            shared = one.shared_with(source) | two.shared_with(source)
            if len(shared) > MOST_SHARED_BY_TWO:
                yield Finding(
                    two.path, 1, 1, "A303", "error",
                    f'together with "{first}" it has {len(shared)} attributes of "{source.name}": {_listed(shared)}. '
                    f"Two cases may have at most {MOST_SHARED_BY_TWO}. Change one of the two.", f"{first} and {second}",
                )  # fmt: skip
        if one.family and one.family == two.family:
            yield Finding(
                two.path, 1, 1, "A304", "error",
                f'the family "{two.family}" is that of "{first}" too, so that two stories add up to one. '
                "Invent another family.",
                f"{first} and {second}",
            )  # fmt: skip


def _listed(shared: Iterable[str]) -> str:
    return ", ".join(ATTRIBUTES[name] for name in ATTRIBUTES if name in set(shared))


def _many(value: object) -> list[str]:
    return value if isinstance(value, list) else [value]  # type: ignore[list-item]  # what is no text is told by the reader


def _forms(name: str, value: str) -> list[str]:
    """Returns what is hashed of a value: all its words by the alphabet and, but for numbers, each telling one."""
    words = sorted({stem(token.text) for token in tokens_of(value)})
    if words in ([], ["non"], ["none"]):
        return []
    telling = [word for word in words if not word.isdigit() and len(word) > 2 and word not in _TELL_NOTHING]
    figures = [word for word in words if word.isdigit() and name == "staffing"]
    return [" ".join(words), *(telling if name != "children" else []), *figures]
