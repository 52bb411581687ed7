"""An author's file under the reader's eye: its lines, and the faults found in it so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from steadyline.diagnostics.read import CodeUnknown, explanation
from steadyline.errors import Diagnostic, did_you_mean, listed
from steadyline.scenarios.model import Allowance, Place
from steadyline.scenarios.remarks import without_remarks

MIN_REASON = 4
"""Words; fewer than that give no reason."""

_ENTRY = re.compile(r"(?P<name>[A-Za-z][\w -]*?)\s*:(?:\s+(?P<value>.*))?$")


@dataclass(frozen=True)
class Entry:
    """One `name: value` of the front of a file. `below` holds the indented entries under it."""

    value: str
    line: int
    below: dict[str, Entry] = field(default_factory=dict)


@dataclass
class Source:
    """A file's text, and the diagnostics gathered while reading it."""

    path: str
    text: str
    found: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self.lines = self.text.split("\n")

    @property
    def last(self) -> Place:
        """The last line on which anything stands: where the end of the file is meant."""
        return Place(max((at for at, line in enumerate(self.lines, start=1) if line.strip()), default=1))

    def fault(self, code: str, message: str, place: Place) -> None:
        """Notes one fault."""
        self.found.append(Diagnostic(self.path, place.line, place.column, code, message))

    def place(self, line: int, words: str = "", within: int = 12) -> Place:
        """Returns where the words stand at or below a line; the start of the line if they are not there."""
        for number in range(line, min(line + within, len(self.lines) + 1)):
            column = self.lines[number - 1].find(words)
            if words and column >= 0:
                return Place(number, column + 1)
        shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Place(line, len(shown) - len(shown.lstrip()) + 1)


def read_front(source: Source, prefix: str) -> tuple[dict[str, Entry], str]:
    """Returns the entries at the front of a file, and the rest with the front and all remarks blanked out.

    Line numbers in the rest stay those of the file. `prefix` begins the codes of its faults: `S` gives S001.
    From then on no place is looked for inside a remark.
    """
    if source.lines[0].strip() != "---":
        source.fault(
            f"{prefix}001", 'the file begins with a line "---", then "format: 1" and the rest of its front.', Place(1)
        )
        return {}, source.text
    ends = [number for number, line in enumerate(source.lines[1:], start=2) if line.strip() == "---"]
    if not ends:
        source.fault(f"{prefix}001", 'the front of the file is not closed: a second line "---" is missing.', Place(1))
        return {}, ""
    entries = _entries(source, range(2, ends[0]), prefix)
    bared = without_remarks(source.lines[ends[0] :])
    for line, column in bared.unclosed:
        message = 'a remark is opened here with "<!--" and is not closed with "-->".'
        source.fault(f"{prefix}015", message, Place(ends[0] + line + 1, column + 1))
    source.lines[ends[0] :] = bared.padded
    return entries, "\n" * ends[0] + "\n".join(bared.lines)


def _entries(source: Source, numbers: Iterable[int], prefix: str) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    above: Entry | None = None
    for number in numbers:
        line = source.lines[number - 1]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        indented = line[0] in " \t"
        if indented and line.strip().startswith("- ") and above is not None:
            above.below[f"- {number}"] = Entry(line.strip()[2:].strip(), number)
            continue
        match = _ENTRY.match(line.strip())
        if match is None or (indented and above is None):
            source.fault(f"{prefix}002", f'"{line.strip()}" is not of the form "name: value".', source.place(number))
            continue
        name, entry = match["name"], Entry((match["value"] or "").strip(), number)
        siblings = above.below if indented and above is not None else found
        if name in siblings:
            source.fault(f"{prefix}003", f'"{name}" stands here a second time.', source.place(number, name))
            continue
        siblings[name] = entry
        above = above if indented else entry
    return found


def check_front(
    source: Source, entries: Mapping[str, Entry], needed: Iterable[str], allowed: Iterable[str], prefix: str
) -> None:
    """Notes what is missing at the front, what nobody knows, and an edition that cannot be read."""
    needed = list(needed)
    known = ["format", *needed, *allowed]
    for name, entry in entries.items():
        if name not in known:
            message = f'nothing at the front is called "{name}".{did_you_mean(name, known)} Known: {listed(known)}.'
            source.fault(f"{prefix}004", message, source.place(entry.line, name))
    for name in ["format", *needed]:
        if name not in entries or not (entries[name].value or entries[name].below):
            line = entries[name].line if name in entries else 1
            source.fault(f"{prefix}005", f'the front of the file needs a line "{name}: …".', source.place(line))
    stated = entries.get("format")
    if stated is not None and stated.value and stated.value != "1":
        message = f'format "{stated.value}" is not known to this version, which reads format 1.'
        source.fault(f"{prefix}006", message, source.place(stated.line))


def whole_number(source: Source, entry: Entry | None, name: str, lowest: int, highest: int, code: str) -> int:
    """Returns the whole number that an entry says, noting a fault (and returning `lowest`) if it says none."""
    if entry is None or not entry.value:
        return lowest
    if re.fullmatch(r"\d{1,6}", entry.value) and lowest <= int(entry.value) <= highest:
        return int(entry.value)
    message = f'"{name}" is a whole number from {lowest} to {highest}, not "{entry.value}".'
    source.fault(code, message, source.place(entry.line, entry.value))
    return lowest


def words_of(entry: Entry | None) -> tuple[str, ...]:
    """Returns the words that an entry lists with commas."""
    return tuple(word.strip() for word in entry.value.split(",") if word.strip()) if entry else ()


def read_allowed(source: Source, entry: Entry | None, prefix: str) -> tuple[Allowance, ...]:
    """Returns the findings that `allow` lets stand, one `CODE subject: reason` a line; S014 and K014 tell faults."""
    found: list[Allowance] = []
    for name, given in (entry.below if entry else {}).items():
        code, _, subject = name.partition(" ")
        wrong = _not_allowed(code, given.value)
        if wrong:
            source.fault(f"{prefix}014", wrong, source.place(given.line, name))
        else:
            found.append(Allowance(code, subject.strip(), given.value, source.place(given.line, name)))
    return tuple(found)


def _not_allowed(code: str, reason: str) -> str:
    """Returns in words why a finding cannot be allowed like this, or nothing."""
    try:
        told = explanation(code)
    except CodeUnknown as error:
        return f'{error} An allowed finding is written like "S414 closed-door: why it may stand".'
    if told.severity == "error":
        return f"{code} ({told.title}) is an error: it is mended, not allowed."
    if len(reason.split()) < MIN_REASON:
        return f"say why {code} may stand, in {MIN_REASON} words or more that another author would accept."
    return ""
