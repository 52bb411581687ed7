"""An author's file under the reader's eye: its lines, and the faults found in it so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from steadyline.diagnostics.read import CodeUnknown, explanation
from steadyline.errors import Diagnostic, FileMissing, SteadylineError, did_you_mean, listed
from steadyline.scenarios.fronts import Unfronted, front_end
from steadyline.scenarios.model import Allowance, Place
from steadyline.scenarios.remarks import without_remarks

MIN_REASON = 4
"""Words; fewer than that give no reason."""

_AS_UTF_8 = "Save it again in UTF-8. In Notepad: Save as, Encoding: UTF-8."
_MEANT_NAME = re.compile(r"^[\s-]*([A-Za-z](?:[\w -]*\w)?)\s*[:=]")
_ENTRY = re.compile(r"(?P<name>[A-Za-z][\w -]*?)\s*:(?:\s+(?P<value>.*))?$")


class NotPlainText(SteadylineError):
    """A file is no plain text in UTF-8: another program's document, or another encoding."""

    def __init__(self, path: str, line: int, message: str) -> None:
        self.path, self.line = path, line
        super().__init__(f"{path}:{line}: {message}")


@dataclass(frozen=True)
class Entry:
    """One `name: value` of the front of a file. `below` holds the indented entries under it."""

    value: str
    line: int
    below: dict[str, Entry] = field(default_factory=dict)


@dataclass
class Source:
    """A file's text, and the diagnostics gathered while reading it.

    `unclear` are names that stand at the front of the file in a line that cannot be read: they are known, and only
    what they stand for is not, so that nothing is told where they are used.
    """

    path: str
    text: str
    found: list[Diagnostic] = field(default_factory=list)
    unclear: set[str] = field(default_factory=set)
    has_front: bool = True

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

    def is_told(self, code: str, first: int, last: int) -> bool:
        """Whether that code has been told in one of these lines."""
        return any(each.code == code and first <= each.line <= last for each in self.found)

    def place(self, line: int, words: str = "", within: int = 12) -> Place:
        """Returns where the words stand at or below a line; the start of the line if they are not there."""
        for number in range(line, min(line + within, len(self.lines) + 1)):
            column = self.lines[number - 1].find(words)
            if words and column >= 0:
                return Place(number, column + 1)
        shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Place(line, len(shown) - len(shown.lstrip()) + 1)


def text_in(path: Path, what: str) -> str:
    """Returns the text of an author's file, lines ending as in Unix. Raises FileMissing or NotPlainText."""
    try:
        return plain_text(path.read_bytes(), str(path))
    except FileNotFoundError as error:
        raise FileMissing(path, what) from error


def plain_text(content: bytes, shown: str) -> str:
    """Returns the text that bytes in UTF-8 hold, lines ending as in Unix. Raises NotPlainText; `shown` is the path."""
    if content.startswith(b"PK\x03\x04"):
        raise NotPlainText(shown, 1, "this is a document of Word or the like. Save it as plain text in UTF-8.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:400].count(0) > len(content[:400]) // 4:
        raise NotPlainText(shown, 1, f'the file is saved as "Unicode" (UTF-16). {_AS_UTF_8}')
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"a letter in this line shows that the file is not saved as UTF-8. {_AS_UTF_8}"
        raise NotPlainText(shown, line, message) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_front(source: Source, prefix: str) -> tuple[dict[str, Entry], str]:
    """Returns the entries at the front of a file, and the rest with the front and all remarks blanked out.

    Line numbers in the rest stay those of the file. `prefix` begins the codes of its faults: `S` gives S001.
    From then on no place is looked for inside a remark. Without a front nothing is returned, and `has_front` is False:
    whatever else would be told follows from that.
    """
    end = front_end(source.lines)
    if isinstance(end, Unfronted):
        source.has_front = False
        source.fault(f"{prefix}001", end.message, Place(end.line))
        return {}, ""
    entries = _entries(source, range(2, end), prefix)
    bared = without_remarks(source.lines[end:])
    for line, column in bared.unclosed:
        message = 'a remark is opened here with "<!--" and is not closed with "-->".'
        source.fault(f"{prefix}015", message, Place(end + line + 1, column + 1))
    source.lines[end:] = bared.padded
    return entries, "\n" * end + "\n".join(bared.lines)


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
            how = " A blank is missing behind the colon." if re.match(r"\s*[\w -]+:\S", line) else ""
            message = f'"{line.strip()}" is not of the form "name: value".{how}'
            source.fault(f"{prefix}002", message, source.place(number))
            source.unclear.update(_MEANT_NAME.findall(line)[:1])
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
    meant = set(source.unclear)
    for name, entry in entries.items():
        if name not in known:
            meant.update(get_close_matches(name.lower(), known, n=1))
            near = did_you_mean(name.lower(), known)
            message = f'nothing at the front is called "{name}".{near} Known: {listed(known)}.'
            source.fault(f"{prefix}004", message, source.place(entry.line, name))
    for name in ["format", *needed]:
        is_said = name in entries and (entries[name].value or entries[name].below)
        if not is_said and name not in meant:
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
